"""What stands on the normal screen after a session, or in place of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from dcnn_cards.schedule.event import Grade
from dcnn_cards.study.summary import Summary
from dcnn_cards.terminal.theme import GRADES, Look, Theme
from dcnn_cards.typeset import typeset
from dcnn_cards.typeset.cells import visible

# So many cards that were hard are named.
_MAX_HARD = 8


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to come after `today`: the next day with reviews and how many, and the week's."""

    today: int
    next_due: tuple[int, int] | None
    week: int = 0
    streak: int = 0


def summary_lines(summary: Summary, outlook: Outlook) -> RenderableType:
    """Return the closing words of a session."""
    if summary.cards == 0:
        return Group(Text("No card was graded."), due_line(outlook))
    grades = Text("  ")
    for grade in Grade:
        grades.append(f"{summary.grades[grade]} ", GRADES[grade])
        grades.append(f"{grade.name.capitalize()}   ")
    recalled = f"{summary.recalled:.0%}" if summary.recalled is not None else "none"
    rows = [
        Text(f"{_count(summary.cards, 'card')} studied", Look.TITLE),
        grades,
        Text(f"  recalled at first: {recalled} · {summary.seconds_a_card:.0f} s a card"),
    ]
    if summary.hard:
        rows.append(Text("  to look at again:"))
        rows += [Text(f"    {one_line(card.question)}") for card in summary.hard[:_MAX_HARD]]
    if len(summary.hard) > _MAX_HARD:
        rows.append(Text(f"    and {len(summary.hard) - _MAX_HARD} more"))
    if summary.left:
        rows.append(Text(f"  left for today: {_count(summary.left, 'card')}"))
    for row in rows:
        row.overflow, row.no_wrap = "ellipsis", True
    if outlook.streak > 1:
        rows.append(Text(f"  {outlook.streak} days in a row"))
    return Group(*rows, due_line(outlook))


def nothing_due(outlook: Outlook) -> RenderableType:
    """Return what to say when there is nothing to ask, and what can be done."""
    return Group(
        Text("Nothing is due now, and today's new cards are done.", Look.TITLE),
        due_line(outlook),
        Text("  more new cards today: quiz --new 40 · through all cards, unrecorded: quiz --all"),
    )


def due_line(outlook: Outlook) -> Text:
    """Return when reviews are due next, after today, and how many in the week."""
    if outlook.next_due is None:
        return Text("  no reviews are due after today")
    day, count = outlook.next_due
    when = "tomorrow" if day == outlook.today + 1 else f"on {date.fromordinal(day):%A %d %B}"
    week = f" · {outlook.week} within a week" if outlook.week > count else ""
    return Text(f"  due {when}: {_count(count, 'card')}{week}")


def one_line(text: str) -> str:
    """Return the first line of a typeset text, for a list."""
    return typeset(visible(text), width=10_000).plain.split("\n")[0].strip()


def show(content: RenderableType, theme: Theme) -> None:
    """Print to the normal screen."""
    theme.console().print(content)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
