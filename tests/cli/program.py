"""Runs the program as a shell does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(
    home: Path, *arguments: str | Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `dcnn-cards` with `home` for its store; no terminal is near."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DCNN_CARDS")}
    return subprocess.run(
        [sys.executable, "-m", "dcnn_cards", *map(str, arguments)],
        env={**kept, "DCNN_CARDS_HOME": str(home), **environment},
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
