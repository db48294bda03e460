"""Texts with parts to be recalled, in words and in formulas."""

from __future__ import annotations

import time

import pytest

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import named
from dcnn_cards.typeset import typeset
from tests.deck.kinds.decks import items, problems


def parts(text: str, **more: str) -> list[Card]:
    lines = "".join(f"    {line}\n" for line in text.split("\n"))
    said = "".join(f"  {key}: {value}\n" for key, value in more.items())
    return list(items(f"- id: a\n  cloze: |\n{lines}{said}").cards)


def shown(text: str, *, in_ascii: bool = False, linear: bool = False) -> str:
    return typeset(text, width=60, ascii=in_ascii, linear=linear).plain


@pytest.mark.parametrize(
    ("text", "asked", "learned", "revealed"),
    [
        ("ELBO is a {{c1::lower}} bound", "ELBO is a ==[...]== bound", "lower",
         "ELBO is a ==[lower]== bound"),
        ("a {{c1::lower::which}} bound", "a ==[...: which]== bound", "lower",
         "a ==[lower]== bound"),
        ("un{{c1::super}}vised", "un[...]vised", "super", "un[super]vised"),
        ("{{c1::a}}{{c1::b}}", "[...][...]", "a\nb", "[a][b]"),
        ("`x = {{c1::f}}(y)`", "`x = [...](y)`", "f", "`x = [f](y)`"),
        ("```\nx = {{c1::f(y)}}\n```", "```\nx = [...]\n```", "f(y)", "```\nx = [f(y)]\n```"),
        ("{{c1::a::b::c}}", "==[...: b::c]==", "a", "==[a]=="),
        ("{{c2::a}} and {{c2::b}}", "==[...]== and ==[...]==", "a\nb", "==[a]== and ==[b]=="),
        # Braces of TeX end no part, with dollars and without.
        (r"{{c1::$\frac{1}{2}$}}", r"$\clozehidden{\frac{1}{2}}{}$", r"$\frac{1}{2}$",
         r"$\clozeshown{\frac{1}{2}}{}$"),
        (r"{{c1::$\{x_{i}\}$ and {b}::a {set}}}.", "==[...: a {set}]==.",
         r"$\{x_{i}\}$ and {b}", r"==[$\{x_{i}\}$ and {b}]==."),
        (r"{{c1::\frac{1}{x_{2}}}} x", "==[...]== x", r"\frac{1}{x_{2}}",
         r"==[\frac{1}{x_{2}}]== x"),
        ("in {{c1::[0, 1]}}, not {{c1::[0, 1)}}", "in ==[...]==, not ==[...]==",
         "[0, 1]\n[0, 1)", "in ==[0, 1]==, not ==[[0, 1)]=="),
        (r"$\frac{a}{\cloze[1]{b_{1}}{hint}}$", "$\\frac{a}{\\clozehidden{b_{1}}{}}$\n\nHint: hint",
         "$b_{1}$", r"$\frac{a}{\clozeshown{b_{1}}{}}$"),
        (r"$x_{\cloze[1]{i}}$ {{c1::is}}", r"$x_{\clozehidden{i}{}}$ ==[...]==", "$i$\nis",
         r"$x_{\clozeshown{i}{}}$ ==[is]=="),
        (r"$\cloze[1]{\{a\}\}}{}$", r"$\clozehidden{\{a\}\}}{}$", r"$\{a\}\}$",
         r"$\clozeshown{\{a\}\}}{}$"),
    ],
)  # fmt: skip
def test_a_part_is_hidden_and_then_marked(
    text: str, asked: str, learned: str, revealed: str
) -> None:
    (card,) = parts(text)
    assert (card.asked, card.learned, card.revealed) == (asked, learned, revealed)


def test_each_number_is_a_card_of_its_own() -> None:
    text = r"$$v = \cloze[1]{\rho v}{friction} + \cloze[2]{g}{}$$" "\nand {{c10::x::y}}"
    cards = parts(text, question="Momentum?", note="N", tags="[t]")
    assert [card.id for card in cards] == ["a#c1", "a#c2", "a#c10"]
    assert cards[0].asked == (
        "Momentum?\n\n$$v = \\clozehidden{\\rho v}{} + \\cloze[2]{g}{}$$\nand x\n\nHint: friction"
    )
    assert cards[2].asked == (
        "Momentum?\n\n$$v = \\cloze[1]{\\rho v}{} + \\cloze[2]{g}{}$$\nand ==[...: y]=="
    )
    assert all((card.note, card.tags) == ("N", ("t",)) for card in cards)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("It is {{c1::a}}.\nOr {{c2::b::c}}.", ["It is ==[...]==.", "Or ==[...: c]==."]),
        (r"A $\cloze[1]{x}$ is" "\n" r"$$\begin{aligned} a &= b \\" "\n"
         r"&= \cloze[2]{c} \end{aligned}$$" "\nand more.",
         [r"A $\clozehidden{x}{}$ is", r"$$\begin{aligned} a &= b \\" "\n"
          r"&= \clozehidden{c}{} \end{aligned}$$"]),
        ("- {{c1::a}}\n- b: {{c2::c}}", ["Which? - ==[...]==", "- b: ==[...]=="]),
        ("a" * 20 + " and so on until " + "it is {{c1::b}} at last",
         ["… and so on until it is ==[...]== at last"]),
        (f"$a {'+ b ' * 20}= c$ is {{{{c1::b}}}}", ["… is ==[...]=="]),
        (f"$a {'+ b' * 20}$-{{{{c1::b}}}}", ["…==[...]=="]),
    ],
)  # fmt: skip
def test_in_a_list_each_has_the_line_with_what_is_hidden(text: str, lines: list[str]) -> None:
    assert [named(card) for card in parts(text, question="Which?")] == lines


