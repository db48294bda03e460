"""The rule for marks: `==term==` is a term that matters, as Obsidian and others write it.

As with the low that emphasises, nothing is marked within a word or a comparison: `a==b`, `a == b`.
"""

from __future__ import annotations

import re

MOST = 200
"""Characters of a term that is marked."""

MARK = re.compile(rf"(?<![\w=])==(?=[^\s=])(?P<term>[^\n]{{0,{MOST - 1}}}?[^\s=])==(?![\w=])")


def unmarked(text: str) -> str:
    """Return a text without the marks around its terms, for those who show no marks."""
    return MARK.sub(r"\g<term>", text) if "==" in text else text
