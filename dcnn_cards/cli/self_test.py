"""What the program needs of the machine that it was installed on, tried: `doctor --self-test`.

Nothing of the user's is read or written; what is made is made in a folder that is removed again.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from dcnn_cards.app.clock import now, this_day
from dcnn_cards.app.decks import shipped_deck
from dcnn_cards.counted import counted
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.day import ROLLOVER_HOURS
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, DeckName
from dcnn_cards.schedule.uuid7 import uuid7
from dcnn_cards.store import open_store
from dcnn_cards.terminal.door import Door
from dcnn_cards.terminal.keymap import keymap
from dcnn_cards.typeset import faults, render

_BUILT = date(2025, 1, 1)  # no clock that is right is behind this
_ENCODINGS = ("utf-8", "ascii", "latin-1", "cp1252")


def self_test() -> Iterator[tuple[str, str, str]]:
    """Yield what was tried, what came of it, and what is wrong, each "" if there is none."""
    for name, check in _CHECKS.items():
        try:
            yield name, check(), ""
        except Exception as error:  # whatever it is, it is what is asked for
            yield name, "", f"{type(error).__name__}: {error}"


def _deck() -> str:
    deck = read_deck(shipped_deck())
    figures = [card for card in deck.cards if read_figure(deck, card)]
    unreadable = [card.id for card in deck.cards if faults(card.question) or faults(card.answer)]
    _expect(unreadable, [])
    return f"{counted(len(deck.cards), 'card')}, {counted(len(figures), 'figure')}"


def _typesetting() -> str:
    _expect(render(r"\frac{a}{b}"), "a\n─\nb")
    _expect(render(r"e^{-x}", display=False), "e⁻ˣ")
    _expect(render(r"\sum_{i=1}^n i", ascii=True).isascii(), True)
    tall = render(r"\left(\begin{matrix}a\\b\\c\end{matrix}\right)")
    _expect(tall.split("\n")[0][0], "⎛")  # of the tables that sympy lends
    return "pictures, lines and ASCII as they ought to be"


def _store() -> str:
    names = [name for name in SCHEDULERS if not _is_missing(name)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "progress.db"
        for name in names:
            with open_store(path) as store:
                event = Event(
                    uuid7(now()), store.device, now(), this_day(ROLLOVER_HOURS), DeckName("d"),
                    CardId(name), Kind.REVIEW, Grade.GOOD, 1_000, name,
                )  # fmt: skip
                store.append(event, scheduler(name))
        with open_store(path, create=False) as store:
            _expect([event.card for event in store.log.events()], names)
            _expect(store.damage(), [])
            _expect(store.records.differences(scheduler(names[0])), [])
    return f"reviews are kept; schedulers: {', '.join(names)}"


def _is_missing(name: str) -> bool:
    """Whether a scheduler cannot be had here: FSRS, where its package has no wheel."""
    try:
        scheduler(name)
    except CardsError:
        return True
    return False


def _keys() -> str:
    from dcnn_cards.terminal.keys import Keyboard  # which only a terminal of POSIX has

    typed = {"1": "1", " ": "space", "\x1b[A": "up", "\x03": "ctrl-c", "ü": "ü"}
    inside, outside = os.openpty()
    try:
        with Keyboard(outside) as keyboard:
            for sent, name in typed.items():
                os.write(inside, sent.encode())
                _expect(keyboard.read(), name)
    finally:
        os.close(inside)
        os.close(outside)
    keymap()
    return f"{len(typed)} of {len(typed)} read from a terminal"


def _clock() -> str:
    today = this_day(ROLLOVER_HOURS)
    if today < _BUILT.toordinal():
        raise ValueError(f"it says {date.fromordinal(today)}, when there was no such program")
    return f"the study day is {date.fromordinal(today)}, the zone {time.tzname[0]}"


def _encodings() -> str:
    for encoding in _ENCODINGS:
        written = io.BytesIO()
        door = Door(written, encoding)
        door.write("∑ x² ‹é› \x1b[2J\n")
        door.flush()
        _expect("\x1b" in written.getvalue().decode(encoding), False)
    return f"{', '.join(_ENCODINGS)}; standard output has {sys.stdout.encoding}"


_CHECKS: Mapping[str, Callable[[], str]] = {
    "deck": _deck,
    "typesetting": _typesetting,
    "store": _store,
    "keys": _keys,
    "clock": _clock,
    "encodings": _encodings,
}


def _expect(found: object, wanted: object) -> None:
    if found != wanted:
        raise ValueError(f"found {found!r}, expected {wanted!r}")
