"""`dcnn-cards simulate`: what a year of daily sessions would cost under each scheduler, and with
`--exam`, what would be known in an exam by the order in which cards are asked.
"""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from dcnn_cards.app.simulation import LEARNERS, policies_compared, simulation_of
from dcnn_cards.cli.options import retention_option, tell_missing
from dcnn_cards.counted import counted
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.progress.policies import policies_document
from dcnn_cards.progress.workload import simulation_document
from dcnn_cards.schedule import SCHEDULERS
from dcnn_cards.study.exam.policies import POLICIES
from dcnn_cards.study.simulation import Plan

_WITH_EXAM = ("minutes", "policies", "seeds")
_WITHOUT_EXAM = ("days", "new", "seed", "chosen", "retention", "write")


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
@click.option(
    "--exam",
    type=click.IntRange(1, 365),
    metavar="DAYS",
    help="Compare what is known in an exam in so many days, by the order of the cards.",
)
@click.option(
    "--minutes",
    type=click.IntRange(1, 600),
    default=10,
    show_default=True,
    help="With --exam: minutes a day.",
)
@click.option(
    "--policy",
    "policies",
    type=click.Choice(tuple(POLICIES)),
    multiple=True,
    help="With --exam: only this order of cards; may be repeated. Without it, all.",
)
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="With --exam: so many learners, from the first seed on.",
)
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
    exam: int | None,
    minutes: int,
    policies: tuple[str, ...],
    seeds: int,
    plain_ascii: bool,
    form: str,
    write: Path | None,
) -> None:
    """Show what daily sessions would cost a made-up learner: reviews, minutes, recall.

    Your own progress is neither read nor changed.
    """
    _refuse(_WITHOUT_EXAM if exam else _WITH_EXAM, "with" if exam else "without")
    if exam:
        _compare(exam, minutes, cards, learner, seeds, policies, form, plain_ascii=plain_ascii)
        return
    chosen = tuple(dict.fromkeys(chosen))
    if write and len(chosen or SCHEDULERS) > 1:
        raise click.UsageError("--write keeps one log: choose its --scheduler.")
    plan = Plan(days, cards, new)
    loads, missing, reviews = simulation_of(plan, learner, seed, retention, chosen, write)
    tell_missing(missing)
    if write:
        click.echo(f"{write}: {reviews} reviews", err=True)
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


def _refuse(names: tuple[str, ...], how: str) -> None:
    """Refuse options that are given on the command line and mean nothing with or without --exam."""
    ctx = click.get_current_context()
    for option in ctx.command.params:
        given = option.name and ctx.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
        if option.name in names and given:
            raise click.UsageError(f"{option.opts[0]} means nothing {how} --exam.")


def _compare(
    exam: int,
    minutes: int,
    cards: int,
    learner: str,
    seeds: int,
    policies: tuple[str, ...],
    form: str,
    *,
    plain_ascii: bool,
) -> None:
    results = policies_compared(
        exam, minutes, cards, learner, seeds, tuple(dict.fromkeys(policies)) or tuple(POLICIES)
    )
    if form != "table":
        click.echo(text_format(form).document(policies_document(results)), nl=False)
        return
    from rich.console import Console

    from dcnn_cards.terminal.policies_view import policies_view

    console = Console(highlight=False)
    in_ascii = plain_ascii or console.options.ascii_only
    heading = (
        f"An exam in {counted(exam, 'day')}, {counted(minutes, 'minute')} a day,"
        f" {counted(cards, 'new card')}. {counted(seeds, 'learner')}: {LEARNERS[learner]}."
    )
    console.print(policies_view(heading, results, in_ascii=in_ascii))
