"""`dcnn-cards` without a command: what is due today, and how to start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from dcnn_cards.app.agenda import Agenda
from dcnn_cards.app.clock import this_day
from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.app.today import work_of
from dcnn_cards.deck.filters import Filters
from dcnn_cards.store import default_path, open_store


def show_today(options: Mapping[str, Any]) -> None:
    """Print a few lines about the day's work; nothing is created.

    `options` are those of `quiz`, by the names of its parameters.
    """
    deck = load_deck(options["deck_path"])
    scheduling = Scheduling(options["scheduler"], options["retention"])
    with open_store(default_path(), create=False) as store:
        agenda = Agenda(deck, Filters(), store, scheduling.scheduler(store))
        work = work_of(agenda, this_day(options["rollover"]), options["new"])
    click.echo(f"{deck.title}: {work.reviews} to review today, {work.new} new")
    click.echo("  dcnn-cards quiz            study them")
    click.echo("  dcnn-cards quiz --week 8   only week 8")
    click.echo("  dcnn-cards stats           see your progress")
    click.echo("  dcnn-cards --help          all commands")
