"""What the commands share that end what was done to cards."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.app.decks import load_deck, shipped_deck
from dcnn_cards.app.marking import Marked, WayBack, go_back
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.cli.options import completes, deck_option, rollover_option, scheduler_options
from dcnn_cards.program import called
from dcnn_cards.terminal.door import say


def way_back(way: WayBack, done: str, about: str) -> click.Command:
    """Return the command that ends what `way` names; `done` says of a card that it has done so."""

    @click.command(help=about)
    @click.argument(
        "ids", nargs=-1, required=True, metavar="ID...", shell_complete=completes("card")
    )
    @deck_option
    @scheduler_options
    @rollover_option
    def command(
        ids: tuple[str, ...], deck_path: Path | None, scheduling: Scheduling, rollover: int
    ) -> None:
        for marked in go_back(way, deck_path, ids, scheduling, rollover):
            say(f"{marked.card.id}: {done if marked.done else _nothing(marked, deck_path)}")

    def _nothing(marked: Marked, deck_path: Path | None) -> str:
        if way is WayBack.UNSUSPEND and marked.card.suspended:
            deck = load_deck(deck_path)
            line = f"line {deck.line_of(marked.card.id)}"
            where = f"{deck.path}, {line}"
            if deck_path is None and deck.path == shipped_deck():
                where = f"{line} of your own copy: {called()} deck --own"
            return f"suspended by the deck: take `suspended` out in {where}"
        return f"was not {way.value}"

    return command
