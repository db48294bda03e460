"""`quiz` while the date of an exam is set: what is asked, for how long, and what is said of it."""

from __future__ import annotations

import gc
import io
import re
import signal
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from dcnn_cards.app import worth_table
from dcnn_cards.cli import _status
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, DeckName, Millis
from dcnn_cards.schedule.uuid7 import uuid7
from dcnn_cards.store import open_store
from tests.terminal.pty_session import running

DECK = """
deck: small
title: Small
cards:
  - {id: a, section: One, topic: t, question: What is a?, answer: A.}
  - {id: b, section: One, topic: t, question: What is b?, answer: B.}
  - {id: c, section: Two, topic: u, question: What is c?, answer: C.}
  - {id: d, section: Two, topic: v, question: And d?, answer: D., follows: c}
"""
DAY_MS = 86_400_000
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # which a session by lines takes


class Home:
    """A folder with a deck of four cards, and the program on a clock that the tests set."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self.deck = folder / "small.yaml"
        self.deck.write_text(DECK)
        self.now = Millis(time.time_ns() // 10**6)
        self._patch, self._capture = patch, capture
        patch.setenv("DCNN_CARDS_HOME", str(folder))
        patch.setattr("dcnn_cards.cli.watch", lambda: None)

    def wait(self, days: int) -> None:
        """Let the program begin so many days later."""
        later = time.time_ns() + days * DAY_MS * 10**6
        self._patch.setattr(time, "time_ns", lambda: later)

    def run(self, *words: str, stdin: str = "") -> str:
        self._capture.readouterr()
        before = [signal.getsignal(each) for each in SIGNALS]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", io.StringIO(stdin))
            status = _status([*words, "--deck", str(self.deck)])
        for signum, handler in zip(SIGNALS, before, strict=True):
            signal.signal(signum, handler)
        gc.collect()  # by this thread, which opened the decks, and not by one of the next session
        output, errors = self._capture.readouterr()
        assert (status, errors) == (0, "")
        return output

    def exam(self, ahead: int = 10, *options: str) -> None:
        day = study_day(self.now) + ahead
        date = time.strftime("%Y-%m-%d", time.gmtime((day - 719_163) * 86_400))
        self.run("exam", date, "--minutes", "5", *options)

    def review(
        self, cards: str, *days_ago: int, grade: Grade = Grade.GOOD, ms: int = 10_000
    ) -> None:
        with open_store(self.folder / "progress.db") as store:
            for ago in days_ago:
                at = Millis(self.now - ago * DAY_MS - 60_000)
                events = [
                    Event(uuid7(at), store.device, Millis(at + n), study_day(at),
                          DeckName("small"), CardId(card), Kind.REVIEW, grade, ms, "sm2")
                    for n, card in enumerate(cards.split())
                ]  # fmt: skip
                store.extend(events, scheduler())

    def quiz(self, *lines: str, options: Iterable[str] = ()) -> str:
        """What a session says to which these lines are typed; the terminal is closed then."""
        typed = "".join(f"{line}\n" for line in lines)
        return self.run("quiz", "--plain", *options, stdin=typed)

    def asked(self, *grades: int, options: Iterable[str] = ()) -> str:
        """The cards that are asked if they are graded so, one after the other."""
        output = self.quiz(*(key for grade in grades for key in ("", str(grade))), options=options)
        return " ".join(re.findall(r"^Question: .* (\w)\?$", output, re.MULTILINE))


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Home:
    return Home(tmp_path, monkeypatch, capsys)


def test_without_a_date_nothing_is_said_of_an_exam(home: Home) -> None:
    output = home.quiz("", "3")
    assert "xam" not in output
    assert "4 new, 0 learning, 0 due" in output
    assert "1 Again soon, 2 Hard soon, 3 Good 1d, 4 Easy 1d, Enter Good" in output


def test_what_is_not_due_is_asked_if_it_is_worth_it(home: Home) -> None:
    home.review("a b c d", 3, 2)
    assert "Nothing is due now." in home.quiz()
    home.exam(15)
    assert set(home.asked(4, 4, 4).split()) == {"a", "b", "c", "d"}


def test_topics_are_apart_and_what_follows_comes_after(home: Home) -> None:
    home.exam()
    assert home.asked(4, 4, 4, 4)[:7] == "a c b d"


def test_the_head_and_the_grades_say_what_it_is_for(home: Home) -> None:
    home.exam()
    output = home.quiz("", "3")
    assert "exam in 10 days" in output
    grades = re.search(
        r"1 Again today, (\d+) %, .* 3 Good 1d, (\d+) %, .* (\d+) % on the day", output
    )
    assert grades
    assert int(grades[1]) < int(grades[2]) < int(grades[3])
    assert "points of the score" in output
    assert "5 of 5 min left today" in output


@pytest.mark.parametrize("name", SCHEDULERS)
def test_it_is_the_same_cards_whichever_scheduler_is_chosen(home: Home, name: str) -> None:
    home.review("a b", 5, 3)
    home.exam()
    assert home.asked(4, 4, 3, options=["--scheduler", name])[:5] == "c d a"


def test_the_minutes_of_the_day_are_all_there_is(home: Home) -> None:
    home.review("a b c", 1, ms=60_000)
    home.exam(15)
    home.review("a b c a", 0, ms=60_000)
    assert "1 of 5 min left today" in home.quiz()
    home.review("b", 0, ms=60_000)
    output = home.quiz()
    assert "Nothing more for the exam now." in output
    assert "the 5 minutes of today are used" in output
    assert "quiz --deck" in output.partition("ten minutes more")[2]
    assert "exam in 15 days" in home.quiz(options=["--minutes", "10"])


def test_a_day_off_asks_nothing_unless_minutes_are_given(home: Home) -> None:
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(study_day(home.now) - 1) % 7]
    home.exam(10, "--off", weekday)
    assert "today is a day off" in home.quiz()
    assert home.asked(3, options=["--minutes", "5"])


def test_what_weighs_nothing_is_never_asked(home: Home) -> None:
    home.exam(10, "--weigh", "One=0")
    assert set(home.asked(1, 1, 3, 4, 4, 4).split()) == {"c", "d"}


def test_only_what_is_examined_is_asked_and_of_that_what_is_chosen(home: Home) -> None:
    home.exam(10, "--section", "Two")
    assert set(home.asked(4, 4).split()) == {"c", "d"}
    assert "Nothing more for the exam now." in home.quiz(options=["--section", "One"])


def test_set_aside_and_put_off_cards_are_not_asked(home: Home) -> None:
    home.exam()
    output = home.quiz("s", "b")
    assert "Suspended" in output
    assert set(home.asked(4).split()) == {"c", "d"}


def test_a_card_failed_twice_in_a_row_is_not_asked_a_third_time(home: Home) -> None:
    home.exam(10, "--section", "Two", "--topic", "u")
    assert home.asked(1, 1, 1) == "c c"
    assert "Nothing more for the exam now." in home.quiz()


def test_what_was_failed_comes_once_more_also_after_a_restart(home: Home) -> None:
    home.exam()
    assert home.asked(1, 4, 4, 4) == "a c b d a"
    assert home.asked(3)[:1] == "a"


def test_a_step_is_taken_back(home: Home) -> None:
    home.exam()
    output = home.quiz("", "3", "u", "1", "", "3")
    assert "Took back: grade Good" in output
    assert output.count("Question: What is a?") == 2


def test_limits_of_cards_and_orders_of_the_schedule_are_as_ever(home: Home) -> None:
    home.exam()
    for options in (["--new", "2"], ["--in-order"], ["--reviews", "3"], ["--all"]):
        output = home.quiz(options=options)
        assert "exam in" not in output, options
        assert ("ask by due days" in output) == (options != ["--all"])
    assert "exam in" in home.quiz(options=["--limit", "1"])
    assert len(home.asked(3, 3, options=["--limit", "1"]).split()) == 1


@pytest.mark.parametrize("later", [1, 2])
def test_on_the_day_and_after_it_the_scheduler_goes_on(home: Home, later: int) -> None:
    home.exam(1)
    assert "exam tomorrow" in home.quiz()
    home.wait(later)
    assert "4 new, 0 learning, 0 due" in home.quiz()


def test_what_the_next_session_needs_is_kept(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.review("a b", 3)
    home.exam()
    home.asked(3)
    (kept,) = home.folder.rglob("worth-*.json")
    with monkeypatch.context() as patch:
        patch.setattr(worth_table, "_made", lambda *_, **__: pytest.fail("not needed"))
        today = home.asked()
    home.wait(1)
    with monkeypatch.context() as patch:
        patch.setattr(worth_table, "_made", lambda *_, **__: pytest.fail("not needed"))
        tomorrow = home.asked()
    kept.write_text(kept.read_text()[:-9])  # damaged: made anew
    assert home.asked() == tomorrow
    assert home.asked() == today
    home.review("d", 0)  # by another device
    assert home.asked() != today


def test_without_what_reckons_it_is_as_ever(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.exam()

    def missing(*_: object) -> None:
        raise CardsError("FSRS needs a package")

    monkeypatch.setattr("dcnn_cards.app.worth_table.fsrs_of", missing)
    output = home.quiz()
    assert "Not asked for the exam: FSRS needs a package." in output
    assert "4 new, 0 learning, 0 due" in output


def test_on_the_screen(home: Home) -> None:
    home.exam()
    options = ("quiz", "--deck", str(home.deck))
    with running(home.folder, *options, columns=60, rows=20) as session:
        session.see("Exam in 10 days:", "expected", "exam in 10 days", "5 of 5 min left")
        session.press(" ")
        session.see("1 Again", "3 Good", "% on the day")
        session.resize(100, 30)
        session.see("1 Again today,", "3 Good 1d,")
        session.press("3")
        session.see("What is c?")
        session.press("u")
        session.see("Took back: grade Good", "What is a?", "A.")
        session.press("4")
        for _ in range(3):
            session.see("show the answer")
            session.press(" ")
            session.see("% on the day")
            session.press("4")
        session.press("q")
        session.ended()
        assert "points of the score" in session.after_end()
        assert "Exam in 10 days:" in session.after_end()


def test_a_large_deck_is_asked_by_worth_too(home: Home) -> None:
    cards = "".join(
        f"  - {{id: c{n}, section: S{n % 7}, topic: t{n % 50}, question: 'Q{n}?', answer: A.}}\n"
        for n in range(1_200)
    )
    home.deck.write_text(f"deck: small\ncards:\n{cards}")
    home.exam(10, "--weigh", "S3=2")
    output = home.quiz("", "4", "", "4")
    assert re.findall("^Question: (.*)$", output, re.MULTILINE) == ["Q3?", "Q10?", "Q17?"]
    output = home.quiz("", "4", options=["--section", "S5"])
    assert re.findall("^Question: (.*)$", output, re.MULTILINE) == ["Q5?", "Q12?"]
    assert worth_table.LEAST_CARDS < 1_200
