"""The one error that is meant for the person at the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dcnn_cards.program import as_called
from dcnn_cards.signs import bounded, visible

MAX_WHAT = 600
"""The most characters of what is wrong, and of the name of a file."""

MAX_FIX = 4_000
"""The most characters of what to do about it, which may list what there is."""


@dataclass
class CardsError(Exception):
    """Something the user can put right.

    `what` says what was found and what was expected, `fix` what to do about it; `file` and `line`
    (1-based) say where. The command line prints it on stderr and exits with status 1.

    What these quote is often somebody else's: of whatever they are made with, what could steer a
    terminal becomes visible, and what is longer than a person reads is cut in the middle. Commands
    of this program in `fix` are as it was called.
    """

    what: str
    fix: str = ""
    file: Path | None = None
    line: int | None = None

    def __post_init__(self) -> None:
        self.what = bounded(visible(self.what), MAX_WHAT)
        self.fix = bounded(visible(as_called(self.fix)), MAX_FIX)

    def __str__(self) -> str:
        where = "" if self.file is None else f"{shown(self.file)}:"
        if where and self.line is not None:
            where += f"{self.line}:"
        text = f"{where} {self.what}" if where else self.what
        return f"{text}\n{self.fix}" if self.fix else text


def shown(path: Path) -> str:
    """Return the name of a file as it may be told: on one line, and not without end."""
    return bounded(visible(str(path).replace("\n", "\u2424")), MAX_WHAT)
