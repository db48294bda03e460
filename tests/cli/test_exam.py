"""`dcnn-cards exam`, as people call it from a shell, on a clock that the tests set."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dcnn_cards.app.exam_document import EXAM_FIELDS
from dcnn_cards.cli import _status
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import WHOLE_DECK, Event, Grade, Kind, detail_of, in_detail
from dcnn_cards.schedule.units import CardId, DeckName, Millis
from dcnn_cards.schedule.uuid7 import uuid7
from dcnn_cards.store import open_store
from tests.cli.program import run
from tests.terminal.pty_session import small_deck


class Done(NamedTuple):
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


class Home:
    """A folder with the small deck, and a clock that is so many days ahead."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self.deck = small_deck(folder)
        self._capture = capture
        self._patch = patch
        self._now = time.time_ns()
        self.wait(0)
        patch.setenv("DCNN_CARDS_HOME", str(folder))
        patch.setattr("dcnn_cards.cli.watch", lambda: None)

    def wait(self, days: int) -> None:
        """Let the program begin so many days later."""
        self._now += days * 86_400 * 10**9
        now = self._now
        self._patch.setattr(time, "time_ns", lambda: now)

    def at(self, ahead: int) -> Millis:
        return Millis(self._now // 10**6 + ahead * 86_400_000)

    def day(self, ahead: int) -> str:
        """The date in so many days."""
        return date.fromordinal(study_day(self.at(ahead))).isoformat()

    def run(self, *words: str, **environment: str) -> Done:
        self._capture.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setenv("DCNN_CARDS_DECK", self.deck)
            status = _status([*words, *(["--deck", self.deck] if words else [])])
        assert isinstance(status, int)
        return Done(status, *self._capture.readouterr())

    def exam(self, *words: str, **environment: str) -> str:
        done = self.run("exam", *words, **environment)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def document(self, *words: str) -> dict[str, Any]:
        found = json.loads(self.exam(*words, "--format", "json"))
        assert isinstance(found, dict)
        return found

    def log(self) -> list[Event]:
        with open_store(self.folder / "progress.db") as store:
            assert store.check(scheduler()) == []
            return list(store.log.events())

    def review(self, *cards: str, grade: Grade = Grade.GOOD) -> None:
        """Reviews of cards a minute ago, 10 s each."""
        at = Millis(self.at(0) - 60_000)
        with open_store(self.folder / "progress.db") as store:
            store.extend(
                [
                    Event(
                        uuid7(at), store.device, Millis(at + n), study_day(at), DeckName("small"),
                        CardId(card), Kind.REVIEW, grade, 10_000, "sm2",
                    )
                    for n, card in enumerate(cards)
                ],
                scheduler(),
            )  # fmt: skip


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Home:
    return Home(tmp_path, monkeypatch, capsys)


def test_without_an_exam_it_says_how_to_set_one(home: Home) -> None:
    done = home.run("exam")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no exam is set" in done.stderr
    assert "exam 2027-02-03 --minutes 25" in done.stderr
    assert not (home.folder / "progress.db").exists()


def test_an_exam_is_set_shown_changed_taken_back_and_forgotten(home: Home) -> None:
    words = (
        home.day(30),
        "--minutes",
        "25",
        "--off",
        "sun",
        "--off",
        f"{home.day(3)}..{home.day(5)}",
    )
    shown = home.exam(*words, "--weigh", "Week 1=2")
    assert "in 30 days" in shown.splitlines()[0]
    assert "  4 cards: the whole deck" in shown
    assert "  25 minutes a day, " in shown
    assert "to study, off: Sun, " in shown
    assert "  Week 1 counts 2 times" in shown
    assert home.exam() == shown
    facts = detail_of(home.log()[0])
    assert facts == {
        "day": home.day(30), "minutes": 25, "off": ["sun", f"{home.day(3)}..{home.day(5)}"],
        "weights": {"Week 1": 2},
    }  # fmt: skip
    changed = home.document("--minutes", "40")
    assert (changed["minutes"], changed["exam"]) == (40, home.day(30))
    assert [off["from"] for off in changed["days_off"]] == ["sun", home.day(3)]
    assert f"set now: on {home.day(30)}, 25 minutes a day." in home.run("undo").stdout
    assert home.document()["minutes"] == 25
    assert "is forgotten" in home.exam("--clear")
    assert home.run("exam").returncode == 1
    assert home.exam("--clear") == "No exam was set.\n"
    assert home.run("undo").returncode == 0
    assert home.exam() == shown
    assert [home.run("undo").returncode for _ in range(2)] == [0, 1]
    assert home.run("exam").returncode == 1
    assert {(event.kind, event.card) for event in home.log()} == {
        (Kind.EXAM, WHOLE_DECK), (Kind.UNDO, WHOLE_DECK),
    }  # fmt: skip


def test_one_thing_is_changed_at_a_time(home: Home) -> None:
    home.exam(home.day(20), "--minutes", "10", "--off", "mon", "--week", "1")
    assert [off["from"] for off in home.document("--off", "tue")["days_off"]] == ["mon", "tue"]
    assert home.document()["cards"] == 2
    assert home.document("--week", "2")["cards"] == 2
    assert home.document("--whole-deck")["cards"] == 4
    assert home.document("--weigh", "2a=3")["weights"] == [{"section": "Week 2a", "weight": 3.0}]
    assert home.document("--weigh", "week 2A=1")["weights"] == []
    found = home.document("--off", "none", "--off", home.day(2))
    assert found["days_off"] == [{"from": home.day(2), "to": home.day(2)}]
    moved = home.exam(home.day(25))
    assert f"The exam of this deck is no longer on {home.day(20)}" in moved
    assert home.document()["minutes"] == 10


def test_what_every_field_means_is_told(home: Home) -> None:
    home.exam(home.day(9), "--minutes", "5", "--off", "sun", "--weigh", "Week 1=2")
    found = home.document("--pass", "60")
    names = [
        name
        for field, value in found.items()
        for name in (
            [f"{field}.{part}" for part in value[0]] if isinstance(value, list) else [field]
        )
    ]
    assert names == [field.name for field in EXAM_FIELDS]
    assert 0 <= found["low"] <= found["expected"] <= found["high"] <= 1
    assert found["pass"] == 0.6
    assert found["days_left"] == 9


@pytest.mark.parametrize(("ahead", "words"), [(0, "is today"), (-3, "is 3 days ago")])
def test_an_exam_is_to_come(home: Home, ahead: int, words: str) -> None:
    done = home.run("exam", home.day(ahead), "--minutes", "5")
    assert done.returncode == 1
    assert words in done.stderr
    assert f"from {home.day(1)} on" in done.stderr


def test_no_exam_is_set_without_time_for_it(home: Home) -> None:
    done = home.run("exam", home.day(9))
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs minutes" in done.stderr
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    off = [word for day in days for word in ("--off", day)]
    done = home.run("exam", home.day(9), "--minutes", "5", *off)
    assert done.returncode == 1
    assert "all 9 days before" in done.stderr
    done = home.run("exam", home.day(2), "--minutes", "5", "--off", f"{home.day(0)}..{home.day(5)}")
    assert done.returncode == 1
    assert not any(event.kind is Kind.EXAM for event in home.log())


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["3.2.2999"], 2, "Did you mean 2999-02-03?"),
        (["tomorrow"], 2, "Did you mean 2"),
        (["2999-02-30"], 2, "the month has the days 1 to 28"),
        (["9999-12-31", "--minutes", "5"], 1, "at most 1,000 are planned"),
        (["10000-01-01"], 2, "is not a date"),
        (["--minutes", "0"], 2, "0 is not in the range"),
        (["--minutes", "30", "--week", "99"], 1, "no card matches week 99"),
        (["--weigh", "Wekk 1=2"], 1, "Did you mean `Week 1`?"),
        (["--weigh", "Week 1=-1"], 2, "from 0 (never asked)"),
        (["--weigh", "Week 1=nan"], 2, "from 0 (never asked)"),
        (["--weigh", "Week 1=inf"], 2, "from 0 (never asked)"),
        (["--weigh", "Week 1=x"], 2, "'x' is not a number"),
        (["--weigh", "Week 1"], 2, "is not SECTION=WEIGHT"),
        (["--weigh", "Week=0"], 1, "no card counts"),
        (["--off", "sunn"], 2, "Did you mean sun?"),
        (["--off", "2027-01-02..2026-12-24"], 2, "Did you mean 2026-12-24..2027-01-02?"),
        (["--off", "soon"], 2, "Days off are mon, tue"),
        (["--score", "80"], 1, "Say how it went once it is over."),
        (["--score", "101"], 2, "0<=x<=100"),
        (["--clear", "--minutes", "3"], 2, "one at a time"),
        (["--whole-deck", "--week", "1"], 2, "leave the filters out"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_makes_no_sense_is_told_and_changes_nothing(
    home: Home, words: list[str], status: int, told: str
) -> None:
    home.exam(home.day(9), "--minutes", "5")
    before = len(home.log())
    done = home.run("exam", *words)
    assert (done.returncode, done.stdout) == (status, "")
    assert told in " ".join(done.stderr.split())
    assert len(home.log()) == before


def test_too_much_for_an_event_is_told(home: Home) -> None:
    off = [word for n in range(200) for word in ("--off", home.day(2 * n + 5))]
    done = home.run("exam", home.day(500), "--minutes", "5", *off)
    assert done.returncode == 1
    assert "too long to be kept" in done.stderr


def test_before_on_and_after_the_day(home: Home) -> None:
    home.exam(home.day(3), "--minutes", "5", "--pass", "50")
    home.review("a", "b")
    home.wait(1)
    assert home.document()["minutes_spent"] == 0
    home.wait(1)
    shown = home.exam()
    assert "tomorrow" in shown.splitlines()[0]
    assert "5 minutes a day, 1 day to study" in shown
    home.wait(1)
    shown = home.exam()
    assert "today" in shown.splitlines()[0]
    assert "study" not in shown
    expected = home.document()["expected"]
    home.wait(1)
    home.review("a", "b", "c")  # what comes after it does not matter
    shown = home.exam()
    assert "yesterday" in shown.splitlines()[0]
    assert "How did it go?" in shown
    assert home.document()["expected"] == expected
    shown = home.exam("--score", "87")
    assert "your score" in shown
    assert "87 %" in shown
    assert "How did it go?" not in shown
    found = home.document()
    assert (found["score"], found["score_expected"]) == (0.87, expected)
    (kept,) = [event for event in home.log() if event.kind is Kind.SCORE]
    assert detail_of(kept)["day"] == home.day(-1)
    assert home.document("--score", "90")["score"] == 0.9
    assert home.run("undo").returncode == 0
    assert home.document()["score"] == 0.87


def test_today_s_reviews_take_of_today_s_time(home: Home) -> None:
    home.exam(home.day(3), "--minutes", "5")
    home.review(*"abcabcabc")
    assert "3 days to study, 2 of today's done" in home.exam()
    assert home.document()["minutes_spent"] == 1.5


def test_other_exams_on_the_same_days_are_told(home: Home) -> None:
    home.exam(home.day(9), "--minutes", "5")
    other = Path(home.deck).with_name("other.yaml")
    other.write_text(Path(home.deck).read_text().replace("deck: small", "deck: other"))
    home.deck = str(other)
    shown = " ".join(home.exam(home.day(6), "--minutes", "20").split())
    assert f"small has its exam on {home.day(9)}, with 5 minutes a day" in shown
    assert "together that is 25" in shown


def test_a_set_aside_card_is_left_out(home: Home) -> None:
    home.exam(home.day(9), "--minutes", "5")
    found = home.document()
    assert (found["cards"], found["set_aside"]) == (4, 1)


def test_the_forecast_is_kept_until_something_changes(home: Home) -> None:
    first = home.exam(home.day(9), "--minutes", "5")
    (kept,) = home.folder.glob("cache/exam-*.json")
    made = kept.stat().st_mtime_ns
    assert home.exam() == first
    assert kept.stat().st_mtime_ns == made
    for change in (
        lambda: home.review("a"),
        lambda: home.wait(1),
        lambda: Path(home.deck).write_text(Path(home.deck).read_text() + "\n"),
        lambda: home.exam("--minutes", "6"),
        lambda: kept.write_text("{"),
        lambda: kept.write_bytes(kept.read_bytes().replace(b"0", b"9")),
    ):
        change()
        home.exam()
        assert kept.stat().st_mtime_ns != made
        made = kept.stat().st_mtime_ns


def test_in_ascii_nothing_else_is_shown(home: Home) -> None:
    home.exam(home.day(30), "--minutes", "25")
    home.review("a", "b")
    done = run(home.folder, "exam", "--deck", home.deck, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout.isascii()) == (0, True)
    assert "####" in done.stdout


@pytest.mark.parametrize("columns", [60, 100])
def test_it_fits_the_window(home: Home, columns: int) -> None:
    home.exam(home.day(30), "--minutes", "25", "--off", "sun", "--weigh", "Week 1=2")
    home.review("a", "b")
    shown = home.exam("--pass", "60", COLUMNS=str(columns))
    assert max(map(len, shown.splitlines())) <= columns
    assert "\x1b" not in shown
    plain = home.exam("--plain", COLUMNS=str(columns))
    assert "█" not in plain
    assert "#" not in plain
    assert home.exam("--ascii", COLUMNS=str(columns)).isascii()


def test_a_forecast_that_is_off_by_more_than_chance_allows_is_told(home: Home) -> None:
    home.exam(home.day(16), "--minutes", "5")
    assert home.document()["uncorrected"] is None
    for _ in range(14):
        home.review("a", "b", "c", "d", grade=Grade.AGAIN)
        home.wait(1)
    shown = " ".join(home.exam().split())
    assert "FSRS has been off by more than chance allows: of 52 reviews it expected" in shown
    found = home.document()
    assert found["off_recalled"] == 0
    assert found["expected"] < found["uncorrected"]
    assert f"without it {100 * found['uncorrected']:.0f} % would be expected" in shown


def test_without_its_library_an_exam_is_set_and_the_rest_goes_on(home: Home) -> None:
    (home.folder / "fsrs_rs_python.py").write_text("raise ImportError('no wheel')\n")
    without = {"PYTHONPATH": str(home.folder)}
    done = run(home.folder, "exam", home.day(9), "--minutes", "5", "--deck", home.deck, **without)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("needs it: pip install fsrs-rs-python\n")
    assert [event.kind for event in home.log()] == [Kind.EXAM]
    done = run(home.folder, "stats", "--deck", home.deck, **without)
    assert (done.returncode, done.stderr) == (0, "")


HOSTILE = {"day": "2027-02-03", "minutes": 25}


@pytest.mark.parametrize(
    "facts",
    [
        {"weights": {"\x1b[31m\u202eWeek\x07\n": 2, "": 3}},
        {"cards": {"weeks": ["1", "\x1b]0;x\x07", "9" * 900]}},
        {"cards": {"section": ["\u202e\x9b2J"], "nothing": ["x"]}},
        {"cards": {"text": ["("]}, "weights": {}},
        {"off": ["mon"] * 300},
        {"off": ["0001-01-01..9999-12-31"]},
        {"off": ["9999-12-31..0001-01-01"]},
        {"minutes": 10**300},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"weights": {"Week 1": 1e-320, "Week 2a": 0}},
    ],
    ids=str,
)
def test_whatever_the_log_says_of_an_exam_nothing_fails(home: Home, facts: dict[str, Any]) -> None:
    detail = in_detail({**HOSTILE, "day": home.day(9), **facts})
    at = home.at(0)
    made = Event(
        uuid7(at), "other", at, study_day(at), DeckName("small"), WHOLE_DECK, Kind.EXAM,
        detail=detail,
    )  # fmt: skip
    with open_store(home.folder / "progress.db") as store:
        store.append(made, scheduler())
    for words in (["exam"], ["exam", "--format", "json"], ["exam", "--minutes", "5"], ["stats"]):
        done = home.run(*words)
        assert done.returncode in (0, 1)
        assert "Traceback" not in done.stderr
        assert not set("\x1b\x07\x9b\u202e") & set(done.stdout + done.stderr)
    assert home.run("exam", "--clear").returncode == 0


