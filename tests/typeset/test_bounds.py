"""No formula ends a session or keeps it waiting, whatever is nested in whatever."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from itertools import product
from types import FrameType

import pytest

from dcnn_cards.typeset import Style, faults, is_readable, render, typeset
from dcnn_cards.typeset.math.commands.radicals import Radical
from dcnn_cards.typeset.math.registry import (
    COMMANDS,
    Ending,
    Infix,
    registered,
)

registered("none of them", {})  # imports every family

FORMS: dict[str, Callable[[str], object]] = {
    "display": partial(render, width=10),
    "sentence": partial(render, display=False),
    "linear": partial(render, linear=True),
    "ascii": partial(render, ascii=True, width=10),
    "ascii sentence": partial(render, ascii=True, display=False),
    "ascii linear": partial(render, ascii=True, linear=True),
}

# One command of each reader, since the others of its kind differ in a sign only.
NAMES = list({id(meaning): name for name, meaning in COMMANDS.items()}.values())
OWN = {  # what takes more, or something else, than groups
    "left": r"\left({}\middle|{}\right.",
    "begin": r"\begin{{matrix}}{}&{}\\{}\end{{matrix}}",
    "color": r"\color{{red}}{}",
    "textcolor": r"\textcolor{{red}}{{{}}}",
    "colorbox": r"\colorbox{{red}}{{a ${}$}}",
    "fcolorbox": r"\fcolorbox{{red}}{{red}}{{a ${}$}}",
    "raisebox": r"\raisebox{{1em}}{{a ${}$}}",
    "href": r"\href{{a}}{{{}}}",
    "genfrac": r"\genfrac{{(}}{{.}}{{0pt}}{{}}{{{}}}{{{}}}",
    "sqrt": r"\sqrt[{}]{{{}}}",
    "substack": r"\substack{{{}\\{}}}",
    "text": r"\text{{a ${}$}}",
    "above": r"{{{}\above 1pt {}}}",
}
SHAPES = [r"a^{{{}}}", r"a_{{{}}}", r"a_{{{}}}^{{{}}}", "{{{}}}", "{{{}}}'^{{{}}}", "({})"]


def _shape(name: str) -> str | None:
    """How a command is written around formulas; None for one that stands around none."""
    if name in OWN:
        return OWN[name]
    if isinstance(COMMANDS[name], Infix):
        return rf"{{{{{{}}\{name} {{}}}}}}"
    groups = rf"\{name}" + "{{{}}}" * 4
    for count in (4, 3, 2, 1):
        shape = groups[: len(groups) - 6 * (4 - count)]
        if not isinstance(COMMANDS[name], Ending) and is_readable(shape.format(*"abcd"[:count])):
            return shape
    return None


def _environment(name: str) -> str:
    argument = "{{cc}}" if "arr" in name else "{{2}}" if "at" in name.replace("matrix", "") else ""
    return rf"\begin{{{{{name}}}}}{argument}{{}}&{{}}\\{{}}\end{{{{{name}}}}}"


def nested(shapes: list[str], depth: int) -> str:
    """Shapes within one another in turn, the deepest in the first place of each."""
    text = "x"
    for level in range(depth):
        shape = shapes[level % len(shapes)]
        text = shape.format(text, *"yzuv"[: shape.count("{}") - 1])
    return text


class _TooLongError(BaseException):
    """Not to be caught by what catches whatever goes wrong."""


def cpu_seconds(act: Callable[[], object], most: float) -> float:
    """The time that an act takes of the processor, which is given up after `most`."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, most)
    began = time.process_time()
    try:
        act()
    except _TooLongError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return time.process_time() - began


SHAPE_OF = {name: shape for name in NAMES if (shape := _shape(name))} | {
    name: _environment(name) for name in ("matrix", "cases", "array", "aligned", "gathered")
}
ALL = [*SHAPES, *SHAPE_OF.values()]


def deepest(shapes: list[str]) -> str:
    """The deepest nest of shapes that can be read."""
    return next(text for depth in range(40, -1, -1) if is_readable(text := nested(shapes, depth)))


