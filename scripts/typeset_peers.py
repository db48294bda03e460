#!/usr/bin/env python3
r"""Compares the typesetter of this project with its peers: what they render, how well, how fast.

    python scripts/typeset_peers.py [FILE ...] [--env DIR] [--json FILE] [--tools NAME,...]

Run it with a Python that has dcnn-cards installed. The formulas are those of the deck that ships
with the program, and of each FILE: a Markdown document, or one formula a line with `#` comments.
Each peer lives in a virtual environment of its own below `--env`, made the first time; KaTeX, which
reads the formulas for us, needs node and npm. utftex is taken from the PATH, since pip cannot
install it. What cannot be had is named and left out. A run takes minutes, most of them sympy's.

What is measured, for each tool and set of formulas:

- rendered: no exception, no exit code but 0, no time-out, some output, and no sign by which the
  tool says that it gave up (our ‹source›; TeXicode's message, or a `?` that is not in the source;
  pandoc's $$source$$).
- clean: rendered, and no command of the source is left in the output with its backslash, not even
  run into what followed it (`\beginaligned`).
- content: clean, and the letters and digits of the output are those of an independent reading,
  each as often. Both are decomposed (NFKD: ᵢ is i, 𝐱 is x, ŷ is y and a mark) and only letters and
  numbers are kept; look-alikes such as ɑ for α (there is no superscript α) count as what they mean.
  The reading is what `--leaves` says that KaTeX reads, for other formulas the MathML that KaTeX
  makes here; formulas that KaTeX refuses are not counted. Order is not compared, nor are signs that
  are no letters: a tool that drops brackets or norms, or takes `x^{n+1}` for x^n+1, loses nothing.
- geometry: over the formulas in which something can be measured. KaTeX's MathML says what stands
  above what (numerator and denominator; script, limit or label and its base; rows of a table) and
  what stands left of what (cells of a table's row). Only characters that the whole formula has
  once, in either case, are looked up: the output must have them once, and all of one part must be
  above, or left of, all of the other. A superscript character (²) is a quarter row up, a subscript
  character a quarter row down, so one-row scripts are as good as raised ones. Scripts are not
  looked into, since a fraction there may well be set with a slash; bases of side-set scripts count
  if they are one token; fractions of plain numbers do not, since ½ is fine. Tools that set
  everything on one line are not measured.
- ms: the median over the formulas of the time that one takes, once the tool is loaded and warm, in
  a fresh process for each of some rounds (the median of the rounds). Tools without a Python
  interface run as one process for each formula.
- start: the median time of a cold process that renders one fraction, interpreter included.
- set: the median time of a cold process that renders the whole set, but for what is lost.
- lost: formulas at which the tool hung or its process died.
"""

from __future__ import annotations

import argparse
import functools
import importlib.metadata
import itertools
import json
import os
import platform
import queue
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
import venv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import platformdirs

from dcnn_cards.typeset import formulas as formulas_of

ROOT = Path(__file__).resolve().parent.parent
DECK = ROOT / "decks" / "dcnn-qa.md"
DATA = ROOT / "tests" / "typeset" / "data"
COLD_FORMULA = r"\frac{a+1}{b}"
COLD_RUNS = 10
ROUNDS = 3
LOADING_SECONDS = 120.0
WHOLE_SET_SECONDS = 900.0
DOCUMENT_WIDTH = 80

# --- The tools ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tool:
    """A renderer: how it is had, called and read."""

    name: str
    setup: str = ""
    """Python that defines `render(latex)`; empty for a program."""
    requirements: tuple[str, ...] = ()
    """What pip installs; the first names the version. Nothing: it is in this environment."""
    program: str = ""
    """A program that takes `template` on its standard input, `{}` being the formula."""
    arguments: tuple[str, ...] = ()
    template: str = "{}"
    version_from: tuple[str, ...] = ("--version",)
    refusal: str = "(?!)"
    """A pattern of outputs in which the tool says that it gave up."""
    unknown_mark: str = ""
    """What it puts for a command that it does not know."""
    one_line: bool = False
    """Whether it never stacks: fractions are written with a slash, or not at all."""


