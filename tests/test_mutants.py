"""The mutants of a file: small, sound, and none of what only looks like code."""

from __future__ import annotations

import ast
from pathlib import Path

from scripts.mutants import mutants_of, sample

SOURCE = '''
"""A text with 1 and 2."""
from functools import cache

LIMIT: int | None = 3


@cache
def first(values: list[int], more: bool = False) -> int | None:
    """Say 4."""
    if len(values) >= LIMIT and not more:
        values.append(0)
    return f"{values[0]}" or None
'''


def test_each_is_one_small_change_of_what_runs(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(SOURCE)
    found = list(mutants_of(path, "dcnn_cards/room/module.py"))
    assert {(mutant.old, mutant.new) for mutant in found} == {
        ("3", "4"),
        ("3", "(2)"),
        ("False", "True"),
        ("len(values) >= LIMIT and not more", "(len(values) >= LIMIT or not more)"),
        ("len(values) >= LIMIT", "(len(values) > LIMIT)"),
        ("not more", "(more)"),
        ("values.append(0)", "pass"),
        ("0", "1"),
        ("0", "(-1)"),
        ('return f"{values[0]}" or None', "return None"),
        ('f"{values[0]}" or None', "(f'{values[0]}' and None)"),
    }
    for mutant in found:
        end = mutant.start + len(mutant.old.encode())
        assert SOURCE.encode()[mutant.start : end].decode() == mutant.old
        ast.parse(SOURCE[: mutant.start] + mutant.new + SOURCE[end:])
        assert mutant.room == "room"
    assert {mutant.function for mutant in found} == {0, 8}  # with its decorator


def test_a_sample_is_the_same_every_time_and_has_some_of_every_room(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(SOURCE)
    large = [m for at in range(9) for m in mutants_of(path, f"dcnn_cards/large/{at}.py")]
    every = [*large, *mutants_of(path, "dcnn_cards/small/module.py")]
    chosen = sample(every, 40, seed=1)
    assert chosen == sample(every, 40, seed=1) != sample(every, 40, seed=2)
    assert len({str(mutant) for mutant in chosen}) == len(chosen)
    assert {room: sum(m.room == room for m in chosen) for room in ("large", "small")} == {
        "large": 36,
        "small": 4,
    }
