"""`dcnn-cards judge`: what would be said of an answer that is typed to a card."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dcnn_cards.app.answering import judged
from dcnn_cards.app.decks import find_cards, load_deck
from dcnn_cards.cli.config import Config
from dcnn_cards.cli.options import chosen_theme, completes, deck_option, theme_option
from dcnn_cards.deck.kinds import drawn
from dcnn_cards.errors import CardsError
from dcnn_cards.judging import Verdict
from dcnn_cards.progress.formats.json_text import dumped
from dcnn_cards.schedule.units import CardId
from dcnn_cards.terminal.door import speaks_unicode

MAX_READ = 100_000
"""Bytes that are read from standard input: more than is judged."""

JUDGE_FIELDS = (
    ("verdict", "right, close, wrong, or undecided: the learner compares the two"),
    ("proposal", "the grade proposed, 1 (again) to 4 (easy), or null where none is"),
    ("why", "a sentence for the learner"),
    ("drawn", "of a card that is drawn anew only: by which draw, as `show ID --draw` has it"),
)
"""The fields of what is written as JSON, and what they mean."""


@click.command()
@click.argument("card_id", shell_complete=completes("card"))
@click.argument("text")
@deck_option
@click.option(
    "--draw",
    type=click.IntRange(min=0),
    help="Of a card drawn anew: by which draw, as `show ID --draw 3` has them. Without it by 0.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@theme_option
@click.pass_obj
def command(
    config: Config,
    card_id: str,
    text: str,
    deck_path: Path | None,
    draw: int | None,
    form: str,
    theme: str,
) -> None:
    """Say what would be said of TEXT, typed as the answer to the card CARD_ID.

    For whoever writes a deck; nothing is recorded. For - as TEXT the answer is read from standard
    input.
    """
    card, *others = find_cards(load_deck(deck_path), CardId(card_id))
    if others:
        ids = ", ".join(each.id for each in (card, *others))
        raise CardsError(f"`{card_id}` is several things to review", fix=f"Name one of: {ids}")
    if text == "-":
        text = sys.stdin.buffer.read(MAX_READ).decode("utf-8", "replace")
    found = drawn(card, draw or 0)
    if found is None and draw is not None:
        raise CardsError(f"nothing is drawn for card `{card.id}`", fix="Leave --draw out.")
    verdict = judged(found.card, text, found.numbers) if found else judged(card, text)
    facts = f"draw {draw or 0}: {found.facts}" if found else None
    if form == "json":
        click.echo(dumped(as_data(verdict) | ({"drawn": facts} if facts else {})), nl=False)
        return
    from rich.text import Text

    from dcnn_cards.terminal import frame
    from dcnn_cards.terminal.theme import Look
    from dcnn_cards.terminal.typing import said_rows

    console = chosen_theme(theme, config).console(soft_wrap=True)
    grade = verdict.proposal.name.capitalize() if verdict.proposal else "no grade"
    rows = [Text(facts, Look.DIM)] if facts else []
    rows += said_rows(verdict, frame.layout(console.width, 0).text)
    rows.append(Text(f"Proposed: {grade}."))
    for row in rows if speaks_unicode() else frame.in_ascii(rows):
        console.print(row, end="\n")


def as_data(verdict: Verdict) -> dict[str, object]:
    """Return a verdict with the names of `JUDGE_FIELDS`."""
    return {"verdict": verdict.ruling, "proposal": verdict.proposal, "why": verdict.why}
