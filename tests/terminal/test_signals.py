"""A session that is stopped, told to end, left for an editor, or flooded with input.

`Session.ended` compares the settings of the terminal with those before the program started; what
comes after the program leaves the other screen is on the normal one.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from dcnn_cards.schedule.event import Grade, Kind
from tests.terminal.pty_session import PROGRAM, Session, running, small_deck
from tests.terminal.test_quiz import LISTED, grades, logged

STATES = {
    "question": ([], ""),
    "answer": ([" "], "1 Again"),
    "item": ([" "], "item 1/4"),
    "typed": (["alp"], "> alp"),
    "verdict": (["alp", "\r"], "1 Again"),
    "help": (["?"], "key back"),
    "details": (["i"], "key back"),
    "paste": (["\x1b[200~ 3"], "alpha"),
}


def in_state(session: Session, state: str) -> None:
    keys, seen = STATES[state]
    session.see("Name four" if state == "item" else "alpha")
    session.press(*keys)
    session.see(seen)


def deck_of(folder: Path, state: str) -> list[str]:
    (folder / "listed.yaml").write_text(LISTED)
    deck = str(folder / "listed.yaml") if state == "item" else small_deck(folder)
    return ["quiz", "--deck", deck, *(["--type"] if state in ("typed", "verdict") else [])]


def group(session: Session) -> int:
    """The process group in front of the terminal."""
    return os.tcgetpgrp(session.child.child_fd)


@pytest.mark.parametrize("state", STATES)
def test_told_to_end_in_any_state(tmp_path: Path, state: str) -> None:
    """Both signals at once, as a service manager sends them: the second does no harm."""
    with running(tmp_path, *deck_of(tmp_path, state)) as session:
        in_state(session, state)
        session.child.kill(signal.SIGTERM)
        session.child.kill(signal.SIGHUP)
        # With the terminal given back, the later one may end it as it would end any program.
        assert abs(session.ended()) & 127 in (signal.SIGTERM, signal.SIGHUP)
        assert session.after_end().strip() == ""
    assert logged(tmp_path) == []


@pytest.mark.parametrize("signum", ["TERM", "HUP", "QUIT", "USR1", "ALRM"])
def test_told_to_end_on_the_last_screen(tmp_path: Path, signum: str) -> None:
    with running(tmp_path, "quiz", "--limit", "1", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("takes back the last step")
        number = getattr(signal, f"SIG{signum}")
        session.child.kill(number)
        assert session.ended() == 128 + number


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_plain_session_is_told_to_end(tmp_path: Path, signum: signal.Signals) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--plain", "--deck", deck) as session:
        session.see("alpha")
        session.child.kill(signum)
        assert session.ended(5) == (0 if signum == signal.SIGINT else 128 + signum)


# A shell that does something with its stopped job, and then says how the terminal is.
JOBS = 'set -m; "$@"; {}; stty -a; echo done; sleep 9'


def shell(then: str) -> tuple[str, ...]:
    return "sh", "-c", JOBS.format(then), "sh", *PROGRAM


@pytest.mark.parametrize(
    ("state", "how"),
    [*((state, "key") for state in STATES if state != "paste"), ("typed", "signal")],
)
def test_stopped_and_back_in_any_state(tmp_path: Path, state: str, how: str) -> None:
    program = shell("stty -a; echo HALTED; read key; fg")
    with running(tmp_path, *deck_of(tmp_path, state), program=program) as session:
        in_state(session, state)
        if how == "key":
            session.press("\x1a")
        else:
            os.killpg(group(session), signal.SIGTSTP)
        session.see("HALTED", " icanon ", " echo ")
        session.press("\r")
        session.see(STATES[state][1], gone="HALTED")
        os.killpg(group(session), signal.SIGTERM)
        session.see("done", " icanon ", " echo ")


@pytest.mark.parametrize("state", STATES)
def test_stopped_unasked_and_back_in_any_state(tmp_path: Path, state: str) -> None:
    """What stops it gives no chance to give the terminal back: a shell then sets it for itself."""
    program = shell("stty sane; echo HALTED; read key; fg")
    with running(tmp_path, *deck_of(tmp_path, state), program=program) as session:
        in_state(session, state)
        os.killpg(group(session), signal.SIGSTOP)
        session.see("HALTED")
        session.press("\r")
        session.see(STATES[state][1], gone="HALTED")
        assert not termios.tcgetattr(session.child.child_fd)[3] & (termios.ECHO | termios.ICANON)
        os.killpg(group(session), signal.SIGTERM)
        session.see("done", " icanon ", " echo ")
        assert session.output.count(b"\x1b[?1049h") == session.output.count(b"\x1b[?1049l")


def test_a_stopped_session_that_is_killed_ends_without_touching_the_terminal(
    tmp_path: Path,
) -> None:
    """It is in the background then, where setting the terminal would stop it once more."""
    ends = "while wait %1; s=$?; [ $s = 148 ]; do sleep 0.1; done; echo status $s"
    program = shell(f"kill -TERM %1; kill -CONT %1; {ends}")
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), program=program) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press("\x1a")
        session.see("status 143", "done", " icanon ", " echo ")
    assert grades(tmp_path) == [("a", Grade.GOOD)]


def test_time_away_is_no_time_to_think(tmp_path: Path) -> None:
    program = shell("read key; fg")
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), program=program) as session:
        session.see("alpha")
        session.press("\x1a")
        time.sleep(1.2)
        session.press("\r")
        session.see("alpha", "show the answer")
        session.press(" 3")
        session.see("beta")
    (review,) = logged(tmp_path)
    assert (review.thinking_ms or 0) < 1_000


def test_a_terminal_that_is_closed_ends_the_session(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.child.ptyproc.fileobj.close()
        end = time.monotonic() + 10
        while session.child.isalive():
            assert time.monotonic() < end
            time.sleep(0.02)
        assert session.child.exitstatus == 128 + signal.SIGHUP
    assert grades(tmp_path) == [("a", Grade.GOOD)]


def test_a_storm_of_resizes(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        for step in range(400):
            session.child.setwinsize(5 + step % 40, 20 + step % 150)
        session.resize(100, 30)
        session.press(" ")
        session.see("The first letter", "1 Again soon", "q end", seconds=5)
        session.press("q")
        assert session.ended() == 0


def test_the_window_counts_not_what_the_environment_says(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, COLUMNS="30", LINES="7") as session:
        session.see("4 new · 0 learning · 0 due", "s suspend", "q end")


def test_a_session_in_a_window_of_20_by_5(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), columns=20, rows=5) as session:
        session.see("What is alpha?")
        session.press(" ")
        session.see("The first")
        session.press("j")
        session.see("letter")
        session.press("3")
        session.see("What is beta?")
        session.press("s")
        session.see("What is gamma?")
        session.press("u")
        session.see("What is beta?")
        session.press("q")
        assert session.ended() == 0
    assert [event.kind for event in logged(tmp_path)] == [Kind.REVIEW, Kind.SUSPEND, Kind.UNDO]


def test_keys_typed_ahead_count_in_their_order(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.press(" 3 4 1u")  # before there is anything to see
        session.see("Took back: grade Again", "What is gamma?", "The third.")
        session.press("q")
        assert session.ended() == 0
    assert grades(tmp_path) == [("a", Grade.GOOD), ("b", Grade.EASY), ("c", Grade.AGAIN)]


@pytest.mark.parametrize("options", [[], ["--type"]])
def test_a_paste_of_10_000_characters_is_passed_over(tmp_path: Path, options: list[str]) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), *options) as session:
        session.see("alpha")
        session.press("\x1b[200~" + " 3\r1 ü" * 1667 + "\x1b[201~")
        if options:
            session.press("the first letter alpha")
            session.see("> the first letter alpha")
            session.press("\r")
        else:
            session.press(" ")
        session.see("The first letter, α.", seconds=5)
        session.press("q")
        assert session.ended() == 0
    assert logged(tmp_path) == []


def test_10_000_characters_at_once_from_a_terminal_that_marks_no_pastes(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), "--type") as session:
        session.see("alpha")
        session.press("letters " * 1250, "\r")
        session.see("letters letters", "1 Again soon", seconds=5)
        session.press("q")
        assert session.ended() == 0


CRASH = """
from dcnn_cards.store.store import Store
def append(self, event, scheduler):
    raise RuntimeError("a fault in the program")
