"""The terminal's other screen: taken for a session, painted whole, and given back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.text import Text

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?2004h"  # other screen, no cursor, pastes are marked
_LEAVE = "\x1b[?2004l\x1b[?25h\x1b[?1049l"
_BEGIN, _END = "\x1b[?2026h\x1b[H", "\x1b[0J\x1b[?2026l"  # synchronised: no half-painted frame
_END_OF_LINE = "\x1b[0m\x1b[K"


class Screen:
    """Paints frames on the alternate screen while it is entered."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._fd = console.file.fileno()
        self._taken = False
        self._size = (80, 24)

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.give_back()

    def take(self) -> None:
        """Switch to the alternate screen."""
        self._taken = True
        self._write(_ENTER)

    def give_back(self) -> None:
        """Switch back, unless that was done; what stood there before is there again."""
        if self._taken:
            self._write(_LEAVE)
        self._taken = False

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of the window as it is now, or was when there last was one."""
        with suppress(OSError):  # the terminal was closed
            self._size = os.get_terminal_size(self._fd)
        columns, rows = self._size
        return max(columns, 1), max(rows, 1)

    def paint(self, frame: Sequence[Text]) -> None:
        """Show `frame`, one text a row; rows that the window has no room for are left out."""
        columns, rows = self.size
        self.console.width = columns  # not what $COLUMNS said when the session began
        lines = []
        for text in frame[:rows]:
            text.truncate(columns)
            with self.console.capture() as capture:
                self.console.print(text, end="", overflow="crop", no_wrap=True, crop=False)
            lines.append(capture.get() + _END_OF_LINE)
        self._write(_BEGIN + "\r\n".join(lines) + _END)

    def _write(self, text: str) -> None:
        data = text.encode()
        try:
            while data:
                data = data[os.write(self._fd, data) :]
        except OSError:
            pass  # the terminal was closed; reading the next key says so
