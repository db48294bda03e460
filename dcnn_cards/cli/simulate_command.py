"""`dcnn-cards simulate`: what a year of daily sessions would cost under each scheduler."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.cli.options import retention_option
from dcnn_cards.errors import CardsError
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.progress.workload import simulation_document, workload
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.store import open_store
from dcnn_cards.study.learner import Exponential, Learner, Memory, fsrs_memory
from dcnn_cards.study.simulation import Plan, simulate

LEARNERS = {
    "fsrs": "memory follows FSRS-6, parameters drawn around the defaults",
    "exponential": "recall halves with every half-life: 4 days, twice as many after each success",
}


@click.command()
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True)
@click.option("--cards", type=click.IntRange(1, 10_000), default=300, show_default=True)
@click.option(
    "--new",
    type=click.IntRange(0, 1000),
    default=10,
    show_default=True,
    help="At most so many new cards a day.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="What the dice are thrown with: the same seed, the same learner and luck.",
)
@click.option(
    "--learner",
    type=click.Choice(list(LEARNERS)),
    default="fsrs",
    show_default=True,
    help="How the learner remembers and forgets.",
)
@click.option(
    "--scheduler",
    "chosen",
    type=click.Choice(SCHEDULERS),
    multiple=True,
    help="Only this one; may be repeated. Without it, all.",
)
@retention_option
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII.")
@click.option("--format", "form", type=click.Choice(["table", *FORMATS]), default="table")
@click.option(
    "--write",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the log of the one scheduler in a new store, such as learner/progress.db.",
)
def command(
    days: int,
    cards: int,
    new: int,
    seed: int,
    learner: str,
    chosen: tuple[str, ...],
    retention: float,
    plain_ascii: bool,
    form: str,
    write: Path | None,
) -> None:
    """Show what daily sessions would cost a made-up learner: reviews, minutes, recall.

    Your own progress is neither read nor changed.
    """
    names = tuple(dict.fromkeys(chosen)) or SCHEDULERS
    if write and len(names) > 1:
        raise click.UsageError("--write keeps one log: choose its --scheduler.")
    if write and write.exists():
        raise CardsError(
            "there is a file already, and a simulated log is never mixed with another",
            fix="Name a new file.",
            file=write,
        )
    try:
        memory: Memory = Exponential() if learner == "exponential" else fsrs_memory(seed)
    except CardsError as error:
        raise CardsError(error.what, fix="Install it, or take --learner exponential.") from None
    plan = Plan(days, cards, new)
    loads = []
    for name in names:
        try:
            algorithm = scheduler(name, Settings(retention))
        except CardsError as error:
            if chosen:
                raise
            click.echo(f"dcnn-cards: {error}", err=True)  # the others can be simulated
            continue
        course = simulate(plan, algorithm, Learner(memory, seed), seed)
        loads.append(workload(name, course.log, plan.first_day, days, course.recall))
    if write:
        with open_store(write) as store:
            store.extend(course.log, algorithm)
        click.echo(f"{write}: {len(course.log)} reviews", err=True)
    if form != "table":
        document = simulation_document(learner, seed, cards, new, loads)
        click.echo(text_format(form).document(document), nl=False)
        return
    from rich.console import Console

    from dcnn_cards.terminal.simulation_view import simulation_view

    console = Console(highlight=False)
    in_ascii = plain_ascii or console.options.ascii_only
    heading = (
        f"Days: {days}, cards: {cards}, new a day: {new}. Learner {seed}: {LEARNERS[learner]}."
    )
    console.print(simulation_view(heading, loads, console.width, in_ascii=in_ascii))
