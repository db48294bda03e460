r"""Scripts: `^`, `_`, primes, and limits above and below operators.

A script is written with Unicode's script characters if there is one for each of its characters,
else it is a box of its own, raised or lowered; within one script the two are never mixed. On a
single row a script without such characters is written as the source has it, `W_hy` or `x_(i,j)`,
with brackets unless it is one symbol, one number or one run of letters.
"""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from functools import lru_cache

from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box, beside, blank, is_drawn, pad, stack, text_box
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.ink import unpainted
from dcnn_cards.typeset.math.node import Node, Row, Symbol, enclosed, nodes_of
from dcnn_cards.typeset.math.row import Piece, Pieces, bracketed, is_bracketed, join
from dcnn_cards.typeset.math.setting import Form, Setting

_SUPERSCRIPTS = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδϕχ′*∘°†‡'",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡ′*°°†‡'",
)
_SUBSCRIPTS = str.maketrans(
    "0123456789+-−=()aehijklmnoprstuvxβγρϕφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵩᵪ",
)
_PRIMES = {"′", "'"}  # stand right behind their letter
_HIGH = set("′*°†‡'")  # these stand high as they are
_ASCII_SUPERSCRIPTS = str.maketrans("'*", "'*")


@lru_cache(maxsize=256)
def superscript(text: str, *, in_ascii: bool = False) -> str | None:
    """`text` in superscript characters, or None if one of them has none."""
    return _translated(text, _ASCII_SUPERSCRIPTS if in_ascii else _SUPERSCRIPTS)


@lru_cache(maxsize=256)
def subscript(text: str, *, in_ascii: bool = False) -> str | None:
    """`text` in subscript characters, or None if one of them has none."""
    return _translated(text, {} if in_ascii else _SUBSCRIPTS)


def _translated(text: str, table: dict[int, int]) -> str | None:
    return text.translate(table) if text and all(ord(sign) in table for sign in text) else None


def primes(count: int) -> Node:
    """The script that `count` apostrophes stand for."""
    return Symbol("′" * count, "'" * count)


class Scripts(Node):
    """A nucleus with a subscript, a superscript, or both."""

    nucleus: Node
    sub: Node | None
    sup: Node | None

    def pieces(self, setting: Setting) -> Pieces:
        *before, last = self.nucleus.as_nucleus(setting) or (Piece(blank(0)),)
        if self.nucleus.takes_limits(setting):
            return (*before, self._with_limits(last, setting))
        return (*before, self._with_scripts(last, setting))

    def _with_limits(self, nucleus: Piece, setting: Setting) -> Piece:
        script = setting.script()
        above = [self.sup.box(script)] if self.sup else []
        below = [self.sub.box(script)] if self.sub else []
        box = stack([*above, nucleus.box, *below], on=len(above))
        return nucleus.replace(box=box, word=False)

    def _with_scripts(self, nucleus: Piece, setting: Setting) -> Piece:
        script = setting.script()
        low, sub_word = _in_line(self.sub, script, "_")
        high, sup_word = _in_line(self.sup, script, "^")
        box = bracketed(nucleus.box) if nucleus.slashed or nucleus.loose else nucleus.box
        if box.height == 1 and low is not None and high is not None:
            word = nucleus.word or sub_word or sup_word or high[-1:] == "*"
            # A raised script reads as the subscript's own unless it stands before a marked one.
            first = high[:1] in _PRIMES or (low[:1] == "_" and high[:1] != "^")
            box = beside([box, text_box(high + low if first else low + high)])
            loose = low[:1] == "_" or "^" in high
            return nucleus.scripted(box, word=word, loose=loose)
        if setting.form is not Form.PICTURE:
            raise TallError
        hangs = box.height > 1 and not setting.ascii and _ends_in_bracket(nucleus)
        if box.height == 1 and high and set(high) <= _HIGH:
            box, sup = beside([box, text_box(high)]), None
        else:
            sup = _script_box(self.sup, high if hangs else None, script)
        sub = _script_box(self.sub, low if hangs else None, script)
        # Beside an end row of a bracket a script is raised only if it looks so by itself.
        above = hangs and (bool(high) or box.baseline > 0)
        below = hangs and (bool(low) or box.depth > 0)
        box = _raised(box, sub, sup, int(below), int(above))
        return nucleus.scripted(box, word=nucleus.word)


def _ends_in_bracket(nucleus: Piece) -> bool:
    """Whether a bracket or bar, and not an invisible one, is at the right of all rows."""
    if nucleus.right is Atom.CLOSE:
        return nucleus.box.width > 0
    ends = [unpainted(row[-1:]) for row in nucleus.box.rows]
    return all(end != "─" and is_drawn(end) for end in ends)


def _script_box(script: Node | None, text: str | None, setting: Setting) -> Box | None:
    if script is None:
        return None
    return text_box(text) if text else script.box(setting)


def _in_line(script: Node | None, setting: Setting, mark: str) -> tuple[str | None, bool]:
    """The script on the nucleus's row, and whether it ends in letters; None if it needs a box."""
    glyphs = script.glyphs(setting.plain()) if script else ""
    if script is None or glyphs == "":
        return "", False
    form = superscript if mark == "^" else subscript
    text = form(glyphs, in_ascii=setting.ascii) if glyphs else None
    if text is not None:
        return text, False
    if setting.form is not Form.LINE:
        return None, False
    first, *others = nodes_of(script)
    if others and (glyphs := first.glyphs(setting)) and set(glyphs) <= _PRIMES:
        rest, word = _in_line(Row(tuple(others)), setting, mark)
        return glyphs + (rest or ""), word
    pieces = script.pieces(setting)
    box = join(pieces)
    row = box.line
    if not row.strip():
        return "", False
    if len(row) == 1 or row.isdigit() or _is_word(row, script, mark):
        return mark + box.row, row[-1:].isalnum()
    if is_bracketed(pieces):
        return mark + box.row, False
    return mark + enclosed(script, pieces, setting).row, False


def _is_word(row: str, script: Node, mark: str) -> bool:
    """Whether a script of letters reads as one name: any subscript, a superscript set as text."""
    return (
        row.isascii() and row.isalpha() and (mark == "_" or not isinstance(script.unwrapped(), Row))
    )


def _raised(nucleus: Box, sub: Box | None, sup: Box | None, below: int, above: int) -> Box:
    """Scripts above and below the rows of their nucleus, or over `above` and `below` of them."""
    above, below = above if sup else 0, below if sub else 0
    width = max(part.width for part in (sub, sup) if part)
    rows = [" " * width] * (nucleus.height - above - below)
    if sup:
        rows = [*pad(sup, width, "l").rows, *rows]
    if sub:
        rows = [*rows, *pad(sub, width, "l").rows]
    baseline = nucleus.baseline + (sup.height - above if sup else 0)
    return beside([nucleus, Box(tuple(rows), baseline, width)])
