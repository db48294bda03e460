"""Puts LaTeX that stands outside dollars into dollars, and changes nothing else."""

from __future__ import annotations

import re

_GROUP = r"\{[^{}\n]*\}"
_SCRIPT = rf"[_^](?:{_GROUP}|\\[A-Za-z]+|[A-Za-z0-9*])"
_GREEK = (
    r"\\(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau"
    r"|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega)(?![A-Za-z])"
)
# A command with its arguments and scripts (\mathbf{H}^{-1}), or a letter with scripts (W_t, μ_B).
_RAW = re.compile(
    rf"\\[A-Za-z]+(?:{_GROUP})+(?:{_SCRIPT})*"
    rf"|{_GREEK}(?:{_SCRIPT})*"
    rf"|(?<![\w\\/.])[A-Za-zΑ-Ωα-ωϕϵ](?:{_SCRIPT})+(?![\w{{])"
)
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
        found += [match[0] for match in _RAW.finditer(prose)]
        parts.append(_RAW.sub(lambda match: f"${match[0]}$", prose))
        if kept:
            parts.append(kept[0])
            at = kept.end()
    return "".join(parts), tuple(found)
