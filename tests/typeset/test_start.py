"""What a first formula needs to be imported, and what stands behind its commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dcnn_cards.typeset as typesetter
from dcnn_cards.frozen import Frozen, enumerated
from dcnn_cards.typeset.math import registry


def after(code: str) -> str:
    """What a fresh process prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_first_formula_imports_what_it_needs_and_no_more() -> None:
    loaded = after(
        "import sys; before = set(sys.modules)\n"
        "from dcnn_cards.typeset import render\n"
        r"render(r'\frac{a+1}{b}')" + "\n"
        "print(*sorted(set(sys.modules) - before))"
    ).split()
    heavy = "sympy rich click typing dataclasses inspect contextlib json threading".split()
    assert set(heavy) & set(loaded) == set()
    families = [name for name in loaded if name.startswith("dcnn_cards.typeset.math.commands.")]
    assert {name.rpartition(".")[2] for name in families} == {"scripts", "fractions", "delimiters"}


def test_every_public_name_can_be_had() -> None:
    for name in typesetter.__all__:
        assert getattr(typesetter, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        typesetter.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("call", "reads"),
    [
        (r"render(r'\frac{a}{b}')", False),
        ("typeset('What is it: a word, or a line (of words)?', width=60)", False),
        ("typeset('What is $x$?', width=60)", True),
        ("typeset('Words.\\n\\nMore.', width=60)", True),
    ],
)
def test_a_formula_and_a_line_of_words_need_no_reader_of_markdown(call: str, reads: bool) -> None:
    loaded = after(
        "import sys; from dcnn_cards.typeset import render, typeset\n"
        f"{call}\n"
        "print('markdown_it' in sys.modules, 'dcnn_cards.markup' in sys.modules)"
    ).split()
    assert loaded == [str(reads), str("typeset(" in call)]


def test_each_family_is_listed() -> None:
    commands = Path(registry.__file__).parent / "commands"
    files = {path.stem for path in commands.glob("*.py")} - {"__init__"}
    assert set(registry.FAMILIES) == files - {"scripts"}  # the grammar's own, without a command
    assert len(set(registry.FAMILIES)) == len(registry.FAMILIES)


def test_a_name_means_the_same_whichever_family_is_imported_first() -> None:
    """No family takes a command from another, nor one that is a symbol."""
    twice = after(
        "from importlib import import_module\n"
        "from dcnn_cards.typeset.math import parser, symbols\n"
        "from dcnn_cards.typeset.math.registry import COMMANDS, ENVIRONMENTS, FAMILIES\n"
        "for family in FAMILIES:\n"
        "    before = [dict(table) for table in (COMMANDS, ENVIRONMENTS)]\n"
        "    import_module(f'dcnn_cards.typeset.math.commands.{family}')\n"
        "    for old, new in zip(before, (COMMANDS, ENVIRONMENTS)):\n"
        "        print(*[name for name in old if new[name] is not old[name]])\n"
        "assert len(COMMANDS) > 300\n"
        "print(*filter(symbols.named, COMMANDS))"
    )
    assert twice.split() == []


class Point(Frozen):
    x: int
    y: int = 0


class Place(Frozen):
    x: int
    y: int = 0


def test_a_frozen_class_takes_its_fields_in_order_or_by_name() -> None:
    assert (Point(1, 2).x, Point(1, 2).y) == (1, 2)
    assert Point(y=2, x=1) == Point(1, 2)
    assert Point(1) == Point(1, 0)
    assert repr(Point(1)) == "Point(x=1, y=0)"
    for given in ((), (1, 2, 3)):
        with pytest.raises(TypeError):
            Point(*given)
    with pytest.raises(TypeError):
        Point(1, z=3)  # type: ignore[call-arg]


def test_instances_are_equal_if_their_class_and_fields_are() -> None:
    assert len({Point(1), Point(1, 0), Point(1, 1), Place(1)}) == 3
    assert Point(1) != Place(1)
    assert Point(1) != (1, 0)


def test_an_instance_is_replaced_not_changed() -> None:
    point = Point(1, 2)
    assert point.replace(y=5) == Point(1, 5)
    assert point == Point(1, 2)
    with pytest.raises(TypeError, match="Point has no field z"):
        point.replace(z=3)
    with pytest.raises(AttributeError):
        point.z = 3  # type: ignore[attr-defined]


def test_numbers_with_names_count_from_nought() -> None:
    @enumerated
    class Size(int):
        SMALL: Size
        LARGE: Size

    assert (Size.SMALL, Size.LARGE) == (0, 1)
    assert isinstance(Size.LARGE, Size)
    assert max(Size.SMALL, Size.LARGE) is Size.LARGE
