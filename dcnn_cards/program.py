"""How the program was called, so that commands printed as advice run as they are printed."""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from pathlib import Path

NAME = "dcnn-cards"
"""What the program is called where it is installed."""

CALLED = "DCNN_CARDS_CALLED"
"""The environment variable in which a script that starts the program says how itself was called."""

# The name before a command or an option, and not as the end of a path or of another name.
_ADVICE = re.compile(rf"(?<![\w./-]){NAME}(?= (?:[a-z]|-))")


@lru_cache(maxsize=1)
def called() -> str:
    """Return the words that call the program again, quoted for a shell."""
    from shlex import quote

    if given := os.environ.get(CALLED):
        return quote(given)
    path = Path(sys.argv[0] if sys.argv else NAME)
    if path.name != NAME or path.parent == Path():
        return NAME
    from shutil import which

    found = which(NAME)
    # Through links: a folder of programs often has links only.
    return NAME if found and os.path.realpath(found) == os.path.realpath(path) else quote(str(path))


def as_called(text: str) -> str:
    """Return `text` with the commands that it advises as this program was called."""
    if NAME not in text or called() == NAME:
        return text
    return _ADVICE.sub(lambda _: called(), text)
