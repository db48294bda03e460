"""What score to expect of an exam, on a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter

from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from dcnn_cards.app.exam import examined_by
from dcnn_cards.app.prospect import Ahead, Drift, Prospect
from dcnn_cards.counted import counted
from dcnn_cards.program import called
from dcnn_cards.schedule.exam import WEEKDAYS, Exam, Score
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.exam.forecast import MOST_MINUTES, SectionForecast
from dcnn_cards.terminal.exam_line import between, percent, short, when
from dcnn_cards.terminal.frame import MAX_COLUMNS
from dcnn_cards.terminal.table import table_of_numbers
from dcnn_cards.typeset import visible

_AROUND = 3  # rows: before the sections, their heading, and what a shell asks next
_FEWEST = 3
_NEVER_SURE = 1e-6  # what is simulated may be 0 or 1, and is neither
_GAP = 2  # columns between those of the table
_NAME, _BAR = 18, 20  # columns of what a score is, and of a bar for 100 %


def show_exam(
    console: Console,
    ahead: Ahead,
    *,
    mark: float | None = None,
    in_ascii: bool = False,
    plain: bool = False,
) -> None:
    """Print what is expected of an exam, and how it went where that is known.

    `mark` is a score, 0 to 1, whose chance is told. Nothing `plain` is drawn. On a terminal without
    room for all sections, so that the rest would be out of sight, there are only the weakest.
    """
    _, today, prospect, score = ahead
    exam, sections = prospect.exam, prospect.forecast.sections
    parts: list[RenderableType] = [Text(_title(exam, today), "bold")]
    parts += [Text(f"  {line}") for line in _settings(prospect, today)]
    parts += ["", *_scores(prospect, today, score, in_ascii=in_ascii, plain=plain), ""]
    parts += [Text(line) for line in _sentences(prospect, today, score, mark)]
    head = Constrain(Group(*parts), MAX_COLUMNS)
    console.print(head)
    if len(sections) < 2:
        return
    room = len(sections)
    if console.is_terminal:
        room = max(_FEWEST, console.height - len(console.render_lines(head)) - _AROUND)
    width = min(console.width, MAX_COLUMNS)
    console.print()
    console.print(_sections(sections, room, width, to_come=today < exam.day, in_ascii=in_ascii))


def _title(exam: Exam, today: Day) -> str:
    on = date.fromordinal(exam.day)
    return f"Exam on {on:%A} {on.day} {on:%B} {on.year}, {when(exam.day, today)}"


def _settings(prospect: Prospect, today: Day) -> Iterator[str]:
    """What was set, a line each."""
    exam = prospect.exam
    which = str(examined_by(exam)) if exam.cards else "the whole deck"
    aside = f" ({prospect.set_aside:,} more set aside)" if prospect.set_aside else ""
    yield f"{counted(prospect.cards, 'card')}: {visible(which)}{aside}"
    for section, weight in exam.weights:
        yield f"{visible(section)} " + (f"counts {weight:g} times" if weight else "does not count")
    time = [f"{counted(exam.minutes, 'minute')} a day"]
    if today < exam.day:
        days = sum(map(bool, exam.minutes_from(today)))
        time.append(f"{counted(days, 'day')} to study" if days else "no day left to study")
    if prospect.spent >= 0.5:
        time.append(f"{prospect.spent:.0f} of today's done")
    off = [WEEKDAYS[number].capitalize() for number in exam.weekdays]
    off += [_span(*each) for each in exam.breaks if each[1] >= today]
    if off and today < exam.day:
        time.append(f"off: {', '.join(off)}")
    yield ", ".join(time)


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
    yield f"Eight of ten who go on so end at {between(low, high)}."
    if score:
        return
    if mark is not None:
        chance = min(max(found.chance(mark), _NEVER_SURE), 1 - _NEVER_SURE)
        yield f"The chance of {mark * 100:g} % or more: {percent(chance)}"
    if today > exam.day:
        yield f"How did it go? {called()} exam --score 87 keeps it."
    elif prospect.drift:
        yield _drift_sentence(prospect.drift)
    if not any(exam.minutes_from(today)):
        return
    unseen = round(found.unseen)
    if unseen:
        yield f"{unseen:,} of {counted(prospect.cards, 'card')} would never be seen."
    needed = [f"{target * 100:.0f} %: {_minutes(minutes)}" for target, minutes in found.minutes_for]
    yield f"Minutes a day for {', '.join(needed)}"
    off, more = (f"{round(share * 100, 1):g}" for share in (found.day_off, found.ten_more))
    yield f"In points, a day off costs {off}, ten minutes more bring {more}."


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
    return f"{minutes:.0f}" if minutes >= 0.5 else "none"


def _sections(
    sections: Sequence[SectionForecast], most: int, width: int, *, to_come: bool, in_ascii: bool
) -> Table:
    """All sections, or the weakest if there are more than `most`, in `width` columns."""
    chosen = sections
    if len(sections) > most:
        weakest = sorted(sections, key=attrgetter("expected"))[:most]
        chosen = [each for each in sections if each in weakest]
    first = "section" if chosen is sections else f"the weakest of {len(sections)} sections"
    heads = ("cards", *(("now", "on the day") if to_come else ("expected",)))
    scores = [(each.now, each.expected) if to_come else (each.expected,) for each in chosen]
    rows = [
        (f"{each.cards:,}", *map(percent, own)) for each, own in zip(chosen, scores, strict=True)
    ]
    table = table_of_numbers(first, *heads)
    names = table.columns[0]
    names.no_wrap, names.overflow = True, "crop" if in_ascii else "ellipsis"
    numbers = sum(_GAP + max(map(len, column)) for column in zip(heads, *rows, strict=True))
    names.max_width = width - numbers - _GAP
    for each, row in zip(chosen, rows, strict=True):
        table.add_row(Text(visible(each.section) or "(none)"), *row)
    return table
