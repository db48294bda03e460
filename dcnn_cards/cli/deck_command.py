"""`dcnn-cards deck`: which deck is studied, a copy that is one's own, and what is new for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from dcnn_cards.app.decks import PRACTICE, load_deck, own_copies, own_deck, usual_deck
from dcnn_cards.app.own_deck import place_to_edit, take_over
from dcnn_cards.app.together import practice_path
from dcnn_cards.cli.options import deck_option, new_edition
from dcnn_cards.counted import cards_and_parts, counted
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.revision import Revision
from dcnn_cards.errors import CardsError, shown
from dcnn_cards.program import called
from dcnn_cards.terminal.door import say


@click.command()
@deck_option
@click.option(
    "--own", is_flag=True, help="Make a copy of the program's deck that is yours to edit."
)
@click.option("--update", is_flag=True, help="Take what is new in the program's deck into yours.")
def command(deck_path: Path | None, own: bool, update: bool) -> None:
    """Say which deck is studied, and where it is.

    The program's deck is replaced with the program. The first edit of a card in a session, or
    --own, makes a copy of it, which is studied from then on; what you change there stays.
    """
    if deck_path and (own or update):
        raise click.UsageError("--own and --update are for the program's deck, without --deck.")
    if own:
        place_to_edit(None)
    if update:
        _update()
    deck = load_deck(deck_path)
    whose = "a deck of yours" if deck_path else "the program's deck"
    if deck.path == own_deck():
        whose = "your own copy of the program's deck"
    assert deck.path is not None
    cards = cards_and_parts(len({card.whole for card in deck.cards}), len(deck.cards))
    say(f"{shown(deck.path)}: {deck.title}, {cards}, {whose}")
    with suppress(CardsError):  # there may be none
        beside = practice_path(deck_path) or usual_deck(PRACTICE)
        if beside.is_file():
            say(f"{shown(beside)}: to practise with, by {called()} quiz --practice")
    if deck_path is None and deck.path != own_deck():
        say(f"{called()} deck --own makes a copy that is yours to edit.")
    if news := new_edition(deck_path):
        say(news)


def _update() -> None:
    if not (copies := own_copies()):
        fix = "There is nothing to take over: what is studied is the newest."
        raise CardsError("you have no copy of the program's deck", fix)
    for name in copies:
        _update_copy(name, f"{name}: " * (len(copies) > 1))


def _update_copy(name: str, which: str) -> None:
    """Bring the learner's copy of a deck up to date; tell of it, after saying `which` it is."""
    done, known = take_over(name)
    if not known:
        click.echo(
            "What your copy was made of is gone, and with it what you changed: where your copy and"
            " the\nprogram's deck differ, yours stays. The next update will know."
        )
    parts = (
        f"{counted(len(done.fields), 'card')} changed",
        f"{len(done.added):,} added",
        f"{len(done.kept):,} in conflict",
        f"{len(done.gone):,} gone from the program's deck",
    )
    say(which + ", ".join(parts))
    for what, card in _told(done):
        say(f"  {card.id}: {what}")


def _told(done: Revision) -> Iterator[tuple[str, Card]]:
    yield from (("added", card) for _, card in done.added)
    yield from (("changed in both, left as you have it", card) for card in done.kept)
    yield from (("gone from the program's deck, kept in yours", card) for card in done.gone)
