"""`dcnn-cards optimize`: FSRS fitted to one's own reviews."""

from __future__ import annotations

import click

from dcnn_cards.app.clock import this_day
from dcnn_cards.busy import busy
from dcnn_cards.cli.options import rollover_option
from dcnn_cards.program import NAME
from dcnn_cards.schedule.units import Day
from dcnn_cards.store import Store, default_path, open_store
from dcnn_cards.terminal.door import say, tell


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
            from dcnn_cards.app.fitting import forget

            forget(store)
        say("The scheduler fsrs uses the parameters that it comes with.")


def _optimize(store: Store, dry_run: bool, today: Day) -> None:
    from rich.console import Console

    from dcnn_cards.app.fitting import fit, in_use, keep
    from dcnn_cards.progress.fitting import STEPS
    from dcnn_cards.terminal.fitting_view import fitting_view

    kept, unreadable = in_use(store)
    if unreadable:
        tell(f"{NAME}: {unreadable.what}")
    with busy("reading the log", len(STEPS) + 1) as task:

        def begins(step: str) -> None:
            task.what = step
            task.done += 1

        outcome = fit(store, kept, begins)
    Console(highlight=False).print(fitting_view(outcome, kept))
    if not outcome.is_better:
        say("They predict no better than the default ones: nothing changes.")
    elif dry_run:
        say("Nothing was kept (--dry-run).")
    else:
        keep(store, outcome, today)
        say("Kept: the scheduler fsrs uses them from now on.")
