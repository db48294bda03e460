r"""A paragraph's text → its parts, by markdown-it-py's inline parser with rules of ours.

The rules are for mathematics, for addresses that stand by themselves, for terms that are marked,
for footnotes and `[[pages]]`, and for the stars and lows of LaTeX and arithmetic, which emphasise
nothing. A scanner of our own
took as long for the paragraphs of the shipped deck and read them no otherwise, so there is none.
What the parser does not tell is where its tokens stand. They follow each other without a gap, so
that it is enough to note where those end whose length cannot be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from markdown_it.rules_inline import StateInline, autolink
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from dcnn_cards.markup.marks import MARK
from dcnn_cards.markup.math import Found, Opener, formula_at
from dcnn_cards.markup.parts import (
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
)
from dcnn_cards.signs import harmless

Rule = Callable[[StateInline, bool], bool]

_NOTE = r"\[\^(?P<name>[^\]\s]+)\]"
_PAGE = (
    r"(?P<image>!?)(?<!\[)\[\[(?P<name>[^\W\d][^\[\]|\n]*)"
    r"(?:\\?\|(?P<words>[^\[\]\n]+))?\]\](?![(:]|\[(?!\^))"
)
_SCHEME = re.compile(r"(?<![\w+.-])[A-Za-z][A-Za-z0-9+.-]*\Z")
_LONGEST_SCHEME = 32
_LONGEST_PART = 40  # of a word that is emphasised
_ADDRESS = re.compile(r"://[^\s<>]*[^\s<>?!.,:;*_~'\")\]]")
# As in 2*3, x**n, (a)*(b), W_{t} and \hat{y}_t; not as in **L**ong.
_LETTER = r"[^\W_]"
_SIGNS = re.compile(
    rf"(?<={_LETTER})\*(?!\*)(?={_LETTER})|(?<=\d)\*+(?={_LETTER})|(?<={_LETTER})\*+(?=\d)"
    rf"|(?<![^\W_].)(?<={_LETTER})\*\*(?={_LETTER}(?![^\W_]))"
    r"|(?<=[)\]}])\*+(?=[^\W_]|[(\[{])"
    r"|(?:(?<=[^\W_])|(?<=[)\]}]))_(?=[^\W_]|[{\\])"
)
# Names that Python gives a meaning: those that are no words, and what is called or goes on.
_NAME = (
    r"(?<![\w*])__(?:[a-z]+__(?=\(|\.\w)|(?:init|main|repr|str|dict|iter|len|eq|slots"
    r"|(?:get|set|del)(?:attr|item))__(?!\w))"
)
_BEGUN = re.compile(r"(?:^|(?<=[\s(\[\"'“‘—-]))(?P<stars>\*{1,3})[^\s*]+$")


def ended(rule: Rule) -> Rule:
    """The rule, with the place where it ended in the last token that it made."""

    def with_end(state: StateInline, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, silent):
            return False
        if len(state.tokens) > before:
            state.tokens[-1].meta["end"] = state.pos
        return True

    return with_end


def labelled(rule: Rule) -> Rule:
    """The rule of a link or an image, asked only where a label may end further on.

    It reads on to the end of its label, and in that for labels of others: for each [ without an
    end, twenty times what follows.
    """

    def with_label(state: StateInline, silent: bool) -> bool:
        ends = "]" if state.env.get("references") else "]("
        return _last(ends, state.src) >= state.pos and rule(state, silent)

    return with_label


@lru_cache(maxsize=4)
def _last(ends: str, text: str) -> int:
    """Where the last label of a text may end, -1 if none does."""
    return text.rfind(ends)


def address_in_angles(state: StateInline, silent: bool) -> bool:
    """Addresses such as <https://example.org>, in one token, which tells what was written."""
    if not autolink(state, silent):
        return False
    if not silent:
        del state.tokens[-2:]
        token = state.tokens[-1]
        token.type, token.content = "address", str(token.attrs["href"])
        token.meta["end"] = state.pos
    return True


def mathematics(state: StateInline, silent: bool) -> bool:
    """Formulas; a display that is not closed is told in `state.env` and is text."""
    text, at = state.src, state.pos
    if text[at] not in "$\\":
        return False
    found = formula_at(text, at, state.env["hopeless"])
    if isinstance(found, Found) and found.end <= state.posMax:
        if not silent:
            token = state.push("math", "", 0)
            token.content, token.block = found.latex, found.display
            token.meta["end"] = found.end
        state.pos = found.end
        return True
    if isinstance(found, Opener):
        state.env.setdefault("unclosed", found)
    if text[at] == "\\":
        return False
    dollars = "$$" if text.startswith("$$", at) else "$"
    if not silent:
        state.append_pending(dollars)
    state.pos += len(dollars)
    return True


def address(state: StateInline, silent: bool) -> bool:
    """Addresses such as https://example.org/a_b, without the signs that end a sentence."""
    match = _ADDRESS.match(state.src, state.pos)
    scheme = match and _SCHEME.search(state.pending[-_LONGEST_SCHEME:])
    if match is None or scheme is None or match.end() > state.posMax:
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        token = state.push("address", "", 0)
        token.content = scheme[0] + match[0]
        token.meta["end"] = match.end()
    state.pos = match.end()
    return True


def marks(state: StateInline, silent: bool) -> bool:
    """Terms that are marked, with all that may stand in a line within them."""
    match = MARK.match(state.src, state.pos)
    if match is None or match.end() > state.posMax:
        return False
    if not silent:
        most, begin, end = state.posMax, *match.span("term")
        state.push("mark_open", "mark", 1).meta["end"] = begin
        state.pos, state.posMax = begin, end
        state.md.inline.tokenize(state)
        state.posMax = most
        state.push("mark_close", "mark", -1).meta["end"] = match.end()
    state.pos = match.end()
    return True


def note(state: StateInline, silent: bool) -> bool:
    """Where a footnote is referred to that there is."""
    notes: frozenset[str] = state.env.get("notes", frozenset())
    match = re.compile(_NOTE).match(state.src, state.pos) if notes else None
    if match is None or match["name"] not in notes:
        return False
    if not silent:
        token = state.push("note", "", 0)
        token.content = match["name"]
        token.meta["end"] = match.end()
    state.pos = match.end()
    return True


def page(state: StateInline, silent: bool) -> bool:
    """A link to a page by its name, as wikis and Obsidian write it: `[[Page#Part|words]]`."""
    begins = state.src.startswith(("[[", "![["), state.pos)
    match = re.compile(_PAGE).match(state.src, state.pos) if begins else None
    if match is None or match.end() > state.posMax:
        return False
    if not silent:
        token = state.push("page", "", 0)
        token.content = match["name"]
        token.meta |= {
            "end": match.end(),
            "words": match.span("words" if match["words"] else "name"),
        }
        token.meta["shown"] = bool(match["image"])
    state.pos = match.end()
    return True


def stars(state: StateInline, silent: bool) -> bool:
    """Stars beside a script without spaces: they begin or end emphasis wherever there is no blank.

    CommonMark asks for punctuation or a blank on the other side, which such scripts do not have.
    """
    at = state.pos
    if silent or state.src[at] != "*":
        return False
    count = state.scanDelims(at, True).length
    before, after = state.src[max(0, at - 1) : at], state.src[at + count : at + count + 1]
    if not (_is_cjk(before) or _is_cjk(after)):
        return False
    opens, closes = after.strip() != "", before.strip() != ""
    for _ in range(count):
        state.push("text", "", 0).content = "*"
        end = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord("*"), count, end, -1, opens, closes))
    state.pos += count
    return True


