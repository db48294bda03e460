"""`dcnn-cards optimize`: FSRS fitted to one's own reviews."""

from __future__ import annotations

import click

from dcnn_cards.app.clock import this_day
from dcnn_cards.cli.options import rollover_option
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.scheduler import Fitted, Settings
from dcnn_cards.schedule.units import Day
from dcnn_cards.store import Store, default_path, open_store

_FSRS = "fsrs"


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what comes of it, and keep nothing.")
@click.option("--default", is_flag=True, help="Go back to the parameters that FSRS comes with.")
@rollover_option
def command(dry_run: bool, default: bool, rollover: int) -> None:
    """Fit the 21 parameters of FSRS to your own reviews, of all decks.

    They are kept if they predict your latest reviews better than the default ones do; from then on
    the scheduler fsrs uses them. Do it again every few months: the more reviews, the better.
    """
    path = default_path()
    with open_store(path, create=False) as store:
        if not default:
            _optimize(store, dry_run, this_day(rollover))
            return
        if path.exists() and not dry_run:
            store.put_fitted(_FSRS, None)
        click.echo("The scheduler fsrs uses the parameters that it comes with.")


def _optimize(store: Store, dry_run: bool, today: Day) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from dcnn_cards.progress.fitting import STEPS, optimise
    from dcnn_cards.schedule.fsrs import engine
    from dcnn_cards.terminal.fitting_view import fitting_view

    engine()  # without it there is nothing to be said of what is kept
    kept = _kept(store)
    errors = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    ) as progress:
        bar = progress.add_task("reading the log", total=len(STEPS) + 1)

        def begins(step: str) -> None:
            progress.update(bar, description=step, advance=1, refresh=True)

        outcome = optimise(store.events(), kept.parameters if kept else (), begins)
    Console(highlight=False).print(fitting_view(outcome, kept))
    if not outcome.is_better:
        click.echo("They predict no better than the default ones: nothing changes.")
    elif dry_run:
        click.echo("Nothing was kept (--dry-run).")
    else:
        store.put_fitted(_FSRS, Fitted(outcome.parameters, today, outcome.lessons))
        click.echo("Kept: the scheduler fsrs uses them from now on.")


def _kept(store: Store) -> Fitted | None:
    """Return the parameters in use, if they are not the default ones."""
    try:
        kept = store.fitted(_FSRS)
        scheduler(_FSRS, Settings(parameters=kept.parameters if kept else ()))
    except CardsError as error:
        click.echo(f"dcnn-cards: {error.what}", err=True)
        return None  # what is fitted now takes their place
    return kept
