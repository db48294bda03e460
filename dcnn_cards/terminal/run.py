"""Takes the terminal for a session and gives it back as it was, whatever happens."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn

from dcnn_cards.study.session import Session
from dcnn_cards.terminal.keys import Keyboard
from dcnn_cards.terminal.quiz import Quiz
from dcnn_cards.terminal.screen import Screen
from dcnn_cards.terminal.theme import Theme


def run_quiz(quiz: Quiz, theme: Theme) -> Session:
    """Hold the session on the terminal; return where it stands when it ends.

    A kill or a closed terminal ends it in order, with SystemExit and the terminal given back.
    """
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _leave)
    with Screen(theme.console()) as screen, Keyboard(sys.stdin.fileno()) as keyboard:
        return quiz.run(screen, keyboard)


def _leave(signum: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001
    raise SystemExit(128 + signum)
