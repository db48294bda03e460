"""Anki itself, in an environment of its own: asked by its API what it makes of a package."""

from __future__ import annotations

import fcntl
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from scripts.bench.anki import ANKI
from scripts.bench.peers import UnavailableError, environment, plain_environment

GENANKI = "genanki==0.13.1"
_SIDE = Path(__file__).with_name("anki_side.py")


@cache
def python_with_anki() -> Path:
    """The Python that has anki and genanki; the test is skipped where they cannot be had."""
    folder = platformdirs.user_cache_path("dcnn-cards") / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "oracle.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the suite has several workers
        try:
            return environment("oracle", (ANKI, GENANKI), folder)
        except (UnavailableError, OSError) as error:
            pytest.skip(f"anki and genanki cannot be installed here: {error}")


class Anki:
    """A collection of Anki's in a folder, which is made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._collection = folder / "collection.anki2"

    def do(self, *steps: tuple[str, list[Any], dict[str, Any]]) -> list[Any]:
        """What Anki returns for each of `steps`: a name in `anki_side`, and its arguments."""
        done = subprocess.run(
            [str(python_with_anki()), str(_SIDE), str(self._collection)],
            input=json.dumps(steps),
            capture_output=True,
            encoding="utf-8",
            env=plain_environment(),
            check=False,
        )
        assert done.returncode == 0, done.stderr
        results: list[Any] = json.loads(done.stdout)
        return results


def step(name: str, *given: Any, **named: Any) -> tuple[str, list[Any], dict[str, Any]]:
    """A step for `Anki.do`."""
    return name, list(given), named
