r"""Mathematics that stands in a text without dollars, such as D_T, e^x, θ_g or \mathbf{H}^{-1}."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dcnn_cards.typeset import formula
from dcnn_cards.typeset.block import Style
from dcnn_cards.typeset.markdown.inline import Formula, Part, Text
from dcnn_cards.typeset.math.errors import MathError

_GROUP = r"\{[^{}\n]*\}"
_SCRIPT = rf"[_^](?:{_GROUP}|\\[A-Za-z]+|[A-Za-z0-9*])"
_GREEK = (
    r"\\(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau"
    r"|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega)(?![A-Za-z])"
)
# A command with its arguments and scripts (\mathbf{H}^{-1}), or one letter with scripts (W_t, μ_B):
# names of more letters are names.
LOOSE = re.compile(
    rf"\\[A-Za-z]+(?:{_GROUP})+(?:{_SCRIPT})*"
    rf"|{_GREEK}(?:{_SCRIPT})*"
    rf"|(?<![\w\\/.])[A-Za-zΑ-Ωα-ωϕϵ](?:{_SCRIPT})+(?![\w^{{])"
)
# A scheme is looked for where a word begins, or a long word would be gone through once a letter.
_ADDRESS_OR_LOOSE = re.compile(rf"(?<!\w)\w+://\S+|(?P<loose>{LOOSE.pattern})")


def with_formulas(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts of a text, with what is mathematics in its words as formulas.

    Code and addresses are left alone, and so is what cannot be read: nobody said that it is LaTeX.
    """
    for part in parts:
        if not isinstance(part, Text) or part.style is Style.CODE:
            yield part
            continue
        at = 0
        for match in _ADDRESS_OR_LOOSE.finditer(part.text):
            latex = match["loose"]
            if not latex or not _is_readable(latex):
                continue
            if at < match.start():
                yield Text(part.text[at : match.start()], part.style)
            yield Formula(latex, latex, display=False)
            at = match.end()
        if at < len(part.text):
            yield Text(part.text[at:], part.style)


def _is_readable(latex: str) -> bool:
    try:
        formula.read(latex)
    except MathError:
        return False
    return True
