"""A text as HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.markup import Formula
from dcnn_cards.markup.html import as_html


def said(formula: Formula) -> str:
    return f"[[{formula.latex}]]" if formula.display else f"[{formula.latex}]"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain *i* **b** ==m==", "Plain <i>i</i> <b>b</b> <mark>m</mark>"),
        ("a < b & `x<y`", "a &lt; b &amp; <code>x&lt;y</code>"),
        ("say <script>x</script>", "say &lt;script&gt;x&lt;/script&gt;"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('x<sub onclick="y()">2</sub> <b>c', "x<sub>2</sub> <b>c</b>"),
        ("a</b> <!-- c -->", "a&lt;/b&gt;"),
        ("~~no~~ ***e***", "<del>no</del> <b><i>e</i></b>"),
        (
            "> q\n> - i\n>\n> > r\n\nout",
            "<blockquote><p>q</p><ul><li>i</li></ul><blockquote>"
            "<p>r</p></blockquote></blockquote><p>out</p>",
        ),
        (
            "- a\n  > - b\n- d",
            "<ul><li>a<blockquote><ul><li>b</li></ul></blockquote></li><li>d</li></ul>",
        ),
        (
            "| a | b |\n|---|--:|\n| $x$ | 1 |",
            '<table><tr><th>a</th><th align="right">b</th></tr>'
            '<tr><td>[x]</td><td align="right">1</td></tr></table>',
        ),
        ("x[^1]\n\n[^1]: said", "<p>x<sup>[1]</sup></p><p><small>[1] said</small></p>"),
        ("one\ntwo", "one<br>two"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("# Head\n\nbody", "<h1>Head</h1><p>body</p>"),
        ("if\n$$x$$\nthen $y$", "if [[x]] then [y]"),
        ("1. a\n2. b\n   - c\n3. d", "<ol><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ol>"),
        ("- a\n\n  more\n- b", "<ul><li>a<p>more</p></li><li>b</li></ul>"),
        ("- a\n\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("(a) c\n(b) d", '<ol type="a"><li>c</li><li>d</li></ol>'),
        ("```\na<b\n  c\n```", "<pre><code>a&lt;b\n  c</code></pre>"),
        ("[x](https://a.b)", '<a href="https://a.b">x</a>'),
        ("[x](javascript:1)", "[x](javascript:1)"),
        ('<https://a.b/"c>', '<a href="https://a.b/%22c">https://a.b/%22c</a>'),
    ],
)
def test_a_text_becomes(text: str, html: str) -> None:
    assert as_html(text, said) == html


class Tags(HTMLParser):
    """Follows which tags are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.seen.add(tag)
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


LINES = st.sampled_from(
    ["a", "1. b", "2. c", "- d", "  - e", "    more", "(a) f", "", "", "$$x$$", "$$", "```", "# h",
     "<b>", "**g**", "==h", "[i](j)", "_k_", "&amp;", "   (i) l", "* m", "> q", "> - r", "> > s",
     "  > t", "| a | b |", "|---|---|", "</b>", "<div>", "<p>u", "~~v~~", "---", "w[^1]", "[^1]: x"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12))
def test_whatever_the_text_its_tags_are_closed_in_turn(lines: list[str]) -> None:
    tags = Tags()
    tags.feed(as_html("\n".join(lines), lambda _: "F"))
    assert tags.open == []
    lists = "p br hr i b mark del code pre ol ul li a blockquote table tr th td small sup div"
    assert tags.seen <= {*lists.split(), *(f"h{level}" for level in range(1, 7))}
