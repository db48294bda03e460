"""Each formula shows the letters, digits and signs that KaTeX reads in it, no more and no fewer.

The formulas are those of the deck and of data/formulas.txt. What KaTeX reads in them is kept in
data/katex-leaves.json, which scripts/katex-leaves.mjs makes. Where signs stand is not asked here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

import pytest

from dcnn_cards.typeset import formulas, render

DATA = Path(__file__).parent / "data"
DECK = Path(__file__).parents[2] / "decks" / "dcnn-qa.md"

REFUSED = {
    r"\text{fan_in}": "an underscore in text, which is an error in LaTeX too",
}
"""What KaTeX cannot read, so that there is nothing to hold our reading against."""

FAULTS = {
    r"\reflectbox{R} + \mathreflectbox{S}": "no terminal has mirrored letters",
    r"\mathchoice{a}{b}{c}{d} + x^{\mathchoice{a}{b}{c}{d}}": "KaTeX's MathML takes a everywhere",
}
"""Formulas that lose or add something, and why: not to be allowed where it can be mended."""


# The formulas, and what KaTeX reads in them.


def of_the_deck() -> list[tuple[str, bool]]:
    """The distinct formulas of the deck, and whether each is a display."""
    return sorted(set(formulas(DECK.read_text(encoding="utf-8"))))


def of_our_own() -> list[tuple[str, bool]]:
    """The formulas of the list, each as a display and as part of a sentence."""
    lines = (DATA / "formulas.txt").read_text(encoding="utf-8").splitlines()
    own = [line for line in lines if line and not line.startswith("#")]
    return [(latex, display) for latex in own for display in (True, False)]


FORMULAS = [*of_the_deck(), *of_our_own()]


@cache
def katex(what: str) -> dict[str, str]:
    """By formula: the `leaves` that KaTeX reads, or why it is `refused`."""
    found = json.loads((DATA / "katex-leaves.json").read_text(encoding="utf-8"))
    return dict(found[what])


# What is made equal on both sides, and what is lost by it.

_SAME = str.maketrans({
    # one sign, two code points
    "∣": "|", "∥": "‖", "∗": "*", "⋅": "·", "-": "−", "’": "'", "⟂": "⊥", "◇": "◊", "≆": "≅\u0338",
    "°": "∘", "…": "...", "◯": "\u20dd", "⩴": "∷=", "⟮": "(", "⟯": ")",
    # an accent by itself, and one that combines
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "˙": "\u0307", "¨": "\u0308",
    "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "ˊ": "\u0301", "`": "\u0300", "ˋ": "\u0300",
    "˚": "\u030a", "˝": "\u030b", "¸": "\u0327", "\u20db": "...", "\u20dc": "....",
    "\u20d7": "→", "\u20d6": "←", "\u20e1": "↔", "\u20d1": "⇀", "\u20d0": "↼",
    # ϕ and φ have the same script character
    "ϕ": "φ",
    # KaTeX has Latin letters for Greek capitals that look like them
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True)),
    # lines over, under and through something are drawn in too many ways to be counted, and of a
    # black box KaTeX tells by no text
    **dict.fromkeys("█ˉ‾_\u0304\u0305\u0332\u0336\u20e5", ""),
})  # fmt: skip

# One character for a letter of an alphabet, a script, a fraction: its own letters count.
_FORMS = {"<font>", "<super>", "<sub>", "<fraction>"}

# A stroke through a letter or digit strikes it out, as KaTeX tells by no text; else it negates.
_STRUCK = re.compile("(?<=[\\w/])\u0338")


def signs(text: str) -> Counter[str]:
    """The letters, digits and signs of a text, made comparable."""
    plain = unicodedata.normalize("NFD", "".join(map(_plain, text)))
    return Counter(_STRUCK.sub("", plain).translate(_SAME).replace(" ", ""))


def _plain(sign: str) -> str:
    form, *codes = unicodedata.decomposition(sign).split() or [""]
    return "".join(chr(int(code, 16)) for code in codes) if form in _FORMS else sign


# What is drawn with several characters is one sign.

Place = tuple[int, int]

_JOINTS = "┌┐└┘├┤┬┴┼"
_STANDING = (
    ("⎛⎜*⎝", "("),
    ("⎞⎟*⎠", ")"),
    ("⎡⎢*⎣", "["),
    ("⎤⎥*⎦", "]"),
    ("⎡⎢+", "⌈"),
    ("⎤⎥+", "⌉"),
    ("⎢+⎣", "⌊"),
    ("⎥+⎦", "⌋"),
    ("⎧[⎪⎨]*⎩", "{"),
    ("⎫[⎪⎬]*⎭", "}"),
    ("⌠⎮*⌡", "∫"),
    ("↑│+↓", "↕"),
    ("↑│+", "↑"),
    ("│+↓", "↓"),
    ("⇑║+⇓", "⇕"),
    ("⇑║+", "⇑"),
    ("║+⇓", "⇓"),
    ("║+", "‖"),
    ("│+", "|"),
)
_LYING = (
    ("╭─*┴─*╮", "⏞"),
    ("╰─*┬─*╯", "⏟"),
    ("╭─*╮", "⏠"),
    ("╰─*╯", "⏡"),
    ("┌─*┐", "⎴"),
    ("└─*┘", "⎵"),
    ("├─+→", "↦"),
    ("╰─+→", "↪"),
    ("←─+╯", "↩"),
    ("←─*→", "↔"),
    ("⇐═+⇒", "⇔"),
    ("([⇌⇋⇄⇆])─*\\1", r"\1"),
    ("[─═]+([→⇒↠⇀⇁])", r"\1"),
    ("([←⇐↞↼↽])[─═]+", r"\1"),
    ("═+", "="),
    ("╱‾*╲", "^"),
    ("╲_*╱", "ˇ"),
    ("~+", "~"),
    ("∼{2,}", "~"),
    (f"[─{_JOINTS}]*[{_JOINTS}][─{_JOINTS}]*", ""),  # a line of a frame, a table or a root
    ("─+", "⁄"),
)


def shown(text: str) -> str:
    """The signs of a drawing in any order, each once."""
    marks, rows = _without_marks(text)
    _read_roots(rows)
    _read_slants(rows)
    columns = (_unframed("".join(column)) for column in zip(*rows, strict=True))
    columns = (_read(column, _STANDING) for column in columns)
    lines = ("".join(line) for line in zip(*columns, strict=True))
    return "".join([marks, *(_read(line, _LYING) for line in lines)])


def _without_marks(text: str) -> tuple[str, list[list[str]]]:
    """The marks that combine with signs, and the signs in rows of equal length."""
    plain = _STRUCK.sub("", unicodedata.normalize("NFD", text))
    marks = "".join(filter(unicodedata.combining, plain))
    lines = "".join(sign for sign in plain if not unicodedata.combining(sign)).split("\n")
    width = max(map(len, lines))
    return marks, [list(line.ljust(width)) for line in lines]


def _unframed(column: str) -> str:
    """A column without the lines of frames, tables and roots: those that meet others."""
    pattern = f"(?=[{_JOINTS}]*│)[│{_JOINTS}]*[{_JOINTS}][│{_JOINTS}]*"
    return re.sub(pattern, lambda found: re.sub(".", _crossing, found.group()), column)


def _crossing(found: re.Match[str]) -> str:
    return " " if found.group() == "│" else "┼"


def _read(line: str, things: Iterable[tuple[str, str]]) -> str:
    """A row or column with each drawn thing as one sign, and blanks in the rest of its place."""
    for pattern, sign in things:
        line = re.sub(pattern, partial(_alone, sign), line)
    return line


def _alone(sign: str, found: re.Match[str]) -> str:
    return found.expand(sign).ljust(len(found.group()))


def _read_roots(rows: list[list[str]]) -> None:
    """Each tall root's foot becomes a root; its bar ends in a corner, as those of frames do."""
    for row, column in _places(rows, "╲"):
        top = row
        while top >= 0 and _at(rows, (top, column + 1)) == "│":
            top -= 1
        if top < row and _at(rows, (top, column + 1)) == "┌":
            rows[row][column] = "√"


