"""What a package of Anki holds, as plain data: note types, notes, cards and answers.

A note has fields; each template of its type makes a card of them. All names and numbers are Anki's
own, as its schema 11 has them.
"""

from __future__ import annotations

from enum import IntEnum

from dcnn_cards.frozen import Frozen


class Template(Frozen):
    """How a card is made of a note's fields: its two sides, as HTML with `{{Field}}`."""

    name: str
    question: str
    answer: str


class NoteType(Frozen):
    """The fields that a note has, and the cards that it makes.

    A `cloze` type has one template, and makes a card for each number of `{{c1::...}}`.
    """

    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    cloze: bool = False
    css: str = ""


class Note(Frozen):
    """A note: the values of its type's fields, in their order, as HTML.

    `guid` is its identity wherever it goes.
    """

    guid: str
    kind: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...] = ()


class CardType(IntEnum):
    """How far a card has come."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Queue(IntEnum):
    """Where a card waits."""

    BURIED = -3  # by the user
    SUSPENDED = -1
    NEW = 0
    LEARNING = 1
    REVIEW = 2


class Memory(Frozen):
    """What FSRS knows of a card: days until recall has fallen to 90 %, and difficulty, 1 to 10."""

    stability: float
    difficulty: float


class Placed(Frozen):
    """A card of a note: that of the template `ord`, of a cloze that of the number `ord` + 1.

    `due` is a position in the queue of new cards, a number of days from the collection's first or,
    while it is learned, an instant in seconds since 1970. `interval` is in days, `ease` in
    thousandths; `left` counts steps of learning. `flag` is 0 for none.
    """

    ord: int
    type: CardType = CardType.NEW
    queue: Queue = Queue.NEW
    due: int = 0
    interval: int = 0
    ease: int = 0
    reviews: int = 0
    lapses: int = 0
    left: int = 0
    flag: int = 0
    memory: Memory | None = None


class AnswerKind(IntEnum):
    """What an answer was given to."""

    LEARNING = 0
    REVIEW = 1
    RELEARNING = 2
    EARLY = 3  # in a deck that was filtered
    BY_HAND = 4  # no answer: the card was put into another state


class Answer(Frozen):
    """A row of the review log: an answer, `at` in milliseconds since 1970.

    `grade` is 1 to 4, 0 where a card was put back by hand. Intervals are in days or, below 0, in
    seconds. `ease` is in thousandths or, of FSRS, a difficulty from 100 to 1100.
    """

    at: int
    grade: int
    interval: int = 0
    last_interval: int = 0
    ease: int = 0
    taken_ms: int = 0
    kind: AnswerKind = AnswerKind.REVIEW
