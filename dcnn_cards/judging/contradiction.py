"""Where what was typed may say the contrary of the card: a reason to look closely, no verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from dcnn_cards.judging.wording import NEGATIONS, STOP_WORDS, alike, key, keys, opposite, words

MAX_KEYS = 600
"""Words of an answer that are looked through."""

MAX_SIDES = 12
"""Sides of a card's answer, as in "A - x, B - y", that are told apart."""

MAX_LABEL = 60
"""Characters in which a side has to name itself."""

# One pair a word; what is built with un-, non- and their like is found by its syllable.
_PAIRS = tuple(
    (key(one), key(other))
    for one, other in (
        pair.split("/")
        for pair in """train/test train/prediction training/testing training/test source/target
        encoder/decoder encode/decode generator/discriminator small/large smaller/larger
        smallest/largest small/big smaller/bigger smallest/biggest upper/lower high/low higher/lower
        highest/lowest fast/slow faster/slower fastest/slowest mean/std mean/variance few/many
        fewer/more less/more least/most little/lots increase/decrease increasing/decreasing
        increases/decreases increase/reduce rise/fall grow/shrink maximum/minimum max/min
        maximal/minimal maximize/minimize first/last early/late earlier/later before/after
        begin/end start/end start/stop positive/negative true/false real/fake real/generated
        same/different similar/different near/far close/far always/never all/none add/subtract
        add/multiply sum/product sum/difference multiply/divide input/output row/column rows/columns
        forward/backward descent/ascent left/right top/bottom above/below inside/outside
        global/local wide/narrow deep/shallow deeper/shallower hard/soft easy/hard easy/difficult
        good/bad better/worse best/worst cheap/expensive simple/complex convex/concave
        explicit/implicit analytical/numerical sparse/dense strong/weak one/many single/multiple
        one/many with/without prior/posterior conditional/marginal supervised/unsupervised
        labeled/unlabeled linear/nonlinear wider/narrower zero/one vanish/explode
        overfit/underfit overfitting/underfitting dependent/independent batch/layer keep/drop
        kept/dropped enable/disable old/new exact/approximate continuous/discrete
        downsampling/upsampling constant/random on/off in/out""".split()
    )
)
_SEPARATOR = re.compile(r"\s[-–—]\s|:|→|->")
_SENTENCE = re.compile(r"(?<=[.;,])\s+|\n+")
_ITEM = re.compile(r"^ *(?:[0-9]{1,2}[.)]|[-*+]) +", re.MULTILINE)


class _Written(dict[str, str]):
    """Words as they were written, by their keys; a sign is its own key."""

    def __missing__(self, sign: str) -> str:
        return sign


def contradiction(expected: str, typed: str) -> str:
    """Return what may make the typed text say the contrary of the card's, "" where nothing does.

    That is a negation in only one of them, a word against its opposite or two of them changed
    about, and what belongs to the other side of "A - x, B - y". Both texts are without markup.
    """
    wanted, given = keys(expected)[:MAX_KEYS], keys(typed)[:MAX_KEYS]
    written = _Written({key(word): word.lower() for word in (*words(expected), *words(typed))})
    return (
        _exchanged(expected, given, written)
        or _opposed(wanted, given, written)
        or _negated(wanted, given)
    )


def _negated(wanted: Sequence[str], given: Sequence[str]) -> str:
    here, there = (any(each in NEGATIONS for each in found) for found in (wanted, given))
    if here == there:
        return ""
    return f'there is a "not" in {"the card" if here else "what you typed"} alone'


def _opposed(wanted: Sequence[str], given: Sequence[str], written: Mapping[str, str]) -> str:
    before, now = set(wanted), set(given)
    for one, other in _PAIRS:
        for card, yours in ((one, other), (other, one)):
            if card in before - now and yours in now - before:
                return _against(written[yours], written[card])
        once = all(found.count(each) == 1 for found in (wanted, given) for each in (one, other))
        if once and _order(wanted, one, other) != _order(given, one, other):
            return f'"{written[one]}" and "{written[other]}" stand the other way round'
    for yours in sorted(now - before):
        card = next(
            (each for each in before - now if each[-2:] == yours[-2:] and opposite(each, yours)), ""
        )
        if len(card) > 3 and len(yours) > 3:
            return _against(written[yours], written[card])
    return ""


def _against(yours: str, card: str) -> str:
    return f'"{yours}" stands against "{card}" of the card'


def _order(found: Sequence[str], one: str, other: str) -> bool:
    return found.index(one) < found.index(other)


def _exchanged(expected: str, given: Sequence[str], written: Mapping[str, str]) -> str:
    """Whether more of a side's own words stand with the label of another than with its own."""
    sides = dict(_sides(expected))
    if not 2 <= len(sides) <= MAX_SIDES:
        return ""
    own = {
        label: {each for each in side if not any(each in sides[o] for o in sides if o != label)}
        for label, side in sides.items()
    }
    labels = tuple(sides)
    # "O(1) for training": the label comes last.
    backwards = _begins_with_words(labels, given)
    forwards = _begins_with_words(labels, given[::-1]) or not backwards
    readings = [_under(labels, given)] * forwards + [_under(labels, given[::-1])] * backwards
    found = [_most_exchanged(own, reading) for reading in readings]
    if not all(found):
        return ""
    one, other = found[0]
    return f'what belongs to "{written[one]}" and "{written[other]}" is exchanged'


def _most_exchanged(
    own: Mapping[str, set[str]], typed: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """The labels of two sides whose own words stand rather with the other's, () if there are none.

    `typed` is what was typed with each label.
    """
    said = {label: typed.get(label, frozenset()) for label in own}
    for one, other in combinations(own, 2):
        right = len(said[one] & own[one]) + len(said[other] & own[other])
        wrong = len(said[one] & own[other]) + len(said[other] & own[one])
        if wrong > right:
            return one, other
    return ()


def _sides(expected: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The labels of a text, each by the first word that says something, and what stands with it."""
    text = _ITEM.sub("", expected)
    labelled = False
    for part in _SENTENCE.split(text):
        match = _SEPARATOR.search(part[:MAX_LABEL])
        if match and (label := _first(keys(part[: match.start()]))):
            labelled = True
            yield label, frozenset(keys(part[match.end() :])) - STOP_WORDS
    lines = [keys(line) for line in text.splitlines() if line.strip()]
    if not labelled and 1 < len(lines) <= MAX_SIDES and all(2 <= len(line) <= 6 for line in lines):
        yield from ((line[0], frozenset(line[1:])) for line in lines)


def _first(found: Sequence[str]) -> str:
    # A lone letter is of a formula.
    return next((each for each in found if len(each) > 1 and each not in STOP_WORDS), "")


def _begins_with_words(labels: Sequence[str], given: Sequence[str]) -> bool:
    """Tell whether something is said before the first label."""
    first = next((each for each in given if each not in STOP_WORDS), "")
    return bool(first) and not any(_is_label(label, first) for label in labels)


def _under(labels: Sequence[str], given: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """What was typed behind each label, up to the next one."""
    found = dict[str, set[str]]()
    label = ""
    for each in given:
        if name := next((name for name in labels if _is_label(name, each)), ""):
            label = name
            found.setdefault(label, set())
        elif label:
            found[label].add(each)
    return {name: frozenset(said) for name, said in found.items()}


def _is_label(label: str, word: str) -> bool:
    common = min(len(label), len(word), 5)
    return alike(label, word) or (common > 3 and label[:common] == word[:common])
