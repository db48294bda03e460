"""Sessions on a clock that is set, and in a time zone that changes, while they last."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from dcnn_cards.app.clock import behind, now
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import Record, fold
from dcnn_cards.schedule.units import CardId, DeckName, Millis
from dcnn_cards.store import open_store
from dcnn_cards.terminal.notices import clock_behind_notice, clock_jump_notice
from tests.terminal.pty_session import PROGRAM, running, small_deck

DAY = 86_400
# The program on a clock of ours: its time zone and how many seconds it is ahead stand in a file.
CLOCKED = """
import os, sys, time
path, real = sys.argv.pop(1), time.time_ns

def time_ns():
    with open(path) as file:
        zone, ahead = file.read().split()
    os.environ["TZ"] = zone
    return real() + int(ahead) * 10**9

time.time_ns = time_ns
time_ns()
time.tzset()  # as at the start of any process; what changes later the program has to notice
from dcnn_cards.cli import main
main()
"""


class WallClock:
    """The clock on the wall, in a place of the world."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "clock"
        self.program = (sys.executable, "-c", CLOCKED, str(self.path))
        self.set("UTC0")

    def set(self, zone: str = "UTC0", ahead: float = 0) -> None:
        draft = self.path.with_suffix(".draft")
        draft.write_text(f"{zone} {round(ahead)}")
        draft.replace(self.path)


@pytest.fixture
def clock(tmp_path: Path) -> WallClock:
    return WallClock(tmp_path)


def log_of(home: Path) -> list[Event]:
    with open_store(home / "progress.db") as store:
        assert store.check(scheduler()) == []
        return list(store.log.events())


def records_of(home: Path, name: str) -> dict[CardId, Record]:
    return {card: record for (_, card), record in fold(log_of(home), scheduler(name)).items()}


def today(ahead: float = 0, hours: int = 0) -> int:
    zone = timezone(timedelta(hours=hours))
    return study_day(Millis(round((time.time() + ahead) * 1000)), zone)


def test_a_clock_set_back_is_told_and_the_session_goes_on_as_it_would(
    tmp_path: Path, clock: WallClock
) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, "--week", "1", program=clock.program) as session:
        session.see("alpha", "2 new")
        session.press(" 1")
        session.see("beta", "1 new · 1 learning")
        clock.set(ahead=-3 * DAY)
        session.press(" ")
        session.see("! The clock was set back by 3 days. Every review stays in its order.")
        session.press("3")
        session.see("alpha", "0 new · 1 learning")
        session.press(" 3")  # known now, and that counts after the failure, not before it
        assert session.ended() == 0
        assert "2 cards studied" in session.after_end()
    log = log_of(tmp_path)
    assert [(made.card, made.grade) for made in log if made.card == "a"] == [
        ("a", Grade.AGAIN), ("a", Grade.GOOD),
    ]  # fmt: skip
    assert len(log) == 3
    failed, known = (made for made in log if made.card == "a")
    assert (failed.day, known.day) == (today(), today(-3 * DAY))
    assert known.at == failed.at + 1
    for name in SCHEDULERS:
        state = records_of(tmp_path, name)[CardId("a")].state
        assert state is not None
        assert state.interval >= 1
        assert state.reviews == 2
        assert not state.again
    clock.set()
    with running(tmp_path, "quiz", "--deck", deck, "--week", "1", program=clock.program) as session:
        # Both counted three days ago: the clock that said so last is taken for the right one.
        session.see("0 new · 0 learning · 2 due")


def test_undo_takes_back_what_was_graded_on_the_clock_before(
    tmp_path: Path, clock: WallClock
) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, program=clock.program) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        clock.set(ahead=-400 * DAY)
        session.press("s")
        session.see("The clock was set back by 400 days.", "Suspended")
        session.press("u", "u")
        session.see("Took back: grade Good", "alpha", "4 new")
        session.press("4")
        session.see("beta")
    assert records_of(tmp_path, "sm2")[CardId("b")].suspended is False
    state = records_of(tmp_path, "sm2")[CardId("a")].state
    assert state is not None
    assert (state.reviews, state.interval, state.memory[0]) == (1, 1, 2.6)


