"""A card of a deck as a note of Anki: its texts as HTML, where it stands as tags.

A card is one note. What it makes to review is in the note's cards: a card asked both ways has two
templates, one with parts to be recalled is a cloze. Steps are the items of a list; ideas within
them, which are asked for by themselves too, are a note of their own. Of a card that is asked anew
each time, numbers or the order of its choices, the note has the first draw.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape
from pathlib import PurePath
from typing import Any, NamedTuple

from dcnn_cards.deck.anki.form import Note, NoteType
from dcnn_cards.deck.anki.looks import BASIC, CLOZE, REVERSED
from dcnn_cards.deck.anki.mathematics import mathjax
from dcnn_cards.deck.card import PAIRS, Card, Deck, Source, Span
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.following import followed
from dcnn_cards.deck.kinds import cloze, drawn, kind_of, steps
from dcnn_cards.deck.writing import card_fields
from dcnn_cards.digest import digest
from dcnn_cards.errors import CardsError
from dcnn_cards.markup.html import as_html
from dcnn_cards.schedule.units import CardId
from dcnn_cards.signs import harmless
from dcnn_cards.typeset import cell_len, is_readable

# Where a part to be recalled begins and ends while the text around it is made HTML: signs for
# private use, of which a text that comes in has none. The number of the part is in its opening.
_WORDS, _LATEX, _HINT, _END = 0xE100, 0xE200, "\ue001", "\ue002"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PART = re.compile("([\ue100-\ue2ff])([^\ue001\ue002]*)(?:\ue001([^\ue002]*))?\ue002")
_OF_FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]|\}\}|::", re.DOTALL)
_STRUCK = re.compile(r"~~(.+?)~~")
_BLANKS = re.compile(r"\s+")


IDEAS = "#ideas"
"""What the guid of a note ends with that has the ideas in the steps of a card."""


class Made(NamedTuple):
    """A note, and what each of its cards is in the deck, by its number in the note."""

    note: Note
    cards: dict[int, CardId]


class NoteMaker:
    """Makes notes of the cards of one deck, as its file has them."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self._find: Callable[[CardId], Card | None] = {card.id: card for card in deck.cards}.get
        self._document = PurePath(deck.source_file).name if deck.source_file else ""

    def notes(self, card: Card) -> Iterator[Made]:
        """Yield the note of `card`, and one for the ideas in its steps if there are any."""
        kind = kind_of(card)
        items = kind.items(card) if kind else (card,)
        if card.cloze:
            yield self._cloze(card, card, items, guid_of(self._deck, card))
            return
        asked = _as_asked(items[0])
        note = self._note(
            card, asked, REVERSED if card.reversed else BASIC, guid_of(self._deck, card)
        )
        if card.reversed:
            yield Made(note, dict(enumerate(item.id for item in items)))
            return
        yield Made(note, {0: items[0].id})
        if hidden := items[1:]:
            text = card.replace(cloze=steps.ideas(card), answer="", added="", correction="",
                                corrected="", note="")  # fmt: skip
            yield self._cloze(card, text, hidden, f"{guid_of(self._deck, card)}{IDEAS}")

    def _cloze(self, base: Card, asked: Card, items: Sequence[Card], guid: str) -> Made:
        numbered = {int(item.id.rpartition("#c")[2]) - 1: item.id for item in items}
        return Made(self._note(base, asked, CLOZE, guid), numbered)

    def _note(self, base: Card, asked: Card, kind: NoteType, guid: str) -> Note:
        said = {
            "Text": with_clozes(asked.cloze) if kind.cloze else "",
            "Question": html_of(asked.asked),
            "Answer": html_of(asked.learned),
            "Context": self._context(asked),
            f"{asked.figure_on.capitalize()} figure": self._figure(asked),
            "Added": html_of(asked.added),
            "Source says": _source_says(asked),
            "Correction": html_of(asked.correction),
            "Note": html_of(asked.note),
            "Source": escape(self._place(asked), quote=False),
        }
        shown = [said.get(name, "") for name in kind.fields[:-1]]
        kept = escape(f"{digests(shown)}\n  - {as_data(base)}", quote=False)
        kept = kept.replace("{{", "{&#123;")  # Anki looks for parts of a cloze in every field
        return Note(guid, kind, (*shown, kept), self._tags(base))

    def _context(self, card: Card) -> str:
        """What the question needs: its `context`, else what it follows on."""
        before = followed(card, self._find)
        if card.context or not before:
            return html_of(card.context)
        texts = [each.asked for each in before if not each.cloze]
        texts.append(cloze.opened(before[-1].cloze) or _as_asked(before[-1]).learned)
        return "".join(f"<div>{html_of(text)}</div>" for text in texts if text)

    def _figure(self, card: Card) -> str:
        try:
            figure = harmless(read_figure(self._deck, card))
        except CardsError as error:
            return escape(f"({error.what})", quote=False)
        if not figure:
            return ""
        columns = max(map(cell_len, figure.split("\n")))
        drawing = escape(figure.expandtabs(4), quote=False)
        return f'<pre class="figure" style="--columns: {max(20, columns)}">{drawing}</pre>'

    def _place(self, card: Card) -> str:
        """The lines of the document that it was made of, and its id."""
        named = f"{self._deck.name}/{card.whole}"
        if not (card.source and self._document):
            return named
        first, last = card.source.question.first, (card.source.answer or card.source.question).last
        lines = f"line {first}" if first == last else f"lines {first}-{last}"
        return f"{self._document}, {lines} · {named}"

    def _tags(self, card: Card) -> tuple[str, ...]:
        named = {"week": card.week, "section": card.section, "topic": card.topic}
        tags = [f"{name}::{value}" for name, value in named.items() if value]
        tags += [f"tag::{tag}" for tag in card.tags]
        return tuple(_tag(f"{self._deck.name}::{tag}") for tag in tags)


