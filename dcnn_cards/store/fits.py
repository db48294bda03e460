"""Parameters of schedulers that were fitted to the learner's own reviews."""

from __future__ import annotations

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.scheduler import Fitted
from dcnn_cards.schedule.units import Day
from dcnn_cards.store.connection import Connection
from dcnn_cards.store.faults import UnreadableRowError


class Fits:
    """The parameters that are kept in one store, at most some for each scheduler."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, scheduler: str) -> Fitted | None:
        """Return the parameters fitted for the scheduler of that name, None if there are none.

        Raises CardsError if what is kept of them cannot be read; all else is as it was.
        """
        row = self._connection.one("SELECT value FROM meta WHERE name = ?", (_name(scheduler),))
        try:
            return None if row is None else _fitted_of(row[0])
        except UnreadableRowError as error:
            raise CardsError(
                f"the parameters that were fitted for {scheduler} cannot be read",
                fix="Your reviews are sound. `dcnn-cards optimize` fits the parameters again, "
                "`dcnn-cards optimize --default` goes back to those that it comes with.",
                file=self._connection.path,
            ) from error

    def put(self, scheduler: str, fitted: Fitted) -> None:
        """Keep `fitted` for the scheduler of that name."""
        with self._connection.transaction() as db:
            query = "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)"
            db.execute(query, (_name(scheduler), _text_of(fitted)))

    def remove(self, scheduler: str) -> None:
        """Keep no parameters for the scheduler of that name."""
        with self._connection.transaction() as db:
            db.execute("DELETE FROM meta WHERE name = ?", (_name(scheduler),))


def _name(scheduler: str) -> str:
    return f"fitted.{scheduler}"


def _text_of(fitted: Fitted) -> str:
    import json  # Only those who fitted parameters need it.

    names = {"parameters": fitted.parameters, "day": fitted.day, "reviews": fitted.reviews}
    return json.dumps(names)


def _fitted_of(text: str) -> Fitted:
    """What `_text_of` made a text of; raises UnreadableRowError for another text."""
    import json

    try:
        names = json.loads(text)
        numbers = tuple(map(float, names["parameters"]))
        return Fitted(numbers, Day(names["day"]), int(names["reviews"]))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise UnreadableRowError(f"fitted parameters {text[:40]!r}") from error
