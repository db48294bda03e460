"""`dcnn-cards` without a command: what is due today, and how to start."""

from __future__ import annotations

import time

import click

from dcnn_cards.cli.options import load_deck
from dcnn_cards.schedule import scheduler as scheduler_named
from dcnn_cards.schedule.day import study_day
from dcnn_cards.store import default_path, open_store
from dcnn_cards.study.queue import build_queue


def show_today() -> None:
    """Print a few lines about the day's work; nothing is created."""
    deck = load_deck(None)
    today = study_day(time.time_ns() // 1_000_000)
    with open_store(default_path(), create=False) as store:
        records = store.records(deck.name, scheduler_named())
    queue = build_queue(deck.cards, records, today, new_per_day=20)
    waiting = len(queue.due) + len(queue.learning)
    click.echo(f"{deck.title}: {waiting} to review today, {len(queue.new)} new")
    click.echo("  dcnn-cards quiz            study them")
    click.echo("  dcnn-cards quiz --week 8   only week 8")
    click.echo("  dcnn-cards stats           see your progress")
    click.echo("  dcnn-cards --help          all commands")
