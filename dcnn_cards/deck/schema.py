"""What a deck file may hold: YAML nodes in, a deck and everything that is wrong with it out.

The nodes are read as they are, rather than loaded: they know their lines, nothing in them can
construct an object, and a value stays the text that was typed (an answer of `no` is a word, a week
of `8` a string).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from dcnn_cards.busy import each
from dcnn_cards.deck.card import CARD_KEYS, CHOICES, FIELDS, Card, Deck, Kind, Source, Span
from dcnn_cards.deck.kinds import faults_of, fields_of
from dcnn_cards.schedule.units import CardId, DeckName

DECK_KEYS = {
    "deck": "its name, of letters, digits, - and _: progress is kept under it",
    "title": "what it is called on the screen",
    "source": "the document it was imported from; `import` keeps it",
    "cards": "its cards, each of which begins with `- id: ...`",
}
"""The keys of a deck file, and what they mean."""

SOURCE_KEYS = ("question", "answer", "digest", "text")
MAX_CHARACTERS = 100_000_000
"""What the texts of a deck come to, each as often as an alias repeats it."""

MAX_CARDS = 1_000_000
"""Cards of one deck, those that an alias repeats included."""

MAX_DRAWN = 10_000
"""Cards of one deck that draw numbers: each is tried when the deck is read."""

MAX_LINE = 99_999_999
"""The last line that a source document may be said to have."""

_GUESSES = 50_000  # ids that those of missing cards are compared with, to guess which was meant
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LINE_NUMBER = re.compile(rf"\d{{1,{len(str(MAX_LINE))}}}")
_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,99}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a deck: where, what, and what to do about it."""

    line: int
    what: str
    fix: str = ""


