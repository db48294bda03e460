"""Names for cards, and digests that tell whether a card or its source has changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Sequence

from dcnn_cards.deck.card import Span
from dcnn_cards.markup import formulas, masked
from dcnn_cards.schedule.units import CardId

_ID_WORDS = 4
_LONGEST_STEM = 90  # an id has at most 100 characters, those of a number behind it among them
_DIGEST_DIGITS = 12  # 48 bits: no chance collision among the cards of a deck
# Words that tell no question from another.
_COMMON = frozenset(
    """a about an and any are as at be by can could define describe do does draw each explain for
    from give given had has have how if in into is it its itself let made make name of on one or
    our prove s should so some state t take that the their them then there these they this those to
    two use used using was we were what when where which who why will with would write down you
    your""".split()
)


def card_id(prefix: str, question: str, taken: Container[str]) -> CardId:
    """Return a readable id that is not in `taken`: "w8a-alternative-formulation-momentum".

    It is made of the question's first telling words, so that it says what the card is about, and
    of a number where another card has the same. The letters of formulas count where there are
    fewer than two such words.
    """
    words = _words(masked(question, lambda _: " "))
    telling = [word for word in words if word not in _COMMON]
    if len(telling) < 2:
        telling += [word for formula in formulas(question) for word in _words(formula.latex)]
    telling = telling or words or ["formula"]
    stem = "-".join([*([prefix] if prefix else []), *telling[:_ID_WORDS]])[:_LONGEST_STEM]
    return CardId(stem if stem not in taken else f"{stem}-{_free(stem, taken)}")


def _free(stem: str, taken: Container[str]) -> int:
    """A number that makes an id of its own: the first, where those before it were given in turn.

    It is not counted up to, since thousands of cards may ask the same.
    """
    least, free = 1, 2
    while f"{stem}-{free}" in taken:
        least, free = free, 2 * free
    while free - least > 1:
        middle = (least + free) // 2
        if f"{stem}-{middle}" in taken:
            least = middle
        else:
            free = middle
    return free


def _words(text: str) -> list[str]:
    """Return words in lower case; one with a hyphen, such as R-CNN, stays whole."""
    return re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", text.lower().replace("'", ""))


def id_prefix(week: str | None, section: str) -> str:
    """Return what the ids of a section begin with: "w8a", or the first word of its title."""
    if week:
        return f"w{week}"
    words = re.findall(r"[a-z0-9]+", section.lower())
    return words[0] if words else ""


def digest(lines: Iterable[str]) -> str:
    """Return a short digest of `lines` that blank lines and spaces around a line do not change."""
    text = "\n".join(stripped for line in lines if (stripped := line.strip()))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_DIGITS]


def source_digest(document: Sequence[str], question: Span, answer: Span | None) -> str:
    """Return the digest of a card's own lines in `document`, its lines from the first on."""
    spans = [question] if answer in (None, question) else [question, answer]
    return digest(line for span in spans if span for line in document[span.first - 1 : span.last])
