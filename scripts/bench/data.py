"""What is measured on: decks and stores, made the first time, the same every time on one day."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dcnn_cards.app.decks import shipped_deck
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import open_store
from scripts.bench.anki import collection
from scripts.bench.peers import say

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the large deck is, how many reviews there are, and how often a start is timed."""

    cards: int
    reviews: int
    runs: int


def decks(folder: Path, scale: Scale) -> dict[str, Path]:
    """The decks, made unless they are there: the shipped one, and one of its texts many times."""
    shipped = read_deck(shipped_deck())
    paths = {name: folder / name / "deck.yaml" for name in ("small", "large")}
    if not paths["large"].exists():
        say(f"writing a deck of {scale.cards:,} cards")
        for path in paths.values():
            path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(shipped_deck().parent, paths["small"].parent, dirs_exist_ok=True)
        paths["small"].with_name("dcnn.yaml").rename(paths["small"])
        cards = [copy_of(shipped.cards, number) for number in range(scale.cards)]
        paths["large"].write_text(
            dump_deck(Deck(DeckName("large"), "Large", cards)), encoding="utf-8"
        )
    return paths


def copy_of(cards: Sequence[Card], number: int) -> Card:
    """The card `number` of a deck that repeats `cards`, each time in sections of its own."""
    card, part = cards[number % len(cards)], number // len(cards)
    follows = CardId(f"{card.follows[:80]}-{part}") if card.follows else None
    return card.replace(
        id=CardId(f"{card.id[:80]}-{part}"),
        section=f"{card.section}, part {part}",
        question=f"{card.question} ({part})",
        follows=follows,
        figure=None,
        answer=card.answer or "A figure.",
    )


def history(
    cards: Sequence[Card], reviews: int, today: Day, deck: DeckName
) -> Iterator[list[Event]]:
    """Reviews of every card: by SM-2 on its due days or after 100 days, until some days ago.

    A card with so many reviews that they would take decades has one every day.
    """
    chance = random.Random(1)
    algorithm = scheduler("sm2")
    each = reviews // len(cards)
    for number, card in enumerate(cards):
        grades = chance.choices(tuple(Grade), (8, 12, 65, 15), k=each)
        days, state = [0], None
        for grade in grades:
            state = algorithm.review(state, grade, Day(days[-1]))
            days.append(min(state.due, days[-1] + 100) + chance.choice((0, 0, 0, 1)))
        assert state is not None
        if each > 30:
            days = list(range(each))
            last = today - 1 - number % 2
        else:
            # Most are due some day to come, a few today or yesterday.
            last = today - 1 - chance.randrange(min(state.interval, 100) + 1)
        shift = last - days[each - 1]
        yield [
            Event(
                f"{number:08x}-{at:04x}",
                "bench",
                (Millis(Millis(days[at] + shift - 719_163) * DAY_MS + 36_000_000 + at)),
                Day(days[at] + shift),
                deck,
                card.id,
                Kind.REVIEW,
                grade,
                chance.randrange(1000, 30_000),
                "sm2",
            )
            for at, grade in enumerate(grades)
        ]


def make_store(path: Path, deck: Deck, reviews: int, today: Day) -> None:
    """A store with so many reviews of the deck."""
    draft = path.with_name("draft.db")
    for file in path.parent.glob("draft.db*"):
        file.unlink()
    say(f"writing {reviews:,} reviews of {len(deck.cards):,} cards")
    histories = history(deck.cards, reviews, today, deck.name)
    with open_store(draft) as store:
        for some in batches(histories, 2_000):
            store.extend([event for events in some for event in events], scheduler("sm2"))
    draft.rename(path)


def batches(values: Iterator[list[Event]], size: int) -> Iterator[list[list[Event]]]:
    """The values, so many at a time."""
    batch: list[list[Event]] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def prepare_part(data: str, cards: str, reviews: str, today: str, anki: str) -> dict[str, float]:
    """Makes what there is to measure on, unless it is there."""
    folder, day = Path(data), int(today)
    loaded = {
        size: read_deck(path) for size, path in decks(folder, Scale(int(cards), 0, 0)).items()
    }
    for size, deck in loaded.items():
        for filling in ("empty", "full"):
            home = folder / size / filling
            home.mkdir(exist_ok=True)
            if filling == "full" and not (home / "progress.db").exists():
                make_store(home / "progress.db", deck, int(reviews), Day(day))
            if anki:
                target = folder / size / f"anki-{filling}" / "collection.anki2"
                collection(Path(anki), target, deck, home, Day(day))
    return {"shipped": len(loaded["small"].cards)}
