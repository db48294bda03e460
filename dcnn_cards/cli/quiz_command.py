"""`dcnn-cards quiz`: a session."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from dcnn_cards.cli.options import (
    deck_option,
    filter_options,
    load_deck,
    scheduler_option,
)
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.schedule import scheduler as scheduler_named
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.fold import NEW
from dcnn_cards.store import default_path, open_store
from dcnn_cards.study.practice import Practice
from dcnn_cards.study.queue import build_queue, is_asked, next_due
from dcnn_cards.study.session import Session
from dcnn_cards.study.summary import summarize


@click.command()
@deck_option
@filter_options
@click.option(
    "--all", "everything", is_flag=True, help="Go through all chosen cards; record nothing."
)
@click.option(
    "--new",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="At most so many new cards a day.",
)
@click.option("--limit", type=click.IntRange(min=1), help="At most so many cards in this session.")
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII on the screen.")
@scheduler_option
def command(
    deck_path: Path | None,
    filters: Filters,
    everything: bool,
    new: int,
    limit: int | None,
    scheduler: str,
    plain_ascii: bool,
) -> None:
    """Study what is due, then new cards. Every grade is on disk before the next card shows."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("quiz needs a terminal to read keys from and to paint on.")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise click.UsageError("quiz needs a terminal with a cursor; TERM says it is a dumb one.")
    deck = load_deck(deck_path)
    cards = select(deck, filters)
    algorithm = scheduler_named(scheduler)
    today = study_day(time.time_ns() // 1_000_000)
    with open_store(default_path()) as store:
        records = store.records(deck.name, algorithm)
        if everything:
            queue = tuple(card for card in cards if is_asked(card, records.get(card.id, NEW)))
        else:
            queue = build_queue(cards, records, today, new).cards
        # Only a session that asks something needs the rest of the program.
        from dcnn_cards.terminal import closing

        if not queue:
            closing.show(closing.nothing_due(next_due(cards, records, today), today))
            return
        from dcnn_cards.terminal.pages import Pages
        from dcnn_cards.terminal.quiz import Quiz
        from dcnn_cards.terminal.run import run_quiz

        log = Practice(records) if everything else store
        session = Session(queue[:limit], records, today)
        pages = Pages(store, in_ascii=plain_ascii)
        quiz = Quiz(deck, session, algorithm, log, pages, practice=everything)
        session = run_quiz(quiz)
        after = {**records, **session.changed}
        closing.show(
            closing.summary_lines(summarize(session), next_due(cards, after, today), today)
        )
