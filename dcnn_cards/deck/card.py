"""Cards and decks: what is studied, as plain data.

A field of a card is declared once, in `Card`: its type says how a deck file is read and written and
how the field is kept, its `Key` what it means and what it is used for. All that goes through the
fields of a card goes through `FIELDS`.
"""

# Without `from __future__ import annotations`, since the types of fields are looked at below.
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, NewType, get_args, get_origin

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.units import CardId, DeckName, whole_of


class Key(NamedTuple):
    """What a key of a card means to those who write decks, and what is done with its text.

    Where it is `typeset`, its formulas are checked; where it is `searched`, and wherever it is
    typeset, it is among the words by which a card is found. A `heading` says where the card stands
    in the deck, and is written before what it says.
    """

    meaning: str
    typeset: bool = False
    searched: bool = False
    heading: bool = False


class Kind(Enum):
    """What a field of a card holds, which is how it is read, written and kept."""

    TEXT = auto()
    WORDS = auto()  # a list of texts
    STEPS = auto()  # the same, or a word that stands for it
    CHOICE = auto()  # one of a few words
    PAIRS = auto()  # texts under names
    TRUTH = auto()
    SOURCE = auto()


class Span(Frozen):
    """A run of lines in a file, both ends included, counted from 1."""

    first: int
    last: int


class Source(Frozen):
    """Where in the source document a card comes from.

    `digest` stands for the card's lines as they were imported, `text` for the question and answer
    made of them; together they tell an edit of the document from an edit of the deck.
    """

    question: Span
    answer: Span | None = None
    digest: str = ""
    text: str = ""


Steps = NewType("Steps", tuple[str, ...])
"""What is recalled step by step."""


Pairs = tuple[tuple[str, str], ...]
"""Texts under names, in their order."""


class Card(Frozen):
    """One question and its answer. `id` is its identity: progress hangs on nothing else.

    Question and answer are the source's words, `corrected_question` and `corrected` what they ought
    to be where it errs, and `correction` says what was wrong; `added` is what it lacks, `aliases`
    the words by which one would look for it.
    """

    id: Annotated[CardId, Key("its identity: keep it when you edit the words", searched=True)]
    question: Annotated[str, Key("what is asked", typeset=True)]
    answer: Annotated[
        str,
        Key(
            "what is right; LaTeX goes under `|`, so that backslashes stay; ==so== is a key term",
            typeset=True,
        ),
    ] = ""
    added: Annotated[str, Key("an answer, or a part, that the source lacks", typeset=True)] = ""
    week: Annotated[str | None, Key("such as 8 or 8a", heading=True)] = None
    section: Annotated[str, Key("the part of the deck that it belongs to", heading=True)] = ""
    topic: Annotated[str, Key("what it is about, within the section", heading=True)] = ""
    follows: Annotated[CardId | None, Key("id of the card without which it makes no sense")] = None
    context: Annotated[
        str,
        Key("what the question needs, in place of the answer of the card followed", typeset=True),
    ] = ""
    figure: Annotated[str | None, Key("a text file beside the deck that is shown with it")] = None
    figure_on: Annotated[
        Literal["question", "answer"], Key("whether the figure is shown at once or with the answer")
    ] = "answer"
    alt: Annotated[
        str, Key("what the figure shows, in words: --plain tells that in its place", typeset=True)
    ] = ""
    corrected_question: Annotated[str, Key("the question as it ought to read", typeset=True)] = ""
    corrected: Annotated[
        str, Key("the whole answer as it ought to read: what is learned", typeset=True)
    ] = ""
    correction: Annotated[
        str, Key("what the source gets wrong, and why; beside `corrected`", typeset=True)
    ] = ""
    cloze: Annotated[
        str,
        Key(
            r"a text that asks for its parts: {{c1::part::hint}}, or \cloze[1]{part}{hint} within"
            " dollars; those with another number are asked for apart",
            typeset=True,
        ),
    ] = ""
    reversed: Annotated[bool, Key("whether it is asked both ways: from the answer, too")] = False
    steps: Annotated[
        Steps,
        Key(
            "a list of what is recalled one by one, such as a proof; `rows` for those of the"
            " answer's displayed formulas; parts of a step, marked as in `cloze`, are asked for"
            " apart, too"
        ),
    ] = Steps(())
    vary: Annotated[
        Pairs,
        Key(
            "letters that get a fresh number each time: {n: 5..64, f: [1, 3, 5], o: = n - f}; texts"
            " have it by {{n}}, and what is asked for by {{= n + f}}, {{mean = n / f ~ 0.01 | px}}"
        ),
    ] = ()
    where: Annotated[str, Key("what the numbers have to fulfil, such as (n - f) % s == 0")] = ""
    choices: Annotated[
        tuple[str, ...],
        Key("wrong answers, of which up to three are offered beside the right one", searched=True),
    ] = ()
    trains: Annotated[
        CardId | None, Key("id of the card of another deck that it lets one practise")
    ] = None
    note: Annotated[str, Key("a remark on an answer that is right", typeset=True)] = ""
    accept: Annotated[
        tuple[str, ...], Key("further answers that are right when typed", searched=True)
    ] = ()
    terms: Annotated[
        tuple[str, ...], Key("key terms that are ticked when typed, in place of those found in it")
    ] = ()
    aliases: Annotated[
        tuple[str, ...], Key("words to find it by that are not in it", searched=True)
    ] = ()
    tags: Annotated[tuple[str, ...], Key("words of your own to find it by", searched=True)] = ()
    suspended: Annotated[bool, Key("whether it is left out of sessions")] = False
    source: Annotated[
        Source | None, Key("its lines in the document it was imported from; `import` keeps it")
    ] = None
    anki: Annotated[
        str, Key("the note of Anki that it came from, and a digest of it; `import` keeps it")
    ] = ""

    @property
    def whole(self) -> CardId:
        """The id of the card in the deck file that it is, or is a part of."""
        return whole_of(self.id)

    @property
    def asked(self) -> str:
        """The question as it ought to read."""
        return self.corrected_question or self.question

    @property
    def learned(self) -> str:
        """The answer as it ought to read, "" where the source has none and nobody wrote one."""
        return self.corrected or self.answer

    @property
    def revealed(self) -> str:
        """What is shown as the answer: what is learned or, of a text with parts, all of it."""
        return self.cloze or self.learned

    @property
    def has_answer(self) -> bool:
        """Whether there is anything to show as the answer."""
        shown = self.revealed or self.added or self.steps
        return bool(shown or (self.figure and self.figure_on == "answer"))

    @property
    def askable(self) -> bool:
        """Whether the deck has the card asked: it has an answer, and is not suspended."""
        return self.has_answer and not self.suspended


