"""Words of answers: which are the same, up to case, ending, accents and spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from dcnn_cards.signs import visible

ARTICLES = frozenset("a an the is are be its their".split())
"""Words that may be left out or put in, and the answer is the same."""

STOP_WORDS = frozenset(
    """a an the of to in on at by for from with as is are was were be been it its this that these
    those and or so then than which we you they i he she can will would do does did has have had
    there our your their one also into when if such very more each all any some use used using
    about just but what how s etc may might only same where while because not no don t every way
    like get gets got make makes e g ie eg other them his her us up out over
    per via during""".split()
)
"""Words that say little of whether an answer was known."""

NEGATIONS = frozenset("not no never without none cannot neither nor nothing".split())
"""Words that turn a meaning round."""

MAX_COMPARISONS = 20_000
"""Pairs of words whose spelling is compared."""

# Words that differ in nothing but these are opposites, not misspelt.
_OPPOSITES = (
    ("intra", "inter"), ("in", "de"), ("im", "ex"), ("max", "min"), ("over", "under"), ("en", "de"),
    ("", "un"), ("", "in"), ("", "im"), ("", "non"), ("", "dis"), ("up", "down"), ("pre", "post"),
    ("", "bi"), ("", "de"), ("low", "high"), ("in", "ex"), ("a", "de"), ("", "a"), ("", "ir"),
    ("", "il"), ("micro", "macro"), ("hyper", "hypo"),
)  # fmt: skip
_SIGNS = {
    **dict.fromkeys(("->", "-->", "→", "⇒", "⟶", "=>"), "to"),
    **dict.fromkeys("⊂⊆<", "<"),
    **dict.fromkeys("⊃⊇>", ">"),
    "−": "-",
}
_ABBREVIATIONS = re.compile(r"[A-Z]{2,}s")
_WORD = re.compile(r"(?:(?<![^\s({\[,=])[-−](?=[0-9]))?[^\W_]+(?:\.[0-9]+)*")
# Signs that are read as words are: all others in a text stand between words.
_SIGN = re.compile(r"-{1,2}>|(?<![^\s({\[,=])[-−](?=[^\W\d_])|=>|[→⇒⟶⊂⊃⊆⊇<>≤≥=≠+%∈∪∩¬]")
_TOKEN = re.compile(f"{_SIGN.pattern}|{_WORD.pattern}")
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


def words(text: str) -> list[str]:
    """Return the words of a text as they are written; marks and signs between them are none."""
    return [token for token in tokens(text) if any(map(str.isalnum, token))]


def tokens(text: str) -> list[str]:
    """Return the words of a text, and those signs between them that say as much as words."""
    text = _CONTRACTED.sub(" not ", unicodedata.normalize("NFKC", text))
    if not text.isascii():
        text = visible(text)
    # For the pattern a mark is a letter, as its neighbour is: it belongs to the letter before it.
    plain = "".join("x" if unicodedata.category(sign)[0] == "M" else sign for sign in text)
    return [text[match.start() : match.end()] for match in _TOKEN.finditer(plain)]


def keys(text: str) -> list[str]:
    """Return the tokens of a text as they are compared, without those that may be left out.

    A chain of inclusions begins with what is smallest, however it was written.
    """
    found = [_SIGNS.get(token) or key(token) for token in tokens(text)]
    return _rising([each for each in found if each not in ARTICLES])


def _rising(found: list[str]) -> list[str]:
    if ">" not in found or "<" in found:
        return found
    links: list[list[str]] = [[]]
    for each in found:
        links.append([]) if each == ">" else links[-1].append(each)
    return [each for link in reversed(links) for each in ("<", *link)][1:]


def key(word: str) -> str:
    """Return a word without case, accents and ending."""
    if _ABBREVIATIONS.fullmatch(word):
        word = word[:-1]
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


def same(wanted: Sequence[str], given: Sequence[str]) -> bool:
    """Tell whether two lists of keys are the same words in the same order, up to spelling.

    Two words may be joined in one that are apart in the other.
    """
    at = place = 0
    while at < len(wanted) and place < len(given):
        if alike(wanted[at], given[place]):
            at, place = at + 1, place + 1
        elif alike(_pair(wanted, at), given[place]):
            at, place = at + 2, place + 1
        elif alike(wanted[at], _pair(given, place)):
            at, place = at + 1, place + 2
        else:
            return False
    return (at, place) == (len(wanted), len(given)) != (0, 0)


def _pair(found: Sequence[str], at: int) -> str:
    """A word joined with the next; "" where that would make another number."""
    joined = "".join(found[at : at + 2])
    return "" if joined.isdigit() or len(found) < at + 2 else joined


def alike(wanted: str, given: str) -> bool:
    """Tell whether two keys are of the same word, which may be misspelt in the second."""
    return wanted == given or misspelt(wanted, given)


def among(wanted: Sequence[str], given: Sequence[str]) -> bool:
    """Tell whether all of `wanted` are somewhere in `given`, perhaps joined or misspelt."""
    there = set(given) | {one + two for one, two in pairwise(given)}
    if "".join(wanted) in there:
        return True
    if len(wanted) * len(given) > MAX_COMPARISONS:
        return there.issuperset(wanted)
    return all(each in there or any(misspelt(each, other) for other in given) for each in wanted)


def misspelt(wanted: str, given: str) -> bool:
    """Tell whether `given` is `wanted` with a slip or two; the opposite of a word is not."""
    allowed = 0 if len(wanted) < 4 else 1 if len(wanted) < 8 else 2
    if not allowed or abs(len(wanted) - len(given)) > allowed or not wanted.isalpha():
        return False
    # Slips seldom are in the first letter; what differs there is more often another word.
    if wanted[0] != given[:1]:
        return False
    return distance(wanted, given, allowed) <= allowed and not opposite(wanted, given)


def opposite(left: str, right: str) -> bool:
    """Tell whether two words differ in nothing but a syllable that turns their meaning round."""
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