def guid_of(deck: Deck, card: Card) -> str:
    """Return what stands for a card in every collection that its note comes to.

    A card that came from Anki has the guid of its note there.
    """
    return card.anki.rpartition(" ")[0] or f"{deck.name}/{card.whole}"


def as_data(card: Card) -> str:
    """Return a card as its deck file has it, as JSON, which a deck file may have, too."""
    fields = {name: _plain(name, value) for name, value in card_fields(card).items()}
    return json.dumps(fields, ensure_ascii=False)


def _plain(name: str, value: Any) -> Any:
    """The value of a field of a card as JSON has it; a tab in quotes is an error in a deck."""
    if isinstance(value, Source):
        said = {field: getattr(value, field) for field in ("question", "answer", "digest", "text")}
        return {
            field: [each.first, each.last] if isinstance(each, Span) else each
            for field, each in said.items() if each
        }  # fmt: skip
    if isinstance(value, tuple):
        return dict(value) if name in PAIRS else [_plain("", each) for each in value]
    return value.replace("\t", "    ") if isinstance(value, str) else value


@lru_cache(maxsize=512)  # a card that is followed is shown by those which follow, too
def html_of(text: str) -> str:
    """Return a text of a card as HTML, with its formulas for MathJax."""
    text = cloze.in_plain_latex(text)
    return as_html(harmless(_PRIVATE.sub("\ufffd", text)), mathjax, is_readable) if text else ""


def with_clozes(text: str) -> str:
    """Return a text with parts to be recalled as HTML, with `{{c1::part::hint}}` for each."""

    def said(part: cloze.Part) -> str:
        opening = chr((_LATEX if part.in_formula else _WORDS) + part.number)
        return f"{opening}{part.body}{_HINT * bool(part.hint)}{part.hint}{_END}"

    html = as_html(cloze.with_parts(_PRIVATE.sub("\ufffd", text), said), mathjax, is_readable)
    return _PART.sub(_cloze_of, html)


def digests(fields: Sequence[str]) -> str:
    """Return what tells whether a field was edited in Anki: a digest of each, in one line."""
    return " ".join(digest(_BLANKS.sub(" ", field).strip().encode())[:8] for field in fields)


def _as_asked(card: Card) -> Card:
    """A card as it is asked; of one that is asked anew each time, its first draw."""
    first = drawn(card, 0)
    return first.card if first else card


def _source_says(card: Card) -> str:
    """The source's own words where they are not what is learned, with what differs marked."""
    from dcnn_cards.deck.differences import LACKING, STRUCK, marked

    pairs = ((card.question, card.corrected_question), (card.answer, card.corrected))
    texts = [marked(words, right) for words, right in pairs if words and right]
    different = [text for text in texts if STRUCK in text or LACKING in text]
    shown = (_STRUCK.sub(r"<del>\1</del>", html_of(text)) for text in different)
    return "".join(f"<div>{each}</div>" for each in shown)


def _cloze_of(part: re.Match[str]) -> str:
    sign, body, hint = part.groups()
    number = ord(sign) % 0x100
    spaced = _in_formula if ord(sign) >= _LATEX else _in_words
    said = f"::{spaced(hint)}" if hint else ""
    return f"{{{{c{number}::{spaced(body)}{said}}}}}"


def _in_formula(latex: str) -> str:
    """LaTeX whose braces and colons end no part: apart, which LaTeX does not mind."""
    return re.sub(r"\}(?=\}|$)", "} ", latex).replace("::", ":{:}")


def _in_words(html: str) -> str:
    """The same for words, in which these signs are written otherwise, and formulas among them."""

    def apart(found: re.Match[str]) -> str:
        if found[0] in ("}}", "::"):
            return f"{found[0][0]}&#{ord(found[0][0])};"
        return _in_formula(found[0])

    spaced = _OF_FORMULA.sub(apart, html)
    return f"{spaced[:-1]}&#125;" if spaced.endswith("}") else spaced


def _tag(words: str) -> str:
    return _BLANKS.sub("_", harmless(words).strip())