Store.append = append
from dcnn_cards.cli import main
main()
"""


def test_a_crash_gives_the_terminal_back(tmp_path: Path) -> None:
    program = (sys.executable, "-c", CRASH)
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), program=program) as session:
        session.see("alpha")
        session.press(" 3")
        assert session.ended() == 1
        assert "RuntimeError: a fault in the program" in session.after_end()


SLOW = """
from dcnn_cards.terminal import pages
from dcnn_cards.cli import main
fast = pages.typeset
def typeset(text, **options):
    while {where!r} in text:
        pass
    return fast(text, **options)
pages.typeset = typeset
main()
"""


FINALISER = """
import time
from dcnn_cards.terminal import pages
from dcnn_cards.cli import main
class Last:
    def __del__(self):
        time.sleep(2)
def typeset(text, **options):
    Last()
    while True:
        pass
pages.typeset = typeset
main()
"""


@pytest.mark.parametrize("how", ["q", "\x03", signal.SIGTERM])
def test_what_python_swallows_in_a_finaliser_is_said_again(
    tmp_path: Path, how: str | signal.Signals
) -> None:
    program = (sys.executable, "-c", FINALISER)
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), program=program) as session:
        time.sleep(1.5)
        if isinstance(how, str):
            session.press(how)
        else:
            session.child.kill(how)
        assert session.ended(5) == (0 if isinstance(how, str) else 128 + how)


@pytest.mark.parametrize("how", ["q", "\x03", "\x04", signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize(("where", "keys"), [("alpha?", ""), ("beta", " 3"), ("first letter", " ")])
def test_a_session_ends_while_something_takes_for_ever(
    tmp_path: Path, how: str | signal.Signals, where: str, keys: str
) -> None:
    """In the first frame, in the next card, and in an answer that was asked for."""
    program = (sys.executable, "-c", SLOW.format(where=where))
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), program=program) as session:
        if where != "alpha?":
            session.see("alpha")
        session.press(*keys)
        time.sleep(1.5 if where == "alpha?" else 0.4)
        if isinstance(how, str):
            session.press(how)
        else:
            session.child.kill(how)
        ended = how if how in (signal.SIGTERM, signal.SIGHUP) else 0
        assert session.ended(5) == (128 + ended if ended else 0)


@pytest.mark.parametrize(
    "signum", ["QUIT", "USR1", "USR2", "ALRM", "VTALRM", "XCPU", "TRAP", "RTMIN"]
)
def test_the_terminal_is_given_back_whatever_ends_the_session(tmp_path: Path, signum: str) -> None:
    number = getattr(signal, f"SIG{signum}")
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.child.kill(number)
        assert session.ended() == 128 + number


def an_editor(folder: Path, does: str) -> str:
    """A shell script for $EDITOR that says it is there, and then does what it is told."""
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o700)
    return shlex.quote(str(path))


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("exit 3", "ended with status 3"),
        ("kill -9 $$", "was ended by signal 9"),
        ("stty raw -echo; exit 1", "ended with status 1"),
        ("printf 'cards: [' > $2", "The deck cannot be read since your edit"),
        ("printf '\\377' > $2", "The deck cannot be read since your edit"),
        ("rm $2", "The deck cannot be read since your edit"),
        ("mv $2 $2.old; mkdir $2", "The deck cannot be read since your edit"),
        ("echo 3333", "Nothing was changed"),
    ],
)
def test_an_editor_that_fails_or_breaks_the_deck(tmp_path: Path, does: str, told: str) -> None:
    deck = small_deck(tmp_path)
    editor = an_editor(tmp_path, does)
    with running(tmp_path, "quiz", "--deck", deck, EDITOR=editor, columns=200) as session:
        session.see("alpha")
        session.press("e")
        session.see(told, "What is alpha?")
        session.press(" 3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    assert grades(tmp_path) == [("a", Grade.GOOD)]


def test_a_list_that_is_edited_while_it_is_recalled_is_shown_whole(tmp_path: Path) -> None:
    editor = an_editor(tmp_path, "sed -i 's/2. beta/2. BETA/; /4. delta/d' $2")
    with running(tmp_path, *deck_of(tmp_path, "item"), EDITOR=editor) as session:
        in_state(session, "item")
        session.press("e")
        session.see("Edited.", "1. alpha", "2. BETA", "3. gamma", "1 Again soon", gone="item 1/4")
        session.press("3")
        session.see("And then?")
    assert grades(tmp_path) == [("a", Grade.GOOD)]


def test_ctrl_c_in_the_editor_is_the_editors(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    editor = an_editor(
        tmp_path, "trap 'echo Interrupted; exit 0' INT; echo Editing; sleep 9 & wait"
    )
    with running(tmp_path, "quiz", "--deck", deck, EDITOR=editor) as session:
        session.see("alpha")
        session.press("e")
        session.see("Editing")
        session.press("\x03")
        session.see("Nothing was changed", "alpha", seconds=5)
        session.press(" 3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0


def test_keys_typed_for_the_editor_are_not_taken_for_grades(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, EDITOR=an_editor(tmp_path, "")) as session:
        session.see("alpha")
        session.press(" ")
        session.see("1 Again")
        session.press("e333")
        session.see("Nothing was changed", "alpha")
        session.press("q")
        assert session.ended() == 0
    assert logged(tmp_path) == []


def test_an_end_during_the_editor_is_passed_on_to_it(tmp_path: Path) -> None:
    """So that it can save what it has, and both leave the terminal in order."""
    deck, saved = small_deck(tmp_path), tmp_path / "saved"
    does = f"trap 'touch {saved}; exit 1' TERM; echo Editing; sleep 9 & wait"
    editor = an_editor(tmp_path, does)
    with running(tmp_path, "quiz", "--deck", deck, EDITOR=editor) as session:
        session.see("alpha")
        session.press("e")
        session.see("Editing")
        session.child.kill(signal.SIGTERM)
        assert session.ended() == 128 + signal.SIGTERM
    assert saved.exists()
