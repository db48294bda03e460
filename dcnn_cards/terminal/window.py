"""A frame on the whole screen: its body scrolls, help lies over it, and Ctrl-Z gives it back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from rich.text import Text

from dcnn_cards.app.actions import Action
from dcnn_cards.terminal import frame
from dcnn_cards.terminal.frame import Head, Hint
from dcnn_cards.terminal.keymap import Keymap
from dcnn_cards.terminal.keys import Keyboard
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.terminal.screen import Screen

END = (1_000_000_000, 0)
"""A scroll that is brought down to the last full window when it is painted."""


class Window(ABC):
    """What shows something on a screen and is played with a keyboard."""

    def __init__(self, pages: Pages, keys: Keymap) -> None:
        self._pages = pages
        self._keys = keys
        self._scroll = self._scroll_below = (0, 0)
        self._overlay: Callable[[int], list[Text]] | None = None

    def _take(self, screen: Screen, keyboard: Keyboard) -> None:
        """Have `screen` to paint on, and `keyboard` to read."""
        self._screen, self._keyboard = screen, keyboard

    @abstractmethod
    def _head(self) -> Head:
        """What stands above the body."""

    @abstractmethod
    def _body(self) -> list[Text]:
        """The rows of what is shown, as many as there are."""

    @abstractmethod
    def _hints(self, *, paging: bool) -> list[list[Hint]]:
        """The keys that work now, in rows, below a notice if there is one.

        With `paging` the key that goes on to what is below the window is among them.
        """

    @abstractmethod
    def _paused(self) -> AbstractContextManager[None]:
        """Count the time within as no thought."""

    def _follow_window(self, key: str, action: Action | None) -> bool:
        """Do what a key asks of the window itself; return whether it asks anything of it."""
        if key == "ctrl-z":
            self._step_aside()
        elif key == "continued":
            self._come_back()
        elif key in ("resized", "ctrl-l"):
            pass  # painted anew in any case
        elif (target := self._scroll_target(action)) is not None:
            self._scroll_to(*target)
        elif self._overlay:
            self._show(None)
        else:
            return False
        return True

    def _show(self, overlay: Callable[[int], list[Text]] | None) -> None:
        """Lay rows, made for a width, over the body; None takes them away."""
        if overlay:
            self._scroll_below, self._scroll = self._scroll, (0, 0)
        else:
            self._scroll = self._scroll_below
        self._overlay = overlay

    def _help(self, width: int) -> list[Text]:
        from dcnn_cards.terminal.help import help_lines

        return help_lines(self._keys, width)

    def _page(self) -> int:
        """The rows by which a page goes on; two stay in sight."""
        return max(1, self._room() - 2)

    def _scroll_target(self, action: Action | None) -> tuple[int, int] | None:
        """Return the row and column that `action` scrolls to, None if it does not scroll."""
        top, left = self._scroll
        match action:
            case Action.DOWN | Action.UP:
                top += 1 if action is Action.DOWN else -1
            case Action.PAGE_DOWN | Action.PAGE_UP:
                top += self._page() if action is Action.PAGE_DOWN else -self._page()
            case Action.RIGHT | Action.LEFT:
                half = max(1, self._window().text // 2)
                left += half if action is Action.RIGHT else -half
            case Action.TOP:
                top = 0
            case Action.BOTTOM:
                top = len(self._rows())
            case _:
                return None
        return top, left

    def _scroll_to(self, row: int, column: int = 0) -> None:
        """Put `row` and `column` at the top left, or what comes nearest with the window full."""
        body = self._rows()
        last = frame.widest(body) - self._window().text
        self._scroll = (
            max(0, min(row, len(body) - self._room())),
            max(0, min(column, last)),
        )

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Give the terminal back as it was, and take it again afterwards."""
        self._screen.give_back()
        self._keyboard.suspend()
        try:
            yield
        finally:
            if not self._keyboard.ended_by:
                self._keyboard.resume()
                self._screen.take()

    def _step_aside(self) -> None:
        """Stop, as Ctrl-Z asks."""
        with self._paused(), self._aside():
            self._keyboard.stop()

    def _come_back(self) -> None:
        """Take the terminal once more, after what another program did to it meanwhile."""
        self._keyboard.resume()
        self._screen.give_back()
        self._screen.take()

    def _paint(self) -> None:
        self._scroll_to(*self._scroll)  # window, notice or body may have changed their size
        rows = frame.compose(self._head(), self._rows(), self._foot(), self._window(), self._scroll)
        self._screen.paint(frame.in_ascii(rows) if self._pages.ascii else rows)

    def _window(self) -> frame.Layout:
        return frame.layout(*self._screen.size)

    def _room(self, *, paging: bool = True) -> int:
        window = self._window()
        return frame.body_rows(window, frame.foot_rows(self._foot(paging=paging), window))

    def _rows(self) -> list[Text]:
        return self._overlay(self._window().text) if self._overlay else self._body()

    def _foot(self, *, paging: bool = True) -> list[list[Hint]]:
        if not self._overlay:
            return self._hints(paging=paging)
        hints = [Hint("any key", "back to the card")]
        # Beside the line with these keys, a frame has four rows around its body.
        if len(self._rows()) > self._window().rows - 5:
            hints.append(Hint("↓ ↑", "scroll"))
        return [hints]
