"""`dcnn-cards export`: the review log or the cards' progress, for spreadsheets and scripts."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.app.clock import this_day
from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.cli.options import deck_option, filter_options, rollover_option, scheduler_options
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.progress.exports import (
    CARD_FIELDS,
    REVIEW_FIELDS,
    card_rows,
    memory_fields,
    review_rows,
)
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.store import default_path, open_store
from dcnn_cards.whole_file import write_whole


@click.command()
@click.argument("what", type=click.Choice(["reviews", "cards"]))
@deck_option
@filter_options
@scheduler_options
@rollover_option
@click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write, whole or not at all; without it, standard output.",
)
def command(
    what: str,
    deck_path: Path | None,
    filters: Filters,
    scheduling: Scheduling,
    rollover: int,
    form: str,
    output: Path | None,
) -> None:
    """Write the review log (reviews) or each card's progress (cards) as CSV or JSON.

    Without filters, reviews of cards that are no longer in the deck are exported too.
    """
    deck = load_deck(deck_path)
    cards = select(deck, filters)
    with open_store(default_path(), create=False) as store:
        algorithm = scheduling.scheduler(store)
        if what == "reviews":
            chosen = {card.id for card in cards}
            everything = len(cards) == len(deck.cards)
            events = (
                event for event in store.events(deck.name) if everything or event.card in chosen
            )
            rows = review_rows(cards, events)
        else:
            today = this_day(rollover)
            records = store.records(deck.name, algorithm)
            rows = card_rows(cards, records, algorithm, today)
    fields = REVIEW_FIELDS if what == "reviews" else (*CARD_FIELDS, *memory_fields(algorithm))
    text = text_format(form).table(fields, rows)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text)
        click.echo(f"{output}: {len(rows)} {what}")
