"""Two sessions over the same cards, graded as fast as they can show them."""

from __future__ import annotations

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.units import DeckName
from dcnn_cards.store import copies, open_store
from tests.faults import SECONDS
from tests.schedule.histories import review
from tests.terminal.pty_session import Session, running, small_deck

SM2 = scheduler("sm2")
CARDS = round(SECONDS * 100) + 100


def grade(session: Session, end: float) -> int:
    """Grade Good until `end`; return how many grades the session says that it took."""
    front = "0"
    session.see("Card 0.")
    while time.monotonic() < end and front != str(CARDS - 1):
        session.press(" 3")
        session.see("  Card ", gone=f"  Card {front}.", seconds=20)
        found = re.search(r"^  Card (\d+)\.", session.text, re.MULTILINE)
        assert found
        front = found[1]
    session.press("q")
    assert session.ended() == 0
    studied = re.search(r"([\d,]+) cards? studied", session.after_end())
    return int(studied[1].replace(",", "")) if studied else 0


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
        graded = [*both.map(grade, (one, two), (end, end))]
        assert "NOT SAVED" not in (one.output + two.output).decode()
    with open_store(tmp_path / "progress.db") as store:
        events = list(store.log.events())
        assert store.check(SM2) == []
        derived = {card: record for (_, card), record in fold(events, SM2).items()}
        assert store.records.of_deck(DeckName("many"), SM2) == derived
    assert len(events) - 1 == sum(graded)
    # Graded in both is only what was so in the same instant: otherwise it left the other's queue.
    assert max(Counter(event.card for event in events).values()) <= 2
    print(f"{graded[0]} and {graded[1]} cards in {SECONDS:.0f} seconds")
    (copy,) = copies.kept(tmp_path / "progress.db")
    assert copies.look_into(copy).events == 1 or copies.look_into(copy).events == 2


def test_what_is_graded_in_one_session_leaves_the_other(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with (
        running(tmp_path, "quiz", "--deck", deck) as one,
        running(tmp_path, "quiz", "--deck", deck) as two,
    ):
        two.see("alpha")
        one.see("alpha")
        one.press(" 3")
        one.see("beta")
        one.press(" 3")
        one.see("gamma")
        two.press(" ")
        two.see("1 Again")
        two.press("1")  # what was in front
        shown = two.see("gamma", "! Done in another session, which counts:")
        assert shown.count("Done in another session") == 2
        two.press(" ")
        assert "Done in another session" not in two.see("1 Again")
        two.press("q")
        assert two.ended() == 0
        one.press(" 3")
        one.see("Say a lot.")
        one.press("q")
        assert one.ended() == 0
    with open_store(tmp_path / "progress.db") as store:
        made = [(event.card, event.grade) for event in store.log.events()]
    assert made == [("a", Grade.GOOD), ("b", Grade.GOOD), ("c", Grade.GOOD)]
