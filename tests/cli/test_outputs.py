"""Whatever the output is: no traceback, no control character, and each letter or its spelling."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.cli.outputs import COMMANDS, ENCODINGS, KINDS, Outcome

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
