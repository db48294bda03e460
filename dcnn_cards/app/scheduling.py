"""The scheduler that is in use: what was chosen, with what was fitted to one's reviews."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.scheduler import DEFAULT_RETENTION, Scheduler, Settings

if TYPE_CHECKING:
    from dcnn_cards.store import Store

_Made = TypeVar("_Made")


class Scheduling(NamedTuple):
    """The scheduler that was chosen, and the retention that it is to aim at."""

    name: str = SCHEDULERS[0]
    retention: float = DEFAULT_RETENTION

    def scheduler(self, store: Store) -> Scheduler:
        """Return it, with the parameters that `optimize` put into `store`."""
        fitted = store.fits.get(self.name)
        return scheduler(self.name, Settings(self.retention, fitted.parameters if fitted else ()))


def available(make: Callable[[str], _Made]) -> tuple[list[_Made], list[CardsError]]:
    """Return what `make` makes of the name of each scheduler, and why some cannot be had."""
    made, missing = list[_Made](), list[CardsError]()
    for name in SCHEDULERS:
        try:
            made.append(make(name))
        except CardsError as error:  # the others can be had
            missing.append(error)
    return made, missing
