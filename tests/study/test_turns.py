"""Whose turn it is before an exam: by worth, but as a person can bear it."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.units import CardId
from dcnn_cards.study.exam.turns import SLACK, Candidate, Graded, in_turn
from dcnn_cards.study.session import CARDS_BETWEEN

AGAIN, GOOD = Grade.AGAIN, Grade.GOOD


def candidate(
    name: str, worth: float, topic: str = "", follows: str | None = None, *, is_new: bool = False
) -> Candidate:
    card = Card(
        CardId(name), "?", "!", topic=topic or name, follows=CardId(follows) if follows else None
    )
    return Candidate(card, worth, is_new)


def asked(candidates: list[Candidate], today: str = "", last: Card | None = None) -> str:
    """The cards in turn, after reviews as in "a b-": Good or, with a dash behind it, Again."""
    reviews = [
        Graded(CardId(name.rstrip("-")), AGAIN if name.endswith("-") else GOOD)
        for name in today.split()
    ]
    return " ".join(card.id for card in in_turn(candidates, reviews, last))


def test_the_largest_worth_comes_first_and_what_is_worth_nothing_never() -> None:
    worths = {"a": 0.1, "b": 0.3, "c": 0.0, "d": 0.2, "e": 0.05, "f": 0.07}
    assert asked([candidate(*each) for each in worths.items()]) == "b d a f e"


def test_new_cards_of_one_worth_come_in_the_decks_order_with_topics_apart() -> None:
    cards = [candidate(f"{t}{n}", 0.1, t, is_new=True) for t in "xy" for n in "12"]
    assert asked(cards)[:8] == "x1 y1 x2"


def test_a_topic_gives_way_to_another_of_nearly_the_same_worth_only() -> None:
    first, near, far = candidate("a", 1, "x"), candidate("b", 0.95, "x"), candidate("c", 0.86, "y")
    assert asked([first, near, far]) == "a c b"
    assert asked([first, near, candidate("c", 0.84, "y")]) == "a b c"


def test_a_new_card_comes_after_the_new_one_that_it_follows() -> None:
    chain = [
        candidate("b", 0.9, follows="a", is_new=True),
        candidate("a", 0.1, is_new=True),
        candidate("c", 0.2),
    ]
    assert asked(chain)[:3] == "c a"
    assert asked([chain[0], chain[2]])[:3] == "b c"  # what it follows is not examined


def test_an_old_card_comes_after_the_one_that_it_follows_if_both_are_near() -> None:
    assert asked([candidate("b", 1, follows="a"), candidate("a", 0.95)]) == "a b"
    assert asked([candidate("b", 1, follows="a"), candidate("a", 0.5)]) == "b a"
    assert asked([candidate("b", 1, follows="a"), candidate("a", 0.95)], "a") == "b a"


def test_of_a_card_another_part_comes_when_nothing_else_is_left() -> None:
    parts = [candidate("w#c1", 1), candidate("w#c2", 0.9), candidate("x", 0.1)]
    assert asked(parts, "w#c1") == "x w#c1 w#c2"


def test_a_card_comes_back_after_others_if_there_are_any() -> None:
    others = [candidate(f"o{n}", 0.1, is_new=True) for n in range(CARDS_BETWEEN)]
    back = candidate("a", 9)
    for reviews in range(1, CARDS_BETWEEN + 1):
        today = " ".join(["a-", *(f"o{n}" for n in range(reviews - 1))])
        assert not asked([back, *others], today).startswith("a"), today
    today = " ".join(["a-", *(f"o{n}" for n in range(CARDS_BETWEEN))])
    assert asked([back, *others], today).startswith("a ")
    assert asked([back], "a-") == "a"


def test_a_card_failed_twice_in_a_row_is_not_asked_at_once_a_third_time() -> None:
    assert asked([candidate("a", 1)], "a- a-") == ""
    assert asked([candidate("a", 1)], "a- b a-") == ""
    assert asked([candidate("a", 1)], "a- a a-") == "a"
    assert asked([candidate("a", 1), candidate("b", 0.1)], "a- a-").startswith("b")
    assert asked([candidate("a", 1), candidate("b", 0.1)], "a- a- b") == "a b"


def test_what_was_failed_today_comes_once_more_when_nothing_else_is_worth_anything() -> None:
    done = [candidate("a", 0), candidate("b", 0), candidate("c", 0)]
    assert asked(done, "b- a- c") == "b a"
    assert asked(done, "b- a- c b") == "a"
    assert asked(done, "b- a- c b- a-") == ""
    assert asked([*done, candidate("d", 0.01)], "b- a- c") == "d"


def test_cards_that_follow_each_other_in_a_circle_are_asked() -> None:
    circle = [
        candidate("a", 1, follows="b", is_new=True),
        candidate("b", 1, follows="a", is_new=True),
    ]
    assert sorted(asked(circle).split()) == ["a", "b"]


def some(dice: Random) -> list[Candidate]:
    return [
        candidate(
            f"c{n}", dice.randint(0, 20) / 10, dice.choice("xyz"),
            f"c{dice.randint(0, 12)}" if dice.random() < 0.5 else None,
            is_new=dice.random() < 0.5,
        )
        for n in range(dice.randint(1, 12))
    ]  # fmt: skip


decks = st.integers(0, 2**32).map(Random).map(some)


@given(decks)
def test_everything_worth_asking_is_there_once(cards: list[Candidate]) -> None:
    found = asked(cards).split()
    assert sorted(found) == sorted(each.card.id for each in cards if each.worth > 0)


@given(decks)
def test_little_worth_is_given_up_for_the_order(cards: list[Candidate]) -> None:
    """Of cards seen before, each has most of the largest worth that is left."""
    old = [each._replace(is_new=False) for each in cards if each.worth > 0]
    worth = {each.card.id: each.worth for each in old}
    found = asked(old).split()
    for place, name in enumerate(found[:3]):
        assert worth[CardId(name)] >= (1 - SLACK) * max(worth[CardId(n)] for n in found[place:])


@given(decks)
def test_behind_what_is_settled_worth_falls(cards: list[Candidate]) -> None:
    worth = {each.card.id: each.worth for each in cards}
    later = [worth[CardId(name)] for name in asked(cards).split()[3:]]
    assert all(one >= other for one, other in pairwise(later))
