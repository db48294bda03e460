"""When a card is asked again: events, schedulers and the fold from the one through the other.

A scheduler is one file here with a function `scheduler(settings)`, and its line in the table below.
It is imported when it is asked for, so one that needs a library costs nothing to those who use
another.
"""

from __future__ import annotations

from typing import cast

from dcnn_cards.registries import module_of
from dcnn_cards.schedule.scheduler import Scheduler, Settings

_MODULES = {
    "sm2": "dcnn_cards.schedule.sm2",
    "leitner": "dcnn_cards.schedule.leitner",
    "fsrs": "dcnn_cards.schedule.fsrs",
}

SCHEDULERS: tuple[str, ...] = tuple(_MODULES)
"""Names of the schedulers, the default first."""


_DEFAULTS = Settings()


def scheduler(name: str = SCHEDULERS[0], settings: Settings = _DEFAULTS) -> Scheduler:
    """Return the scheduler called `name` under `settings`.

    Raises CardsError for a name that is not known, settings that make no sense, or a library that
    is missing.
    """
    return cast(Scheduler, module_of(name, _MODULES, "scheduler").scheduler(settings))
