"""`dcnn-cards doctor`: is the store sound, and what is derived from the log right?"""

from __future__ import annotations

import sys

import click

from dcnn_cards.cli.options import Scheduling, scheduler_options
from dcnn_cards.store import default_path, open_store


@click.command()
@click.option("--rebuild", is_flag=True, help="Derive every card's state again from the log.")
@scheduler_options
def command(rebuild: bool, scheduling: Scheduling) -> None:
    """Check the store: the file itself, and each card's state against its reviews."""
    path = default_path()
    if not path.exists():
        click.echo(f"{path}: no store yet; the first grade makes it")
        return
    with open_store(path) as store:
        algorithm = scheduling.scheduler(store)
        if rebuild:
            click.echo(f"{path}: derived {store.rebuild(algorithm)} cards again from the log")
        findings = store.check(algorithm)
        events = sum(1 for _ in store.events()) if not findings else 0
    for finding in findings:
        click.echo(f"{path}: {finding}", err=True)
    if findings:
        click.echo("What is derived can be made again: dcnn-cards doctor --rebuild", err=True)
        sys.exit(1)
    click.echo(f"{path}: sound; {events} events in the log")