def test_a_clock_set_forward_is_told(tmp_path: Path, clock: WallClock) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, program=clock.program) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        clock.set(ahead=2 * 3600)
        session.press(" ")
        session.see("! The clock was set forward by 2 hours.")
        clock.set(ahead=2 * 3600 + 30)  # as a time server does
        session.press("3")
        shown = session.see("gamma")
        assert "The clock" not in shown
    assert [made.card for made in log_of(tmp_path)] == ["a", "b"]


def test_a_clock_behind_the_last_review_is_told_at_the_start(
    tmp_path: Path, clock: WallClock
) -> None:
    deck = small_deck(tmp_path)
    clock.set(ahead=3 * DAY)
    with running(tmp_path, "quiz", "--deck", deck, program=clock.program) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    clock.set()
    for columns in (60, 100):
        with running(
            tmp_path, "quiz", "--deck", deck, program=clock.program, columns=columns, rows=20
        ) as session:
            shown = session.see("beta", "! The clock is 3 days behind the last review")
            assert "is the date right?" in " ".join(shown.split())
            session.press(" ")
            assert "behind the last review" not in session.see("1 Again")
            session.press("q")
            assert session.ended() == 0
    with running(tmp_path, "quiz", "--deck", deck, "--new", "0", program=clock.program) as session:
        session.see("Nothing is due now", "The clock is 3 days behind the last review")
        assert session.ended() == 0


# UTC+14 and UTC-11: 25 hours, as between Kiritimati and Pago Pago.
EAST, WEST = ("EAST-14", 14), ("WEST11", -11)


@pytest.mark.parametrize(("start", "end"), [(EAST, WEST), (WEST, EAST)])
def test_a_time_zone_that_changes_counts_from_the_next_review_on(
    tmp_path: Path, clock: WallClock, start: tuple[str, int], end: tuple[str, int]
) -> None:
    deck = small_deck(tmp_path)
    clock.set(start[0])
    with running(tmp_path, "quiz", "--deck", deck, "--week", "1", program=clock.program) as session:
        session.see("alpha")
        session.press(" 1")
        session.see("beta")
        clock.set(end[0])
        session.press(" ")
        assert "The clock" not in session.see("1 Again")  # no clock was set
        session.press("3")
        session.see("alpha")
        session.press(" 3")
        assert session.ended() == 0
    log = log_of(tmp_path)
    assert [made.card for made in log] == ["a", "b", "a"]
    assert [made.day for made in log] == [today(hours=start[1]), *[today(hours=end[1])] * 2]
    assert [made.at for made in log] == sorted(made.at for made in log)
    for name in SCHEDULERS:
        for record in records_of(tmp_path, name).values():
            assert record.state is not None
            assert record.state.interval >= 1
    later = ("EAST-14", "WEST11") if end is EAST else ("WEST11",)
    for zone in later:
        clock.set(zone)
        with running(
            tmp_path, "quiz", "--deck", deck, "--new", "0", program=clock.program
        ) as session:
            session.see("Nothing is due now")


