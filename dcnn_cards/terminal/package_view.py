"""What came of importing a package of Anki, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dcnn_cards.app.anki_import import Answers, Report
from dcnn_cards.counted import counted
from dcnn_cards.errors import shown
from dcnn_cards.signs import visible

FEW = 3
"""Notes that are named for each thing that was not carried over; a report names all."""


def told(report: Report) -> str:
    """Return what was read and what became of it, in some lines."""
    decoy = ", not its decoy collection.anki2" * report.decoy
    read = (
        f"read {report.collection}, schema {report.schema}{decoy}: {counted(report.notes, 'note')}"
    )
    return "\n".join([read, *_of_cards(report), *_of_answers(report.answers)])


def not_carried(lost: Mapping[str, Sequence[str]], most: int | None = FEW) -> str:
    """Return what of the notes could not be carried over, how often, and of which notes."""
    most_first = sorted(lost.items(), key=lambda each: -len(each[1]))
    lines = (_one(what, list(dict.fromkeys(notes)), most) for what, notes in most_first)
    return "\n".join(lines) or "everything in the notes was carried over"


def _one(what: str, notes: Sequence[str], most: int | None) -> str:
    named = ", ".join(map(visible, notes[:most]))
    more = ", ..." * (most is not None and len(notes) > most)
    return f"not carried over: {visible(what)} ({counted(len(notes), 'note')}: {named}{more})"


def _of_cards(report: Report) -> Iterator[str]:
    cards = report.cards
    counts = {"new": cards.new, "updated": cards.updated, "unchanged": cards.unchanged}
    said = ", ".join(f"{number:,} {what}" for what, number in counts.items())
    yield f"{shown(report.path)}{' is new' * report.is_new}: cards {said}"
    if cards.kept:
        named = ", ".join(cards.kept[:FEW]) + ", ..." * (len(cards.kept) > FEW)
        yield f"kept as they are here, since they were edited on both sides: {named}"
    if cards.gone:
        yield f"no longer in the package, and kept: {counted(cards.gone, 'card')}"
    if report.media:
        yield f"{counted(len(report.media), 'file')} beside the deck, in {report.path.stem}-media"


def _of_answers(answers: Answers | None) -> Iterator[str]:
    if answers is None:
        return
    if answers.first is None or answers.last is None:
        yield "its review log has no answers"
        return
    first, last = (date.fromordinal(day).isoformat() for day in (answers.first, answers.last))
    yield (
        f"its review log: {counted(answers.found, 'review')} of {counted(answers.cards, 'card')},"
        f" from {first} to {last}; {answers.new:,} of them new here"
    )
    if answers.by_hand:
        yield f"{counted(answers.by_hand, 'row')} of it put cards elsewhere by hand: left out"
    if answers.left_out:
        yield f"{counted(answers.left_out, 'review')} of it are of cards that were not imported"
    stages = ", ".join(f"{answers.stages[stage]:,} {stage}" for stage in answers.stages)
    yield f"cards now: {stages}; {answers.due:,} due"
