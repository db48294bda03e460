"""`dcnn-cards` without a command: what is due today, and how to start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from dcnn_cards.cli.options import load_deck, this_day
from dcnn_cards.schedule import SCHEDULERS
from dcnn_cards.schedule import scheduler as scheduler_named
from dcnn_cards.schedule.day import ROLLOVER_HOURS
from dcnn_cards.store import default_path, open_store
from dcnn_cards.study.queue import Limits, build_queue


def show_today(defaults: Mapping[str, Any]) -> None:
    """Print a few lines about the day's work; nothing is created.

    `defaults` are those of `quiz` that the config file sets.
    """
    deck = load_deck(defaults.get("deck_path"))
    today = this_day(int(defaults.get("rollover", ROLLOVER_HOURS)))
    algorithm = scheduler_named(defaults.get("scheduler", SCHEDULERS[0]))
    with open_store(default_path(), create=False) as store:
        records = store.records(deck.name, algorithm)
    queue = build_queue(deck.cards, records, today, int(defaults.get("new", Limits().new)))
    waiting = len(queue.due) + len(queue.learning)
    click.echo(f"{deck.title}: {waiting} to review today, {len(queue.new)} new")
    click.echo("  dcnn-cards quiz            study them")
    click.echo("  dcnn-cards quiz --week 8   only week 8")
    click.echo("  dcnn-cards stats           see your progress")
    click.echo("  dcnn-cards --help          all commands")