class CardField(NamedTuple):
    """A field of `Card`: what it holds when nothing is said of it, and the words of a choice."""

    name: str
    kind: Kind
    default: Any
    choices: tuple[str, ...]
    key: Key


_KINDS = {
    CardId: Kind.TEXT,
    CardId | None: Kind.TEXT,
    str: Kind.TEXT,
    str | None: Kind.TEXT,
    tuple[str, ...]: Kind.WORDS,
    Steps: Kind.STEPS,
    Pairs: Kind.PAIRS,
    bool: Kind.TRUTH,
    Source | None: Kind.SOURCE,
}


def _fields() -> Iterator[CardField]:
    empty = Card(CardId(""), "")
    for name, hint in Card.__annotations__.items():
        held, key = get_args(hint)
        choices = get_args(held) if get_origin(held) is Literal else ()
        kind = Kind.CHOICE if choices else _KINDS[held]
        yield CardField(name, kind, getattr(empty, name), choices, key)


FIELDS = tuple(_fields())
"""The fields of a card, in the order of the arguments of `Card`."""

HEADINGS = tuple(field.name for field in FIELDS if field.key.heading)
"""The fields that say where in the deck a card stands."""

CARD_KEYS = ("id", *HEADINGS, *(f.name for f in FIELDS[1:] if not f.key.heading))
"""The keys of a card in a deck file, in the order in which they are written."""

PAIRS = frozenset(field.name for field in FIELDS if field.kind is Kind.PAIRS)
"""The fields that hold texts under names."""

TYPESET = tuple(field.name for field in FIELDS if field.key.typeset)
"""The texts of a card that are shown typeset."""

CHOICES = {field.name: field.choices for field in FIELDS if field.choices}
"""The fields that hold one of a few words, and these."""


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck as loaded. `lines` has, card by card, the line of its block in the file (from 1).

    It may have the cards of the file or, for a session, what there is to review of each of them.
    """

    name: DeckName
    title: str
    cards: Sequence[Card]
    path: Path | None = None
    source_file: str | None = None
    source_sha256: str | None = None
    lines: Sequence[int] = ()

    def card(self, card_id: CardId) -> Card | None:
        """The card with this id, None if there is none."""
        return next((card for card in self.cards if card.id == card_id), None)

    def parts(self, card_id: CardId) -> list[Card]:
        """What has this id: that card or, for one that is several to review, all of them."""
        found = self.card(card_id)
        return [found] if found else [card for card in self.cards if card.whole == card_id]

    def line_of(self, card_id: CardId) -> int:
        """The line of a card's block in the file (from 1), 1 for a card that is not there."""
        lines = zip(self.cards, self.lines, strict=True)
        return next((line for card, line in lines if card.id == card_id), 1)
