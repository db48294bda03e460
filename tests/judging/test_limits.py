"""Each bound of the judge at its edge: the last that is judged, and the first that is not."""

from __future__ import annotations

import pytest

from dcnn_cards.judging import judge
from dcnn_cards.judging.numbers import close
from dcnn_cards.judging.verdict import AnswerKind, settled
from dcnn_cards.judging.wording import misspelt
from dcnn_cards.schedule.event import Grade

WORDS = [f"{a}{b}zebra" for a in "bcdfghjklm" for b in "npqrst"]
TOKENS_1_499 = f"{'(((((((x)))))))+' * 93}(((((x)))))"


@pytest.mark.parametrize(
    ("bound", "expected", "typed", "why"),
    [
        (5_000, "dropout", lambda n: f"the{' ' * (n - 10)}dropout", "over 5,000 characters"),
        (20_000, lambda n: f"the{' ' * (n - 10)}dropout", "dropout", "too long to be judged by"),
        (4_000, "$x + y$", lambda n: f"y + x{' ' * (n - 7)}+0", "longer than 4,000 characters"),
        (1_500, "$x + y$", lambda n: f"{'-' * (n - 1_499)}{TOKENS_1_499}", "it is too long"),
        (499, "$x + y$", lambda n: "+".join("x" * n), "too large"),  # the sum is a node too
        (30, "$x + y$", lambda n: f"{'(' * n}y + x{')' * n}", "deeper than 30 levels"),
        (12, lambda n: f"${'='.join(f'{i} + x' for i in range(n))}$", "x + 11", "too many sides"),
        (40, lambda n: f"$x + {'1' * n}$", lambda n: f"{'1' * n} + x", "number is too long"),
        (1_000, lambda n: f"$x^{{{n}}}$", lambda n: f"1 * x^({n})", "larger than 1,000"),
        (1_000, lambda n: f"$x^{{-{n}}}$", lambda n: f"1 * x^(-{n})", "larger than 1,000"),
        (8, lambda n: f"$A^T A^{n}$", lambda n: f"A^T A^{n - 1} A", "Matrices"),
    ],
)
def test_what_is_larger_than_its_bound_is_left_to_the_student(
    bound: int, expected: object, typed: object, why: str
) -> None:
    def of(text: object, size: int) -> str:
        return str(text(size) if callable(text) else text)

    at = judge(of(expected, bound), of(typed, bound))
    assert at.right is not None, at.why
    beyond = judge(of(expected, bound + 1), of(typed, bound + 1))
    assert beyond.right is None
    assert why in beyond.why


@pytest.mark.parametrize(
    ("most", "card"),
    [
        (14, lambda n: f"$x + y + z$ {' '.join(WORDS[:n])}"),
        (14, lambda n: f"{' '.join(WORDS[:n])} $x + y + z$"),
        (40, lambda n: f"{' '.join(WORDS[:n])}\n\n$$x + y + z$$"),
        (4, lambda n: f"{'$a + 1$ so ' * (n - 1)} $x + y + z$"),
    ],
)
def test_beside_too_many_words_or_formulas_a_formula_is_not_the_answer(
    most: int, card: object
) -> None:
    assert callable(card)
    assert judge(card(most), "z + y + x").kind is AnswerKind.FORMULA
    assert judge(card(most + 1), "z + y + x").kind is AnswerKind.TEXT


@pytest.mark.parametrize(("length", "kind"), [(79, AnswerKind.FORMULA), (81, AnswerKind.TEXT)])
def test_a_short_answer_is_mathematics_without_dollars(length: int, kind: AnswerKind) -> None:
    answer = f"x{'+1' * (length // 2)}"
    assert len(answer) == length
    assert judge(answer, f"{'1+' * (length // 2)}x").kind is kind


@pytest.mark.parametrize(("words", "grade"), [(3, Grade.AGAIN), (4, None)])
def test_of_more_words_than_a_name_has_nothing_is_said(words: int, grade: Grade | None) -> None:
    assert judge("BFGS", f"{' '.join(WORDS[: words - 1])} GPT2").proposal is grade


@pytest.mark.parametrize(("words", "right"), [(3, True), (4, None)])
def test_items_of_a_list_may_change_places_if_they_are_short(
    words: int, right: bool | None
) -> None:
    first, second = " ".join(WORDS[:words]), " ".join(WORDS[20:22])
    assert judge(f"{first}, {second}", f"{second} and {first}").right is right


@pytest.mark.parametrize(
    ("score", "right", "grade"),
    [
        (0.8, True, Grade.GOOD),
        (0.799, False, Grade.HARD),
        (0.5, False, Grade.HARD),
        (0.499, False, Grade.AGAIN),
    ],
)
def test_the_score_from_which_an_answer_is_right_or_nearly(
    score: float, right: bool, grade: Grade
) -> None:
    found = settled(AnswerKind.TEXT, score, (), "")
    assert (found.right, found.proposal) == (right, grade)


@pytest.mark.parametrize(
    ("expected", "typed", "near"),
    [
        (999, 999, True),
        (999, 1000, False),  # whole numbers are exact
        (-999, -1000, False),
        (34848, 34847, False),
        (34848, 34848, True),
        (1000.5, 1010.5, True),
        (1000.5, 1010.51, False),
        (1000.5, 990.5, True),
        (1000.5, 990.49, False),
        (0.5, 0.50499, True),
        (0.5, 0.50501, False),
        (0.0, 1e-9, False),
    ],
)
def test_a_number_may_be_off_by_one_in_a_hundred(expected: float, typed: float, near: bool) -> None:
    assert close(expected, typed) is near


@pytest.mark.parametrize(
    ("wanted", "given", "slip"),
    [
        ("cat", "cut", False),  # below four letters every one counts
        ("cats", "cuts", True),
        ("abcdefg", "abcdefx", True),
        ("abcdefg", "abcdexy", False),  # one slip up to seven letters
        ("abcdefgh", "abcdefxy", True),
        ("abcdefgh", "abcdexyz", False),  # two from eight on
        ("abcdefgh", "abcdefghij", True),
        ("abcdefgh", "abcdefghijk", False),
    ],
)
def test_how_many_slips_make_another_word(wanted: str, given: str, slip: bool) -> None:
    assert misspelt(wanted, given) is slip


def test_an_order_is_kept_whole() -> None:
    four = "alpha → beta → gamma → delta"
    assert judge(four, "alpha -> beta -> gamma -> delta").right is True
    assert judge(four, "alpha → gamma → beta → delta").right is None


def test_a_strange_name_is_told_up_to_24_letters() -> None:
    assert judge("$x + y$", f"{'q' * 24}r + x + 1").why == f"The answer has no {'q' * 24}."
