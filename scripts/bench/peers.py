"""What is measured beside ours: tools in virtual environments of their own, made the first time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path


class UnavailableError(Exception):
    """A tool cannot be had here, for the reason given."""


def environment(name: str, requirements: Sequence[str], folder: Path) -> Path:
    """The Python of a virtual environment that holds the requirements."""
    home = folder / name
    python = home / "bin" / "python"
    stamp = home / "installed"
    wanted = "\n".join([sys.version, *requirements])
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"installing {', '.join(requirements)}")
        try:
            venv.create(home, clear=True, with_pip=True)
            run([str(python), "-m", "pip", "install", "--quiet", *requirements], seconds=900)
        except subprocess.SubprocessError as error:
            raise UnavailableError(reason(error)) from error
        stamp.write_text(wanted)
    return python


def run(command: list[str], *, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, quietly; anything but success is an error."""
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds)


def version_of(command: list[str]) -> str:
    """The first thing like a version that a program prints when asked for it."""
    numbers = re.search(r"\d+(\.\d+)+", run(command).stdout)
    return numbers.group() if numbers else "?"


def reason(error: Exception) -> str:
    """An error in one line: the last words of a process that failed, or its message."""
    words = getattr(error, "stderr", "") or str(error)
    return (words.strip().splitlines() or [type(error).__name__])[-1]


def say(words: str) -> None:
    """Tells the maintainer who waits what is going on."""
    print(words, file=sys.stderr, flush=True)


def plain_environment() -> dict[str, str]:
    """The environment without what would change where and how Python finds its modules."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return kept | {"PYTHONUTF8": "1"}
