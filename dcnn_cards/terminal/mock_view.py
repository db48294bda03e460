"""What stands on the screen after a mock exam: its result, and how much it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from dcnn_cards.app.mock import MockResult
from dcnn_cards.counted import counted
from dcnn_cards.deck.kinds import named
from dcnn_cards.schedule.event import Grade
from dcnn_cards.terminal.closing import one_line
from dcnn_cards.terminal.theme import GRADES, Look

_MOST_NAMED = 8
"""So many questions that were not known, and so many sections, are named."""


def result_lines(result: MockResult, again: str) -> list[Text]:
    """Return what came of a paper; `again` is the command that asks the same one."""
    asked, share = len(result.paper.questions), result.share
    if share is None:
        return [Text("No question was graded: the mock exam has no result.")]
    graded = len(result.grades)
    of = f"{result.known} of {counted(graded, 'question')} known, {share.value:.0%}"
    rows = [
        Text(f"Mock exam: {of}", Look.TITLE),
        _grades(result),
    ]
    if graded < result.paper.drawn_from:
        rows.append(
            Text(
                f"  of all {counted(result.paper.drawn_from, 'card')} {share.low:.0%} to"
                f" {share.high:.0%}, in 8 of 10 such papers"
            )
        )
    if expected := result.expected:
        rows.append(
            Text(
                f"  expected before it: {expected.value:.0f} known,"
                f" {expected.low:.0f} to {expected.high:.0f} in 8 of 10 cases"
            )
        )
    limit = f" of {result.limit:g}" if result.limit else ""
    left_open = f" · left open: {result.open}" if result.open else ""
    rows.append(Text(f"  {result.minutes}{limit} min{left_open}"))
    if graded < asked:
        rows.append(Text(f"  not graded, and so not counted: {asked - graded}"))
    rows += _by_section(result)
    missed = [card for card in result.paper.questions if result.grades.get(card.id) is Grade.AGAIN]
    if missed:
        rows.append(Text("  to look at again:"))
        rows += [Text(f"    {one_line(named(card))}") for card in missed[:_MOST_NAMED]]
    if len(missed) > _MOST_NAMED:
        rows.append(Text(f"    and {len(missed) - _MOST_NAMED} more"))
    return [
        *rows,
        Text("  the same paper once more:"),
        Text(f"    {again}", Look.KEY, overflow="fold"),
    ]


def _grades(result: MockResult) -> Text:
    given = Counter(result.grades.values())
    row = Text("  ")
    for grade in Grade:
        row.append(f"{given[grade]} ", GRADES[grade]).append(f"{grade.name.capitalize()}   ")
    row.rstrip()
    return row


def _by_section(result: MockResult) -> Iterator[Text]:
    """How many were known in each section, where there are a few of them."""
    asked, known = Counter[str](), Counter[str]()
    for card in result.paper.questions:
        if grade := result.grades.get(card.id):
            asked[card.section] += 1
            known[card.section] += grade > Grade.AGAIN
    if 1 < len(asked) <= _MOST_NAMED:
        for section, questions in asked.items():
            yield Text(f"  {known[section]:>4} of {questions:<3} {section or 'without a section'}")
