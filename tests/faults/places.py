"""Disks that are full, folders that cannot be written, and the program as an ordinary user."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

# Without root's right to pass over permissions (Linux: prctl(2), capabilities(7)), where the tests
# are run by root. That takes effect with the next exec.
AS_USER = (
    sys.executable,
    "-c",
    """
import ctypes, os, sys
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
if os.geteuid() == 0:
    for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, right, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "dcnn_cards", *sys.argv[1:]])
""",
)
# On a disk that takes no file of more than so many bytes.
LIMITED = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
from dcnn_cards.cli import main
main()
"""


def limited(size: int) -> tuple[str, ...]:
    """The program, unable to make a file longer than `size` bytes."""
    return (sys.executable, "-c", LIMITED, str(size))


class TinyDisk:
    """A disk of one megabyte, mounted in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, leave: int = 0) -> None:
        """Fill it up, but for `leave` bytes."""
        with suppress(OSError), self._filler.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(1024))
        with self._filler.open("r+b") as file:
            file.truncate(max(0, self._filler.stat().st_size - leave))

    def free(self) -> None:
        """Make room again."""
        self._filler.unlink()

    def protect(self) -> None:
        """Let nobody write to it any more."""
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)

    def files(self) -> list[str]:
        """The names of all files but the one that fills it, and decks as they were read."""
        found = (file for file in self.folder.rglob("*") if file.is_file())
        made = (self._filler, self.folder / "cache")
        return sorted(file.name for file in found if not {file, file.parent} & set(made))


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[TinyDisk]:
    """A real disk that can be full; without the right to mount one, the test is skipped."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0777", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here; the tests with limited files cover the rest")
    try:
        yield TinyDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)
