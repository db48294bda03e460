"""Two sessions over the same cards, graded as fast as they can show them."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.units import DeckName
from dcnn_cards.store import copies, open_store
from tests.faults import SECONDS
from tests.schedule.histories import review
from tests.terminal.pty_session import Session, running

SM2 = scheduler("sm2")
CARDS = round(SECONDS * 100) + 100


def grade(session: Session, end: float) -> list[str]:
    """Grade Good until `end`; return the cards of which the next one was seen."""
    seen: list[str] = []
    session.see("Card 0.")
    while time.monotonic() < end and len(seen) < CARDS - 1:
        session.press(" 3")
        session.see(f"Card {len(seen) + 1}.", seconds=20)
        seen.append(f"c{len(seen)}")
    session.press("q")
    assert session.ended() == 0
    assert f"{len(seen):,} cards studied" in session.after_end()
    return seen


def test_two_sessions_at_once_lose_nothing(tmp_path: Path) -> None:
    cards = "".join(f"  - {{id: c{n}, question: Card {n}., answer: yes}}\n" for n in range(CARDS))
    deck = tmp_path / "deck.yaml"
    deck.write_text(f"deck: many\ntitle: Many\ncards:\n{cards}")
    with open_store(tmp_path / "progress.db") as store:
        store.append(review(1, deck="many", card="before"), SM2)
    arguments = ("quiz", "--deck", str(deck), "--new", str(CARDS))
    with (
        running(tmp_path, *arguments) as one,
        running(tmp_path, *arguments) as two,
        ThreadPoolExecutor() as both,
    ):
        end = time.monotonic() + SECONDS
        seen = [*both.map(grade, (one, two), (end, end))]
        assert "NOT SAVED" not in (one.output + two.output).decode()
    with open_store(tmp_path / "progress.db") as store:
        events = list(store.log.events())
        assert store.check(SM2) == []
        derived = {card: record for (_, card), record in fold(events, SM2).items()}
        assert store.records.of_deck(DeckName("many"), SM2) == derived
    assert Counter(event.card for event in events) == Counter([*seen[0], *seen[1], "before"])
    print(f"{len(seen[0])} and {len(seen[1])} cards in {SECONDS:.0f} seconds")
    (copy,) = copies.kept(tmp_path / "progress.db")
    assert copies.look_into(copy).events == 1 or copies.look_into(copy).events == 2
