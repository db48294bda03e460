"""The renderers of formulas: how each is had, called and read."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.peers import UnavailableError, environment, run, version_of


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
