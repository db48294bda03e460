"""What tags of HTML mean for the words between them, as far as a terminal can show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dcnn_cards.markup import Break, Formula, Html, Part
from dcnn_cards.typeset.block import Style
from dcnn_cards.typeset.spans import Shown, Words, address, followed, image_words, simple

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<attributes>[^>]*?)/?>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")

_STYLES = {
    "b": Style.BOLD, "strong": Style.BOLD, "summary": Style.BOLD, "th": Style.BOLD,
    "dt": Style.BOLD, **{f"h{level}": Style.BOLD for level in range(1, 7)},
    "i": Style.ITALIC, "em": Style.ITALIC, "cite": Style.ITALIC, "var": Style.ITALIC,
    "dfn": Style.ITALIC, "code": Style.CODE, "kbd": Style.CODE, "samp": Style.CODE,
    "tt": Style.CODE, "pre": Style.CODE, "s": Style.STRUCK, "del": Style.STRUCK,
    "strike": Style.STRUCK, "mark": Style.MARK,
}  # fmt: skip
# What stands on lines of its own.
_APART = frozenset(
    "address article aside blockquote body center dd details div dl dt figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot"
    " thead tr ul video".split()
)
_UNSEEN = frozenset("head noscript script style template title".split())
_OTHERS = frozenset(
    "a abbr acronym area audio base bdi bdo big button caption col colgroup data datalist embed"
    " fieldset font iframe img input ins label legend link map meta meter object optgroup option"
    " output param picture progress q rp rt ruby select small source span sub sup td textarea time"
    " track u wbr br".split()
)
_KNOWN = _APART | _UNSEEN | _OTHERS | frozenset(_STYLES)
_SIGNS = {"q": ("“", "”"), "li": ("• ", ""), "s": ("~~",) * 2, "del": ("~~",) * 2,
          "strike": ("~~",) * 2}  # fmt: skip
_SMALL = {"sub": "_", "sup": "^"}
_IN_SMALL = re.compile(r"[\w+=(),. -]{1,12}")


def meant(parts: Iterable[Part], addresses: set[str]) -> Iterator[Shown]:
    """The parts as what can be set; of tags only what they mean, of comments nothing.

    A name that HTML does not have, such as in `vector<T>`, stays as it is written.
    """
    return _Reader(addresses).read(parts)


class _Reader:
    """Goes through parts with the tags that are open."""

    def __init__(self, addresses: set[str]) -> None:
        self._addresses = addresses
        self._open: list[str] = []
        self._links: list[tuple[str, list[str]]] = []  # an address, and the words that lead there
        self._begun = False  # whether the line has words

    def read(self, parts: Iterable[Part]) -> Iterator[Shown]:
        """What is to be set, from the first part to the last."""
        for part in parts:
            spans = self._tag(part) if isinstance(part, Html) else self._within(part)
            for span in spans:
                if isinstance(span, Break) and not self._begun and self._open:
                    continue
                self._begun = not isinstance(span, Break) and (
                    self._begun or not isinstance(span, Words) or bool(span.text.strip())
                )
                yield span

    def _within(self, part: Part) -> Iterator[Shown]:
        """What stands between tags."""
        if not _UNSEEN.isdisjoint(self._open):
            return
        for span in simple([part], self._addresses):
            if isinstance(span, Break) and "pre" in self._open:
                yield span.replace(hard=True)
            elif isinstance(span, Words):
                yield self._styled(span)
            else:
                yield span

    def _styled(self, words: Words) -> Shown:
        small = next((name for name in reversed(self._open) if name in _SMALL), "")
        text = words.text.strip()
        if small and _IN_SMALL.fullmatch(text):
            latex = rf"{{}}{_SMALL[small]}{{\text{{{text.replace('_', ' ')}}}}}"
            return Formula(latex, words.text, False, 0, len(words.text))
        if small:
            words = words.replace(text=f"{_SMALL[small]}({text})")
        if self._links:
            to, label = self._links[-1]
            label.append(words.text)
            return words.replace(style=Style.LINK, link=followed(to))
        styles = [_STYLES[name] for name in self._open if name in _STYLES]
        if words.style is Style.PLAIN and styles:
            both = {Style.BOLD, Style.ITALIC} <= set(styles)
            return words.replace(style=Style.BOLD_ITALIC if both else styles[-1])
        return words

    def _tag(self, part: Html) -> Iterator[Shown]:
        match = _TAG.fullmatch(part.source)
        name = match["name"].lower() if match else ""
        if match is None:  # a comment, a declaration
            return
        if name not in _KNOWN:
            yield self._styled(Words(part.source, Style.PLAIN))
        elif match["end"]:
            yield from self._closed(name, part)
        else:
            yield from self._opened(name, _attributes(match["attributes"]), part)

    def _opened(self, name: str, attributes: dict[str, str], part: Html) -> Iterator[Shown]:
        if name == "br" or name in _APART:
            yield Break(part.start, part.end, hard=True)
        if name == "img":
            yield self._styled(Words(_image(attributes), Style.PLAIN))
        elif name == "a":
            self._links.append((attributes.get("href", ""), []))
        elif name in ("td", "th") and self._begun:
            yield Words("  ", Style.PLAIN)
        if name in _STYLES or name in _UNSEEN or name in _SMALL or name in ("q", "li"):
            self._open.append(name)
        if name in _SIGNS:
            yield self._styled(Words(_SIGNS[name][0], Style.PLAIN))

    def _closed(self, name: str, part: Html) -> Iterator[Shown]:
        if name in _SIGNS:
            yield self._styled(Words(_SIGNS[name][1], Style.PLAIN))
        if name == "a" and self._links:
            to, label = self._links.pop()
            yield from address(to, "".join(label), self._addresses)
        if name in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(name) :]
        if name in _APART:
            yield Break(part.start, part.end, hard=True)


def _attributes(text: str) -> dict[str, str]:
    from html import unescape

    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(text)
    }


def _image(attributes: dict[str, str]) -> str:
    return image_words(attributes.get("alt", ""), attributes.get("src", ""))
