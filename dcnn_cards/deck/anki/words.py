r"""From HTML, as Anki keeps texts, to Markdown with dollars.

HTML is read by markdownify (on Beautiful Soup and Python's own parser), mathematics apart from it:
what stands between `\(` and `\)`, `\[` and `\]`, `[$]`, `[$$]`, `[latex]`, or is an `anki-mathjax`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from importlib import import_module
from typing import Any, NamedTuple

from dcnn_cards.errors import CardsError
from dcnn_cards.markup import formulas

MAX_HTML = 100_000
"""Characters of one side of a card; what is behind them is left out, and told."""

# Signs for private use stand for formulas while the rest is read; none of them comes in.
PRIVATE = re.compile("[\ue000-\uf8ff]")
_FORMULA, _END = "\ue000", "\ue001"
_KEPT = re.compile(f"{_FORMULA}(\\d+){_END}")
_OPENER = re.compile(r"\\\(|\\\[|\[\$\$?\]|\[latex\]|<anki-mathjax(?P<how>[^<>]*)>", re.IGNORECASE)
_CLOSERS = {r"\(": r"\)", r"\[": r"\]", "[$]": "[/$]", "[$$]": "[/$$]", "[latex]": "[/latex]"}
_OF_TAG = "</anki-mathjax>"
_LINE_END = re.compile(r"<br\s*/?>|</?(?:div|p)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_OF_NO_USE = re.compile(
    r"<(?P<name>script|style|audio|video|iframe|object|embed)\b.*?(?:</(?P=name)\s*>|\Z)"
    r"|\[sound:(?P<sound>[^\[\]]{0,500})\]|(?P<speech>\[anki:tts[^\[\]]{0,500}\])|\[/anki:tts\]",
    re.DOTALL | re.IGNORECASE,
)
_PLAIN = re.compile(r"[^<>&*_`\\\[\]#~=$|\n\ue000-\uf8ff]*")
_MANY_ENDS = re.compile(r"\n{3,}")


class Words(NamedTuple):
    """A text, what it shows of the media, by name, and what of it was not carried over."""

    text: str
    media: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def words_of(html: str, place: Callable[[str], str], *, signed: bool = False) -> Words:
    """Return HTML as Markdown; `place` says where a file among the media is to be found.

    It has no signs for private use of its own, unless it was `signed` by whoever asks.
    """
    if _is_plain(html):
        return Words(html.strip())
    html = html if signed else PRIVATE.sub("\ufffd", html)
    lost: list[str] = []
    if len(html) > MAX_HTML:
        lost.append(f"more than {MAX_HTML:,} characters of a side")
        html = html[:MAX_HTML]
    html = _OF_NO_USE.sub(lambda found: _dropped(found, lost), html)
    kept: list[str] = []
    html = _set_apart(html, kept)
    media: list[str] = []

    def placed(name: str) -> str:
        media.append(name)
        return place(name)

    text = _markdown(html, placed)
    text = _MANY_ENDS.sub("\n\n", text.replace("\xa0", " "))
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    return Words(_with_formulas(text, kept), tuple(media), tuple(lost))


def _is_plain(html: str) -> bool:
    """Whether HTML means in Markdown what it means, as most words do."""
    begins_list = html[:1].isdigit() or html.startswith(("-", "+"))
    return len(html) <= MAX_HTML and not begins_list and _PLAIN.fullmatch(html) is not None


def _dropped(found: re.Match[str], lost: list[str]) -> str:
    if found["name"]:
        lost.append(found["name"].lower())
    elif found["sound"] is not None:
        lost.append(f"sound {found['sound']}")
    elif found["speech"]:
        lost.append("speech")
    return ""


def _set_apart(html: str, kept: list[str]) -> str:
    """HTML with a sign in place of its mathematics, which is put into dollars and kept.

    What closes nothing behind a place is looked for once, however much is opened there.
    """
    made: list[str] = []
    hopeless: set[str] = set()
    at = 0
    while opener := _OPENER.search(html, at):
        closer = _CLOSERS.get(opener[0].lower(), _OF_TAG)
        end = -1 if closer in hopeless else html.find(closer, opener.end())
        if end < 0:
            hopeless.add(closer)
            made.append(html[at : opener.end()])
            at = opener.end()
            continue
        made.append(html[at : opener.start()])
        at = end + len(closer)
        source = html[opener.end() : end]
        display = closer in (r"\]", "[/$$]") or 'block="true"' in (opener["how"] or "")
        latex = unescape(_TAG.sub("", _LINE_END.sub("\n", source))).replace("\xa0", " ").strip()
        if closer == "[/latex]":
            # A document of LaTeX: its mathematics is between dollars of its own, or displayed.
            if not any(sign in latex for sign in ("$", "\\begin", "\\[")):
                made.append(source)
                continue
            latex = latex.replace(r"\begin{displaymath}", "$$").replace(r"\end{displaymath}", "$$")
        elif latex:
            latex = f"$${latex}$$" if display or "\n\n" in latex else f"${latex}$"
        if latex:
            made.append(f"{_FORMULA}{len(kept)}{_END}")
            kept.append(latex)
    return "".join([*made, html[at:]])


def _with_formulas(text: str, kept: list[str]) -> str:
    """The text with its formulas; where it has other dollars that would make some, apart."""

    def whole(words: str) -> str:
        return _KEPT.sub(lambda sign: kept[int(sign[1])] if int(sign[1]) < len(kept) else "", words)

    if "$" not in text or [each.source for each in formulas(whole(text))] == [
        kept[int(sign[1])] for sign in _KEPT.finditer(text)
    ]:
        return whole(text)
    return whole(text.replace("$", r"\$"))


def _markdown(html: str, place: Callable[[str], str]) -> str:
    try:
        return str(_converter()(place).convert(f"<body>{html}</body>"))
    except RecursionError:
        return unescape(_TAG.sub("", _LINE_END.sub("\n", html)))


@cache
def _converter() -> Callable[[Callable[[str], str]], Any]:
    """The class that converts. Raises CardsError where its package is not there."""
    try:
        base: Any = import_module("markdownify").MarkdownConverter
    except ImportError:
        raise CardsError(
            "notes of Anki are HTML, which needs the package markdownify to be read",
            fix='Install it: pip install "dcnn-cards[anki]"',
        ) from None

    class Converter(base):  # type: ignore[misc]
        """Lines of Anki's editor are blocks; images are where `place` says."""

        def __init__(self, place: Callable[[str], str]) -> None:
            super().__init__(
                heading_style="ATX", bullets="-", escape_underscores=False, sub_symbol="<sub>",
                sup_symbol="<sup>",
            )  # fmt: skip
            self._place = place

        def convert_div(self, _element: Any, text: str, parent_tags: object) -> str:  # noqa: ARG002
            return f"\n{text.strip()}\n" if text.strip() else "\n"

        def convert_br(self, _element: Any, _text: str, parent_tags: object) -> str:  # noqa: ARG002
            return "\n"

        def convert_mark(self, _element: Any, text: str, parent_tags: object) -> str:  # noqa: ARG002
            return f"=={text}==" if text.strip() and "\n" not in text else text

        def convert_img(self, element: Any, _text: str, parent_tags: object) -> str:  # noqa: ARG002
            attributes: Mapping[str, str] = element.attrs
            name = attributes.get("src") or ""
            said = " ".join((attributes.get("alt") or "").replace("]", "").split())
            return f"![{said}]({self._place(name)})" if name else ""

    return Converter
