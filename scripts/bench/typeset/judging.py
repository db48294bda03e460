"""What is right about what a renderer made of formulas, and how long it took."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from scripts.bench.typeset.reading import Reading, Relation, characters
from scripts.bench.typeset.tools import Installed, Tool
from scripts.bench.typeset.workers import ROUNDS, Answer, answers, whole_set_seconds


def places(text: str) -> dict[str, list[tuple[float, int]]]:
    """Where each letter (without its case) and digit of an output stands: its row and column."""
    found: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for row, line in enumerate(text.split("\n")):
        cells = (char for char in line if not unicodedata.combining(char))
        for column, char in enumerate(cells):
            kind = unicodedata.decomposition(char).partition(" ")[0]
            shift = {"<super>": -0.25, "<sub>": 0.25}.get(kind, 0)
            for plain in characters(char):
                found[plain.lower()].append((row + shift, column))
    return found


def holds(relation: Relation, where: Mapping[str, list[tuple[float, int]]]) -> bool:
    """Whether an output shows a relation; each of its characters must be there once."""
    first, second = (
        [where.get(char, []) for char in chars] for chars in (relation.first, relation.second)
    )
    if any(len(spots) != 1 for spots in [*first, *second]):
        return False
    axis = 0 if relation.downwards else 1
    return max(spots[0][axis] for spots in first) < min(spots[0][axis] for spots in second)


@dataclass(frozen=True)
class Verdict:
    """What is right about one output; None where it cannot be told."""

    rendered: bool
    clean: bool
    content: bool | None
    geometry: bool | None


def judge(tool: Tool, source: str, answer: Answer, reading: Reading) -> Verdict:
    """What is right about what a tool made of a formula."""
    text = answer.text.strip("\n")
    mark = tool.unknown_mark
    rendered = (
        not answer.fault
        and bool(text.strip())
        and not re.search(tool.refusal, text)
        and not (mark and mark in text and mark not in source)
    )
    commands = tuple(re.findall(r"\\[A-Za-z]+", source))
    clean = rendered and not any(
        left.startswith(commands) for left in re.findall(r"\\[A-Za-z]+", text)
    )
    content = geometry = None
    if reading.content is not None:
        content = clean and Counter(characters(text)) == reading.content
    if reading.relations and not tool.one_line:
        where = places(text)
        geometry = rendered and all(holds(relation, where) for relation in reading.relations)
    return Verdict(rendered, clean, content, geometry)


@dataclass
class Score:
    """A tool's counts and times over one set."""

    tool: str
    rendered: int = 0
    clean: int = 0
    content: int = 0
    geometry: int | None = None
    lost: int = 0
    milliseconds: float = 0
    set_seconds: float | None = None
    outputs: list[dict[str, object]] = field(default_factory=list)


@dataclass
class FormulaSet:
    """Distinct formulas, with what each should show where that is known."""

    name: str
    sources: list[str]
    readings: list[Reading] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many formulas have an independent reading."""
        return sum(reading.content is not None for reading in self.readings)

    @property
    def measurable(self) -> int:
        """How many formulas have something in them whose place can be checked."""
        return sum(bool(reading.relations) for reading in self.readings)


def score(installed: Installed, of: FormulaSet, *, timeout: float) -> Score:
    """Runs a tool over a set."""
    rounds = [answers(installed, of.sources, timeout=timeout)]
    lost = {n for n, answer in enumerate(rounds[0]) if answer.lost}
    kept = [n for n in range(len(of.sources)) if n not in lost]
    sources = [of.sources[n] for n in kept]
    times = [[rounds[0][n].seconds for n in kept]]
    for _ in range(ROUNDS - 1):
        times.append([a.seconds for a in answers(installed, sources, timeout=timeout)])
    each = [statistics.median(seconds) for seconds in zip(*times, strict=True)]
    result = Score(installed.tool.name, lost=len(lost))
    result.milliseconds = 1000 * statistics.median(each) if each else 0
    result.set_seconds = whole_set_seconds(installed, sources)
    verdicts = [
        judge(installed.tool, *given)
        for given in zip(of.sources, rounds[0], of.readings, strict=True)
    ]
    result.rendered = sum(v.rendered for v in verdicts)
    result.clean = sum(v.clean for v in verdicts)
    result.content = sum(bool(v.content) for v in verdicts)
    if not installed.tool.one_line:
        result.geometry = sum(bool(v.geometry) for v in verdicts)
    result.outputs = [
        {"source": source, "text": answer.text, "fault": answer.fault, **asdict(verdict)}
        for source, answer, verdict in zip(of.sources, rounds[0], verdicts, strict=True)
    ]
    return result
