"""The user's own editor, on one line of a file."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from pathlib import Path

from dcnn_cards.errors import CardsError


def edit(path: Path, line: int) -> None:
    """Run $VISUAL, $EDITOR or vi on `path` at `line` (from 1), and wait until it ends.

    Raises CardsError when it cannot be started or says that it failed.
    """
    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    # Ctrl-C is the editor's while it runs.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        done = subprocess.run([*shlex.split(words), f"+{line}", str(path)], check=False)
    except (OSError, ValueError) as error:
        raise CardsError(f"the editor `{words}` cannot be started: {error}") from error
    finally:
        signal.signal(signal.SIGINT, before)
    if done.returncode:
        raise CardsError(f"the editor `{words}` ended with status {done.returncode}")