def test_sections_come_in_the_order_of_the_deck(home: Home) -> None:
    text = Path(home.deck).read_text().replace("section: Week 1\n", "section: Zero\n")
    Path(home.deck).write_text(text)
    home.exam(home.day(9), "--minutes", "5")
    found = [each["section"] for each in home.document()["sections"]]
    assert found == ["Zero", "Week 2a", "Week 2b"]


def test_where_nothing_counts_any_more_both_say_so(home: Home) -> None:
    home.exam(home.day(30), "--minutes", "5", "--text", "alpha")
    home.exam()
    deck = Path(home.deck)
    deck.write_text(deck.read_text().replace("alpha", "aleph"))
    told = home.run("exam")
    assert told.returncode == 1
    assert "None passes its filters any more" in told.stderr
    asked = home.run("quiz", "--plain")
    assert asked.returncode == 0
    assert "none of its cards counts" in asked.stdout
    assert "expected" not in asked.stdout


def test_without_a_command_the_exam_is_in_sight(home: Home) -> None:
    assert "xam" not in home.run().stdout
    home.exam(home.day(9), "--minutes", "5")
    shown = home.run().stdout
    assert "Exam in 9 days: " in shown
    assert "quiz asks what adds most to its score, for 5 minutes" in shown
    home.wait(8)
    assert "Exam tomorrow: " in home.run().stdout
    home.wait(1)
    assert "xam" not in home.run().stdout


def test_without_a_command_a_day_off_is_told(home: Home) -> None:
    home.exam(home.day(9), "--minutes", "5", "--off", home.day(0))
    assert "but today is a day off" in home.run().stdout
