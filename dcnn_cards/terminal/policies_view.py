"""What came of policies for an exam, as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from dcnn_cards.progress.policies import PolicyResult
from dcnn_cards.terminal.table import table_of_numbers

_MEANINGS = {
    "due": "what is due, then new cards, as without an exam",
    "new": "new cards, then what is weakest on the day",
    "worth": "what adds most to the score by second, as quiz does with an exam",
}


def policies_view(
    heading: str, results: Sequence[PolicyResult], *, in_ascii: bool = False
) -> RenderableType:
    """Return the results under a heading, best first, and below them what the names mean."""
    dash = "-" if in_ascii else "–"
    table = table_of_numbers("\npolicy", "recall\nin exam", "8 of 10\nlearners", "minutes\na day")
    for each in sorted(results, key=lambda result: -result.recall):
        between = f"{each.low:.0%} {dash} {each.high:.0%}"
        table.add_row(each.policy, f"{each.recall:.1%}", between, f"{each.minutes_a_day:.1f}")
    names = [Text(f"{each.policy}: {_MEANINGS[each.policy]}", "dim") for each in results]
    return Group(Text(heading, "bold"), "", table, "", *names)
