"""`scripts/venv.sh`: the environment is made once, whatever happens on the way.

A stand-in for Python makes an environment in no time, and writes down each that it made.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
PYTHON = """#!/bin/sh
case "$*" in
"-c"* | *"pip --python "*" --version") ;;
--version) echo Python 3.11.0 ;;
*"venv --clear"*)
    for folder; do :; done
    rm -rf "$folder" && mkdir -p "$folder/bin" && ln -s "$(readlink -f "$0")" "$folder/bin/python"
    [ ! -p "$MEET" ] || cat "$MEET"
    ;;
*install*) echo made >>"$MADE" ;;
esac
"""


class House:
    """A folder with the script, and a Python that makes its environment."""

    def __init__(self, folder: Path, name: str = "house") -> None:
        self.root, self.made, self.meet = folder / name, folder / "made", folder / "meet"
        (self.root / "scripts").mkdir(parents=True)
        shutil.copy(SCRIPTS / "venv.sh", self.root / "scripts")
        for kept in ("pyproject.toml", "scripts/lock.txt"):
            (self.root / kept).touch()
            os.utime(self.root / kept, (0, 0))
        self.python("bin")
        self._children: list[subprocess.Popen[str]] = []

    def python(self, name: str) -> None:
        folder = self.made.parent / name
        folder.mkdir()
        (folder / "python3").write_text(PYTHON)
        (folder / "python3").chmod(0o755)
        self.path = folder

    def begin(self) -> subprocess.Popen[str]:
        path = f"{self.path}:{os.environ['PATH']}"
        child = subprocess.Popen(
            ["sh", "-c", 'root=$1 extras=; . "$1/scripts/venv.sh"', "sh", str(self.root)],
            env={"PATH": path, "MADE": str(self.made), "MEET": str(self.meet)},
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self._children.append(child)
        return child

    def start(self) -> tuple[int, str]:
        child = self.begin()
        said = child.communicate(timeout=20)[1]
        return child.returncode, said

    @property
    def times_made(self) -> int:
        return len(self.made.read_text().split()) if self.made.exists() else 0

    @property
    def lock(self) -> Path:
        return self.root / ".venv.lock"

    def being_made(self) -> subprocess.Popen[str]:
        """A start that stands still while it makes the environment."""
        os.mkfifo(self.meet)
        child = self.begin()
        end = time.monotonic() + 10
        while not (self.root / ".venv/bin/python").exists():
            assert time.monotonic() < end
            time.sleep(0.01)
        return child

    def leave(self) -> None:
        for child in self._children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            child.communicate()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.leave()


def test_it_is_made_once(house: House) -> None:
    assert house.start()[0] == 0
    assert house.start() == (0, "")
    assert house.times_made == 1
    assert not house.lock.exists()


@pytest.mark.parametrize("name", ["sp ace", "quo'te", 'dou"ble', "ü $HOME `x`", "-dash", "a;b"])
def test_wherever_it_lies(tmp_path: Path, name: str) -> None:
    house = House(tmp_path, name)
    assert house.start()[0] == 0
    assert house.start() == (0, "")


def test_in_a_folder_that_was_moved_it_is_made_anew(house: House) -> None:
    house.start()
    house.root = house.root.rename(house.root.with_name("moved"))
    assert house.start()[0] == 0
    assert house.times_made == 2


def test_by_another_python_it_is_made_anew(house: House) -> None:
    """As after an upgrade of the system: the same name leads to another file."""
    house.start()
    house.python("newer")
    python = house.root / ".venv/bin/python"
    python.unlink()
    python.symlink_to(house.path / "python3")
    assert house.start()[0] == 0
    assert house.times_made == 2


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_interrupted_it_is_made_by_the_next(house: House, signum: signal.Signals) -> None:
    child = house.being_made()
    os.killpg(child.pid, signum)
    child.communicate(timeout=10)
    house.meet.unlink()
    assert house.start()[0] == 0
    assert house.times_made == 1
    assert not house.lock.exists()


@pytest.mark.parametrize("owner", [None, "", "1", "999999999 Mon Jan  1 00:00:00 2024", "1 Mon"])
def test_a_lock_of_nobody_is_taken_away(house: House, owner: str | None) -> None:
    """Its owner was killed before it wrote who it is, or its number is another's now."""
    house.lock.mkdir()
    if owner is not None:
        (house.lock / "owner").write_text(owner)
    assert house.start()[0] == 0
    assert house.times_made == 1
    assert not list(house.root.glob(".venv.lock*"))


def test_the_second_of_two_says_what_it_waits_for(house: House) -> None:
    first = house.being_made()
    second = house.begin()
    assert second.stderr is not None
    said = second.stderr.readline()
    assert f"Waiting for process {first.pid}, which is making .venv" in said
    assert str(house.lock) in said
    house.meet.write_text("")
    assert (first.wait(10), second.wait(10)) == (0, 0)
    assert house.times_made == 1


def test_many_at_once_make_one(house: House) -> None:
    house.lock.mkdir()
    (house.lock / "owner").write_text("999999999 long ago")
    children = [house.begin() for _ in range(6)]
    assert [child.wait(30) for child in children] == [0] * 6
    assert house.times_made == 1
