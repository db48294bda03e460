"""Tells how large each room of the package is, and who looks at whom; for a table before and after.

    python scripts/house.py [FOLDER]

FOLDER has `dcnn_cards` in it; without one, it is this project's. A room is a package or a module
right below `dcnn_cards`. Lines are those of the files; a function's are from its name to its end,
without what decorates it. Imports count each module of another room that a module imports, at its
top or later.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PACKAGE = "dcnn_cards"
LONGEST = 8


@dataclass(frozen=True, slots=True)
class Module:
    """A file: its dotted name, its number of lines, and what it holds."""

    name: str
    lines: int
    tree: ast.Module

    @property
    def room(self) -> str:
        """The first part of its name below the package."""
        return self.name.partition(".")[2].partition(".")[0] or "(top)"

    def imports(self) -> Iterator[str]:
        """The dotted names of the package that it imports."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (each.name for each in node.names if each.name.startswith(PACKAGE))
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
                yield from (f"{node.module}.{each.name}" for each in node.names)

    def functions(self) -> Iterator[tuple[int, str]]:
        """The lines and the name of each function."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{self.name}.{node.name}"


def modules(folder: Path) -> list[Module]:
    """The modules of the package in `folder`."""
    found = []
    for path in sorted((folder / PACKAGE).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        parts = path.relative_to(folder).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, len(text.splitlines()), ast.parse(text)))
    return found


def room_of(imported: str, rooms: frozenset[str]) -> str:
    """The room that an imported name is in."""
    part = imported.partition(".")[2].partition(".")[0]
    return part if part in rooms else "(top)"


def main() -> None:
    """Print the tables."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    all_of_them = modules(folder)
    rooms = frozenset(module.room for module in all_of_them)
    looks: dict[str, Counter[str]] = defaultdict(Counter)
    for module in all_of_them:
        seen = {(room_of(name, rooms), name.rpartition(".")[0]) for name in module.imports()}
        looks[module.room].update(room for room, _ in sorted(seen) if room != module.room)
    print(f"{'room':<12}{'files':>6}{'lines':>7}  looks at (modules imported)")
    for room in sorted(rooms):
        sizes = [module.lines for module in all_of_them if module.room == room]
        others = ", ".join(f"{other} {count}" for other, count in looks[room].most_common())
        print(f"{room:<12}{len(sizes):>6}{sum(sizes):>7}  {others or '-'}")
    sizes = [module.lines for module in all_of_them]
    lengths = sorted((each for module in all_of_them for each in module.functions()), reverse=True)
    print(f"{'all':<12}{len(sizes):>6}{sum(sizes):>7}")
    print(f"\nlongest files (median {median(sizes):.0f} lines)")
    for module in sorted(all_of_them, key=lambda module: -module.lines)[:LONGEST]:
        print(f"{module.lines:>6}  {module.name}")
    print(
        f"\nlongest functions (of {len(lengths)}, median {median(n for n, _ in lengths):.0f} lines)"
    )
    for count, name in lengths[:LONGEST]:
        print(f"{count:>6}  {name}")


if __name__ == "__main__":
    main()
