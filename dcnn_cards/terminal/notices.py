"""What there is to say beside a card, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from textwrap import shorten

from dcnn_cards.app.actions import GRADING, Action
from dcnn_cards.app.outcome import (
    Chosen,
    ClockBehind,
    ClockJumped,
    DoneElsewhere,
    Earlier,
    ExamAhead,
    ExamNotReckoned,
    ExamOver,
    ItemsKnown,
    Leech,
    Marked,
    Meaningless,
    NoBackup,
    NotEdited,
    Notice,
    NotSaved,
    Overruled,
    OwnDeck,
    Remark,
    TakenBack,
    Unreadable,
)
from dcnn_cards.counted import counted
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import named
from dcnn_cards.errors import CardsError, shown
from dcnn_cards.program import called
from dcnn_cards.schedule.event import WHOLE_DECK, Event, Grade, Kind
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.queue import LEECH_LAPSES
from dcnn_cards.terminal.closing import one_line
from dcnn_cards.terminal.keymap import Keymap

_MARKS = {
    Kind.SUSPEND: "Suspended",
    Kind.BURY: "Put off until tomorrow",
    Kind.FLAG: "Flagged",
    Kind.UNFLAG: "Took the flag off",
    Kind.UNSUSPEND: "Asked again from now on",
    Kind.UNDO: "No longer put off",
}
_ABOUT_DECK = {
    Kind.EXAM: "the exam as it was set last",
    Kind.SCORE: "how the exam went",
}
_MOST = 40  # characters of a question
_REMARKS = {
    Remark.NOTHING_TO_UNDO: "There is nothing to undo.",
    Remark.NOT_A_FILE: "This deck is not a file that could be edited.",
    Remark.EDITED: "Edited.",
    Remark.NOT_CHANGED: "Nothing was changed.",
    Remark.READABLE: "The deck can be read again.",
    Remark.LEFT_OPEN: "You left this question open.",
    Remark.GONE: "The card left the session: it is gone from the deck, or not to be asked.",
}


def short(card: Card) -> str:
    """Return a question in so few words that a message can name it."""
    return shorten(one_line(named(card)), _MOST, placeholder="…") or card.id


def lesson(keys: Keymap, accepted: Grade | None) -> tuple[str, str]:
    """Return what the grades mean, in two lines for who sees them for the first time.

    `accepted` is the grade that is marked, None if none is.
    """
    takes = f" {keys.first(Action.REVEAL).capitalize()} takes what is marked." if accepted else ""
    again, hard, good, easy = (keys.first(action) for action in GRADING)
    return (
        f"How well did you know it? {again} not at all, {hard} with trouble, {good} well,"
        f" {easy} at once.",
        f"Soon is in this session, 1d tomorrow.{takes}",
    )


def in_words(notices: Iterable[Notice], keys: Keymap) -> str:
    """Return what notices say, in one line; keys are named as `keys` has them."""
    return " · ".join(_sentence(notice, keys) for notice in notices)


def in_one_line(problem: CardsError | None) -> str:
    """Return a problem in one line, nothing if there is none."""
    if problem is None:
        return ""
    return f"{problem.what[:1].upper()}{problem.what[1:]}. {problem.fix}"


def clock_jump_notice(jumped: int) -> str:
    """Return what to say of a clock that was set by `jumped` milliseconds, nothing if by none."""
    if not jumped:
        return ""
    where = "forward" if jumped > 0 else "back"
    return f"The clock was set {where} by {_span(abs(jumped))}. Every review stays in its order."


def clock_behind_notice(behind: int) -> str:
    """Return what to say of a clock `behind` milliseconds behind the log, nothing if by none."""
    if not behind:
        return ""
    return f"The clock is {_span(behind)} behind the last review: is the date right?"


def exam_over_notice(day: Day | None) -> str:
    """Return what to say of an exam that was on study day `day`, nothing if there was none."""
    if day is None:
        return ""
    on = date.fromordinal(day)
    return f"The exam of {on.day} {on:%b} is over. How did it go? {called()} exam --score 87"


def unreadable(found: Unreadable) -> str:
    """Return what to say of a deck that cannot be read since it was edited."""
    return f"The deck cannot be read since your edit: {found.problem}".replace("\n", " · ")


def _sentence(notice: Notice, keys: Keymap) -> str:
    match notice:
        case Remark.REVEAL_FIRST:
            return f"First look at the answer: {keys.first(Action.REVEAL)}."
        case Remark.GRADE_NEEDED:
            first, *_, last = map(keys.first, GRADING)
            return f"No grade is proposed: give one, {first} to {last}."
        case Remark.EDIT_STAYS:
            again = f"{keys.first(Action.EDIT)} opens the card in the editor again"
            return f"An edit is not taken back by {keys.first(Action.UNDO)}: {again}."
        case Remark():
            return _REMARKS[notice]
        case Meaningless(key):
            return f"`{key}` does nothing here · {keys.first(Action.HELP)} lists the keys"
        case Marked(kind, card, followed):
            done = f"{_MARKS[kind]}: {short(card)} · {keys.first(Action.UNDO)} takes it back"
            key = keys.first(Action.SUSPEND if kind is Kind.SUSPEND else Action.BURY)
            again = f" · This card follows on it: {key} does the same with it"
            return done + again * followed
        case TakenBack(event, card):
            return f"Took back: {_named(event, card)}"
        case Earlier(event, card):
            at = datetime.fromtimestamp(event.at / 1000)
            again = f"{keys.first(Action.UNDO)} again takes back"
            return f"{again}, from the session of {at:%H:%M}: {_named(event, card)}"
        case DoneElsewhere(card):
            return f"Done in another session, which counts: {short(card)}"
        case Leech(card):
            edit, suspend = keys.first(Action.EDIT), keys.first(Action.SUSPEND)
            return (
                f"A leech, flagged: forgotten {LEECH_LAPSES} times: {short(card)} · Learn it anew"
                f" or, when it is in front again, rewrite it ({edit}) or set it aside ({suspend})."
            )
        case ItemsKnown(known, items, proposal, missed):
            accepts = f"{proposal.name.capitalize()}? {keys.first(Action.REVEAL)} accepts"
            lacking = f", not {', '.join(map(str, missed))}" if missed else ""
            return f"{known} of {items} known{lacking}: {accepts}"
        case Chosen(number, right, proposal):
            accepts = f"{proposal.name.capitalize()}? {keys.first(Action.REVEAL)} accepts"
            told = f"Right: {right}" if number == right else f"Not {number}, but {right}"
            return f"{told}. {accepts}"
        case NotSaved(problem):
            return f"NOT SAVED, try again: {problem.what}. {problem.fix}"
        case NotEdited(problem):
            return f"The card is as it was: {problem}".replace("\n", " · ")
        case Unreadable():
            opens = f"{keys.first(Action.EDIT)} opens it there again."
            return f"{unreadable(notice)} · {opens}"
        case Overruled(field, by):
            return f"Edited, but `{by}` stands in place of `{field}`: edit that too."
        case OwnDeck(path):
            return f"From now on you study a copy that is yours: {shown(path)}"
        case NoBackup(problem):
            return in_one_line(problem)
        case ClockJumped(ms):
            return clock_jump_notice(ms)
        case ClockBehind(ms):
            return clock_behind_notice(ms)
        case ExamAhead(expected, today):
            from dcnn_cards.terminal.exam_line import exam_line

            return exam_line(expected, today)
        case ExamNotReckoned(problem):
            return f"Not asked for the exam: {problem.what}. {problem.fix}"
        case ExamOver(day):
            return exam_over_notice(day)


def _named(event: Event, card: Card | None) -> str:
    if event.card == WHOLE_DECK:
        return _ABOUT_DECK.get(event.kind, str(event.kind))
    what = f"grade {event.grade.name.capitalize()}" if event.grade else str(event.kind)
    return f"{what} · {short(card) if card else event.card}"


def _span(ms: int) -> str:
    """A time span in its largest unit, rounded."""
    for unit, length in (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000)):
        if ms >= length:
            return counted(round(ms / length), unit)
    return "a moment"
