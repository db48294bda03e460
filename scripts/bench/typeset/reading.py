"""An independent reading of the formulas: the letters that each has, and what stands where."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from scripts.bench.peers import UnavailableError, reason, run, say

LOOK_ALIKES = str.maketrans("ɑɛɩɸʋʏıȷΑΒΕΖΗΙΚΜΝΟΡΤΧο", "αειφυYijABEZHIKMNOPTXo")
"""Letters that stand for another: the phonetic ones behind superscripts, dotless i and j, and Greek
ones for which TeX has Latin."""

READER = r"""
const katex = require("katex");
const options = {output: "mathml", displayMode: true, throwOnError: true, strict: false};
const read = (latex) => {
  try { return katex.renderToString(latex, options); } catch (error) { return null; }
};
const formulas = require("fs").readFileSync(0, "utf8").split("\0");
console.log(JSON.stringify({version: katex.version, read: formulas.map(read)}));
"""


@dataclass(frozen=True)
class Relation:
    """Characters that stand above (or left of) others, each of which the formula has once."""

    downwards: bool
    first: frozenset[str]
    second: frozenset[str]


@dataclass(frozen=True)
class Reading:
    """What a formula should show, as far as that is known."""

    content: Counter[str] | None
    relations: tuple[Relation, ...]


def characters(text: str) -> Iterator[str]:
    """The letters and digits of a text, each as its plain self; spacing accents are neither."""
    for char in unicodedata.normalize("NFKD", text).translate(LOOK_ALIKES):
        if unicodedata.category(char) in ("Lu", "Ll", "Lo", "Nd", "Nl", "No"):
            yield char


def katex_reads(sources: Sequence[str], folder: Path) -> tuple[str, list[str | None]]:
    """KaTeX's version and its MathML of each formula, None for those that it refuses."""
    home = folder / "katex"
    try:
        if not (home / "node_modules" / "katex").exists():
            say("installing katex")
            home.mkdir(parents=True, exist_ok=True)
            run(["npm", "install", "--silent", "--prefix", str(home), "katex"], seconds=300)
        answer = subprocess.run(
            ["node", "-e", READER],
            input="\0".join(sources),
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
            cwd=home,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnavailableError(reason(error)) from error
    told = json.loads(answer.stdout)
    return told["version"], told["read"]


def reading_of(leaves: str | None, markup: str | None) -> Reading:
    """What a formula should show, by the texts of its leaves and by its MathML."""
    if markup is None:
        return Reading(None if leaves is None else Counter(characters(leaves)), ())
    math = ElementTree.fromstring(re.sub(r'xmlns="[^"]*"', "", markup))
    content = content_of(math)
    once = frozenset(char for char, count in caseless(content).items() if count == 1)
    relations = []
    for downwards, first, second in pairs(math):
        a, b = (once & caseless(content_of(part)).keys() for part in (first, second))
        if a and b:
            relations.append(Relation(downwards, frozenset(a), frozenset(b)))
    told = content if leaves is None else Counter(characters(leaves))
    return Reading(told, tuple(relations))


def caseless(content: Counter[str]) -> Counter[str]:
    """Letters without their case, which is content and not geometry: there is no subscript S."""
    found: Counter[str] = Counter()
    for char, count in content.items():
        found[char.lower()] += count
    return found


def content_of(element: ElementTree.Element) -> Counter[str]:
    """The letters and digits below an element, but for its source and what is invisible."""
    if element.tag in ("annotation", "mphantom"):
        return Counter()
    found = Counter(characters(element.text or ""))
    for child in element:
        found += content_of(child)
    return found


Pair = tuple[bool, ElementTree.Element, ElementTree.Element]


def pairs(element: ElementTree.Element) -> Iterator[Pair]:
    """Parts that stand above (True) or left of one another, the upper or left one first."""
    parts = list(element)
    base = parts[:1]
    match element.tag, parts:
        case "annotation" | "mphantom", _:
            return
        case "mfrac", [above, below]:
            if not all(char.isdigit() for char in content_of(element)):
                yield True, above, below
        case "msub", [bottom, low] if is_token(bottom):
            yield True, bottom, low
        case "msup", [bottom, high] if is_token(bottom):
            yield True, high, bottom
        case "msubsup", [middle, low, high]:
            yield True, high, low
            if is_token(middle):
                yield from ((True, high, middle), (True, middle, low))
        case "munder", [middle, low]:
            yield True, middle, low
        case "mover", [middle, high]:
            yield True, high, middle
        case "munderover", [middle, low, high]:
            yield from ((True, high, middle), (True, middle, low), (True, high, low))
        case "mtable", _:
            yield from ((True, a, b) for a, b in itertools.pairwise(parts))
        case "mtr", _:
            yield from ((False, a, b) for a, b in itertools.pairwise(parts))
    scripted = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
    for part in base if element.tag in scripted else parts:
        yield from pairs(part)


def is_token(element: ElementTree.Element) -> bool:
    """Whether a script's base is one token, so that the script is above or below all of it."""
    return len(element) == 0
