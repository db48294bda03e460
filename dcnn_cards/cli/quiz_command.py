"""`dcnn-cards quiz`: a session."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from dcnn_cards.cli.config import Config, chosen_keys
from dcnn_cards.cli.options import (
    Scheduling,
    chosen_theme,
    deck_option,
    filter_options,
    load_deck,
    rollover_option,
    scheduler_options,
    theme_option,
    this_day,
)
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.fold import standing
from dcnn_cards.store import default_path, open_store
from dcnn_cards.study.practice import Practice
from dcnn_cards.study.queue import Choice, Limits, next_due, session_queue
from dcnn_cards.study.session import Session
from dcnn_cards.study.summary import summarize


@click.command()
@deck_option
@filter_options
@click.option("--flagged", is_flag=True, help="Ask the cards you flagged, due or not.")
@click.option("--leeches", is_flag=True, help="Ask what you forget again and again, due or not.")
@click.option("--failed-today", is_flag=True, help="Ask again what you failed today.")
@click.option(
    "--all", "everything", is_flag=True, help="Go through all chosen cards; record nothing."
)
@click.option("--record", is_flag=True, help="With --all: record it like any other session.")
@click.option(
    "--new",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="At most so many new cards a day.",
)
@click.option("--reviews", type=click.IntRange(min=0), help="At most so many reviews a day.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many cards in this session.")
@click.option(
    "--minutes", type=click.FloatRange(min=0, min_open=True), help="End after so many minutes."
)
@click.option("--type", "typed", is_flag=True, help="Type the answers; they are compared.")
@theme_option
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII on the screen.")
@scheduler_options
@rollover_option
@click.pass_obj
def command(
    config: Config,
    deck_path: Path | None,
    filters: Filters,
    flagged: bool,
    leeches: bool,
    failed_today: bool,
    everything: bool,
    record: bool,
    new: int,
    reviews: int | None,
    limit: int | None,
    minutes: float | None,
    scheduling: Scheduling,
    typed: bool,
    theme: str,
    plain_ascii: bool,
    rollover: int,
) -> None:
    """Study what is due, then new cards. Every grade is on disk before the next card shows."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("quiz needs a terminal to read keys from and to paint on.")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise click.UsageError("quiz needs a terminal with a cursor; TERM says it is a dumb one.")
    look = chosen_theme(theme, config)
    deck = load_deck(deck_path)
    cards = select(deck, filters)
    today = this_day(rollover)
    with open_store(default_path()) as store:
        algorithm = scheduling.scheduler(store)
        records = store.records(deck.name, algorithm)
        choice = Choice(flagged, leeches, failed_today, everything)
        events = store.events_of_day(deck.name, today)
        queue = session_queue(cards, records, today, choice, Limits(new, reviews), standing(events))
        # Only a session that asks something needs the rest of the program.
        from dcnn_cards.terminal import closing

        if not queue and choice != Choice():
            raise CardsError(
                f"none of the {len(cards)} cards is {choice}", fix="Leave the option out."
            )
        if not queue:
            outlook = closing.Outlook(today, next_due(cards, records, today))
            closing.show(closing.nothing_due(outlook), look)
            return
        from dcnn_cards.progress.stats import forecast, streak
        from dcnn_cards.terminal.drill import Drill
        from dcnn_cards.terminal.pages import Pages
        from dcnn_cards.terminal.quiz import Quiz
        from dcnn_cards.terminal.run import run_quiz

        practice = everything and not record
        log = Practice(records) if practice else store
        session = Session(queue[:limit], records, today)
        keys = chosen_keys(config)
        pages = Pages(store, in_ascii=plain_ascii)
        drill = Drill(
            deck,
            session,
            algorithm,
            log,
            reload=lambda: load_deck(deck_path),
            practice=practice,
            minutes=minutes,
            keys=keys,
            rollover=rollover,
        )
        session = run_quiz(Quiz(drill, pages, typed=typed), look)
        after = {**records, **session.changed}
        outlook = closing.Outlook(
            today,
            next_due(cards, after, today),
            sum(day.due for day in forecast(cards, after, today)),
            streak(store.review_days(deck.name), today),
        )
        closing.show(closing.summary_lines(summarize(session), outlook), look)