def test_the_zone_of_the_system_is_looked_up_again(tmp_path: Path) -> None:
    """/etc/localtime, for this process alone, is changed as a traveller's system does it."""
    zones, localtime = Path("/usr/share/zoneinfo"), tmp_path / "localtime"
    bind = f"mount --bind {localtime} /etc/localtime"
    possible = subprocess.run(
        ["unshare", "-m", "sh", "-c", f"touch {localtime} && {bind}"],
        check=False, capture_output=True,
    )  # fmt: skip
    if possible.returncode or not (zones / "Pacific").exists():
        pytest.skip("nothing can be mounted here, or there are no zones")
    shutil.copyfile(zones / "Pacific" / "Kiritimati", localtime)
    program = ("unshare", "-m", "sh", "-c", f'{bind} && exec "$@"', "sh", *PROGRAM)
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, program=program) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        shutil.copyfile(zones / "Pacific" / "Pago_Pago", localtime)
        os.utime(localtime, (1, 1))  # the C library tells files apart by whole seconds
        session.press(" 3")
        session.see("gamma")
        session.press("q")
        assert session.ended() == 0
    assert [made.day for made in log_of(tmp_path)] == [today(hours=14), today(hours=-11)]


def test_the_next_session_in_another_zone_asks_nothing_twice(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, TZ="EAST-14") as session:
        for question in ("alpha", "beta", "gamma", "Say a lot"):
            session.see(question)
            session.press(" 3")
        assert session.ended() == 0
    with running(tmp_path, "quiz", "--deck", deck, TZ="WEST11") as session:
        session.see("Nothing is due now")
    log = log_of(tmp_path)
    assert {made.day for made in log} == {today(hours=14)}
    assert len(log) == 4


def test_events_to_come_change_nothing_for_other_cards(tmp_path: Path) -> None:
    """One card was reviewed on a clock that was 30 years ahead."""
    deck = small_deck(tmp_path)
    at = Millis(round((time.time() + 30 * 365 * DAY) * 1000))
    future = Event(
        "x", "laptop", at, study_day(at, UTC), DeckName("small"), CardId("a"), Kind.REVIEW,
        Grade.GOOD, 1, "sm2",
    )  # fmt: skip
    with open_store(tmp_path / "progress.db") as store:
        store.append(future, scheduler())
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("beta", "3 new · 0 learning · 0 due", "behind the last review")
        session.press(" 3")
        session.see("gamma")
        session.press("q")
        assert session.ended() == 0
    records = records_of(tmp_path, "sm2")
    alpha, beta = records[CardId("a")].state, records[CardId("b")].state
    assert alpha is not None
    assert beta is not None
    assert alpha.due == future.day + 1
    assert beta.due == study_day(now()) + 1


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (60_001, "1 minute"),
        (-150_000, "2 minutes"),
        (3_600_000, "1 hour"),
        (-90_000_000, "1 day"),
        (86_400_000 * 365, "365 days"),
    ],
)
def test_how_far_a_clock_was_set(ms: int, words: str) -> None:
    where = "forward" if ms > 0 else "back"
    assert clock_jump_notice(ms).startswith(f"The clock was set {where} by {words}.")


def test_what_needs_no_word_gets_none() -> None:
    now = round(datetime.now().timestamp() * 1000)
    assert clock_jump_notice(0) == ""
    assert clock_behind_notice(behind(None)) == ""
    assert clock_behind_notice(behind(Millis(now + 30_000))) == ""
    assert clock_behind_notice(behind(Millis(now - date.max.toordinal()))) == ""


def test_the_word_about_a_clock_that_was_ahead_ends_with_the_next_review(
    tmp_path: Path, clock: WallClock
) -> None:
    deck = small_deck(tmp_path)
    clock.set(ahead=3650 * DAY)
    with running(tmp_path, "quiz", "--deck", deck, program=clock.program) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    clock.set()
    again = ("quiz", "--deck", deck, "--all", "--record")
    with running(tmp_path, *again, program=clock.program) as session:
        session.see("alpha", "behind the last review")
        session.press(" ")
        session.see("1 Again", "3 Good 1d")
        session.press("3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    with running(tmp_path, *again, program=clock.program) as session:
        assert "behind the last review" not in session.see("alpha")
        session.press("q")
        assert session.ended() == 0
    for name in SCHEDULERS:
        state = records_of(tmp_path, name)[CardId("a")].state
        assert state is not None
        assert state.last_day == today()
