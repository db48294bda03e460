"""`dcnn-cards` without a command: what is due today, and how to start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from dcnn_cards.app.agenda import BATCH, Agenda
from dcnn_cards.app.clock import this_day
from dcnn_cards.cli.options import Scheduling, load_deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.schedule.fold import standing
from dcnn_cards.store import default_path, open_store
from dcnn_cards.study.queue import build_queue


def show_today(options: Mapping[str, Any]) -> None:
    """Print a few lines about the day's work; nothing is created.

    `options` are those of `quiz`, by the names of its parameters.
    """
    deck = load_deck(options["deck_path"])
    today = this_day(options["rollover"])
    scheduling = Scheduling(options["scheduler"], options["retention"])
    with open_store(default_path(), create=False) as store:
        agenda = Agenda(deck, Filters(), store, scheduling.scheduler(store))
        events = standing(store.events_of_day(deck.name, today))
        chosen = agenda.on(today, events, options["new"])
    if chosen.behind:
        behind = chosen.behind
        waiting, new = BATCH + behind.due + behind.learning, behind.new
    else:
        queue = build_queue(chosen.cards, chosen.records, today, options["new"])
        waiting, new = len(queue.due) + len(queue.learning), len(queue.new)
    click.echo(f"{deck.title}: {waiting} to review today, {new} new")
    click.echo("  dcnn-cards quiz            study them")
    click.echo("  dcnn-cards quiz --week 8   only week 8")
    click.echo("  dcnn-cards stats           see your progress")
    click.echo("  dcnn-cards --help          all commands")
