"""What the parser can read: commands, infix commands and environments, by name.

Each family of commands registers its own when it is imported, which is when a formula first has a
name that no family before it knows; the parser itself knows no command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from dcnn_cards.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from dcnn_cards.typeset.math.node import Node
    from dcnn_cards.typeset.math.parser import Parser

    _T = TypeVar("_T")
    _R = TypeVar("_R", bound="Reader")

FAMILIES = (
    "fractions", "operators", "text", "fonts", "delimiters", "accents", "spacing", "environments",
    "alignments", "arrays", "stacks", "radicals", "enclosures", "colours", "macros",
    "clozes", "plain", "physics", "chemistry", "units", "diagrams", "shorthands", "unknown",
)  # fmt: skip
"""The files of `commands` that register any, those first that formulas need most."""

Reader = Callable[["Parser", str], "Node"]
"""Reads what follows the name (of a command, or of an environment just begun) into a node."""


class Infix(Frozen):
    """A command that makes one node of all that stands before and after it in the same group.

    `reader` reads what belongs to the command itself, and gives what makes the node of the two.
    """

    reader: Callable[[Parser, str], Callable[[Node, Node], Node]]


class Ending(Frozen):
    """A command that ends a row, which whoever began the row reads on with.

    With `whole`, a formula that has it outside everything is one node that this reads.
    """

    whole: Reader | None = None


Meaning = Reader | Infix | Ending

UNKNOWN = ""
"""The name of what reads the commands or environments that no family knows."""

COMMANDS: dict[str, Meaning] = {}
ENVIRONMENTS: dict[str, Reader] = {}


def registered(name: str, table: Mapping[str, _T]) -> _T | None:
    """What a name stands for in COMMANDS or ENVIRONMENTS; None if no family knows it."""
    for family in FAMILIES:
        if name in table:
            break
        import_module(f"dcnn_cards.typeset.math.commands.{family}")
    return table.get(name)


def command(*names: str) -> Callable[[_R], _R]:
    """Register the reader of commands, named without their backslash."""

    def register(reader: _R) -> _R:
        COMMANDS.update(dict.fromkeys(names, reader))
        return reader

    return register


def environment(*names: str) -> Callable[[_R], _R]:
    """Register the reader of environments: what stands between `\\begin{name}` and `\\end`."""

    def register(reader: _R) -> _R:
        ENVIRONMENTS.update(dict.fromkeys(names, reader))
        return reader

    return register
