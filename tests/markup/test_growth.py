"""Reading takes a time that grows as the text does, whatever is in it."""

from __future__ import annotations

import time

import pytest

from dcnn_cards.markup import read, with_loose

SIZE = 40_000
"""Characters of a text; it would take minutes to go through it once for each of them."""


@pytest.mark.parametrize(
    "piece",
    [
        "$", "$a", "$a{ ", "`", "`a``", "[", "![", "[a](", "[[a]](x)", "*", "*a ", "**a *b ", "*_",
        "_a_ ", "<", "<a ", "<!--", "<a@b.c>", "https://a.b ", "a", "://", r"\(", r"\a{", "x_1 ",
        "(a) x\n", "  - a\n    - b\n", "- a\n", "\\[ x\n\n", "$$ a\n\n", "$$a\n\nb$$ ", "# a\n",
        "a $$\n\nb $$ c\n\n", "$$\n\n", "$$\n\n$$ a\n\n",
        "> ", ">\n", "> - ", "- ", "- - a\n", "|", "|a", "a|b\n-|-\n", "a|b\n", "|-", "$a`", "$ a ",
        "a\n===\n", "a\n: b\n", "[^1]: a\n", "[^1]", "[a]: b\n", "[a][b] ", "[[a]]", "[[a", "~~",
        "~~a", "&amp;", "&", "<b>", "</b>", "<div>\n", "<div>\n\n", "+--+\n", "    a\n",
        "---\na: b\n", "**a", "a**b", "\\\\(a", "\\\\(a\\\\)", r"\(1\)", "$`", "$`a`$",
        "- [ ] a\n", "> [!a]\n", "***\n", "![[a", "1.\n", "\\begin{align} a\n\n", "==", "==a ",
        "==a==", "```\n", "- ```\n", "\u00a0", "\n",
    ],
)  # fmt: skip
def test_no_text_takes_long(piece: str) -> None:
    start = time.process_time()
    head = "[^1]: x\n\n[a]: y\n\n" if "[" in piece else ""
    for block in read(head + piece * (SIZE // len(piece))).blocks:
        for _ in with_loose(block.parts, lambda _: False):
            pass
    assert time.process_time() - start < 5


def test_displays_that_are_never_closed_are_looked_for_once() -> None:
    text = "\\[ x\n\n" * 5_000 + "# end\n\n\\]"
    start = time.process_time()
    assert len(read(text).blocks) == 5_002
    assert time.process_time() - start < 5
