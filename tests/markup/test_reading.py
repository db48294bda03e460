"""What is in a text: its parts and blocks, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.markup import (
    Block,
    BlockKind,
    Break,
    Code,
    Formula,
    Html,
    Image,
    Link,
    Part,
    Text,
    formulas,
    masked,
    read,
    unmarked,
    with_loose,
)
from dcnn_cards.markup.blocks import blocks


def told(part: Part) -> str:
    """A part in short: c(ode), f(ormula), d(isplay), l(ink), i(mage), h(tml), words as they are."""
    match part:
        case Text():
            return {"none": "", "italic": "/", "bold": "!", "mark": "^"}[
                part.emphasis.value
            ] + part.text
        case Code():
            return f"c:{part.text}"
        case Formula():
            return f"{'d' if part.display else 'f'}:{part.latex}"
        case Link():
            return f"l:{part.address}[{'|'.join(map(told, part.label))}]"
        case Image():
            return f"i:{part.address}"
        case Html():
            return f"h:{part.source}"
        case Break():
            return "⏎"


def parts(text: str) -> list[str]:
    return [told(part) for block in read(text).blocks for part in block.parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b *c*** `d` $x$", ["a ", "!b ", "!c", " ", "c:d", " ", "f:x"]),
        (r"\(x\) and \[y\]", ["f:x", " and ", "d:y"]),
        (r"\\(x\\) is none", ["\\", "(x", "\\", ") is none"]),
        # Prices, dollars that are signs, and dollars within the words of a formula.
        ("It costs $5 or $10.", ["It costs $5 or $10."]),
        (r"\$5 for $x$", ["$", "5 for ", "f:x"]),
        (r"$\$5$", [r"f:\$5"]),
        ("$x$5 and $ y $", ["$x$5 and $ y $"]),
        (r"$f = \text{ if $x_1$ and x_2}$.", [r"f:f = \text{ if $x_1$ and x_2}", "."]),
        # Code, addresses, images and comments have no formulas.
        ("`$x$` and ``a`$y$``", ["c:$x$", " and ", "c:a`$y$"]),
        ("```$x$``` is code", ["c:$x$", " is code"]),
        ("[a $x$](http://e.org/$y$)", ["l:http://e.org/$y$[a |f:x]"]),
        ("https://e.org/?a=$b$&c=$d$.", ["l:https://e.org/?a=$b$&c=$d$[]", "."]),
        ("<https://e.org/$a$>", ["l:https://e.org/$a$[]"]),
        ("![a $x$](b$y$.png)!", ["i:b$y$.png", "!"]),
        ("a <!-- $x$ --> b", ["a ", "h:<!-- $x$ -->", " b"]),
        ('<a href="$x$">b</a>', ['h:<a href="$x$">', "b", "h:</a>"]),
        # Signs of arithmetic and of LaTeX emphasise nothing.
        ("2*3*4 and (a)*(b)*(c)", ["2*3*4 and (a)*(b)*(c)"]),
        (r"\hat{y}_t - v_{t+1} = \theta_\alpha", [r"\hat{y}_t - v_{t+1} = \theta_\alpha"]),
        # Terms that are marked, with what is in them; not comparisons.
        ("a ==key term==, b", ["a ", "^key term", ", b"]),
        ("==a $x$ **b**==!", ["^a ", "f:x", "^ ", "^b", "!"]),
        ("**b ==a==**", ["!b ", "^a"]),
        ("==a== and ==b==", ["^a", " and ", "^b"]),
        ("a==b and c==d", ["a==b and c==d"]),
        ("a == b == c, ==, ==a ==, === a===", ["a == b == c, ==, ==a ==, === a==="]),
        ("`==a==` $==a==$", ["c:==a==", " ", "f:==a=="]),
        ("snake_case_names and _so_", ["snake_case_names and ", "/so"]),
        # Environments that are displays by themselves.
        (r"\begin{align} a &= b \end{align}", [r"d:\begin{align} a &= b \end{align}"]),
        (r"In \begin{align} none", [r"In \begin{align} none"]),
        ("a \\\nb\\", ["a ", "⏎", "b\\"]),
        ("One.\r\nTwo $x$.\rThree", ["One.", "⏎", "Two ", "f:x", ".", "⏎", "Three"]),
    ],
)
def test_the_parts_of_a_line(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def shape(block: Block) -> str:
    name = block.kind.value[0].upper()
    words = " / ".join(block.code) or "|".join(map(told, block.parts))
    return f"{name}{block.first}-{block.last} {' ' * block.indent}{block.marker}{words}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\nb\nc", ["P1-1 a", "P3-4 b|⏎|c"]),
        ("# a #\nb", ["H1-1 a", "P2-2 b"]),
        ("#\n\n#a\n\n    # b", ["P1-1 #", "P3-3 #a", "P5-5 # b"]),
        ("C# is\n# About C#", ["P1-1 C# is", "H2-2 About C#"]),
        # Fences: with backticks behind them they are none, and close with as many at least.
        ("```x``` a\nb", ["P1-2 c:x| a|⏎|b"]),
        ("````\n```\n````\na", ["C1-3 ```", "P4-4 a"]),
        ("~~~\n$x$\n~~~", ["C1-3 $x$"]),
        ("- ```\n  a\n  ```\n- b", ["C1-3   -a", "I4-4   -b"]),
        ("```\na", ["C1-2 a"]),
        # A display holds any line until it is closed.
        ("$$\na\n\n- b\n$$\nc", ["P1-6 d:\na\n\n- b\n|⏎|c"]),
        (r"\[" + "\na\n\nb\n" + r"\]", ["P1-5 d:\na\n\nb\n"]),
        (
            "\\begin{gather}\na\n\nb\n\\end{gather}",
            ["P1-5 d:\\begin{gather}\na\n\nb\n\\end{gather}"],
        ),
        # One that is not closed, is code, or is words, takes nothing with it.
        ("Write `$$`.\n\n$$a$$", ["P1-1 Write |c:$$|.", "P3-3 d:a"]),
        ("```\n$$\n```\n\n$$a$$", ["C1-3 $$", "P5-5 d:a"]),
        ("$$a\n\n$$b$$", ["P1-1 $$a", "P3-3 d:b"]),
        ("$$a\n\n# b\n\nc$$", ["P1-1 $$a", "H3-3 b", "P5-5 c$$"]),
        ("$$a\n\n```\nb$$\n```", ["P1-1 $$a", "C3-5 b$$"]),
        ("It is $$ or so.\n\nIt is $$ again.", ["P1-1 It is $$ or so.", "P3-3 It is $$ again."]),
        ("Is it $$\n\na\n\nb $$ c", ["P1-1 Is it $$", "P3-3 a", "P5-5 b $$ c"]),
        ("We get $$\n\na\n\n$$", ["P1-5 We get |d:\n\na\n\n"]),
        ("$$\na\n\nb$$ is it\nc", ["P1-5 d:\na\n\nb| is it|⏎|c"]),
        ("$$\nb $$ c", ["P1-2 d:\nb | c"]),
        # Blanks that Markdown does not know, and tabs.
        ("a\n\u00a0\nb\n\n\u2003c", ["P1-1 a", "P3-3 b", "P5-5 c"]),
        ("-\ta\n\t- b", ["I1-1   -a", "I2-2     -b"]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_the_blocks_of_a_text(text: str, expected: list[str]) -> None:
    assert [shape(block) for block in read(text).blocks] == expected


def test_what_begins_as_a_display_belongs_to_the_item_before_it() -> None:
    for display in ("$$b$$", r"\[b\]", r"\begin{align}b\end{align}"):
        item, after = read(f"- a\n\n{display}").blocks
        assert after.indent == item.indent
    for other in ("$b$", r"\(b\)", r"\begin{matrix}b\end{matrix}", "b"):
        assert read(f"- a\n\n{other}").blocks[1].indent == 0


def test_items_belong_to_lists_by_their_markers() -> None:
    text = "1. a\n (a) b\n (b) c\n2. d\n\n- e\n\nf\n\n(b) g"
    found = [(b.marker, b.level, b.numbering) for b in read(text).blocks]
    assert found == [
        ("1.", 1, "1."), ("(a)", 2, "(a)"), ("(b)", 2, "(a)"), ("2.", 1, "1."),
        ("-", 1, "-"), ("", 0, ""), ("", 0, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("D_T and e^x", ["D_T", "e^x"]),
        (r"a\_1, `x_1`, https://e.org/x_1 and $x_1$", ["x_1"]),
        ("a@b_1.com, b_1@a.com and x_1", ["x_1"]),
        (r"\frac{1}{\sqrt{x_1}} of \text{ if x_1}", [r"\frac{1}{\sqrt{x_1}}", r"\text{ if x_1}"]),
        ("[x_1](y_1)", ["x_1"]),
        ("n_jobs, data/x_1", []),
    ],
)
def test_mathematics_without_dollars(text: str, found: list[str]) -> None:
    made = with_loose(read(text).blocks[0].parts, lambda _: True)
    flat = [part for one in made for part in (one.label if isinstance(one, Link) else (one,))]
    assert [part.latex for part in flat if isinstance(part, Formula)] == found


def test_formulas_are_masked() -> None:
    assert masked("a $b$, `$c$` and \\(d\\)", str.upper) == "a $B$, `$c$` and \\(D\\)"
    assert masked("nothing", str.upper) == "nothing"


def test_lone_dollars_and_braces() -> None:
    document = read(r"$5, \$6, `$7`, $x^{2$ and [$](a)")
    assert document.lone_dollars == (0, 27)
    assert [formula.unfinished_braces for formula in document.formulas] == [1]
    assert document.place(27) == (1, 28)
    document = read("a\n## b $\n\n`c` $")
    assert [document.place(at) for at in document.lone_dollars] == [(2, 6), (4, 5)]


PIECES = st.sampled_from(
    r"""a b2 $ $$ ` `` ``` * ** _ [ ] ( ) ]( ![ < > <!-- --> \( \) \[ \] \$ \\ { } # - 1. (a) ~~~
    x_1 https://e.org/a_$b$ <a@b.c> \begin{align} \end{align} ! : ://
    &amp; • é""".split()
)
TEXTS = st.lists(
    st.one_of(PIECES, st.sampled_from([" ", "\n", "\n\n", "\r\n", "\t", "  ", "\n   ", "\u00a0"])),
    max_size=40,
).map("".join)


def with_labels(found: tuple[Part, ...]) -> Iterator[Part]:
    for part in found:
        yield part
        if isinstance(part, Link):
            yield from with_labels(part.label)


@given(TEXTS)
def test_parts_and_blocks_tell_where_they_stand(text: str) -> None:
    document = read(text)
    line = 0
    for block in document.blocks:
        assert line < block.first <= block.last
        line = block.last
        at = 0
        for part in block.parts:
            assert at <= part.start < part.end
            between = document.text[at : part.start]  # marks of emphasis are in no part
            assert not at or not between.replace("*", "").replace("_", "").strip()
            assert block.first <= document.place(part.start)[0] <= block.last
            at = part.end
        for part in with_labels(block.parts):
            source = document.text[part.start : part.end]
            if isinstance(part, Text) and not part.escaped:
                assert source == part.text
            if isinstance(part, Formula):
                assert part.source.split() == source.split()
                assert part.latex in part.source
    lines = document.text.split("\n")
    read_lines = {n for block in document.blocks for n in range(block.first, block.last + 1)}
    assert {n for n, words in enumerate(lines, 1) if words.strip()} <= read_lines


@given(TEXTS)
def test_nothing_is_lost(text: str) -> None:
    """Whatever letter of a text is not in a fence, which may have words behind it, is in a part."""
    document = read(text)
    if any(block.kind is BlockKind.CODE for block in document.blocks):
        return
    sources = (
        document.text[part.start : part.end] for block in document.blocks for part in block.parts
    )
    assert "".join(sources).count("é") == text.count("é")


@given(st.text("aé .,:;-+=()?!/'1\u00a0", max_size=30))
def test_a_line_of_words_is_read_as_the_parser_would(text: str) -> None:
    """What `read` takes to be a paragraph of words without asking is one for the parser."""
    document = read(text)
    assert document.blocks == blocks(document.text)


def test_formulas_need_a_dollar_or_a_backslash() -> None:
    assert formulas("word") == ()
    assert [found.latex for found in formulas("[$x$](y)")] == ["x"]


@pytest.mark.parametrize(
    ("text", "bare"),
    [("a ==b c==, ==d==", "a b c, d"), ("a==b and c==d", "a==b and c==d"), ("==a\nb==",) * 2],
)
def test_marks_are_taken_off(text: str, bare: str) -> None:
    assert unmarked(text) == bare
