"""What stands on the normal screen after a session, or in place of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from dcnn_cards.counted import counted
from dcnn_cards.deck.kinds import named
from dcnn_cards.schedule.event import Grade
from dcnn_cards.terminal import frame
from dcnn_cards.terminal.theme import GRADES, Look, Theme
from dcnn_cards.typeset import typeset, visible

if TYPE_CHECKING:
    from dcnn_cards.app.outlook import Outlook
    from dcnn_cards.study.queue import Offers
    from dcnn_cards.study.summary import Summary

# So many cards that were hard are named.
_MAX_HARD = 8
# So many more new cards are offered when those of the day are done.
_MORE_NEW = 10


def summary_lines(
    summary: Summary, outlook: Outlook, *, practice: bool = False, exam: Sequence[str] = ()
) -> list[Text]:
    """Return the closing words of a session; `practice` says that nothing was recorded.

    `exam` says in lines what it came to for one, in place of what is due.
    """
    if exam:
        outlook = outlook._replace(next_due=None)
        summary = summary.replace(left=0)
    left_due = 0 if practice else summary.left_due
    coming = _outlook_lines(outlook, left_due)
    if exam:
        coming[:1] = [Text(f"  {line}") for line in exam]
    elif practice and outlook.next_due is None:  # which says nothing of what was practised
        del coming[0]
    if summary.cards == 0:
        return [Text("No card was graded."), *coming]
    grades = Text("  ")
    for grade in Grade:
        grades.append(f"{summary.grades[grade]:,} ", GRADES[grade])
        grades.append(f"{grade.name.capitalize()}   ")
    grades.rstrip()
    recalled = f"{summary.recalled:.0%}" if summary.recalled is not None else "none"
    unrecorded = "; this was practice, no grade was recorded" if practice else ""
    rows = [
        Text(f"{counted(summary.cards, 'card')} studied{unrecorded}", Look.TITLE),
        grades,
        Text(f"  recalled at first: {recalled} · {summary.seconds_a_card:.0f} s a card"),
    ]
    if summary.hard:
        rows.append(Text("  to look at again:"))
        rows += [Text(f"    {one_line(named(card))}") for card in summary.hard[:_MAX_HARD]]
    if len(summary.hard) > _MAX_HARD:
        rows.append(Text(f"    and {len(summary.hard) - _MAX_HARD} more"))
    if summary.left:
        of_today = not practice and summary.left == summary.left_today
        what = "left for today" if of_today else "left of those chosen"
        rows.append(Text(f"  {what}: {counted(summary.left, 'card')}"))
    if outlook.reach:
        seen, total = outlook.reach
        of = "the cards chosen" if outlook.filtered else "the deck"
        rows.append(Text(f"  seen so far of {of}: {seen:,} of {counted(total, 'card')}"))
    return [*rows, *coming]


def nothing_due(outlook: Outlook, offers: Offers, again: str, undo: str = "") -> list[Text]:
    """Return what to say when there is nothing to ask, and what can be done now.

    `again` is the command that was given, to which an option is added for each thing; `undo` the
    one that takes back the last step, if there is any.
    """
    rows = [Text("Nothing is due now.", Look.TITLE), *_outlook_lines(outlook)]
    more = min(offers.new, _MORE_NEW)
    ways = (
        (
            offers.due,
            f"--reviews {offers.reviewed + offers.due}",
            "to review, over the day's limit",
        ),
        (offers.new, f"--new {offers.introduced + more}", f"not learned yet; {more} of them now"),
        (offers.failed, "--failed-today", "failed today"),
        (offers.flagged, "--flagged", "flagged"),
        (offers.leeches, "--leeches", "forgotten again and again"),
        (offers.suspended, "--suspended", "suspended"),
        (offers.all, "--all", "in all, due or not; no grade is recorded"),
    )
    if offers.buried:
        rows.append(Text(f"  put off until tomorrow: {counted(offers.buried, 'card')}"))
    if undo:
        rows += [Text("  the last step can be taken back:"), _command(undo)]
    if not offers.all:
        return [*rows, Text("None of the cards is asked: they are set aside or lack an answer.")]
    rows.append(Text("What can be done now:"))
    for cards, option, what in ways:
        if cards:
            rows += [Text(f"  {counted(cards, 'card')} {what}"), _command(f"{again} {option}")]
    return rows


def nothing_to_gain(exam: Sequence[str], more: str, as_ever: str, undo: str = "") -> list[Text]:
    """Return what to say where nothing is asked for an exam now: `exam` says why, in lines.

    `more` is the command that asks all the same, `as_ever` the one that asks what is due, `undo`
    the one that takes back the last step, if there is any.
    """
    rows = [
        Text("Nothing more for the exam now.", Look.TITLE),
        *(Text(f"  {line}") for line in exam),
    ]
    if undo:
        rows += [Text("  the last step can be taken back:"), _command(undo)]
    rows.append(Text("What can be done now:"))
    if more:
        rows += [Text("  ten minutes more for the exam"), _command(more)]
    return [*rows, Text("  what is due by the schedule"), _command(as_ever)]


def _command(words: str) -> Text:
    # A command that is cut is of no use.
    return Text(f"    {words}", Look.KEY, overflow="fold")


def one_line(text: str) -> str:
    """Return the first line of a typeset text, for a list."""
    return typeset(visible(text), width=10_000, linear=True).plain.split("\n")[0].strip()


def show(
    rows: Sequence[Text],
    theme: Theme,
    remark: str = "",
    *,
    in_ascii: bool = False,
    plain: bool = False,
) -> None:
    """Print to the normal screen, with a remark at the end; `plain` without colours or cuts."""
    console = theme.console(color_system=None) if plain else theme.console()
    for row in rows:
        line = row.plain.replace(" · ", ", ") if plain else row.plain
        if (line := frame.ascii_text(line) if in_ascii else line) != row.plain:
            row = Text(line, row.style, overflow=row.overflow)
        if not plain and row.overflow != "fold":  # the mark of what is cut is not ASCII
            row.truncate(console.width, overflow="crop" if in_ascii else "ellipsis")
        console.print(row, soft_wrap=True)
    if remark:
        console.print(Text(frame.ascii_text(remark) if in_ascii else remark), soft_wrap=plain)


def _outlook_lines(outlook: Outlook, left: int = 0) -> list[Text]:
    """Return when reviews are due next, after today, how many in the week, and the streak.

    What is `left` for today is due tomorrow too.
    """
    these = " of these cards" if outlook.filtered else ""
    rows = [
        Text(
            "  what is left is due tomorrow" if left else f"  no reviews{these} are due after today"
        )
    ]
    if outlook.next_due is not None:
        day, count = outlook.next_due
        on = date.fromordinal(day)
        when = "tomorrow" if day == outlook.today + 1 else f"on {on:%A} {on.day} {on:%B}"
        week = f" · {outlook.week} within a week" if outlook.week > count else ""
        cards = f"{count:,}{these}" if these else counted(count, "card")
        more = ", and what is left" if left and day == outlook.today + 1 else ""
        rows = [Text(f"  due {when}: {cards}{more}{week}")]
        if left and not more:
            rows.insert(0, Text("  what is left is due tomorrow"))
    if outlook.streak > 1:
        rows.append(Text(f"  {outlook.streak} days in a row"))
    return rows
