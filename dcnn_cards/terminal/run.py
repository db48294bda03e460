"""Takes the terminal for a session and gives it back as it was, whatever happens."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from io import TextIOWrapper
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from dcnn_cards import busy
from dcnn_cards.app.drill import Drill
from dcnn_cards.errors import CardsError
from dcnn_cards.study.session import Session
from dcnn_cards.terminal.frame import MAX_COLUMNS
from dcnn_cards.terminal.keymap import Keymap
from dcnn_cards.terminal.keys import Keyboard
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.terminal.quiz import Quiz
from dcnn_cards.terminal.screen import Screen
from dcnn_cards.terminal.theme import Theme

if TYPE_CHECKING:
    from dcnn_cards.app.mock import AnswerSheet
    from dcnn_cards.terminal.answer_sheet import SheetView


def run_quiz(quiz: Quiz, theme: Theme) -> Session:
    """Hold the session on the terminal; return where it stands when it ends.

    A kill or a closed terminal ends it in order, with SystemExit and the terminal given back.
    """
    busy.watched_by()  # a line of its own would be in the picture
    with Keyboard(sys.stdin.fileno()) as keyboard, Screen(theme.console()) as screen:
        session = quiz.run(screen, keyboard)
    if keyboard.ended_by:
        raise SystemExit(128 + keyboard.ended_by)
    return session


def run_mock(sheet: SheetView, grading: Callable[[], Quiz], theme: Theme) -> None:
    """Have a paper answered on the terminal and, unless the user leaves it, graded.

    A kill or a closed terminal ends it as `run_quiz`.
    """
    busy.watched_by()
    with Keyboard(sys.stdin.fileno()) as keyboard, Screen(theme.console()) as screen:
        if sheet.run(screen, keyboard):
            grading().run(screen, keyboard)
    if keyboard.ended_by:
        raise SystemExit(128 + keyboard.ended_by)


def run_plain(drill: Drill, pages: Pages, keys: Keymap, *, typed: bool) -> Session:
    """Hold the session line by line on standard input and output, which need not be a terminal."""
    width = _begin_lines()
    from dcnn_cards.terminal.plain import Plain

    return Plain(drill, pages, keys, _read, _write, width=width, typed=typed).run()


def run_plain_mock(
    sheet: AnswerSheet, grading: Callable[[], Drill], pages: Pages, keys: Keymap
) -> None:
    """Have a paper answered and graded line by line, as `run_plain`."""
    width = _begin_lines()
    from dcnn_cards.terminal.plain import Plain
    from dcnn_cards.terminal.plain_sheet import PlainSheet

    if PlainSheet(sheet, pages, _read, _write, width=width).run():
        Plain(grading(), pages, keys, _read, _write, width=width, typed=True).run()


def _begin_lines() -> int:
    """Make standard input and output ready for a session by lines; return how wide they are."""
    busy.watched_by()
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _leave)
    # Also for one whose shell ignores it: Ctrl-C ends a session.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    import shutil

    width = min(shutil.get_terminal_size((80, 24)).columns or 80, MAX_COLUMNS)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return width


def _read(words: str) -> str | None:
    """Put out `words`, and return the line that is typed after them; None at the end of input."""
    sys.stdout.write(words)
    sys.stdout.flush()
    try:
        return sys.stdin.readline() or None
    except OSError as error:
        what = f"standard input cannot be read: {error.strerror}"
        raise CardsError(what, "A session reads its keys there.") from error


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _leave(signum: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001
    raise SystemExit(128 + signum)
