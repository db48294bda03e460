"""What takes long says so on a terminal, and Ctrl-C ends it: without a word, with status 130."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from dcnn_cards.busy import Task, busy, current, each, watched_by
from dcnn_cards.cli.progress import line_of
from dcnn_cards.schedule import scheduler
from dcnn_cards.store import copies, open_store
from tests.schedule.histories import review
from tests.terminal.pty_session import running

SM2 = scheduler("sm2")
LONG = """
import sys, time
from dcnn_cards import cli
from dcnn_cards.busy import busy
def slow(*words, **options):
    with busy("counting sheep", 10) as task:
        task.done = 4
        {does}
cli.cards.main = slow
cli.main()
"""


def test_what_is_shown_of_a_task() -> None:
    assert line_of(Task("reading", 200, 50), 80) == "reading ... 25% (50 of 200)"
    assert line_of(Task("reading", 0, 1_234), 80) == "reading ... 1,234"
    assert line_of(Task("a\x1b[2J", 0), 80) == "a␛[2J ..."
    assert len(line_of(Task("reading" * 20, 10, 20), 40)) == 39


def test_tasks_are_counted_and_told_to_who_watches() -> None:
    seen: list[Task | None] = []
    watched_by(lambda: seen.append(current()))
    try:
        with busy("outer"):
            assert list(each("inner", "abc", 3)) == ["a", "b", "c"]
        with pytest.raises(ZeroDivisionError), busy("fails"):
            _ = 1 / 0
    finally:
        watched_by()
    assert [task and task.what for task in seen] == [
        "outer", "inner", "outer", None, "fails", None,
    ]  # fmt: skip
    assert seen[1] == Task("inner", 3, 3)


def test_a_terminal_sees_how_far_it_is_and_then_nothing_of_it(tmp_path: Path) -> None:
    program = (sys.executable, "-c", LONG.format(does="time.sleep(1.6)"))
    with running(tmp_path, program=program) as session:
        session.see("counting sheep ... 40% (4 of 10)")
        assert session.ended() == 0
        assert session.text.strip() == ""


@pytest.mark.parametrize(
    "does", ["time.sleep(60)", "import sqlite3; sqlite3.connect(':memory:').execute(ENDLESS)"]
)
def test_ctrl_c_ends_what_takes_long(tmp_path: Path, does: str) -> None:
    """Also a single call of a library, in which Python sees no signal."""
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    program = LONG.format(does=does.replace("ENDLESS", repr(endless)))
    with running(tmp_path, program=(sys.executable, "-c", program)) as session:
        session.see("counting sheep")
        session.press("\x03")
        assert session.ended(5) == 130
        assert b"Traceback" not in session.output


def test_nothing_is_said_where_there_is_no_terminal() -> None:
    program = LONG.format(does="time.sleep(1.5)")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize("after", [0.04, 0.06, 0.09, 0.12, 0.2])
def test_ctrl_c_in_the_first_moments(tmp_path: Path, after: float) -> None:
    """Once Python itself is there, which says what it likes before that."""
    started = "import os; os.write(1, b'!'); from dcnn_cards.__main__ import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", started, "quiz", "--plain"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "DCNN_CARDS_HOME": str(tmp_path)},
    ) as program:  # fmt: skip
        assert program.stdout
        assert program.stderr
        assert program.stdout.read(1) == b"!"
        time.sleep(after)
        program.send_signal(signal.SIGINT)
        status = program.wait(20)
        told = program.stderr.read()
    assert b"Traceback" not in told
    assert status in (0, 130)  # a session that has begun ends as with q


def test_ctrl_c_before_the_program_is_called() -> None:
    """An installed command does something of its own between the two."""
    started = "import os; import dcnn_cards.__main__; os.kill(os.getpid(), 2)"
    done = subprocess.run([sys.executable, "-c", started], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_what_goes_over_the_whole_store_says_how_far_it_is(tmp_path: Path) -> None:
    def look() -> None:
        if task := current():
            seen[id(task)] = task

    seen: dict[int, Task] = {}
    with open_store(tmp_path / "progress.db") as store:
        store.extend([review(day, card=f"c{day % 7}") for day in range(40)], SM2)
        watched_by(look)
        try:
            store.records.rebuild(SM2)
            assert store.records.differences(SM2) == []
            with closing(copies.opened(store.path)) as source:
                copies.make(source, tmp_path / "backups" / "copy.db")
        finally:
            watched_by()
    told = {task.what: (task.done, task.total) for task in seen.values()}
    assert told["deriving each card from its reviews"] == (40, 40)
    done, pages = told["copying the store"]
    assert done == pages > 0
