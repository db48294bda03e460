"""The notes of a package as cards of a deck.

A note that was written here has the card in a field, and comes back as it was, but for the fields
that were edited in Anki. Of any other note the templates are followed: each card that it makes is
one here, two that ask for each other are one that is asked both ways, and a cloze stays one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from dcnn_cards.deck.anki.form import Note
from dcnn_cards.deck.anki.looks import BASE, OWN
from dcnn_cards.deck.anki.notes import IDEAS, digests
from dcnn_cards.deck.anki.reading import FoundNote
from dcnn_cards.deck.anki.templates import FRONT, rendered, uses
from dcnn_cards.deck.anki.words import PRIVATE, Words, words_of
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import faults_of
from dcnn_cards.deck.reading import parse_deck
from dcnn_cards.digest import digest
from dcnn_cards.markup import Formula, read
from dcnn_cards.schedule.units import PART, CardId

_HEAD = "deck: one\ntitle: ''\ncards:\n"
_RULE = re.compile(r"<hr\b[^<>]*\bid\s*=\s*[\"']?answer\b[^<>]*>", re.IGNORECASE)
_FIGURE = re.compile(r'<pre class="figure"[^>]*>(?P<drawing>[^<]*)</pre>')
_TAG = re.compile(r"<[^<>]*>")
_OPEN = re.compile(r"\{\{c(?P<number>\d{1,3})[\d,]*::")
_HINT, _END = "\ue002", "\ue003"
_SIGNED = re.compile(
    "([\ue100-\ue4ff])([^\ue002\ue003\ue100-\ue4ff]*)(?:\ue002([^\ue003]*))?\ue003"
)
_FIRST_SIGN = 0xE100
_OCCLUSION = "image-occlusion:"

# Fields of a note of ours that may be edited in Anki, and what they are of a card.
_EDITED = {"Added": "added", "Correction": "correction", "Note": "note", "Text": "cloze"}

Place = Callable[[str], str]
"""Returns where a file among the media is to be found, beside the deck."""


class Draft(NamedTuple):
    """A card that a note makes, before it has an id.

    `parts` says what each card of the note is of it: "" for itself, or the name of a part.
    `edited` are the fields that were edited in Anki, of a card that was written here as `base`, and
    `figure` is the drawing that it showed.
    """

    card: Card
    parts: Mapping[int, str]
    media: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    base: Card | None = None
    edited: Mapping[str, str] = {}
    figure: str = ""


def own_cards(notes: Iterable[Note]) -> dict[str, Card]:
    """Return the cards that these notes were written of here, by guid; those that can be read."""
    kept = {
        note.guid: unescape(note.fields[-1]).partition("\n")[2]
        for note in notes
        if note.kind.name.startswith(OWN) and note.kind.fields[-1:] == (BASE,)
        and not note.guid.endswith(IDEAS)
    }  # fmt: skip
    cards = _parsed(kept.values())
    if cards is None:  # one of them is none: one by one
        each = {guid: _parsed([text]) for guid, text in kept.items()}
        return {guid: found[0] for guid, found in each.items() if found and _is_of(guid, found[0])}
    pairs = zip(kept, cards, strict=True)
    return {guid: card for guid, card in pairs if _is_of(guid, card)}


def _parsed(texts: Iterable[str]) -> list[Card] | None:
    """The cards of texts that have one each, None if one has not. They may follow any card."""
    texts = list(texts)
    deck, problems = parse_deck(_HEAD + "\n".join(texts))
    if deck is None or len(deck.cards) != len(texts):
        return None
    if any("which is not in the deck" not in problem.what for problem in problems):
        return None
    return list(deck.cards)


def _is_of(guid: str, card: Card) -> bool:
    return guid.partition("/")[2] == card.id


def drafts(found: FoundNote, own: Card | None, place: Place) -> list[Draft]:
    """Return the cards that a note makes; `own` is the one that it was written of here."""
    if own is not None:
        return [_own(found, own, place)]
    kind = found.note.kind
    if kind.cloze:
        return _of_cloze(found, place)
    made = [
        _plain(found, ord_, place) for ord_ in sorted(found.cards) if ord_ < len(kind.templates)
    ]
    if len(made) == 2 and _ask_for_each_other(*(draft.card for draft in made)):
        first, second = made
        (one,), (other,) = first.parts, second.parts
        return [
            first._replace(card=first.card.replace(reversed=True), parts={one: "", other: "back"})
        ]
    return made


def text_digest(card: Card) -> str:
    """Return what tells whether the text of a card was edited since it was imported."""
    texts = card.question, card.answer, card.cloze, card.added, card.note, str(card.reversed)
    return digest("\x1f".join(texts).encode())[:12]


def _own(found: FoundNote, base: Card, place: Place) -> Draft:
    note = found.note
    was = unescape(note.fields[-1]).partition("\n")[0].split(" ")
    shown = note.fields[:-1]
    now = digests(shown).split(" ")
    changed = [
        name for name, old, new in zip(note.kind.fields, was, now, strict=False) if old != new
    ]
    keys = dict(_EDITED)
    keys["Question"] = "corrected_question" if base.corrected_question else "question"
    if not (base.steps or base.vary or base.choices):
        keys["Answer"] = "corrected" if base.corrected else "answer"
    fields = dict(zip(note.kind.fields, shown, strict=False))
    edited: dict[str, str] = {}
    lost: list[str] = []
    media: list[str] = []
    for name in changed:
        if name not in keys:
            lost.append(f"an edit of the field {name}")
            continue
        words = (
            _with_parts(fields[name], place)[0] if name == "Text" else words_of(fields[name], place)
        )
        edited[keys[name]] = words.text
        media += words.media
        lost += words.lost
    card = base.replace(**edited)
    if edited and faults_of(card):
        edited, card = {}, base
        lost.append("an edit that would leave the card unsound")
    if base.cloze:
        parts = {ord_: f"c{ord_ + 1}" for ord_ in found.cards}
    else:
        parts = {ord_: "back" if ord_ else "" for ord_ in found.cards}
    drawing = _FIGURE.search(fields.get(f"{base.figure_on.capitalize()} figure", ""))
    figure = unescape(drawing["drawing"]) if drawing and base.figure else ""
    return Draft(card, parts, tuple(media), tuple(lost), base, edited, figure)


def _plain(found: FoundNote, ord_: int, place: Place) -> Draft:
    """A card by its template."""
    template, fields = found.note.kind.templates[ord_], _fields(found.note)
    hints = [fields.get(name, "") for name in uses(template.question, "hint")]

    def asked(field: str, filters: Sequence[str]) -> str:
        return "" if {"type", "hint"} & set(filters) else _shown(fields, field, filters)

    def told(field: str, filters: Sequence[str]) -> str:
        return _shown(fields, field, filters)

    question = rendered(template.question, fields, asked)
    answer = rendered(template.answer, fields, told)
    behind = _RULE.split(answer, maxsplit=1)[-1]
    if FRONT in (piece for piece in _names(template.answer)):
        behind = _RULE.sub("", answer)
    elif behind == answer and answer.strip().startswith(question.strip()):
        behind = answer.strip()[len(question.strip()) :]
    words = [words_of(html, place) for html in (question, behind, "<br>".join(filter(None, hints)))]
    asking, answering, hint = (each.text for each in words)
    card = Card(CardId(""), asking, answering, note=f"Hint: {hint}" if hint else "")
    return Draft(card, {ord_: ""}, *_with(words))


def _names(template: str) -> list[str]:
    return [name.strip() for name in re.findall(r"\{\{([^{}#^/!]*)\}\}", template)]


def _of_cloze(found: FoundNote, place: Place) -> list[Draft]:
    """A cloze; as plain cards where a deck cannot have it as one."""
    note = found.note
    template, fields = note.kind.templates[0], _fields(note)
    texts = [fields.get(name, "") for name in uses(template.question, "cloze")]
    if any(_OCCLUSION in text for text in texts):
        return [Draft(Card(CardId(""), ""), {}, lost=("image occlusion",))]

    def around(field: str, filters: Sequence[str]) -> str:
        return "" if "cloze" in filters else _shown(fields, field, filters)

    text, nested = _with_parts("<br><br>".join(texts), place)
    above = words_of(rendered(template.question, fields, around), place)
    below = words_of(_RULE.sub("", rendered(template.answer, fields, around)), place)
    added = below.text.removeprefix(above.text).strip()
    media, lost = _with([text, above, below])
    lost = (*lost, *("a part within a part of a cloze",) * nested)
    card = Card(CardId(""), above.text, cloze=text.text, added=added)
    if not faults_of(card):
        return [Draft(card, {ord_: f"c{ord_ + 1}" for ord_ in found.cards}, media, lost)]
    drafts = []
    for ord_ in sorted(found.cards):
        asked, hidden = _hidden("<br><br>".join(texts), ord_ + 1)
        question, answer = words_of(asked, place), words_of("<br>".join(hidden), place)
        together = "\n\n".join(filter(None, (above.text, question.text)))
        plain = Card(CardId(""), together, answer.text, added=added)
        drafts.append(Draft(plain, {ord_: ""}, media, (*lost, "the form of a cloze")))
    return drafts


def _with_parts(html: str, place: Place) -> tuple[Words, int]:
    """A text with `{{c1::...}}`, in formulas `\\cloze`; how many parts were within others."""
    signed, nested = _signed(PRIVATE.sub("\ufffd", html))
    words = words_of(signed, place, signed=True)
    return words._replace(text=_unsigned(words.text)), nested


def _signed(html: str) -> tuple[str, int]:
    """HTML with signs in place of what opens and closes its parts, which hold no others."""
    made: list[str] = []
    at = nested = 0
    open_ = 0  # how many parts are
    hinted = False
    while at < len(html):
        opening = _OPEN.match(html, at)
        if opening:
            nested += open_ > 0
            if not open_:
                made.append(chr(_FIRST_SIGN + min(int(opening["number"]), 999)))
                hinted = False
            open_ += 1
            at = opening.end()
        elif open_ and html.startswith("}}", at):
            open_ -= 1
            made.append("" if open_ else _END)
            at += 2
        elif open_ == 1 and not hinted and html.startswith("::", at):
            made.append(_HINT)
            hinted = True
            at += 2
        else:
            made.append(html[at])
            at += 1
    return "".join(made), nested


def _unsigned(text: str) -> str:
    """A text with parts as a deck has them in place of the signs."""
    document = read(text)
    spans = [(each.start, each.end) for each in document.formulas if isinstance(each, Formula)]

    def part(found: re.Match[str]) -> str:
        number, body, hint = ord(found[1]) - _FIRST_SIGN, found[2].strip(), (found[3] or "").strip()
        if any(start <= found.start() < end for start, end in spans):
            return rf"\cloze[{number}]{{{body}}}{{{hint}}}"
        return f"{{{{c{number}::{body}{'::' * bool(hint)}{hint}}}}}"

    return PRIVATE.sub("", _SIGNED.sub(part, document.text))


def _hidden(html: str, number: int) -> tuple[str, list[str]]:
    """HTML with the parts of one number hidden, and these."""
    signed, _ = _signed(PRIVATE.sub("\ufffd", html))
    parts: list[str] = []

    def part(found: re.Match[str]) -> str:
        if ord(found[1]) - _FIRST_SIGN != number:
            return found[2]
        parts.append(found[2])
        return f"[{found[3] or '...'}]"

    return PRIVATE.sub("", _SIGNED.sub(part, signed)), parts


def _fields(note: Note) -> dict[str, str]:
    return dict(zip(note.kind.fields, note.fields, strict=True))


def _shown(fields: Mapping[str, str], field: str, filters: Sequence[str]) -> str:
    """What is shown of a field; what Anki itself says of a card is not part of it."""
    value = fields.get(field, "")
    return unescape(_TAG.sub("", value)).replace("<", "&lt;") if "text" in filters else value


def _with(words: Iterable[Words]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The media of several texts, and what was lost of them."""
    words = list(words)
    media = dict.fromkeys(name for each in words for name in each.media)
    lost = dict.fromkeys(what for each in words for what in each.lost)
    return tuple(media), tuple(lost)


def _ask_for_each_other(one: Card, other: Card) -> bool:
    same = (one.question, one.answer) == (other.answer, other.question)
    return same and bool(one.answer) and one.note == other.note == ""


def named(card: CardId, part: str) -> CardId:
    """Return the id of a part of a card, or of the card itself."""
    return CardId(f"{card}{PART}{part}") if part else card


def where(deck: str) -> tuple[str, str]:
    """Return the first name of a deck of Anki's, and the rest of it."""
    first, _, rest = deck.partition("::")
    return first, rest.replace("::", " · ")