class UnreadableError(Exception):
    """The problem that keeps a file from being read as a deck at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def read_nodes(root: Any) -> tuple[Deck, list[Problem]]:
    """Return the deck below the node `root`, and what is wrong with it, in the order of lines.

    Raises UnreadableError where there is no list of cards to read.
    """
    deck, problems = _Reader().deck(root)
    return deck, sorted(problems, key=lambda problem: problem.line)


class _Reader:
    """Turns nodes into a deck and gathers what is wrong on the way."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.characters = 0
        self.guesses = 0
        self.drawn = 0

    def deck(self, root: Any) -> tuple[Deck, list[Problem]]:
        if not isinstance(root, yaml.MappingNode):
            found = "a list" if isinstance(root, yaml.SequenceNode) else "a single text"
            raise UnreadableError(
                Problem(_line(root), f"not a deck: found {found}", "Expected `deck:` and `cards:`.")
            )
        fields = dict(self.fields(root, DECK_KEYS, "a deck"))
        if "cards" not in fields:
            raise UnreadableError(Problem(_line(root), "not a deck: there is no `cards:`"))
        cards, lines = self.cards(fields["cards"])
        source = dict(
            self.fields(fields["source"], ("file", "sha256"), "`source`")
            if "source" in fields
            else ()
        )
        deck = Deck(
            name=DeckName(self.text(fields.get("deck"))),
            title=self.text(fields.get("title")),
            cards=cards,
            source_file=self.text(source.get("file")) or None,
            source_sha256=self.text(source.get("sha256")) or None,
            lines=lines,
        )
        if not _ID.fullmatch(deck.name):
            where = fields.get("deck", root)
            self.problem(where, "`deck:` needs a short name of letters, digits, - and _")
        self.check_links(deck)
        return deck, self.problems

    def cards(self, node: Any) -> tuple[tuple[Card, ...], tuple[int, ...]]:
        if not isinstance(node, yaml.SequenceNode):
            raise UnreadableError(
                Problem(_line(node), "`cards:` is not a list", "Each card begins with `- id: ...`.")
            )
        if len(node.value) > MAX_CARDS:
            self.give_up(node.value[MAX_CARDS], f"more than {MAX_CARDS:,} cards")
        nodes = each("reading cards", node.value, len(node.value))
        read = [(self.card(item), _line(item)) for item in nodes]
        kept = [(card, line) for card, line in read if card]
        return tuple(card for card, _ in kept), tuple(line for _, line in kept)

    def card(self, node: Any) -> Card | None:
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, "a card is not a set of `key: value` lines", "See README: decks.")
            return None
        faults = len(self.problems)
        fields = dict(self.fields(node, CARD_KEYS, "a card"))
        read: dict[str, Any] = {"id": "", "question": ""}
        for name, reader, default, choices in _READ:
            if value_node := fields.get(name):
                value = reader(self, value_node)
                read[name] = value if value and (not choices or value in choices) else default
        card = Card(**read)
        # A field that could not be read is told once, not again as one that is missing.
        self.check_card(card, node, fields, unread=len(self.problems) > faults)
        return card

    def check_card(self, card: Card, node: Any, fields: dict[str, Any], *, unread: bool) -> None:
        """Note what is wrong with a card taken by itself."""
        if not _ID.fullmatch(card.id) and not (unread and not card.id):
            found = f"found `{card.id}`" if card.id else "found none"
            self.problem(
                fields.get("id", node),
                f"a card needs an `id` of letters, digits, - and _: {found}",
                "Choose one that says what the card is about, and keep it: progress hangs on it.",
            )
        if not (card.question or card.cloze or unread):
            self.problem(node, f"card `{card.id}` has no `question`")
        for name, choices in CHOICES.items():
            if name in fields and self.text(fields[name]) not in choices:
                words = " or ".join(f"`{choice}`" for choice in choices)
                self.problem(fields[name], f"`{name}` is {words}")
        if not unread:
            self.check_kind(card, fields)
        if card.figure and (Path(card.figure).is_absolute() or ".." in Path(card.figure).parts):
            self.problem(
                fields["figure"],
                f"`figure: {card.figure}` leads out of the deck's folder",
                "Give a path below the folder that the deck is in.",
            )

    def check_kind(self, card: Card, fields: dict[str, Any]) -> None:
        """Note what keeps a card from being one of its kind."""
        *_, named = "where", *fields_of(card)
        self.drawn += bool(card.vary)
        if self.drawn > MAX_DRAWN:
            self.give_up(fields["vary"], f"more than {MAX_DRAWN:,} cards that draw numbers")
        for what in faults_of(card) if named in fields else ():
            self.problem(fields[named], what, "See dcnn-cards help deck.")

    def check_links(self, deck: Deck) -> None:
        """Note ids that occur twice, and `follows` that lead nowhere or in a circle."""
        lines: dict[CardId, int] = {}
        for card, line in zip(deck.cards, deck.lines, strict=True):
            if card.id in lines:
                what = f"the id `{card.id}` is taken by the card in line {lines[card.id]}"
                self.problems.append(Problem(line, what, "Give one of the two another id."))
            lines.setdefault(card.id, line)
        follows = {card.id: card.follows for card in deck.cards}
        sound: set[CardId] = set()
        for card, line in zip(deck.cards, deck.lines, strict=True):
            if card.follows and card.follows not in lines:
                fix = _nearest(card.follows, lines) if self.guesses < _GUESSES else ""
                self.guesses += len(lines)
                what = f"card `{card.id}` follows `{card.follows}`, which is not in the deck"
                self.problems.append(Problem(line, what, fix))
            chain: dict[CardId, int] = {}
            at: CardId | None = card.id
            while at and at not in sound and at not in chain:
                chain[at] = len(chain)
                at = follows.get(at)
            if at in chain:
                circle = " → ".join([*list(chain)[chain[at] :], at])
                what = f"`follows` goes in a circle: {circle}"
                self.problems.append(Problem(line, what, "Take one `follows` of the circle out."))
            sound.update(chain)

    def fields(self, node: Any, known: Collection[str], owner: str) -> Iterator[tuple[str, Any]]:
        """Yield the keys and value nodes of a mapping; note unknown and repeated keys."""
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, f"{owner} is not a set of `key: value` pairs")
            return
        seen: dict[str, int] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name not in known:
                fix = _nearest(name, known) or f"{owner.capitalize()} has {', '.join(known)}."
                self.problem(key, f"unknown key `{name}` in {owner}", fix)
            elif name in seen:
                self.problem(key, f"`{name}` stands here for the second time (line {seen[name]})")
            else:
                seen[name] = _line(key)
                yield name, value

    def source(self, node: Any) -> Source | None:
        fields = dict(self.fields(node, SOURCE_KEYS, "`source` of a card"))
        question = self.span(fields.get("question"))
        if question is None:
            self.problem(node, "`source` needs `question: [first line, last line]`")
            return None
        answer = self.span(fields.get("answer")) if "answer" in fields else None
        digest, text = self.text(fields.get("digest")), self.text(fields.get("text"))
        return Source(question, answer, digest, text)

    def span(self, node: Any) -> Span | None:
        numbers = self.texts(node)
        if len(numbers) == 2 and all(map(_LINE_NUMBER.fullmatch, numbers)):
            first, last = int(numbers[0]), int(numbers[1])
            if 1 <= first <= last:
                return Span(first, last)
        if node is not None:
            what = f"lines of the source are `[first, last]`, counted from 1 to {MAX_LINE:,}"
            self.problem(node, what)
        return None

    def text(self, node: Any) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.problem(node, "expected text, found a list or keys", "Put the text under `|`.")
            return ""
        value = str(node.value)
        self.characters += len(value) + 1  # even the empty one is kept
        if self.characters > MAX_CHARACTERS:
            self.give_up(node, f"the texts up to here have more than {MAX_CHARACTERS:,} characters")
        if found := _CONTROL.search(value) or ("\t" in value and node.style == '"'):
            what = "a tab" if found is True else f"the control character 0x{ord(found[0]):02X}"
            fix = r"In double quotes YAML reads \frac and \theta as escapes: put LaTeX under `|`."
            self.problem(node, f"the text holds {what}", fix)
        # An empty value and `null` mean the same; a quoted "null" is a word.
        empty = node.tag == "tag:yaml.org,2002:null" and not node.style
        return "" if empty else value.strip("\n")

    def texts(self, node: Any) -> tuple[str, ...]:
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.problem(node, "expected a list such as `[a, b]`")
            return ()
        return tuple(self.text(item) for item in node.value)

    def steps(self, node: Any) -> tuple[str, ...]:
        return (self.text(node),) if isinstance(node, yaml.ScalarNode) else self.texts(node)

    def pairs(self, node: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, "expected names with values such as {n: 5..64, f: [1, 3]}")
            return ()
        return tuple((self.text(name), self.value(value)) for name, value in node.value)

    def value(self, node: Any) -> str:
        listed = isinstance(node, yaml.SequenceNode)
        return ", ".join(self.texts(node)) if listed else self.text(node)

    def truth(self, node: Any) -> bool:
        word = self.text(node).lower()
        if word not in ("", "true", "false"):
            self.problem(node, f"expected `true` or `false`, found `{word}`")
        return word == "true"

    def give_up(self, node: Any, what: str) -> NoReturn:
        fix = "A deck has room for no more; an alias counts as what it repeats."
        raise UnreadableError(Problem(_line(node), what, fix))

    def problem(self, node: Any, what: str, fix: str = "") -> None:
        self.problems.append(Problem(_line(node), what, fix))


_READERS: Mapping[Kind, Callable[[_Reader, Any], Any]] = {
    Kind.TEXT: _Reader.text,
    Kind.CHOICE: _Reader.text,
    Kind.WORDS: _Reader.texts,
    Kind.STEPS: _Reader.steps,
    Kind.PAIRS: _Reader.pairs,
    Kind.TRUTH: _Reader.truth,
    Kind.SOURCE: _Reader.source,
}
_READ = [(field.name, _READERS[field.kind], field.default, field.choices) for field in FIELDS]


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1 if node is not None else 1


def _nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint at the known word that `word` may have been meant for, or ""."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else ""
