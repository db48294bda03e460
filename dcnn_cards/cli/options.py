"""Options that several commands share, and what they open."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import SCHEDULERS
from dcnn_cards.schedule.day import ROLLOVER_HOURS, study_day

deck_option = click.option(
    "--deck",
    "deck_path",
    type=click.Path(path_type=Path),
    envvar="DCNN_CARDS_DECK",
    help="The deck file; without it, the deck that ships with the program.",
)
scheduler_option = click.option(
    "--scheduler",
    type=click.Choice(SCHEDULERS),
    default=SCHEDULERS[0],
    show_default=True,
    envvar="DCNN_CARDS_SCHEDULER",
    help="The algorithm that says when a card is due.",
)


rollover_option = click.option(
    "--rollover",
    type=click.IntRange(0, 23),
    default=ROLLOVER_HOURS,
    show_default=True,
    envvar="DCNN_CARDS_ROLLOVER",
    help="The hour at which a day of study begins.",
)


def this_day(rollover: int) -> int:
    """Return the study day that it is now, if days begin at the hour `rollover`."""
    return study_day(time.time_ns() // 1_000_000, rollover_hours=rollover)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --week, --section, --topic and --text, which the command gets together as `filters`."""

    @wraps(command)
    def filtered(weeks: tuple[str, ...], section: str, topic: str, text: str, **others: Any) -> Any:
        return command(filters=Filters(weeks, section, topic, text), **others)

    for option in (
        click.option("--text", default="", help="Only cards with this text in them."),
        click.option("--topic", default="", help="Only topics with this text in their name."),
        click.option("--section", default="", help="Only sections with this text in their name."),
        click.option(
            "--week",
            "weeks",
            multiple=True,
            help="Only this week: 8 takes 8, 8a and 8b; 8a takes 8a alone. May be repeated.",
        ),
    ):
        filtered = option(filtered)
    return filtered


def load_deck(path: Path | None) -> Deck:
    """Read the deck in `path`, or the one that ships with the program."""
    from dcnn_cards.deck.reading import read_deck

    return read_deck(path or shipped_deck())


def shipped_deck() -> Path:
    """Return where the deck that ships with the program is."""
    package = Path(__file__).parent.parent
    # In a wheel the decks lie in the package; in a checkout beside it.
    for folder in (package, package.parent):
        path = folder / "decks" / "dcnn.yaml"
        if path.is_file():
            return path
    raise CardsError(
        "the deck that ships with the program is missing",
        fix="Name one with --deck FILE, or install the program again.",
    )
