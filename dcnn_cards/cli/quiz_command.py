"""`dcnn-cards quiz`: a session."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import click
from click.core import ParameterSource

from dcnn_cards.app.agenda import BATCH, Agenda
from dcnn_cards.app.clock import this_day
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
)
from dcnn_cards.deck.filters import Filters
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.fold import standing
from dcnn_cards.schedule.units import Day
from dcnn_cards.store import Store, default_path, open_store
from dcnn_cards.study.queue import Choice, Limits, Portion, next_due, rest, session_queue
from dcnn_cards.typeset import visible

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
    deck = load_deck(deck_path, create=True)
    today = this_day(rollover)
    with open_store(default_path()) as store:
        algorithm = scheduling.scheduler(store)
        agenda = Agenda(deck, filters, store, algorithm)
        choice = Choice(flagged, leeches, failed_today, everything)
        first = portion(agenda, store, today, choice, Limits(new, reviews), limit)
        # Only a session that asks something needs the rest of the program.
        from dcnn_cards.app import clock
        from dcnn_cards.terminal import closing
        from dcnn_cards.terminal.notices import clock_behind_notice, in_one_line

        behind = clock.behind(store.newest(deck.name))

        def outlook() -> closing.Outlook:
            from dcnn_cards.progress.stats import FORECAST_DAYS, forecast, streak

            coming = agenda.later(today, FORECAST_DAYS)
            cards, records = coming.cards, coming.records
            week = sum(day.due for day in forecast(cards, records, today))
            days = streak(store.review_days(deck.name), today)
            return closing.Outlook(today, next_due(cards, records, today), week, days)

        if not first.cards:
            every = agenda.whole()
            events = standing(store.events_of_day(deck.name, today))
            left = rest(every.cards, every.records, today, events)
            rows = closing.nothing_due(outlook(), left, _again(click.get_current_context()))
            closing.show(rows, look, clock_behind_notice(behind), in_ascii=plain_ascii, plain=plain)
            return
        from dcnn_cards.app.drill import Drill
        from dcnn_cards.app.outcome import ClockBehind
        from dcnn_cards.store.backup import BackedUp
        from dcnn_cards.study.practice import Practice
        from dcnn_cards.study.session import Session
        from dcnn_cards.terminal.pages import Pages

        practice = everything and not record
        keys = chosen_keys(config)
        if plain:
            from dcnn_cards.terminal.plain import line_keys

            keys = line_keys(keys)
        pages = Pages(store, in_ascii=plain_ascii, linear=plain)
        with nullcontext(Practice(first.records)) if practice else BackedUp(store) as log:
            drill = Drill(
                deck,
                Session(first.cards, first.records, today, portion=first),
                algorithm,
                log,
                reload=lambda: load_deck(deck_path),
                practice=practice,
                minutes=minutes,
                rollover=rollover,
                news=(ClockBehind(behind),) if behind else (),
            )
            if plain:
                from dcnn_cards.terminal.run import run_plain

                session = run_plain(drill, pages, keys, typed=typed)
            else:
                from dcnn_cards.terminal.quiz import Quiz
                from dcnn_cards.terminal.run import run_quiz

                session = run_quiz(Quiz(drill, pages, keys, typed=typed), look)
        from dcnn_cards.study.summary import summarize

        rows = closing.summary_lines(summarize(session), outlook(), practice=practice)
        problem = in_one_line(log.problem)
        closing.show(rows, look, problem, in_ascii=plain_ascii, plain=plain)


def portion(
    agenda: Agenda, store: Store, today: Day, choice: Choice, limits: Limits, limit: int | None
) -> Portion:
    """Return what a session asks first, or if the log has grown since, what it asks then.

    `limit` is that of the session. Raises CardsError if cards were chosen and there are none.
    """
    most = min((most for most in (limits.reviews, limit) if most is not None), default=None)
    scheduled = choice == Choice()
    events = standing(store.events_of_day(agenda.deck.name, today))
    chosen = agenda.on(today, events, limits.new, most) if scheduled else agenda.whole()
    cards, records = chosen.cards, chosen.records
    queue = session_queue(cards, records, today, choice, limits, events)
    if not queue and not scheduled:
        raise CardsError(f"none of the {len(cards)} cards is {choice}", fix="Leave the option out.")
    if chosen.behind is None:
        return Portion(queue[:limit], records)
    more = partial(portion, agenda, store, today, choice, limits, limit)
    return Portion(queue[:BATCH], records, chosen.behind, more)


def _again(ctx: click.Context) -> str:
    """The command that chose these cards, without what it said of limits."""
    import shlex

    words = ["dcnn-cards", "quiz"]
    for option in ctx.command.params:
        name, value = option.name or "", ctx.params.get(option.name or "")
        given = ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and name not in _LIMITS and isinstance(option, click.Option):
            flag = f"--{option_name(option)}"
            values = value if isinstance(value, tuple) else (value,)
            words += [flag] if option.is_flag else [w for each in values for w in (flag, str(each))]
    return visible(shlex.join(words))
