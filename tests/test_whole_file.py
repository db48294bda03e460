"""What is written to: a file is replaced whole, a device or a pipe is written into."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dcnn_cards.errors import CardsError
from dcnn_cards.whole_file import write_whole


def test_a_pipe_is_written_into_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_whole(pipe, "é\n")
    reader.join(10)
    assert read == ["é\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


def test_what_a_shell_gives_as_a_file_is_written_into() -> None:
    ours, theirs = os.pipe()
    write_whole(Path(f"/dev/fd/{theirs}"), "text")
    os.close(theirs)
    assert os.read(ours, 99) == b"text"
    os.close(ours)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a device")
def test_a_device_is_written_into_and_stays(tmp_path: Path) -> None:
    device, link = tmp_path / "null", tmp_path / "link"
    try:
        os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        device.open("w").close()
    except OSError:
        pytest.skip("devices cannot be used here")
    link.symlink_to(device)
    for path in (device, link):
        write_whole(path, "text")
    assert stat.S_ISCHR(device.stat().st_mode)
    assert link.is_symlink()


def test_a_folder_a_socket_and_a_device_that_is_full_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, Path("/dev/full")):
        with pytest.raises(CardsError, match="cannot be written"):
            write_whole(path, "text")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_of_a_draft_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / "[a] out.csv"
    killed = """
import os, sys
from pathlib import Path
from dcnn_cards.whole_file import write_whole
def pieces():
    yield "half"
    os.kill(os.getpid(), 9)
write_whole(Path(sys.argv[1]), pieces())
"""
    left = []
    for _ in range(2):
        subprocess.run([sys.executable, "-c", killed, path], check=False)
        left += [file for file in tmp_path.iterdir() if file not in left]
    old, young = left
    os.utime(old, (0, 0))
    other = tmp_path / ".[a] out.csv.original"
    other.touch()
    os.utime(other, (0, 0))
    write_whole(path, "whole")
    assert {*tmp_path.iterdir()} == {path, young, other}
