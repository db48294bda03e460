"""The user's own editor, on one line of a file."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dcnn_cards.errors import CardsError

# How editors take the file and its line; all others know +LINE before the file.
_BY_NAME: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("code", "code-insiders", "code-oss", "codium", "vscodium", "cursor", "windsurf", "trae"),
        ("--goto", "{path}:{line}"),
    ),
    **dict.fromkeys(
        (
            "subl",
            "sublime_text",
            "zed",
            "zeditor",
            "zed-editor",
            "hx",
            "helix",
            "lapce",
            "atom",
            "pulsar",
            "lite-xl",
            "amp",
        ),
        ("{path}:{line}",),
    ),
    **dict.fromkeys(
        ("kate", "kwrite", "idea", "pycharm", "charm", "clion", "webstorm", "goland", "fleet"),
        ("--line", "{line}", "{path}"),
    ),
    **dict.fromkeys(("mate", "geany", "mousepad"), ("--line={line}", "{path}")),
    **dict.fromkeys(
        ("notepad", "notepad.exe", "open", "xdg-open", "gnome-text-editor"), ("{path}",)
    ),
}


def arguments(editor: str, path: Path, line: int) -> list[str]:
    """Return what the program `editor` is to be called with to open `path` at `line` (from 1).

    The path is absolute, whatever it was: then it is never taken for an option or a command.
    """
    form = _BY_NAME.get(Path(editor).name.lower(), ("+{line}", "{path}"))
    return [part.format(path=path.absolute(), line=line) for part in form]


def edit(path: Path, line: int) -> None:
    """Run $VISUAL, $EDITOR or vi on `path` at `line` (from 1), and wait until it ends.

    Raises CardsError when it cannot be started or says that it failed.
    """
    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        program = shlex.split(words) or ["vi"]
        editor = subprocess.Popen([*program, *arguments(_name(program), path, line)])
    except (OSError, ValueError) as error:
        raise CardsError(f"the editor `{words}` cannot be started: {error}") from error
    with _signals_of(editor):
        status = editor.wait()
    if status < 0:
        raise CardsError(f"the editor `{words}` was ended by signal {-status}")
    if status:
        raise CardsError(f"the editor `{words}` ended with status {status}")


def _name(program: list[str]) -> str:
    """The editor among the words that call it, which another program may come before."""
    known = (word for word in program if Path(word).name.lower() in _BY_NAME)
    return next(known, program[0])


@contextmanager
def _signals_of(editor: subprocess.Popen[bytes]) -> Iterator[None]:
    """Let the terminal's signals be the editor's, and pass on what is to end this program."""
    before: dict[int, Callable[..., object] | int | None] = {}

    def pass_on(signum: int, frame: object) -> None:
        editor.send_signal(signum)
        handler = before[signum]
        if callable(handler):
            handler(signum, frame)

    # Not ignored, which the editor would inherit, but passed over.
    for signum in (signal.SIGINT, signal.SIGQUIT):
        before[signum] = signal.signal(signum, lambda *_: None)
    for signum in (signal.SIGTERM, signal.SIGHUP):
        before[signum] = signal.signal(signum, pass_on)
    # Stopped by Ctrl-Z, editor and program stop together.
    before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