@pytest.mark.parametrize("in_ascii", [False, True])
@pytest.mark.parametrize(
    "formula",
    [r"\frac{1}{\cloze[1]{1 + e^{-x}}{}}", r"x_{\cloze[1]{t+1}{}}", r"a + \cloze[1]{\frac bc}{}",
     r"\sum_{\cloze[1]{i=1}{}}^n x", r"\sqrt{\cloze[1]{x}{}}", r"\hat{\cloze[1]{y}{}}",
     r"\begin{pmatrix} a & \cloze[1]{bcd}{} \\ c & d \end{pmatrix}"],
)  # fmt: skip
def test_the_empty_box_has_the_size_of_what_is_hidden(formula: str, in_ascii: bool) -> None:
    (card,) = parts(f"$${formula}$$")
    hidden = shown(card.asked, in_ascii=in_ascii).split("\n")
    revealed = shown(card.revealed, in_ascii=in_ascii).split("\n")
    assert len(hidden) == len(revealed)
    assert hidden != revealed
    for before, after in zip(hidden, revealed, strict=True):
        width = max(len(before), len(after))
        there = zip(before.ljust(width), after.ljust(width), strict=True)
        assert all(old in (" ", new) for old, new in there)
    assert shown(card.revealed, in_ascii=True).isascii()


def test_on_one_line_it_is_a_blank_to_be_filled() -> None:
    (card,) = parts(r"It is $a + \cloze[1]{b^2}{}$, or $$\frac{1}{\cloze[1]{xyz}{}}$$")
    assert shown(card.asked, linear=True) == "It is a + [__], or 1/[___]"
    assert shown(card.revealed, linear=True) == "It is a + [b²], or 1/[xyz]"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("nothing", "hides nothing"),
        ("{{c1::a", "a part that is not closed"),
        ("{{c0::a}} {{c1::b}}", "a part that is not closed"),
        ("{{c1::a}} {{c2::b", "a part that is not closed"),
        ("{{c1::a {{c2::b}} c}}", "within another"),
        ("{{c1::}}", "a part without anything in it"),
        (r"$x_{{c1::i}}$ {{c2::a}}", "between dollars"),
        (r"{{c1::a}} $\cloze{b}{}$", "not numbered"),
        (r"$\cloze[1]{a + \cloze[2]{b}{}}{}$", "within another"),
        (r"{{c1::$\cloze[2]{b}{}$}}", "within another"),
        (r"{{c1::a}} \cloze[2]{b}{}", "between dollars"),
        ("".join(f"{{{{c{n}::x}}}}" for n in range(1, 32)), "more than 30 numbers"),
        ("{{c1::a}}" + "b" * 20_000, "more than 20,000 characters"),
    ],
)  # fmt: skip
def test_what_is_no_part_is_told(text: str, what: str) -> None:
    ((line, told),) = problems(f"- id: a\n  cloze: '{text}'")
    assert line == 2
    assert what in told


def test_the_text_is_the_answer() -> None:
    ((_, told),) = problems("- id: a\n  cloze: '{{c1::b}}'\n  answer: c")
    assert "leave `answer` out" in told


def test_what_is_of_two_kinds_is_told() -> None:
    ((_, told),) = problems("- id: a\n  cloze: '{{c1::b}}'\n  answer: c\n  reversed: true")
    assert told == "card `a` has `cloze` and `reversed`: of these one"


@pytest.mark.parametrize(
    "piece", ["{{c1::", "{{c1::{", r"$\cloze[1]{", "$x$ {{c1::$y$", "}}", "::", "{{c1::a}}"]
)
def test_any_text_is_read_in_no_time(piece: str) -> None:
    began = time.process_time()
    problems(f"- id: a\n  cloze: '{piece * (19_000 // len(piece))}'")
    assert time.process_time() - began < 2


def test_what_follows_it_stands_below_all_of_it() -> None:
    *_, last = items(
        "- id: a\n  cloze: '{{c1::x}} {{c2::y}}'\n- {id: b, question: Q, answer: A, follows: a}"
    ).cards
    assert last.follows == "a#c1"
