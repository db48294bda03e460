"""Answers in words: which words are there, misspelt, missing, and in what order."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dcnn_cards.judging.verdict import DiffPiece, Mark
from dcnn_cards.signs import visible

STOP_WORDS = frozenset(
    """a an the of to in on at by for from with as is are was were be been it its this that these
    those and or so then than which we you they i he she can will would do does did has have had
    there our your their one also into when if such very more each all any some use used using
    about just but what how s etc""".split()
)
"""Words that say little of whether an answer was known."""

NEGATIONS = frozenset("not no never without none cannot neither nor".split())
"""Words that turn a meaning round."""

STOP_WEIGHT = 0.15
NUMBER_WEIGHT = 1.5
MISSPELT = 0.9
"""What a misspelt word counts for, of its weight."""

IN_ORDER = 0.75
"""The share of words in order that an answer with arrows or inclusions needs, 0 to 1."""

MAX_COMPARISONS = 20_000
"""Pairs of words whose spelling is compared."""

# Words that differ in nothing but these are opposites, not misspelt.
_OPPOSITES = (
    ("intra", "inter"), ("in", "de"), ("im", "ex"), ("max", "min"), ("over", "under"), ("en", "de"),
    ("", "un"), ("", "in"), ("", "im"), ("", "non"), ("", "dis"), ("up", "down"), ("pre", "post"),
    ("", "bi"), ("", "de"), ("low", "high"),
)  # fmt: skip
_ORDERED = re.compile(r"[⊂⊃⊆→←<>]|->")
_RISING = re.compile(r"[⊂⊆<]")
_FALLING = re.compile(r"[⊃⊇]|(?<!-)>")
_WORD = re.compile(r"[^\W_]+(?:\.[0-9]+)*")
# Scripts in which marks on a letter help to read it, and may be left out; in all others, such as
# those of India and Japan, a mark makes another letter.
_LENIENT = ("LATIN ", "GREEK ", "HEBREW ")
# Vowels and lengths of Arabic; hamza and madda make other letters.
_HARAKAT = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640")
# In Cyrillic a stress, and the two dots of ё, which are seldom written.
_STRESS = frozenset("\u0300\u0301")
_CONTRACTED = re.compile(
    r"\bcan['’]?t\b|n['’]t\b|(?<=\bdo)nt\b|(?<=\bdoes)nt\b|(?<=\bis)nt\b|(?<=\bwo)nt\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like the card's answer a typed one is.

    `score` is 0 to 1, `missing` and `extra` the words of weight that one has and the other has not.
    `negated` tells whether one of the two turns the meaning round and the other does not. `words`
    is how many words of weight the card's answer has.
    """

    score: float
    diff: tuple[DiffPiece, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    negated: bool
    words: int


def likeness(expected: str, typed: str) -> Likeness:
    """Compare two texts without markup."""
    if _RISING.search(expected) and not _RISING.search(typed):
        # A > B says what B < A says.
        typed = " ".join(reversed(_FALLING.split(typed)))
    wanted, given = words(expected), words(typed)
    wanted_keys = [_key(word) for word in wanted]
    given_keys = [_key(word) for word in given]
    matches = _matches(wanted, given)
    weights = [_weight(key) for key in wanted_keys]
    if all(weight == STOP_WEIGHT for weight in weights):
        weights = [1.0] * len(weights)
    total = sum(weights)
    found = sum(weights[at] * (1.0 if exact else MISSPELT) for at, (_, exact) in matches.items())
    recall = found / total if total else 0.0
    taken = {place for place, _ in matches.values()}
    spare = sum(_weight(key) for at, key in enumerate(given_keys) if at not in taken)
    precision = found / (found + spare) if found else 0.0
    score = 5 * precision * recall / (4 * precision + recall) if found else 0.0
    order = _in_order([matches[at][0] for at in sorted(matches)])
    if _ORDERED.search(expected) and order < IN_ORDER:
        score = min(score, 0.4)
    else:
        score *= 0.9 + 0.1 * order
    return Likeness(
        score=min(1.0, score),
        diff=_diff(wanted, given, matches),
        missing=tuple(
            word
            for at, word in enumerate(wanted)
            if at not in matches and weights[at] > STOP_WEIGHT
        ),
        extra=tuple(
            word
            for at, word in enumerate(given)
            if at not in taken and _weight(given_keys[at]) > STOP_WEIGHT
        ),
        negated=_negative(wanted_keys) != _negative(given_keys),
        words=sum(weight > STOP_WEIGHT for weight in weights),
    )


def words(text: str) -> list[str]:
    """Return the words of a text as they are written; marks and signs between them are none."""
    text = _CONTRACTED.sub(" not ", unicodedata.normalize("NFKC", text))
    return _WORD.findall(text) if text.isascii() else _marked_words(visible(text))


def _marked_words(text: str) -> list[str]:
    """The words of a text of any script: a mark belongs to the letter before it."""
    # For the pattern a mark is a letter, as its neighbour is.
    plain = "".join("x" if unicodedata.category(sign)[0] == "M" else sign for sign in text)
    return [text[match.start() : match.end()] for match in _WORD.finditer(plain)]


def _key(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return _stem(word.lower())
    return _stem(_without_accents(unicodedata.normalize("NFKD", word.casefold())) or word)


def _without_accents(apart: str) -> str:
    """A decomposed word without the marks that may be left out in its script."""
    kept, letter = [], ""
    for sign in apart:
        if unicodedata.category(sign)[0] != "M":
            letter = "" if sign in _HARAKAT else sign
            kept.append(letter)
        elif not _may_be_left_out(sign, letter):
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def _may_be_left_out(mark: str, letter: str) -> bool:
    name = unicodedata.name(letter, "") if letter else ""
    if name.startswith("CYRILLIC "):
        return mark in _STRESS or (mark == "\u0308" and letter == "е")
    return mark in _HARAKAT or name.startswith(_LENIENT)


def _stem(key: str) -> str:
    """A word without its ending, roughly: learns, learned and learning are one."""
    if not key.isascii() or key in STOP_WORDS or key in NEGATIONS:
        return key
    if len(key) > 4 and key.endswith("s") and not key.endswith(("ss", "us", "is")):
        key = key[:-2] if key.endswith(("sses", "xes", "ches", "shes")) else key[:-1]
    for ending in ("ing", "ed"):
        if key.endswith(ending) and len(key) - len(ending) >= 4:
            key = key.removesuffix(ending)
            break
    return key.removesuffix("e") if len(key) > 4 else key


def _weight(key: str) -> float:
    if key in STOP_WORDS:
        return STOP_WEIGHT
    return NUMBER_WEIGHT if key[0].isdigit() or key in NEGATIONS else 1.0


def _negative(keys: Sequence[str]) -> bool:
    return any(key in NEGATIONS for key in keys)


def _matches(
    wanted_words: Sequence[str], given_words: Sequence[str]
) -> dict[int, tuple[int, bool]]:
    """For each wanted word that was given: where, and whether it is spelt the same."""
    wanted, given = [_key(word) for word in wanted_words], [_key(word) for word in given_words]
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(given):
        places[key].append(at)
    found: dict[int, tuple[int, bool]] = {}
    for at, key in enumerate(wanted):
        if places.get(key):
            found[at] = (places[key].pop(0), True)
    _join(wanted_words, given_words, found, {place for left in places.values() for place in left})
    taken = {place for place, _ in found.values()}
    free = [place for place in range(len(given)) if place not in taken]
    comparisons = 0
    for at, key in enumerate(wanted):
        if at in found or key in STOP_WORDS:
            continue
        for place in free:
            comparisons += 1
            if comparisons > MAX_COMPARISONS:
                return found
            if misspelt(key, given[place]):
                found[at] = (place, False)
                free.remove(place)
                break
    return found


def _join(
    wanted: Sequence[str],
    given: Sequence[str],
    found: dict[int, tuple[int, bool]],
    free: set[int],
) -> None:
    """Add to the matches words that one text joins and the other writes apart."""
    pairs = {_key(given[at] + given[at + 1]): at for at in free if at + 1 in free}
    singles = {_key(given[at]): at for at in free}
    for at, word in enumerate(wanted):
        if at in found:
            continue
        if (place := pairs.get(_key(word))) is not None:
            found[at] = (place, True)
        elif at + 1 < len(wanted) and at + 1 not in found:
            place = singles.get(_key(word + wanted[at + 1]))
            if place is not None:
                found[at] = found[at + 1] = (place, True)


def misspelt(wanted: str, given: str) -> bool:
    """Tell whether `given` is `wanted` with a slip or two; the opposite of a word is not."""
    allowed = 0 if len(wanted) < 4 else 1 if len(wanted) < 8 else 2
    if not allowed or abs(len(wanted) - len(given)) > allowed or not wanted.isalpha():
        return False
    return distance(wanted, given, allowed) <= allowed and not _opposite(wanted, given)


def _opposite(left: str, right: str) -> bool:
    return any(
        (left.startswith(one) and right == other + left[len(one) :])
        or (right.startswith(one) and left == other + right[len(one) :])
        for one, other in _OPPOSITES
    )


def distance(left: str, right: str, limit: int) -> int:
    """Return the number of slips between two words, or more than `limit` once it is passed.

    A slip is a letter too many, missing or wrong, or two neighbours changed about.
    """
    before: list[int] = []
    row = list(range(len(right) + 1))
    for at, char in enumerate(left):
        earlier, before, row = before, row, [at + 1]
        for place, other in enumerate(right):
            steps = min(before[place + 1] + 1, row[place] + 1, before[place] + (char != other))
            if at and place and char == right[place - 1] and left[at - 1] == other:
                steps = min(steps, earlier[place - 1] + 1)
            row.append(steps)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _in_order(places: Sequence[int]) -> float:
    """The share of places that stand in rising order, 0 to 1; 1 for fewer than two."""
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return (len(tails) - 1) / (len(set(places)) - 1) if len(set(places)) > 1 else 1.0


def _diff(
    wanted: Sequence[str], given: Sequence[str], matches: dict[int, tuple[int, bool]]
) -> tuple[DiffPiece, ...]:
    """The card's answer word by word, each extra word after the one that it was typed after."""
    taken = {place for place, _ in matches.values()}
    shown: set[int] = set()
    pieces: list[DiffPiece] = []

    def extras(place: int) -> None:
        while place < len(given) and place not in taken:
            pieces.append(DiffPiece(given[place], Mark.EXTRA))
            place += 1

    extras(0)
    for at, word in enumerate(wanted):
        if at not in matches:
            pieces.append(DiffPiece(word, Mark.MISSING))
            continue
        place, exact = matches[at]
        if place in shown:
            continue
        shown.add(place)
        pieces.append(DiffPiece(given[place], Mark.SAME if exact else Mark.WRONG))
        extras(place + 1)
    return tuple(pieces)