TOOLS = (
    Tool("dcnn-cards", "from dcnn_cards.typeset import render", refusal="‹"),
    Tool(
        "TeXicode",
        """
from texicode.pipeline import render_tex
def render(latex):
    return render_tex(latex, False, False, "raw", {"fonts": "serif"})
""",
        ("TeXicode",),
        refusal="^TeXicode: ",
        unknown_mark="?",
    ),
    Tool("utftex", program="utftex", version_from=("-v",)),
    Tool(
        "sympy (antlr)",
        """
from sympy import pretty
from sympy.parsing.latex import parse_latex
def render(latex):
    return pretty(parse_latex(latex), use_unicode=True, wrap_line=False)
""",
        ("sympy", "antlr4-python3-runtime==4.11.*"),
    ),
    Tool(
        "sympy (lark)",
        """
from sympy import pretty
from sympy.parsing.latex import parse_latex
def render(latex):
    return pretty(parse_latex(latex, backend="lark"), use_unicode=True, wrap_line=False)
""",
        ("sympy", "lark"),
    ),
    Tool(
        "pylatexenc",
        """
from pylatexenc.latex2text import LatexNodes2Text
def render(latex):
    return LatexNodes2Text().latex_to_text("$" + latex + "$")
""",
        ("pylatexenc",),
        one_line=True,
    ),
    Tool(
        "flatlatex",
        """
import flatlatex
render = flatlatex.converter().convert
""",
        ("flatlatex",),
        one_line=True,
    ),
    Tool(
        "pydetex",
        """
from pydetex.pipelines import strict_eqn
def render(latex):
    return strict_eqn("$" + latex + "$")
""",
        ("pydetex",),
        one_line=True,
    ),
    Tool("innomd", "from innomd import convert_math as render", ("innomd",), one_line=True),
    Tool("unicodeit", "from unicodeit import replace as render", ("unicodeit",), one_line=True),
    Tool(
        "unicodeitplus",
        "from unicodeitplus import replace as render",
        ("unicodeitplus",),
        one_line=True,
    ),
    Tool(
        "pandoc",
        requirements=("pypandoc_binary",),
        program="pandoc",
        arguments=("--from=latex", "--to=plain", "--wrap=none"),
        template=r"\[{}\]",
        refusal=r"\A\$\$",
        one_line=True,
    ),
)


class UnavailableError(Exception):
    """A tool cannot be had here, for the reason given."""


@dataclass(frozen=True)
class Installed:
    """A tool that is ready to run."""

    tool: Tool
    python: Path
    program: str
    version: str

    @property
    def setup(self) -> str:
        """Python that defines `render(latex)` for either kind of tool."""
        if not self.program:
            return self.tool.setup
        argv = [self.program, *self.tool.arguments]
        return f"""
import subprocess
def render(latex):
    text = {self.tool.template!r}.replace("{{}}", latex)
    return subprocess.run({argv!r}, input=text, capture_output=True, text=True, check=True).stdout
"""


def install(tool: Tool, folder: Path) -> Installed:
    """Puts a tool into its environment, unless it is there, and finds out its version."""
    if not tool.requirements and not tool.program:
        version = importlib.metadata.version("dcnn-cards")
        return Installed(tool, Path(sys.executable), "", version)
    if not tool.requirements:
        found = shutil.which(tool.program)
        if found is None:
            raise UnavailableError(f"there is no program {tool.program} on the PATH")
        return Installed(tool, Path(sys.executable), found, version_of([found, *tool.version_from]))
    python = environment(re.sub(r"\W+", "-", tool.name).strip("-"), tool.requirements, folder)
    if tool.program:
        where = "import pypandoc; print(pypandoc.get_pandoc_path())"
        program = run([str(python), "-c", where]).stdout.strip()
        return Installed(tool, python, program, version_of([program, *tool.version_from]))
    name = tool.requirements[0]
    code = f"import importlib.metadata as m; print(m.version({name!r}))"
    return Installed(tool, python, "", run([str(python), "-c", code]).stdout.strip())


