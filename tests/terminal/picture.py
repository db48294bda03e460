"""The picture of a session in the README, taken from the running program.

`python -m tests.terminal.picture` puts the present one into the README.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.terminal.pty_session import running

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- picture -->\n```text\n", "\n```\n"


def take(home: Path) -> str:
    """The screen with the second card of week 5 revealed."""
    with running(home, "quiz", "--week", "5", columns=80, rows=15) as session:
        session.see("Define convex function")
        session.press(" 4")
        session.see("Jensen")
        session.press(" ")
        return session.see("≤", "3 Good").rstrip()


def in_readme() -> str:
    """The picture that the README has now."""
    return README.read_text().partition(BEGIN)[2].partition(END)[0]


def put_into_readme(picture: str) -> None:
    before, _, rest = README.read_text().partition(BEGIN)
    README.write_text(before + BEGIN + picture + END + rest.partition(END)[2])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        put_into_readme(take(Path(home)))
