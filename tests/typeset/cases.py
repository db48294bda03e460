"""Readable cases in a file: a title, a source, what comes of it, each closed by a lone full stop.

A title may end in words in brackets that say how the source is to be set: `[inline]`, `[ascii]`,
`[linear]` or `[width 24]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
_OPTION = re.compile(r"\[(inline|ascii|linear|width \d+)\]$")


@dataclass(frozen=True)
class Case:
    name: str
    source: str
    expected: str
    display: bool
    ascii: bool
    linear: bool
    width: int | None


def cases(path: Path) -> list[Case]:
    """The cases of one file; an AssertionError where it is not in the form above."""
    parts = path.read_text(encoding="utf-8").split("\n.\n")
    assert parts[-1].strip() == "", f"{path.name}: the last case is not closed"
    assert len(parts) % 3 == 1, f"{path.name}: a case lacks a part"
    return [_case(path, *parts[at : at + 3]) for at in range(0, len(parts) - 1, 3)]


def _case(path: Path, title: str, source: str, expected: str) -> Case:
    name = title = title.strip()
    options: set[str] = set()
    while match := _OPTION.search(title):
        options.add(match[1])
        title = title[: match.start()].rstrip()
    widths = [int(option.split()[1]) for option in options if option.startswith("width")]
    return Case(
        f"{path.stem}: {name}",
        source,
        expected,
        "inline" not in options,
        "ascii" in options,
        "linear" in options,
        widths[0] if widths else None,
    )
