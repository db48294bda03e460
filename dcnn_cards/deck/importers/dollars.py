"""Puts LaTeX that stands outside dollars into dollars, and changes nothing else."""

from __future__ import annotations

from dcnn_cards.markup import Formula, formulas, read, with_loose
from dcnn_cards.typeset import is_readable


def into_dollars(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` with its raw LaTeX between dollars, and the pieces this was done to.

    A text in which dollars that are none of a formula's would then be taken for one stays as it is.
    """
    document = read(text)
    parts = with_loose(document.parts, is_readable)
    wanted = [part for part in parts if isinstance(part, Formula)]
    found = tuple(part.latex for part in wanted if part.loose)
    if not found:
        return text, ()
    made: list[str] = []
    at = 0
    for part in wanted:
        if part.loose:
            made += (document.text[at : part.start], f"${part.latex}$")
            at = part.end
    result = "".join([*made, document.text[at:]])
    as_wanted = [part.latex for part in formulas(result)] == [part.latex for part in wanted]
    return (result, found) if as_wanted else (text, ())
