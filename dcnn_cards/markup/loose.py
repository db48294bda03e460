r"""Mathematics that stands in a text without dollars, such as D_T, e^x, θ_g or \mathbf{H}^{-1}."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from dcnn_cards.markup.parts import Formula, Link, Part, Text

_GROUP = r"\{[^{}\n]*\}"
for _ in range(2):  # groups within groups
    _GROUP = rf"\{{[^{{}}\n]*(?:{_GROUP}[^{{}}\n]*)*\}}"
_SCRIPT = rf"[_^](?:{_GROUP}|\\[A-Za-z]+|[A-Za-z0-9*])"
_GREEK = (
    r"\\(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau"
    r"|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega)(?![A-Za-z])"
)
# A command with its arguments and scripts (\mathbf{H}^{-1}), one letter with scripts (W_t, μ_B), or
# a power of a number (2^n): names of more letters are names, what stands at an @ is an address,
# what goes on behind a full stop is a version or a file, and T_T is a face.
_LOOSE = (
    rf"\\[A-Za-z]+(?:{_GROUP})+(?:{_SCRIPT})*"
    rf"|{_GREEK}(?:{_SCRIPT})*"
    rf"|(?<![\w\\/.@^#$-])(?!T_T(?!\w))"
    rf"(?:[A-Za-zΑ-Ωα-ωϕϵ](?:{_SCRIPT})+|\d+\^(?:{_GROUP}|[A-Za-z0-9]))(?![\w^{{@]|\.\w)"
)


def with_loose(parts: Iterable[Part], readable: Callable[[str], bool]) -> Iterator[Part]:
    """The parts of a text, with what is mathematics in its words as formulas.

    Only words are looked at, so it is never in code, addresses or other formulas. What is not
    `readable` stays as it is: nobody said that it is LaTeX.
    """
    for part in parts:
        if isinstance(part, Text) and not part.escaped:
            yield from _in_words(part, readable)
        elif isinstance(part, Link):
            yield part.replace(label=tuple(with_loose(part.label, readable)))
        else:
            yield part


def _in_words(words: Text, readable: Callable[[str], bool]) -> Iterator[Part]:
    if not any(sign in words.text for sign in "\\_^"):
        yield words
        return
    at = 0
    for match in _pattern().finditer(words.text):
        if readable(match[0]):
            if at < match.start():
                yield _cut(words, at, match.start())
            start = words.start + match.start()
            yield Formula(match[0], match[0], False, start, start + len(match[0]))
            at = match.end()
    if at < len(words.text):
        yield _cut(words, at, len(words.text))


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when it is first needed: a line of plain words may be all there is to show."""
    return re.compile(_LOOSE)


def _cut(words: Text, start: int, end: int) -> Text:
    """The words from `start` to `end`."""
    at = words.start
    return Text(words.text[start:end], at + start, at + end, words.emphasis)
