"""`dcnn-cards quiz`: a session."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

import click
from click.core import ParameterSource

from dcnn_cards.cli.config import Config, chosen_keys, option_name
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
from dcnn_cards.schedule.fold import Record, standing
from dcnn_cards.store import default_path, open_store
from dcnn_cards.study.practice import Practice
from dcnn_cards.study.queue import Choice, Limits, next_due, rest, session_queue
from dcnn_cards.study.session import Session
from dcnn_cards.study.summary import summarize
from dcnn_cards.typeset.cells import visible

_LIMITS = ("new", "reviews", "limit", "minutes")


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
@click.option(
    "--plain", is_flag=True, help="Line by line, for screen readers: no colours, nothing drawn."
)
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
    plain: bool,
    plain_ascii: bool,
    rollover: int,
) -> None:
    """Study what is due, then new cards. Every grade is on disk before the next card shows."""
    if not (plain or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise click.UsageError(
            "quiz needs a terminal to read keys from and to paint on; --plain does without."
        )
    plain = plain or os.environ.get("TERM", "dumb") == "dumb"
    # What the terminal could not show is spelled.
    plain_ascii = plain_ascii or not sys.stdout.encoding.lower().startswith("utf")
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
        from dcnn_cards.terminal import clock, closing

        behind = clock.behind_told(store.newest(deck.name))
        if not queue and choice != Choice():
            raise CardsError(
                f"none of the {len(cards)} cards is {choice}", fix="Leave the option out."
            )
        from dcnn_cards.progress.stats import forecast, streak

        def outlook(now: Mapping[str, Record]) -> closing.Outlook:
            week = sum(day.due for day in forecast(cards, now, today))
            days = streak(store.review_days(deck.name), today)
            return closing.Outlook(today, next_due(cards, now, today), week, days)

        if not queue:
            left = rest(cards, records, today, standing(events))
            rows = closing.nothing_due(outlook(records), left, _again(click.get_current_context()))
            closing.show(rows, look, behind, in_ascii=plain_ascii, plain=plain)
            return
        from dcnn_cards.store.backup import BackedUp
        from dcnn_cards.terminal.drill import Drill
        from dcnn_cards.terminal.pages import Pages

        practice = everything and not record
        keys = chosen_keys(config)
        if plain:
            from dcnn_cards.terminal.plain import line_keys

            keys = line_keys(keys)
        pages = Pages(store, in_ascii=plain_ascii, linear=plain)
        with nullcontext(Practice(records)) if practice else BackedUp(store) as log:
            drill = Drill(
                deck,
                Session(queue[:limit], records, today),
                algorithm,
                log,
                reload=lambda: load_deck(deck_path),
                practice=practice,
                minutes=minutes,
                keys=keys,
                rollover=rollover,
                notice=behind,
            )
            if plain:
                from dcnn_cards.terminal.run import run_plain

                session = run_plain(drill, pages, typed=typed)
            else:
                from dcnn_cards.terminal.quiz import Quiz
                from dcnn_cards.terminal.run import run_quiz

                session = run_quiz(Quiz(drill, pages, typed=typed), look)
        after = records if practice else {**records, **session.changed}
        rows = closing.summary_lines(summarize(session), outlook(after), practice=practice)
        problem = closing.told(log.problem)
        closing.show(rows, look, problem, in_ascii=plain_ascii, plain=plain)


def _again(ctx: click.Context) -> str:
    """The command that chose these cards, without what it said of limits."""
    words = ["dcnn-cards", "quiz"]
    for option in ctx.command.params:
        name, value = option.name or "", ctx.params.get(option.name or "")
        given = ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and name not in _LIMITS and isinstance(option, click.Option):
            flag = f"--{option_name(option)}"
            values = value if isinstance(value, tuple) else (value,)
            words += [flag] if option.is_flag else [w for each in values for w in (flag, str(each))]
    return visible(shlex.join(words))
