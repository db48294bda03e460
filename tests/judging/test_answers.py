"""What students type to the cards of the deck, and how often the judge is wrong about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dcnn_cards.app.answering import judged
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.judging import Ruling
from dcnn_cards.judging.verdict import AnswerKind
from dcnn_cards.schedule.units import CardId

CARDS = {
    card.id: card for card in read_deck(Path(__file__).parents[2] / "decks" / "dcnn.yaml").cards
}
SORTS = ("right", "wrong", "half")
"""What an answer is, in the order in which a line has them."""

OPPOSITES = dict(
    pair.split("/")
    for pair in """train/test test/train source/target target/source encoder/decoder decoder/encoder
    generator/discriminator discriminator/generator small/large large/small smaller/larger
    larger/smaller smallest/largest largest/smallest upper/lower lower/upper high/low low/high
    higher/lower fast/slow slow/fast faster/slower mean/std std/mean few/many many/few more/less
    increase/decrease decrease/increase increasing/decreasing reducing/increasing maximum/minimum
    minimum/maximum maximize/minimize minimize/maximize first/last last/first before/after
    after/before positive/negative negative/positive real/fake same/different different/same
    close/far always/never never/always add/subtract subtract/add multiply/divide divide/multiply
    input/output output/input row/column rows/columns left/right local/global deeper/shallower
    hard/soft good/bad bad/good best/worst convex/concave explicit/implicit implicit/explicit
    analytical/numerical numerical/analytical one/many linear/nonlinear labeled/unlabeled
    unlabeled/labeled prior/posterior posterior/prior supervised/unsupervised zero/one""".split()
)


def answers() -> Iterator[tuple[CardId, str, str]]:
    """Yield card, sort and text of each answer."""
    for line in (Path(__file__).parent / "answers.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            card, *texts = line.split(" ¦ ")
            for sort, text in zip(SORTS, texts, strict=True):
                yield CardId(card), sort, text


def test_right_is_not_called_wrong_and_wrong_not_right() -> None:
    found = Counter[tuple[str, Ruling]]()
    for card, sort, text in answers():
        ruling = judged(CARDS[card], text).ruling
        found[sort, ruling] += 1
        # One in a hundred would be two of them; there is none.
        assert not (sort != "right" and ruling is Ruling.RIGHT), (card, text)
        assert not (sort == "right" and ruling in (Ruling.CLOSE, Ruling.WRONG)), (card, text)
    assert sum(found.values()) >= 3 * 200
    assert found["right", Ruling.RIGHT] > 30
    assert found["wrong", Ruling.WRONG] + found["wrong", Ruling.CLOSE] > 20


def reversals() -> Iterator[tuple[CardId, str, str]]:
    """Yield each card with its own answer in which one word is turned into its opposite."""
    for card, of in CARDS.items():
        answer = "\n\n".join((of.learned, of.added)).strip()
        seen = set[str]()
        for match in re.finditer(r"(?<![\\\w])[A-Za-z]+", answer):
            word = match[0]
            opposite = OPPOSITES.get(word.lower())
            if opposite and word not in seen:
                seen.add(word)
                opposite = opposite.capitalize() if word[0].isupper() else opposite
                yield card, word, answer[: match.start()] + opposite + answer[match.end() :]


def test_an_answer_turned_into_its_opposite_is_not_right() -> None:
    turned = list(reversals())
    right = [(c, w) for c, w, text in turned if judged(CARDS[c], text).ruling is Ruling.RIGHT]
    assert len(turned) > 250
    # On the left of an equation a name says nothing that is judged.
    assert len(right) <= 2, right


@pytest.mark.parametrize("sort", SORTS)
def test_words_are_never_wrong(sort: str) -> None:
    for card, of, text in answers():
        if of == sort:
            found = judged(CARDS[card], text)
            name = len(CARDS[card].learned.split()) <= 3
            assert found.kind is not AnswerKind.TEXT or name or found.right is not False, card