def _is_cjk(sign: str) -> bool:
    return (
        "\u2e80" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" or "\uff01" <= sign <= "\uffee"
    )


def signs(state: StateInline, silent: bool) -> bool:
    """Stars that multiply, lows that begin an index or stand around a name of Python's.

    Stars that end what is emphasised of a word are none.
    """
    match = _SIGNS.match(state.src, state.pos)
    if match is None and state.src.startswith("__", state.pos):
        match = re.compile(_NAME).match(state.src, state.pos)
    if match is None:
        return False
    before = _BEGUN.search(state.src, max(0, state.pos - _LONGEST_PART), state.pos)
    if before and before["stars"] == match[0]:
        return False
    if not silent:
        state.append_pending(match[0])
    state.pos = match.end()
    return True


def parts(tokens: Sequence[Token], text: str, place: Callable[[int], int]) -> tuple[Part, ...]:
    """The parts that the tokens of `text` are; `place` tells where its characters stand."""
    builder = _Builder(text, place)
    at = 0
    for token in tokens:
        end = _end(token, text, at)
        builder.take(token, at, end)
        at = end
    return builder.done()


def _end(token: Token, text: str, at: int) -> int:
    """Where a token ends that begins at `at`: it tells, or its length can be seen."""
    if "end" in token.meta:
        return int(token.meta["end"])
    if token.type == "text":
        return at + (len(token.content) or 1)  # the outer star of two has lost its content
    if token.type == "text_special" or token.tag == "s":
        return at + len(token.markup)
    if token.type == "hardbreak" and text[at] == "\\":
        return at + 2
    return at + 1  # a mark of emphasis, a bracket, the end of a line


