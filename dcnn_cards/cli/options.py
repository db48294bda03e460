"""Options that several commands share, and what they open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from dcnn_cards.app.decks import own_copies
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.cli.config import Config
from dcnn_cards.deck.filters import Filters
from dcnn_cards.errors import CardsError
from dcnn_cards.program import called
from dcnn_cards.schedule import AIMING, SCHEDULERS
from dcnn_cards.schedule.day import ROLLOVER_HOURS
from dcnn_cards.schedule.scheduler import (
    DEFAULT_RETENTION,
    MAX_RETENTION,
    MIN_RETENTION,
)
from dcnn_cards.terminal.door import tell_error
from dcnn_cards.terminal.theme import THEMES, Theme, theme

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class FiniteRange(click.FloatRange):
    """A number within bounds; not infinity, and not what is no number."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return `value` as a number; fail as click does where it is none."""
        if not isfinite(float(click.FLOAT.convert(value, param, ctx))):
            self.fail(f"{value} is not a number to reckon with.", param, ctx)
        return float(super().convert(value, param, ctx))


deck_option = click.option(
    "--deck",
    "deck_path",
    type=click.Path(path_type=Path),
    envvar="DCNN_CARDS_DECK",
    help="The deck file; without it, the program's deck, or your own copy of it.",
)
_scheduler_option = click.option(
    "--scheduler",
    type=click.Choice(SCHEDULERS),
    default=SCHEDULERS[0],
    show_default=True,
    envvar="DCNN_CARDS_SCHEDULER",
    help="The algorithm that says when a card is due.",
)
retention_option = click.option(
    "--retention",
    type=FiniteRange(MIN_RETENTION, MAX_RETENTION),
    default=DEFAULT_RETENTION,
    show_default=True,
    envvar="DCNN_CARDS_RETENTION",
    help=f"With {', '.join(AIMING)}: the share of cards that you want to recall when they are due.",
)
rollover_option = click.option(
    "--rollover",
    type=click.IntRange(0, 23),
    default=ROLLOVER_HOURS,
    show_default=True,
    envvar="DCNN_CARDS_ROLLOVER",
    help="The hour at which a day of study begins.",
)
theme_option = click.option(
    "--theme",
    type=click.Choice(THEMES),
    default=THEMES[0],
    show_default=True,
    envvar="DCNN_CARDS_THEME",
    help="Colours for a dark or a light terminal, or none.",
)


def chosen_theme(name: str, config: Config) -> Theme:
    """Return the theme `name`, with the config file's styles unless it was asked for elsewhere."""
    source = click.get_current_context().get_parameter_source("theme")
    elsewhere = source in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
    return theme(name, {} if elsewhere else config.styles)


def new_edition(deck_path: Path | None) -> str:
    """Return what to say if the program's deck has changed since one's own was made of it."""
    copies = [] if deck_path else own_copies()
    if not copies:
        return ""
    from dcnn_cards.app.own_deck import has_new_edition  # it brings what reads YAML

    take_over = f"{called()} deck --update takes that into yours."
    changed = any(map(has_new_edition, copies))
    return f"The program's deck has changed: {take_over}" if changed else ""


def tell_missing(schedulers: Iterable[CardsError]) -> None:
    """Say why some schedulers cannot be had, where the others do without them."""
    for error in schedulers:
        tell_error(error)


def scheduler_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --scheduler and --retention, which the command gets together as `scheduling`."""

    @wraps(command)
    def scheduled(scheduler: str, retention: float, **others: Any) -> Any:
        return command(scheduling=Scheduling(scheduler, retention), **others)

    return _scheduler_option(retention_option(scheduled))


def completes(kind: str) -> Callable[..., list[CompletionItem]]:
    """Return what completes an option by the deck's weeks, sections, topics or cards."""

    def complete(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:  # noqa: ARG001
        from dcnn_cards.cli.completion import candidates

        return candidates(kind, ctx, begun)

    return complete


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --week, --section, --topic, --tag and --text, which the command gets as `filters`."""

    @wraps(command)
    def filtered(
        weeks: tuple[str, ...],
        section: str,
        topic: str,
        tags: tuple[str, ...],
        text: str,
        **others: Any,
    ) -> Any:
        return command(filters=Filters(weeks, section, topic, text, tags), **others)

    for option in (
        click.option("--text", default="", help="Only cards with all these words in them."),
        click.option(
            "--tag",
            "tags",
            multiple=True,
            help="Only cards with this tag. May be repeated: one of them is enough.",
            shell_complete=completes("tag"),
        ),
        click.option(
            "--topic",
            default="",
            help="Only topics with this text in their name.",
            shell_complete=completes("topic"),
        ),
        click.option(
            "--section",
            default="",
            help="Only sections with this text in their name.",
            shell_complete=completes("section"),
        ),
        click.option(
            "--week",
            "weeks",
            multiple=True,
            help="Only this week: 8 takes 8, 8a and 8b; 8a takes 8a alone. May be repeated.",
            shell_complete=completes("week"),
        ),
    ):
        filtered = option(filtered)
    return filtered
