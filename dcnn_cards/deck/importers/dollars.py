"""Puts LaTeX that stands outside dollars into dollars, and changes nothing else."""

from __future__ import annotations

import re

from dcnn_cards.typeset.markdown.loose import LOOSE

# What is left as it is: code, displayed and inline formulas.
_KEEP = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|\$\$.*?(?:\$\$|\Z)|\$[^$\n]*\$|\\\[.*?\\\]", re.DOTALL
)


def into_dollars(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` with its raw LaTeX between dollars, and the pieces this was done to."""
    found: list[str] = []
    parts: list[str] = []
    at = 0
    for kept in [*_KEEP.finditer(text), None]:
        prose = text[at : kept.start() if kept else len(text)]
        found += [match[0] for match in LOOSE.finditer(prose)]
        parts.append(LOOSE.sub(lambda match: f"${match[0]}$", prose))
        if kept:
            parts.append(kept[0])
            at = kept.end()
    return "".join(parts), tuple(found)
