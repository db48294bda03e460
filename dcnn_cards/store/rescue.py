"""Events that lie beside the store, as where another file took its place: united with it."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from dcnn_cards.errors import CardsError
from dcnn_cards.news import tell
from dcnn_cards.schedule.event import Event
from dcnn_cards.store import copies, opening, settling, witness
from dcnn_cards.store.faults import reporting
from dcnn_cards.store.rows import columns_there, readable_event
from dcnn_cards.store.store import Rescued, Store


class ForeignLog(NamedTuple):
    """A log that was made for another file, where it is now, and the events in it."""

    aside: Path
    events: list[Event]


def foreign_log(store: Path) -> ForeignLog | None:
    """Set a log aside that was not made for the file beside it; None if there is no such log.

    Raises CardsError, and changes nothing, if the file is not a store, or is damaged with the log
    and without it.
    """
    try:
        if not settling.has_log(store):
            return None
        opening.recognise(store)
        aside = settling.set_aside_foreign_log(store)
        if aside is None:
            return None
        from dcnn_cards.store.salvage import events_in_log

        return ForeignLog(aside, events_in_log(aside))
    except OSError as error:
        raise CardsError(
            f"the log beside the store cannot be set aside: {error.strerror or error}",
            fix="Check the permissions of the folder, and try again.",
            file=store,
        ) from error


def _take_over_backup(store: Store) -> None:
    """Unite the store with the newest backup that is sound: of a file that was written over.

    What it had before that session began is nowhere else.
    """
    for copy in copies.kept(store.path):
        with suppress(CardsError):
            copies.look_into(copy)
            with reporting(copy), closing(copies.opened(copy)) as db:
                rows = db.execute(f"SELECT {columns_there(db)} FROM event")
                store.rescue(Rescued(backup=copy), filter(None, map(readable_event, rows)))
            return


def take_over(store: Store, found: ForeignLog | None) -> None:
    """Unite the store with what was `found`, and with what sessions left; tell it."""
    if found:
        store.rescue(Rescued(aside=found.aside), found.events)
    for left in witness.left_behind(store.path):
        store.rescue(Rescued(), left.events)
        if told := witness.put_away(left):
            tell(f"{store.path}: {told}")
    if store.rescued:
        _take_over_backup(store)
    for rescued in store.rescued:
        tell(f"{store.path}: {rescued}")