@pytest.mark.parametrize("outer", range(len(ALL)))
def test_what_is_nested_in_what_takes_no_time_to_speak_of(outer: int) -> None:
    """A pair takes some 3 milliseconds; one that doubles with each level takes minutes.

    A pair is set in two of the six forms, and of pairs of commands every third is tried, unless
    EVERY_PAIR is set: what doubles in one does so in many pairs.
    """
    forms = list(FORMS.items())
    for place, inner in enumerate(ALL[: outer + 1]):
        usual = place < len(SHAPES) or place == outer or os.environ.get("EVERY_PAIR")
        if not usual and (outer + place) % 3:
            continue
        text = deepest([ALL[outer], inner])
        for name, form in forms[(outer // 3 + place) % 3 :: 3]:
            if cpu_seconds(partial(form, text), 0.5) >= 0.5:
                pytest.fail(f"{name}: over half a second for {text}", pytrace=False)


FLAT = [
    "a=",
    "+a",
    "(a)",
    "|",
    r"\le ",
    r"a\,",
    "x^x",
    "x^",
    r"\frac{a}{b}",
    r"\color{red}a",
    "$",
    "_",
    "![",
    "[",
    "](",
    "a_1",
    "<!--",
]


@pytest.mark.parametrize("unit", FLAT)
def test_a_text_of_20000_characters_takes_its_time_once(unit: str) -> None:
    """A third of a second where nothing else runs; what grows with the square takes many."""
    for width, written in product((10, 400), ("{}", "${}$", "$${}$$")):
        text = written.format(unit * ((20_000 - 4) // len(unit)))
        assert cpu_seconds(partial(typeset, text, width=width), 2) < 2, (width, written)


@pytest.mark.parametrize("letters", ["ab", "a=", "+a"])
@pytest.mark.parametrize(
    "shape", [*SHAPES, r"\color{{red}}{}", r"\xcancel{{{}}}", r"\underline{{{}}}"]
)
def test_a_formula_as_long_and_as_deep_as_can_be_takes_its_time_once(
    shape: str, letters: str
) -> None:
    """Half a second where nothing else runs; a layout that grows with the square takes a minute."""
    text = deepest([shape.replace("{}", letters * 240 + "{}", 1)])
    for name, form in FORMS.items():
        assert cpu_seconds(partial(form, text), 3) < 3, name


@pytest.mark.parametrize(
    "text",
    [
        r"\color{red}$a$ b", "${}$$x$", r"\label{a}$x$", r"\hspace{1em}$a$", r"$\hspace{1em}$$a$",
        r"$\newcommand{\R}{\mathbb{R}}$$x \in \R$", r"$\displaystyle$$x$", "($\\quad$$$x$$)",
        "\"${}$$$x$$\"", "${}${}$$a$$", r"a$\!$(${}$$$y$$", r"$$\label{x}$$$a$",
        r"(${}$$\vphantom{a}$",
    ],
)  # fmt: skip
def test_a_formula_that_shows_nothing_may_stand_before_another(text: str) -> None:
    for width, linear, in_ascii in product((1, 5, 40, 80), (False, True), (False, True)):
        block = typeset(text, width=width, linear=linear, ascii=in_ascii)
        assert not [fault for fault in block.faults if "cannot be set" in fault.reason]
    assert not faults(text)


@pytest.mark.parametrize("error", [IndexError("x"), RecursionError(), MemoryError(), ValueError()])
def test_what_goes_wrong_in_a_formula_ends_nothing(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> object:
        raise error

    monkeypatch.setattr(Radical, "pieces", fails)
    reason = f"cannot be set ({type(error).__name__})"
    for text in (r"a $\sqrt{y}$, b $z$", r"a $$\sqrt{y}$$ b", r"$\frac{\sqrt{y}}{x}$"):
        for linear in (False, True):
            block = typeset(text, width=40, linear=linear)
            assert [fault.reason for fault in block.faults] == [reason]
            assert r"\sqrt{y}" in block.plain
        assert [fault.reason for fault in faults(text)] == [reason]
    assert render(r"\sqrt{y}") == r"‹\sqrt{y}›"


def test_what_goes_wrong_in_a_text_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise IndexError

    monkeypatch.setattr("dcnn_cards.markup.read", fails)
    monkeypatch.setattr("dcnn_cards.typeset.flow.read", fails)
    block = typeset("one $x$\x1b two\nthree", width=10)
    assert block.plain == "one $x$␛\n↪ two\nthree"
    assert {run.style for line in block.lines for run in line} == {Style.SOURCE, Style.MORE}
    assert [fault.reason for fault in block.faults] == ["cannot be set (IndexError)"]
    assert faults("x") != ()
