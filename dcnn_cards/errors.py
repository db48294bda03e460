"""The one error that is meant for the person at the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass
class CardsError(Exception):
    """Something the user can put right.

    `what` says what was found and what was expected, `fix` what to do about it; `file` and `line`
    (1-based) say where. The command line prints it on stderr and exits with status 1.
    """

    what: str
    fix: str = ""
    file: Path | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = "" if self.file is None else f"{self.file}:"
        if where and self.line is not None:
            where += f"{self.line}:"
        text = f"{where} {self.what}" if where else self.what
        return f"{text}\n{self.fix}" if self.fix else text