def _read_slants(rows: list[list[str]]) -> None:
    """Slashes and angle brackets that are drawn over several rows."""
    for place in _places(rows, "╱╲"):
        stroke = _at(rows, place)
        if stroke not in "╱╲":
            continue  # read with one above
        first = _stroke(rows, place)
        other = "╲" if stroke == "╱" else "╱"
        row, column = first[-1]
        point = (row + 1, column + (1 if stroke == "╲" else -1))
        middle = [point] if _at(rows, point) in "⟨⟩" else []
        below = (row + 1 + len(middle), column)
        second = _stroke(rows, below) if _at(rows, below) == other else []
        if len(first) + len(second) < 2:
            continue  # half of a hat
        for each in (*first, *middle, *second):
            rows[each[0]][each[1]] = " "
        sign = {"╱": "⟨", "╲": "⟩"} if second else {"╱": "/", "╲": "\\"}
        rows[place[0]][place[1]] = sign[stroke]


def _stroke(rows: list[list[str]], place: Place) -> list[Place]:
    """The cells of the slanting line that begins here."""
    stroke, (row, column) = _at(rows, place), place
    step = 1 if stroke == "╲" else -1
    cells: list[Place] = []
    while _at(rows, (row, column)) == stroke:
        cells.append((row, column))
        row, column = row + 1, column + step
    return cells


