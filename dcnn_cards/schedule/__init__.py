"""When a card is asked again: events, schedulers and the fold from the one through the other.

A scheduler is one file here with a function `scheduler(settings)`, and its line in the table below.
It is imported when it is asked for, so one that needs a library costs nothing to those who use
another.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from dcnn_cards.registries import module_of
from dcnn_cards.schedule.scheduler import Scheduler, Settings


class _Entry(NamedTuple):
    """Where a scheduler is, and what options have to say of it before it is imported."""

    module: str
    aims: bool = False  # at the retention in `Settings`


_ENTRIES = {
    "sm2": _Entry("dcnn_cards.schedule.sm2"),
    "leitner": _Entry("dcnn_cards.schedule.leitner"),
    "fsrs": _Entry("dcnn_cards.schedule.fsrs", aims=True),
}

SCHEDULERS: tuple[str, ...] = tuple(_ENTRIES)
"""Names of the schedulers, the default first."""

AIMING = tuple(name for name, entry in _ENTRIES.items() if entry.aims)
"""Those that aim at a retention."""


_DEFAULTS = Settings()


def scheduler(name: str = SCHEDULERS[0], settings: Settings = _DEFAULTS) -> Scheduler:
    """Return the scheduler called `name` under `settings`.

    Raises CardsError for a name that is not known, settings that make no sense, or a library that
    is missing.
    """
    modules = {each: entry.module for each, entry in _ENTRIES.items()}
    return cast(Scheduler, module_of(name, modules, "scheduler").scheduler(settings))
