"""What score to expect of an exam, on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from dcnn_cards.app.exam import examined_by
from dcnn_cards.app.prospect import Ahead, Drift, Prospect
from dcnn_cards.counted import counted
from dcnn_cards.program import called
from dcnn_cards.schedule.exam import WEEKDAYS, Exam, Score
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.exam.forecast import MOST_MINUTES, Forecast
from dcnn_cards.terminal.exam_line import between, percent, short, when
from dcnn_cards.terminal.frame import MAX_COLUMNS
from dcnn_cards.terminal.table import table_of_numbers
from dcnn_cards.typeset import visible

_NEVER_SURE = 1e-6  # what is simulated may be 0 or 1, and is neither
_NAME, _BAR = 18, 20  # columns of what a score is, and of a bar for 100 %


def exam_view(
    ahead: Ahead, *, mark: float | None = None, in_ascii: bool = False, plain: bool = False
) -> RenderableType:
    """Return what is expected of an exam, and how it went where that is known.

    `mark` is a score, 0 to 1, whose chance is told. Nothing `plain` is drawn.
    """
    _, today, prospect, score = ahead
    exam, found = prospect.exam, prospect.forecast
    parts: list[RenderableType] = [Text(_title(exam, today), "bold")]
    parts += [Text(f"  {line}") for line in _settings(prospect, today)]
    parts += ["", *_scores(prospect, today, score, in_ascii=in_ascii, plain=plain), ""]
    parts += [Text(line) for line in _sentences(prospect, today, score, mark)]
    if len(found.sections) > 1:
        parts += ["", _sections(found, to_come=today < exam.day)]
    return Constrain(Group(*parts), MAX_COLUMNS)


def _title(exam: Exam, today: Day) -> str:
    on = date.fromordinal(exam.day)
    return f"Exam on {on:%A} {on.day} {on:%B} {on.year}, {when(exam.day, today)}"


def _settings(prospect: Prospect, today: Day) -> Iterator[str]:
    """What was set, a line each."""
    exam = prospect.exam
    which = str(examined_by(exam)) if exam.cards else "the whole deck"
    yield f"{counted(prospect.cards, 'card')}: {visible(which)}"
    if prospect.set_aside:
        yield f"{counted(prospect.set_aside, 'card')} left out: suspended, or without an answer"
    for section, weight in exam.weights:
        yield f"{visible(section)} " + (f"counts {weight:g} times" if weight else "does not count")
    off = [*(f"{WEEKDAYS[number].capitalize()}" for number in exam.weekdays)]
    off += [_span(*each) for each in exam.breaks if each[1] >= today]
    yield f"{counted(exam.minutes, 'minute')} a day" + f", off: {', '.join(off)}" * bool(off)
    if today < exam.day:
        days = sum(map(bool, exam.minutes_from(today)))
        spent = f"; {prospect.spent:.0f} minutes of today's are done" * (prospect.spent >= 0.5)
        yield f"{counted(days, 'day')} to study{spent}"


def _span(first: Day, last: Day) -> str:
    return short(first) if first == last else f"{short(first)} to {short(last)}"


def _scores(
    prospect: Prospect, today: Day, score: Score | None, *, in_ascii: bool, plain: bool
) -> Iterator[Text]:
    """The scores below each other, each with a bar."""
    found = prospect.forecast
    rows = {"expected score": score.expected if score else found.expected}
    if today < prospect.exam.day:
        rows |= {"if it were today": found.now, "without more study": found.untouched}
    if score:
        rows |= {"your score": score.score}
    for name, share in rows.items():
        row = Text(f"  {name:<{_NAME}}  ").append(f"{percent(share):>9}", "bold")
        bar = Text() if plain else _bar(share, in_ascii=in_ascii)
        yield row.append("  ").append_text(bar) if bar else row


def _bar(share: float, *, in_ascii: bool) -> Text:
    if in_ascii:
        return Text("#" * round(share * _BAR))
    eighths = round(share * _BAR * 8)
    return Text("█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip(), "green")


def _sentences(
    prospect: Prospect, today: Day, score: Score | None, mark: float | None
) -> Iterator[str]:
    """What is to be said of a forecast."""
    found, exam = prospect.forecast, prospect.exam
    low, high = (score.low, score.high) if score else (found.low, found.high)
    yield f"Eight of ten such learners end at {between(low, high)}."
    if score:
        return
    if mark is not None:
        chance = min(max(found.chance(mark), _NEVER_SURE), 1 - _NEVER_SURE)
        yield f"The chance of {mark * 100:g} % or more: {percent(chance)}"
    if today > exam.day:
        yield f"How did it go? {called()} exam --score 87 keeps it."
    if today >= exam.day:
        return
    if prospect.drift:
        yield _drift_sentence(prospect.drift)
    unseen = round(found.unseen)
    if unseen:
        yield f"{unseen:,} of {counted(prospect.cards, 'card')} would never be seen."
    needed = [f"{target * 100:.0f} %: {_minutes(minutes)}" for target, minutes in found.minutes_for]
    yield f"Minutes a day that it takes for {', '.join(needed)}"
    yield (
        f"A day off costs {_points(found.day_off)}; "
        f"10 minutes more a day bring {_points(found.ten_more)}."
    )


def _drift_sentence(drift: Drift) -> str:
    return (
        f"FSRS has been off by more than chance allows: of {drift.trials:,} reviews it expected"
        f" {percent(drift.believed)} to be recalled, and {percent(drift.recalled)} were. That is"
        f" taken in here; without it {percent(drift.uncorrected)} would be expected."
        f" {called()} evaluate shows it by days."
    )


def _minutes(minutes: float | None) -> str:
    if minutes is None:
        return f"over {MOST_MINUTES:.0f}"
    return f"{minutes:.0f}"


def _points(share: float) -> str:
    points = round(share * 100, 1)
    return f"{points:g} point{'' if points == 1 else 's'}" if points else "nothing"


def _sections(found: Forecast, *, to_come: bool) -> Table:
    table = table_of_numbers(
        "section", "cards", *(("now", "on the day") if to_come else ("score",))
    )
    for each in found.sections:
        shares = (each.now, each.expected) if to_come else (each.expected,)
        table.add_row(
            Text(visible(each.section) or "(none)"), f"{each.cards:,}", *map(percent, shares)
        )
    return table