def _places(rows: list[list[str]], signs: str) -> list[Place]:
    return [(r, c) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign in signs]


def _at(rows: list[list[str]], place: Place) -> str:
    row, column = place
    inside = 0 <= row < len(rows) and 0 <= column < len(rows[row])
    return rows[row][column] if inside else " "


# The comparison.

# Lines of a table look like rules and bars, and KaTeX tells of them by no text.
_RULED = re.compile(r"\\h(dash)?line")
_BARRED = re.compile(r"\\begin\{d?array\}\{[^}]*[|:]")


def difference(latex: str, drawing: str, leaves: str | None = None) -> str:
    """What a drawing lacks and what it has too much, empty if nothing; KaTeX says what is right."""
    read = signs(katex("leaves")[latex] if leaves is None else leaves)
    on_one_row = "\n" not in drawing
    marks = drawing.count("^") + drawing.count("_") if on_one_row else 0
    # On one row ^ marks a script as in the source; accents are combined there.
    drawn = signs(shown(drawing.replace("^", "") if on_one_row else drawing))
    lost, added = read - drawn, drawn - read
    # A fraction has a rule or a slash.
    slashes = min(lost["⁄"], added["/"])
    lost["⁄"] -= slashes
    added["/"] -= slashes
    # What is on one row may need brackets: a fraction and its parts, a root, a marked script.
    pairs = 3 * slashes + marks + (read["√"] if slashes or on_one_row else 0)
    if added["("] == added[")"] <= pairs:
        added["("] = added[")"] = 0
    if _RULED.search(latex):
        added["⁄"] = 0
    if _BARRED.search(latex):
        lost["|"] = added["|"] = 0
    return "  ".join(
        f"{what}: {' '.join(sorted(some.elements()))}"
        for what, some in (("lost", +lost), ("added", +added))
        if +some
    )


def _case(formula: tuple[str, bool]) -> object:
    latex, _ = formula
    known = latex in FAULTS
    marks = [pytest.mark.xfail(strict=True, reason=FAULTS[latex])] if known else []
    return pytest.param(*formula, marks=marks)


def test_what_katex_reads_is_known_for_every_formula() -> None:
    known = katex("leaves").keys() | katex("refused").keys()
    assert [latex for latex, _ in FORMULAS if latex not in known] == [], "run katex-leaves.mjs"


def test_katex_refuses_only_what_is_no_latex() -> None:
    for latex in katex("refused"):
        assert any(part in latex for part in REFUSED), latex


@pytest.mark.parametrize(("latex", "display"), list(map(_case, FORMULAS)))
def test_a_formula_shows_what_katex_reads(latex: str, display: bool) -> None:
    if latex in katex("refused"):
        pytest.skip(katex("refused")[latex])
    drawing = render(latex, display=display)
    assert not difference(latex, drawing), f"\n{drawing}"


@pytest.mark.parametrize(
    ("latex", "drawing", "found"),
    [
        (r"a \neq b", "a ≠ b", ""),
        (r"a \neq b", "a = b", "lost: ̸"),
        (r"a \neq b", "a ≠ c", "lost: b  added: c"),
        (r"a \neq b", "a ≠ b²", "added: 2"),
        (r"\frac{a}{b} + c", "a\n─ + c\nb", ""),
        (r"\frac{a}{b} + c", "a\n  + c\nb", "lost: ⁄"),
        (r"\frac{a}{b} + c", "a/b + c", ""),
        (r"\frac{a}{b} + c", "(a/b) + c", ""),
        (r"\frac{a}{b} + c", "ab + c", "lost: ⁄"),
    ],
)
def test_what_is_lost_or_added_is_found(
    latex: str, drawing: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = {r"a \neq b": "a ≠ b", r"\frac{a}{b} + c": "⁄ a b + c"}
    monkeypatch.setattr(f"{__name__}.katex", lambda _what: read)
    assert difference(latex, drawing) == found


if __name__ == "__main__":
    print(json.dumps(list(dict.fromkeys(latex for latex, _ in FORMULAS))))
