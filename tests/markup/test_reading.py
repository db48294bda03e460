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
    Emphasis,
    Formula,
    Html,
    Image,
    Link,
    Note,
    Part,
    Text,
    formulas,
    masked,
    read,
    unmarked,
    with_loose,
)
from dcnn_cards.markup.blocks import blocks

EMPHASIS = dict(zip(Emphasis, ("", "/", "!", "!/", "~", "^"), strict=True))


def told(part: Part) -> str:
    """A part in short: c(ode), f(ormula), d(isplay), l(ink), i(mage), h(tml), words as they are."""
    match part:
        case Text():
            return EMPHASIS[part.emphasis] + part.text
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
        case Note():
            return f"n:{part.name}"
        case Break():
            return "⏎⏎" if part.hard else "⏎"


def parts(text: str) -> list[str]:
    return [told(part) for block in read(text).blocks for part in block.parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b *c*** `d` $x$", ["a ", "!b ", "!/c", " ", "c:d", " ", "f:x"]),
        (r"\(x\) and \[y\]", ["f:x", " and ", "d:y"]),
        # Prices, dollars that are signs, and dollars within the words of a formula.
        ("It costs $5 or $10.", ["It costs $5 or $10."]),
        (r"\$5 for $x$", ["$", "5 for ", "f:x"]),
        (r"$\$5$", [r"f:\$5"]),
        ("$x$5 and $ yes$", ["$x$5 and $ yes$"]),
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
        (
            "a![[cat.png]] [[Page#A|words]] [[1, 2]] [[a]](b)",
            ["a", "i:cat.png", " ", "l:Page#A[words]", " [[1, 2]] ", "l:b[[a]]"],
        ),
        (
            "[a][r], [r], [R][] and [s]\n\n[r]: https://e.org 't'",
            [
                "l:https://e.org[a]",
                ", ",
                "l:https://e.org[r]",
                ", ",
                "l:https://e.org[R]",
                " and [s]",
            ],
        ),
        ("a[^1] [^2]\n\n[^1]: b", ["a", "n:1", " [^2]", "b"]),
        ("&copy;&nbsp;&#10;&#27;&lt;b&gt;", ["©", "\u00a0", " ", "�", "<", "b", ">"]),
        # Signs of arithmetic and of LaTeX emphasise nothing.
        ("2*3*4 and (a)*(b)*(c)", ["2*3*4 and (a)*(b)*(c)"]),
        (r"\hat{y}_t - v_{t+1} = \theta_\alpha", [r"\hat{y}_t - v_{t+1} = \theta_\alpha"]),
        # Terms that are marked, with what is in them; not comparisons.
        ("a ==key term==, b", ["a ", "^key term", ", b"]),
        ("==a $x$ **b**==!", ["^a ", "f:x", "^ ", "^b", "!"]),
        ("**b ==a==**", ["!b ", "^a"]),
        (
            "__init__, __init__.py, __call__() and __so__",
            ["__init__, __init__.py, __call__() and ", "!so"],
        ),
        (
            "**L**ong, *N*th, x**n + y**2, dx*dx, a**b**",
            ["!L", "ong, ", "/N", "th, x**n + y**2, dx*dx, a**b**"],
        ),
        ("***a*** __b__ ~~c~~ d~e", ["!/a", " ", "!b", " ", "~~", "~c", "~~", " d~e"]),
        ("==a== and ==b==", ["^a", " and ", "^b"]),
        ("a==b and c==d", ["a==b and c==d"]),
        ("a == b == c, ==, ==a ==, === a===", ["a == b == c, ==, ==a ==, === a==="]),
        ("`==a==` $==a==$", ["c:==a==", " ", "f:==a=="]),
        ("snake_case_names and _so_", ["snake_case_names and ", "/so"]),
        # Environments that are displays by themselves.
        (r"\begin{align} a &= b \end{align}", [r"d:\begin{align} a &= b \end{align}"]),
        (r"In \begin{align} none", [r"In \begin{align} none"]),
        ("a \\\nb\\", ["a ", "⏎⏎", "b\\"]),
        ("One.\r\nTwo $x$.\rThree", ["One.", "⏎", "Two ", "f:x", ".", "⏎", "Three"]),
    ],
)
def test_the_parts_of_a_line(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


FORMULAS = [
    # What Markdown escapes, and what web sites write.
    (r"as in \[1\] and \[2, 3\]", []),
    (r"\[[wiki]\] \(and more clean\) \[^1\] \[a-b.md\]", []),
    (r"- [ ] \[PYTHON_ROOT\]/settings.py, a \[--flag=value\] \[OPTIONS\]", []),
    (r'{tbl-colwidths="\[50,50\]"}', []),
    (r"\(555\) 123 and \(i.e.\)", []),
    (r"\(n-1\), \(O(n)\) and \[loss = a + b\]", ["n-1", "O(n)", "loss = a + b"]),
    (r"\\(x\\) and \\[x\_i = \{2\}\\]", ["x", "x_i = {2}"]),
    (r"\\(none of them\\)", []),
    ("$`\\sqrt2`$ and $`x`$", ["\\sqrt2", "x"]),
    # Dollars across code and emphasis.
    ("Price $10; `$HOME` x", []),
    ("**$rootScope** and **$scope**", []),
    ("**$5** or **6$** and $a ** b$", ["a ** b"]),
    # Prices, variables of a shell.
    ("Revenue ($M) and cost ($K); costs $20 or 30$; $PATH:$HOME", []),
    ("5$ and 10$ and 5$-10$, $1 (US$), $3,000 (about 2,800) and $4k", []),
    ('echo "$HOME" and "$USER"; ${a}$b/$c', []),
    ("$5 to $6, or $x$", ["x"]),
    # Blanks within, and what goes on behind.
    (r"where $ m \times 1 $ vector $ X_t $ is, $ 5 $", [r"m \times 1", "X_t", "5"]),
    ("costs $ 5 and $ 6, $ x $ ok", ["x"]),
    (r"$p $ as $ t+1$, $H = $ high, $\{$a, b$\}$, $ \$5 $",
     ["p", "t+1", "H =", r"\{", r"\}", r"\$5"]),
    ("从 [$-$1, 1] 到 $-$110，$a_1，…，a_n$ 动作, 5$-$10", ["-", "-", "a_1，…，a_n"]),
    ("'/^$/d':正则表达式。^表示行的开头，$表示", []),
    ("$a; $ b, $A and B $, echo $a $b and $x$", ["x"]),
    (r"about $\sim$6000, $\pm$5%, 2$\times$3", [r"\sim", r"\pm", r"\times"]),
    ("the $n$th, $k$NN, 设$x$为, but $a$b", ["n", "k", "x"]),
    # Words in formulas.
    ("$true positives$, $x = 1 if y$ and $P(a or b)$",
     ["true positives", "x = 1 if y", "P(a or b)"]),
    ("$$ is the PID.\n\n- item\n\nThe $$ sign", []),
    ("What are $ and $$?\n\nA **b**.\n\n## C\n\n```sh\necho $$\n```", []),
    ("What is $$?\n`echo $$` tells", []),
    ("> $$\n> a\n> $$\n> b $c$", ["\na\n", "c"]),
    ("> - $$a\n>   < b$$", ["a\n< b"]),
    ("```math\na\n```\n\n```{math}\n:label: x\n\nb\n```\n\n```python\n$c$\n```", ["a", "b"]),
    ("| a | b |\n|-|-|\n| $|x|$ | $a \\| b$ |", ["|x|", "a | b"]),
    ("<div>\n$x$ <b>$y$</b>\n</div>", ["x", "y"]),
    ("---\na: $x$\n---\n$y$", ["y"]),
    ("a\n\n    $x$", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FORMULAS)
def test_what_is_a_formula(text: str, expected: list[str]) -> None:
    assert [formula.latex for formula in read(text).formulas] == expected


def shape(block: Block) -> str:
    name = block.kind.value[0].upper()
    words = " / ".join(block.code) or "|".join(map(told, block.parts))
    return f"{name}{block.first}-{block.last} {' ' * block.indent}{block.marker}{words}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\nb\nc", ["P1-1 a", "P3-4 b|⏎|c"]),
        ("# a #\nb", ["H1-1 a", "P2-2 b"]),
        ("#\n\n#a\n\n    # b", ["P1-1 #", "P3-3 #a", "C5-5 # b"]),
        ("a\n===\nb\nc\n---\n\n---", ["H1-2 a", "H3-5 b|⏎|c", "R7-7 "]),
        ("---\na: b\n- c\n---\nd", ["H1-4 ", "P5-5 d"]),
        ("---\na\n\n---", ["R1-1 ", "P2-2 a", "R4-4 "]),
        ("> a\nb\n> - c\n> > d", ["P1-2   a|⏎|b", "I3-3     -c", "P4-4     d"]),
        ("- > a\n- # b", ["P1-1     - │a", "H2-2   -b"]),
        (
            "- - a\n-\n  b\n\n-\n- c\n  ===",
            ["I1-1     - -a", "I2-2   -", "P3-3   b", "I5-5   -", "H6-7   -c"],
        ),
        ("1. ***\n2. <b>\n3.", ["R1-1    1.", "I2-2    2.h:<b>", "I3-3    3."]),
        ("a | b\n:- | -:\nc | `d\\|e`\nf", ["T1-4 a|b|c|c:d|e|f"]),
        ("a | b\n:- | - | -", ["P1-2 a | b|⏎|:- | - | -"]),
        ("+--+\n|a |\n+--+", ["C1-3 +--+ / |a | / +--+"]),
        ("[^n]: a\n    b\n\n    c\n[^m]: d", ["N1-2     [n]a|⏎|b", "P4-4     c", "N5-5     [m]d"]),
        ("Term\n: meaning\n\n: more", ["P1-1 Term", "P2-2     meaning", "P4-4     more"]),
        ("> [!NOTE] a\n> b", ["P1-1   !NOTE|! |!a", "P2-2   b"]),
        (
            "- [ ] a\n  - [x] b\n\n1. [X] c",
            ["I1-1     [ ]a", "I2-2         [x]b", "I4-4        1. [x]c"],
        ),
        ("- a\n\n      b\n\n  c", ["I1-1   -a", "C3-3   b", "P5-5   c"]),
        ("<!-- a\n\nb -->\nc", ["H1-3 h:<!-- a\n\nb -->", "P4-4 c"]),
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
        ("n_jobs, data/x_1, v_1.2, a_b.py, x_1@a.com, T_T, __init__ and #x_1", []),
        ("From x_1. To T_1.", ["x_1", "T_1"]),
        ("O(2^n), 10^{-3}, not 2^32, v2^n, [0-9^6] and 1.2^3", ["2^n", "10^{-3}"]),
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
            assert not at or not set("".join(between.split())) - set("*_>")
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