class _Builder:
    """Makes parts of tokens, with the words, emphasis and links that are open."""

    def __init__(self, text: str, place: Callable[[int], int]) -> None:
        self._text = text
        self._place = place
        self._words = (0, 0)  # from where to where they are no part yet
        self._depth = {"mark": 0, "s": 0, "strong": 0, "em": 0}
        self._found: list[Part] = []
        self._links: list[tuple[str, int, list[Part]]] = []  # address, start, the parts before it

    def done(self) -> tuple[Part, ...]:
        """All parts."""
        self._end_words()
        return tuple(self._found)

    def take(self, token: Token, start: int, end: int) -> None:
        """Make a part of the token that stands from `start` to `end`, or go on with one."""
        words = token.content == token.markup if token.type == "text_special" else token.content
        if token.type in ("text", "text_special") and words:
            self._words = (self._words[0], end)
            return
        self._end_words()
        self._words = (end, end)
        if token.type == "link_open":
            self._links.append((str(token.attrs["href"]), start, self._found))
            self._found = []
        elif token.tag == "s":
            self._strike(token, start, end)
        elif token.tag in self._depth:
            self._depth[token.tag] += token.nesting
        elif token.type != "text":
            part = self._part(token, start, end)
            self._found.append(part)

    def _strike(self, token: Token, start: int, end: int) -> None:
        """The signs around what is struck are words, before and behind it."""
        self._depth["s"] -= token.nesting < 0
        self._words = (start, end)
        self._end_words()
        self._words = (end, end)
        self._depth["s"] += token.nesting > 0

    def _end_words(self) -> None:
        start, end = self._words
        if start < end:
            place = self._place(start)
            words = Text(self._text[start:end], place, place + end - start, self._emphasis())
            self._found.append(words)

    def _emphasis(self) -> Emphasis:
        if self._depth["mark"]:
            return Emphasis.MARK
        if self._depth["s"]:
            return Emphasis.STRUCK
        if self._depth["strong"]:
            return Emphasis.BOLD_ITALIC if self._depth["em"] else Emphasis.BOLD
        return Emphasis.ITALIC if self._depth["em"] else Emphasis.NONE

    def _part(self, token: Token, start: int, end: int) -> Part:
        source, emphasis = self._text[start:end], self._emphasis()
        first, last = self._place(start), self._place(end - 1) + 1
        match token.type:
            case "text_special":
                return Text(_one_line(token.content), first, last, emphasis)
            case "code_inline":
                return Code(token.content, first, last)
            case "math":
                return Formula(token.content, source, token.block, first, last)
            case "address":
                return Link(token.content, source, (), "", first, last, emphasis)
            case "link_close":
                return self._link(source, last)
            case "image":
                says = _said(token.children or ())
                return Image(str(token.attrs["src"]), source, first, last, emphasis, says)
            case "note":
                return Note(token.content, first, last)
            case "page":
                return self._page(token, start, end, emphasis)
            case "html_inline":
                return Html(source, first, last, emphasis)
        return Break(first, last, token.type == "hardbreak")

    def _page(self, token: Token, start: int, end: int, emphasis: Emphasis) -> Link | Image:
        """A link whose label are the words that the token tells, or an image of that name."""
        to = token.content.strip()
        first, last = self._place(start), self._place(end - 1) + 1
        at, behind = token.meta["words"]
        said = self._text[at:behind]
        if token.meta["shown"]:
            return Image(to, self._text[start:end], first, last, emphasis, said)
        place = self._place(at)
        label = Text(said, place, place + len(said), emphasis)
        opening, closing = self._text[start:at], self._text[behind:end]
        return Link(to, opening, (label,), closing, first, last, emphasis)

    def _link(self, closing: str, last: int) -> Link:
        to, start, before = self._links.pop()
        label, self._found = tuple(self._found), before
        return Link(to, "[", label, closing, self._place(start), last, self._emphasis())


def _one_line(text: str) -> str:
    """What a sign is that was named, as it may be shown."""
    return harmless(text) if not text.isspace() or text == "\u00a0" else " "


def _said(children: Sequence[Token]) -> str:
    """The words in the label of an image."""
    return "".join(_said(child.children or ()) or child.content or " " * (child.type == "softbreak")
                   for child in children)  # fmt: skip
