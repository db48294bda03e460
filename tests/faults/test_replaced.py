"""A store that is replaced at a random moment, in every way that it happens: nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.faults import ROUNDS
from tests.faults.replacing import CASES, Case, in_place, make_stores, play

MANY = int(os.environ.get("FAULT_EVENTS", "2000"))


@pytest.fixture(scope="module", params=[3, MANY], ids=["3 events", "many events"])
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_stores(tmp_path_factory.mktemp("stores") / "made", request.param)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_is_lost(stores: Path, tmp_path: Path, case: Case) -> None:
    # What is written into a file within the 0.1 ms in which a grade goes there as well is gone.
    may_coincide = case.tool is in_place and "open" in case.moment
    chance, rounds = Random(str(case)), max(1 + may_coincide, ROUNDS // 6)
    coincided = 0
    for number in range(rounds):
        home = tmp_path / str(number)
        home.mkdir()
        played = play(case, stores, home / "progress.db", chance)
        assert played.fault == ""
        assert played.own_lost == 0
        coincided += played.lost > 0
    assert coincided <= may_coincide * (1 + rounds // 100)
