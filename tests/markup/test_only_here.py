"""Only this room knows dollars: nobody else looks for formulas in a text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import dcnn_cards

ROOT = Path(dcnn_cards.__file__).parent
PATTERNS = {"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "split"}


def patterns(path: Path) -> Iterator[str]:
    """The strings that a file gives to functions of `re`, and those they are made of."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            if of_re and node.func.attr in PATTERNS:
                for inner in ast.walk(node.args[0]):
                    if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                        yield inner.value


def looks_for_dollars(pattern: str) -> bool:
    r"""Whether a pattern has a dollar that stands for one: `\$`, or one in a class of signs with
    others that begin or end a formula.
    """
    return r"\$" in pattern or bool(re.search(r"\[\^\$\]", pattern))


def test_no_pattern_looks_for_formulas_elsewhere() -> None:
    """But for Anki's own tags: `[$]`, and blanks of its clozes in what has become formulas."""
    found = [
        f"{path.relative_to(ROOT)}: {pattern}"
        for path in sorted(ROOT.rglob("*.py"))
        if path.parent.name not in ("markup", "anki")
        for pattern in patterns(path)
        if looks_for_dollars(pattern)
    ]
    assert found == []


def test_the_patterns_that_this_is_about_would_be_found(tmp_path: Path) -> None:
    file = tmp_path / "old.py"
    file.write_text('import re\nA = re.compile(r"\\$\\$.*?\\$\\$|x")\nre.sub("[^$]*", "", "")\n')
    assert [looks_for_dollars(pattern) for pattern in patterns(file)] == [True, True]
