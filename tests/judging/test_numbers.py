"""Values that were drawn or computed, and numbers typed for them."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from dcnn_cards.judging import Expected, judge_numbers
from dcnn_cards.schedule.event import Grade

RIGHT, CLOSE, WRONG = Grade.GOOD, Grade.HARD, Grade.AGAIN


def whole(number: int) -> Expected:
    return Expected(Fraction(number))


@pytest.mark.parametrize(
    ("expected", "typed", "proposal"),
    [
        ([whole(27)], "27", RIGHT),
        ([whole(27)], "o = 27.", RIGHT),
        ([whole(27)], "(55 - 3)/2 + 1 = 27", RIGHT),
        ([whole(27)], "27.01", WRONG),
        ([whole(27)], "-27", CLOSE),
        ([whole(34848)], "34,848", RIGHT),
        ([whole(34848)], "34500", WRONG),  # a count is exact, however large
        ([whole(10**17)], str(10**17 + 1), WRONG),
        ([whole(0)], "0", RIGHT),
        ([Expected(Fraction(1, 4))], "1/4", RIGHT),
        ([Expected(Fraction(1, 4))], "25%", RIGHT),
        ([Expected(Fraction(1, 4))], "0.26", WRONG),
        ([Expected(Fraction(25), unit="%")], "25 %", RIGHT),
        ([Expected(math.log(10), tolerance=0.005)], "2.30", RIGHT),
        ([Expected(math.log(10), tolerance=0.005)], "ln 10", RIGHT),
        ([Expected(math.log(10), tolerance=0.005)], "2.31", WRONG),
        ([Expected(Fraction(1, 3), tolerance=0.005)], "0.33", RIGHT),
        ([Expected(Fraction(3), unit="px")], "3", RIGHT),
        ([Expected(Fraction(3), unit="pixels")], "3 pixel", RIGHT),
        ([Expected(Fraction(3), unit="px")], "3 cm", CLOSE),
        ([Expected(Fraction(3), unit="px")], "4 px", WRONG),
        ([Expected(Fraction(3), unit="px")], "3 pixels", RIGHT),
        ([Expected(Fraction(3), unit="MB")], "3 MiB", CLOSE),
        ([Expected(Fraction(3), unit="MiB")], "3MB", CLOSE),
        ([Expected(Fraction(3), unit="MiB")], "3 MiB", RIGHT),
        ([Expected(Fraction(3), unit="km/h")], "3 km/h", RIGHT),
        ([Expected(Fraction(3), unit="km/h")], "3 m/s", CLOSE),
        ([Expected(Fraction(3), unit="m^2")], "3 m²", RIGHT),
        ([Expected(Fraction(3), unit="m")], "3 m²", CLOSE),
        ([Expected(Fraction(2), unit="s")], "2 seconds", RIGHT),
        ([Expected(Fraction(30), unit="%")], "30 percent", RIGHT),
        ([Expected(Fraction(30), unit="%")], "0.3", RIGHT),
        ([Expected(Fraction(30), unit="%")], "3/10", RIGHT),
        ([Expected(Fraction(30), unit="%")], "0.3%", WRONG),
        ([Expected(Fraction(1, 2), unit="%")], "0.5", RIGHT),
        ([Expected(Fraction(1, 2), unit="%")], "50", WRONG),
        ([Expected(Fraction(1, 2))], "0,5", RIGHT),
        ([Expected(Fraction(1, 3), tolerance=0.005)], "0,333", RIGHT),
        ([Expected(Fraction(1, 3), tolerance=0.005)], "0,343", WRONG),
        ([whole(5)], "max(5,2)", RIGHT),
        ([whole(1_234_567)], "1 234 567", RIGHT),
        ([whole(1_234_567)], "1.234.567", RIGHT),
        ([whole(1_234_567)], "1'234'567", RIGHT),
        ([Expected(Fraction(1234, 1000))], "1.234", RIGHT),  # one point is of a decimal
        ([Expected(Fraction(1, 3), tolerance=0.01)], "0.3434", WRONG),
        ([Expected(Fraction(1, 3), tolerance=0.01)], "0.3433", RIGHT),
        ([Expected(Fraction(1, 3), tolerance=0.01)], "0.3234", RIGHT),
        ([Expected(Fraction(1, 3), tolerance=0.01)], "0.3233", WRONG),
        ([Expected(Fraction(3), unit="px"), Expected(Fraction(4), unit="px")], "3px x 4px", RIGHT),
        ([Expected(Fraction(3), unit="px"), Expected(Fraction(4), unit="px")], "3 x 4 px", RIGHT),
        ([whole(27), whole(27), whole(96)], "27x27x96", RIGHT),
        ([whole(27), whole(27), whole(96)], "(27, 27, 96)", RIGHT),
        ([whole(27), whole(27), whole(96)], "27 × 27 × 95", CLOSE),
        ([whole(27), whole(27), whole(96)], "26 × 26 × 95", WRONG),
        ([whole(27), whole(27), whole(96)], "27 × 27", WRONG),
        ([Expected(Fraction(2), name="v"), Expected(Fraction(5), name="w")], "w = 5, v = 2", RIGHT),
        ([Expected(Fraction(2), name="v"), Expected(Fraction(5), name="w")], "5, 2", WRONG),
        ([whole(-4), whole(3)], "-4 and 3", RIGHT),
        ([whole(-4), whole(3)], "-4 3", RIGHT),
        ([whole(-4), whole(3)], "-4 & 3", RIGHT),
        ([whole(-4), whole(3)], "-4 / 3", RIGHT),
        ([whole(-4), whole(3)], "-4/3", WRONG),  # one number
        ([whole(-4), whole(3)], "3 -4", WRONG),
        ([whole(-4), whole(3)], "-4 3 1", WRONG),
        ([whole(-4), whole(3)], "$-4$, $3$", RIGHT),
        ([whole(27), whole(27), whole(96)], r"$27 \times 27 \times 96$", RIGHT),
        ([whole(1000), whole(2)], "1,000 2", RIGHT),
        (
            [Expected(Fraction(19), name="SVM"), Expected(Fraction(3), name="softmax")],
            "softmax 3, SVM 19",
            RIGHT,
        ),
        (
            [Expected(Fraction(19), name="SVM"), Expected(Fraction(3), name="softmax")],
            "SVM 3, softmax 19",
            WRONG,
        ),
        ([whole(27)], "$27$", RIGHT),
        ([Expected(math.log(10), tolerance=0.005)], "about 2.3", RIGHT),
        ([Expected(math.log(10), tolerance=0.005)], "≈ 2.30", RIGHT),
        ([Expected(math.log(10), tolerance=0.005)], "~2.3", RIGHT),
        ([Expected(math.log(10), tolerance=0.005)], "about 2.4", WRONG),
        ([whole(27)], "at most 27", None),
        ([whole(1)], "", WRONG),
        ([whole(1)], "one or two", None),
        ([whole(1)], "9^9^9^9", None),
        ([whole(1)], "1/0", None),
        ([whole(1)], "(" * 400, None),
        ([whole(1)], "1" * 501, None),
    ],
)
def test_numbers_typed(expected: list[Expected], typed: str, proposal: Grade | None) -> None:
    found = judge_numbers(expected, typed)
    assert found.proposal is proposal, found
    assert found.why.endswith(".")


def test_of_several_numbers_all_are_told() -> None:
    both = [Expected(Fraction(3), unit="px", name="w"), Expected(Fraction(4), unit="px", name="h")]
    assert judge_numbers(both, "3, 4").why == "It is w = 3 px, h = 4 px."