def environment(name: str, requirements: Sequence[str], folder: Path) -> Path:
    """The Python of a virtual environment that holds the requirements."""
    home = folder / name
    python = home / "bin" / "python"
    stamp = home / "installed"
    wanted = "\n".join([sys.version, *requirements])
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"installing {', '.join(requirements)}")
        try:
            venv.create(home, clear=True, with_pip=True)
            run([str(python), "-m", "pip", "install", "--quiet", *requirements], seconds=900)
        except subprocess.SubprocessError as error:
            raise UnavailableError(reason(error)) from error
        stamp.write_text(wanted)
    return python


def run(command: list[str], *, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, quietly; anything but success is an error."""
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds)


def version_of(command: list[str]) -> str:
    """The first thing like a version that a program prints when asked for it."""
    numbers = re.search(r"\d+(\.\d+)+", run(command).stdout)
    return numbers.group() if numbers else "?"


def reason(error: Exception) -> str:
    """An error in one line: the last words of a process that failed, or its message."""
    words = getattr(error, "stderr", "") or str(error)
    return (words.strip().splitlines() or [type(error).__name__])[-1]


def say(words: str) -> None:
    """Tells the maintainer who waits what is going on."""
    print(words, file=sys.stderr, flush=True)


# --- Running them ---------------------------------------------------------------------------------

READ = r"""
import sys
formulas = sys.stdin.read().split("\0")
"""

WORKER = """
import json, os, time
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

def answer(latex):
    start = time.perf_counter()
    try:
        text, fault = str(render(latex)), ""
    except BaseException as error:
        text, fault = "", type(error).__name__ + ": " + str(error)
    return time.perf_counter() - start, text, fault

def tell(what):
    answers.write(json.dumps(what) + chr(10))
    answers.flush()

answer({warm!r})
tell("ready")
for latex in formulas:
    tell(answer(latex))
"""

WHOLE_SET = """
for latex in formulas:
    try:
        print(render(latex))
    except BaseException:
        pass
"""


@dataclass(frozen=True)
class Answer:
    """What a tool made of one formula."""

    text: str
    fault: str
    seconds: float
    lost: bool = False
    """The tool hung, or its process died."""


def answers(installed: Installed, sources: Sequence[str], *, timeout: float) -> list[Answer]:
    """What a tool makes of each formula, in a fresh process; one more after each loss."""
    found: list[Answer] = []
    while len(found) < len(sources):
        found += worker_answers(installed, sources[len(found) :], timeout)
    return found


def worker_answers(installed: Installed, sources: Sequence[str], timeout: float) -> list[Answer]:
    """The answers of one process, up to the formula at which it is lost, if any."""
    code = installed.setup + READ + WORKER.format(warm=COLD_FORMULA)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as errors:
        given.write("\0".join(sources).encode())
        given.seek(0)
        process = subprocess.Popen(
            [str(installed.python), "-c", code],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            env=plain_environment(),
            cwd=tempfile.gettempdir(),
            start_new_session=True,
        )
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=pass_lines, args=(process, lines), daemon=True).start()
        found: list[Answer] = []
        try:
            ready = ""
            with suppress(queue.Empty):
                ready = lines.get(timeout=LOADING_SECONDS)
            if not ready:
                errors.seek(0)
                words = errors.read().decode(errors="replace").strip().splitlines()
                raise UnavailableError(words[-1] if words else "it cannot be loaded")
            for _ in sources:
                line = lines.get(timeout=timeout)
                if not line:
                    return [*found, Answer("", "the process died", timeout, lost=True)]
                seconds, text, fault = json.loads(line)
                found.append(Answer(text, fault, seconds))
        except queue.Empty:
            return [*found, Answer("", f"no answer in {timeout:g} s", timeout, lost=True)]
        finally:
            end(process)
            process.wait()
    return found


def end(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Ends a process that leads its own session, and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def pass_lines(process: subprocess.Popen[str], lines: queue.SimpleQueue[str]) -> None:
    """Passes on what a process prints, line by line, and an empty line when it ends."""
    assert process.stdout is not None
    with process.stdout as stream:
        for line in stream:
            lines.put(line)
    lines.put("")


def plain_environment() -> dict[str, str]:
    """The environment without what would change where and how Python finds its modules."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return kept | {"PYTHONUTF8": "1"}


def wall_seconds(command: list[str], text: str, *, runs: int, seconds: float = 60) -> float | None:
    """The median time of a process from start to end, if it ends; the first run does not count."""
    times = [one_wall_seconds(command, text, seconds) for _ in range(runs + 1)]
    known = [taken for taken in times[1:] if taken is not None]
    return statistics.median(known) if len(known) == runs else None


def one_wall_seconds(command: list[str], text: str, seconds: float) -> float | None:
    """The time of one process, which a timer ends: waiting with a time-out would be by polling."""
    with tempfile.TemporaryFile() as given:
        given.write(text.encode())
        given.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=plain_environment(),
            cwd=tempfile.gettempdir(),
            start_new_session=True,
        )
        timer = threading.Timer(seconds, end, [process])
        timer.start()
        process.wait()
        taken = time.perf_counter() - start
        timer.cancel()
    return taken if taken < seconds else None


