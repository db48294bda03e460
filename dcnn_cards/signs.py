"""Texts as they may be shown and compared, whoever wrote them.

A text from a deck, a document, the name of a file or the command line may hold what steers a
terminal, changes the order of what stands around it, or cannot be seen at all. `visible` is what a
person gets to see of it, `folded` what of it counts when something is looked for.
"""

from __future__ import annotations

import re

TAB = 4
"""Cells from one tab stop to the next."""

# Written as patterns, and not compiled here: what is ASCII seldom needs them.
# Soft hyphens, joiners and non-joiners, zero-width blanks, marks of direction, fillers, selectors
# of variants, tags: there is nothing to see, and terminals do not agree on what they do.
_INVISIBLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
# Controls, overrides of direction, surrogates, what is no character; those between words last.
_UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u0600-\u0605\u06dd\u070f\u202a-\u202e\u2065-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufff0-\uffff\U000f0000-\U0010ffff"
    "\u2028\u2029\u202f"
)
_BLANKS = {"\u2028": " ", "\u2029": " ", "\u202f": "\u00a0"}


def visible(text: str, *, in_ascii: bool = False) -> str:
    """`text` with tabs made into spaces, control characters into signs, and nothing invisible.

    Controls (C0, DEL) show as their Unicode pictures, all else that changes what stands around it
    or has no glyph (C1, overrides of direction, lone surrogates) as U+FFFD, or all as a question
    mark with `in_ascii`. Line ends stay.
    """
    if "\t" in text:
        text = "\n".join(line.expandtabs(TAB) for line in text.split("\n"))
    return harmless(text, in_ascii=in_ascii)


def harmless(text: str, *, in_ascii: bool = False) -> str:
    """`text` as `visible` has it, but with its tabs: for what a program may read too."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    shown = re.sub(f"[{_INVISIBLE}]+", "", text)
    return re.sub(f"[{_UNSAFE}]", lambda sign: _picture(sign[0], in_ascii), shown)


def escaped(text: str) -> str:
    r"""JSON `text` with all that `visible` would change as `\uXXXX`, which means the same."""
    return re.sub(f"[{_INVISIBLE}{_UNSAFE}]", lambda sign: _escape(sign[0]), text)


def bounded(text: str, most: int) -> str:
    """`text` if it has at most `most` characters, else its beginning and end around an ellipsis."""
    if len(text) <= most:
        return text
    end = most // 3
    return f"{text[: most - end - 1]}…{text[-end:]}"


def folded(text: str) -> str:
    """What of `text` counts when it is looked for: not case, form, or what cannot be seen.

    The same word typed with a letter and an accent, or with one letter that has it, is the same.
    """
    if text.isascii():
        return text.lower()
    from unicodedata import normalize

    plain = re.sub(f"[{_INVISIBLE}]+", "", normalize("NFKD", text))
    return normalize("NFKC", plain.casefold())


def _picture(sign: str, in_ascii: bool) -> str:
    if sign in _BLANKS:
        return " " if in_ascii else _BLANKS[sign]
    if in_ascii:
        return "?"
    if sign < " ":
        return chr(0x2400 + ord(sign))
    return "\u2421" if sign == "\x7f" else "\ufffd"


def _escape(sign: str) -> str:
    code = ord(sign)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
