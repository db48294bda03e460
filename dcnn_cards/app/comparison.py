"""The schedulers side by side, each of them over the same reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dcnn_cards.app.scheduling import Scheduling, available
from dcnn_cards.busy import each
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError
from dcnn_cards.progress.comparison import Demand, demand_of
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.units import Day
from dcnn_cards.store import default_path, open_store


class Comparison(NamedTuple):
    """What each scheduler asks, and why some cannot be compared."""

    demands: list[Demand]
    missing: list[CardsError]


def comparison_of(
    deck: Deck, cards: Sequence[Card], scheduling: Scheduling, today: Day
) -> Comparison:
    """Go through the reviews of `cards`, some of those of `deck`, anew with every scheduler."""
    with open_store(default_path(), create=False) as store:
        events = list(store.log.events(deck.name))
        schedulers, missing = available(
            lambda name: scheduling._replace(name=name).scheduler(store)
        )
    compared = []
    for scheduler in each("going through the reviews", schedulers, len(schedulers)):
        records = {card: record for (_, card), record in fold(events, scheduler).items()}
        compared.append(demand_of(scheduler.name, cards, records, today))
    return Comparison(compared, missing)