def cold_seconds(installed: Installed) -> float | None:
    """The time of a cold process that renders one formula."""
    tool = installed.tool
    if installed.program:
        text = tool.template.replace("{}", COLD_FORMULA)
        return wall_seconds([installed.program, *tool.arguments], text, runs=COLD_RUNS)
    code = f"{tool.setup}\nprint(render({COLD_FORMULA!r}))"
    return wall_seconds([str(installed.python), "-c", code], "", runs=COLD_RUNS)


def whole_set_seconds(installed: Installed, sources: Sequence[str]) -> float | None:
    """The time of a cold process that renders all of the formulas, if it ever ends."""
    code = installed.setup + READ + WHOLE_SET
    command = [str(installed.python), "-c", code]
    return wall_seconds(command, "\0".join(sources), runs=ROUNDS, seconds=WHOLE_SET_SECONDS)


# --- An independent reading of the formulas -------------------------------------------------------

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


# --- Judging what they made -----------------------------------------------------------------------


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


# --- The report -----------------------------------------------------------------------------------


def machine_facts() -> dict[str, str]:
    """What the times depend on."""
    return {
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "processor": f"{processor()}, {os.cpu_count()} cores",
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()) + " when it began",
        "system": platform.platform(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def processor() -> str:
    """The model of the processor, as the system names it."""
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found.group(1) if found else platform.processor()


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need to be: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(row: Sequence[str]) -> str:
        first, *others = (
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  ".join([first, *others]).rstrip()

    return "\n".join([line(head), "  ".join("-" * width for width in widths), *map(line, rows)])


def set_table(of: FormulaSet, starts: Mapping[str, float | None]) -> str:
    """The table of one set."""
    head = ("tool", "rendered", "clean", "content", "geometry", "ms", "start ms", "set s", "lost")
    totals = len(of.sources), len(of.sources), of.read, of.measurable
    rows = [("formulas", *map(str, totals), "", "", "", "")]
    for each in of.scores:
        rows.append(
            (
                each.tool,
                str(each.rendered),
                str(each.clean),
                str(each.content),
                "one line" if each.geometry is None else str(each.geometry),
                f"{each.milliseconds:.2f}",
                in_milliseconds(starts[each.tool]),
                "never" if each.set_seconds is None else f"{each.set_seconds:.2f}",
                str(each.lost),
            )
        )
    return f"{of.name}\n\n{table(head, rows)}"


def in_milliseconds(seconds: float | None) -> str:
    """A time for a table."""
    return "never" if seconds is None else f"{1000 * seconds:.0f}"


def document_times() -> dict[str, float | None]:
    """How long our command takes for the whole deck, beside what sympy needs to be imported."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / DECK.name
        shutil.copy(DECK, document)
        width = ["--width", str(DOCUMENT_WIDTH)]
        command = [str(Path(python).with_name("dcnn-cards")), "render", str(document), *width]
        commands = {
            f"dcnn-cards render {DECK.name}": command,
            'python -c "import sympy"': [python, "-c", "import sympy"],
            'python -c ""': [python, "-c", ""],
        }
        return {
            name: wall_seconds(command, "", runs=COLD_RUNS) for name, command in commands.items()
        }


def report(
    facts: Mapping[str, str],
    versions: Mapping[str, str],
    missing: Mapping[str, str],
    sets: Sequence[FormulaSet],
    starts: Mapping[str, float | None],
    documents: Mapping[str, float | None],
) -> str:
    """All of it as text."""
    parts = [
        "\n".join(f"{name}: {fact}" for name, fact in facts.items()),
        "versions: " + ", ".join(f"{name} {version}" for name, version in versions.items()),
        *(f"left out: {name}: {why}" for name, why in missing.items()),
        *(set_table(of, starts) for of in sets),
        table(
            ("a cold process", "ms"),
            [(name, in_milliseconds(seconds)) for name, seconds in documents.items()],
        ),
    ]
    return "\n\n".join(parts)


# --- Putting it together --------------------------------------------------------------------------


def read_set(path: Path) -> FormulaSet:
    """The distinct formulas of a document, or of a file with one a line, in order."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        found = [latex for latex, _ in formulas_of(text)]
    else:
        lines = text.splitlines()
        found = [line for line in lines if line.strip() and not line.startswith("#")]
    return FormulaSet(path.name, list(dict.fromkeys(found)))


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    default = platformdirs.user_cache_path("dcnn-cards") / "peers"
    shipped = DATA / "formulas.txt"
    add = functools.partial(parser.add_argument, type=Path, metavar="FILE")
    add("files", nargs="*", help="more formulas; by default those of the tests")
    add("--leaves", default=DATA / "katex-leaves.json", help="what KaTeX reads, by formula")
    add("--env", default=default, metavar="DIR", help="where the peers are installed")
    add("--json", help="where a JSON document goes, outputs included")
    add("--tools", type=str, metavar="NAME,...", help="only these tools")
    add("--timeout", type=float, default=10.0, metavar="SECONDS", help="for one formula")
    given = parser.parse_args()
    given.files = given.files or [shipped] * shipped.exists()
    return given


def main() -> None:
    """Installs, measures and reports."""
    given = arguments()
    given.env.mkdir(parents=True, exist_ok=True)
    folder = given.env.resolve()
    facts = machine_facts()
    sets = [read_set(path) for path in (DECK, *given.files)]
    missing: dict[str, str] = {}
    versions: dict[str, str] = {}
    starts: dict[str, float | None] = {}

    leaves: dict[str, str] = {}
    if given.leaves.exists():
        leaves = json.loads(given.leaves.read_text(encoding="utf-8"))["leaves"]
    for of in sets:
        markup: list[str | None] = [None] * len(of.sources)
        try:
            versions["KaTeX (reads the formulas)"], markup = katex_reads(of.sources, folder)
        except UnavailableError as error:
            missing["KaTeX"] = f"{error}; geometry is not measured"
        of.readings = list(map(reading_of, map(leaves.get, of.sources), markup))

    chosen = [t for t in TOOLS if not given.tools or t.name in given.tools.split(",")]
    for tool in chosen:
        try:
            installed = install(tool, folder)
            for of in sets:
                say(f"{tool.name}: {of.name}")
                of.scores.append(score(installed, of, timeout=given.timeout))
            starts[tool.name] = cold_seconds(installed)
            versions[tool.name] = installed.version
        except (UnavailableError, OSError, subprocess.SubprocessError) as error:
            missing[tool.name] = reason(error)
            for of in sets:
                of.scores = [each for each in of.scores if each.tool != tool.name]

    documents = document_times()
    print(report(facts, versions, missing, sets, starts, documents))
    if given.json:
        told = {
            "facts": facts,
            "versions": versions,
            "missing": missing,
            "start_seconds": starts,
            "document_seconds": documents,
            "sets": [
                {
                    "name": of.name,
                    "formulas": len(of.sources),
                    "read": of.read,
                    "measurable": of.measurable,
                    "scores": [asdict(each) for each in of.scores],
                }
                for of in sets
            ],
        }
        given.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
