"""Whatever the output is: no traceback, no control character, and each letter or its spelling."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.outputs import COMMANDS, ENCODINGS, KINDS, Outcome
from tests.cli.program import run

_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_command_on_every_output(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.outputs", kind],
        capture_output=True,
        text=True,
        check=True,
    )
    found = [Outcome(*json.loads(line)) for line in done.stdout.splitlines()]
    assert len(found) == len(COMMANDS) * len(ENCODINGS)
    statuses: dict[str, set[int]] = {}
    for command, encoding, _, status, output, errors in found:
        statuses.setdefault(command, set()).add(status)
        assert status in (0, 1, 2), (command, encoding, errors)
        # Kept byte by byte; strictly decoded, nothing is in another encoding.
        texts = [
            str(text).encode("latin-1").decode(encoding).replace("\r\n", "\n")
            for text in (output, errors)
        ]
        assert "Traceback" not in "".join(texts), (command, encoding)
        assert "Exception ignored" not in "".join(texts), (command, encoding)
        if kind == "tty":
            if command.startswith("quiz --deck"):  # it paints
                continue
            texts = [_COLOUR.sub("", text) for text in texts]
        for text in texts:
            assert not _UNSEEN.search(text), (command, encoding, text)
    # The encoding decides on letters, never on whether a command can do its work.
    assert all(len(each) == 1 for each in statuses.values()), statuses


@pytest.mark.parametrize("size", ["0", "00", "-1", "²", "100000", "x", ""])
def test_a_size_that_no_terminal_has_is_as_if_unset(tmp_path: Path, size: str) -> None:
    usual = run(tmp_path, "stats", COLUMNS="80", LINES="24").stdout
    done = run(tmp_path, "stats", COLUMNS=size, LINES=size)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", usual)


@pytest.mark.parametrize("closed", ["<&- >&- 2>&-", "<&- >/dev/full 2>/dev/full", ">&- 2>&-"])
@pytest.mark.parametrize(("command", "status"), [("stats", 1), ("show nope", 1), ("nope", 2)])
def test_where_nobody_can_be_told_the_status_tells(
    tmp_path: Path, closed: str, command: str, status: int
) -> None:
    line = f"'{sys.executable}' -m dcnn_cards {command} {closed}"
    home = {**os.environ, "DCNN_CARDS_HOME": str(tmp_path)}
    assert subprocess.run(line, shell=True, env=home, check=False).returncode == status
