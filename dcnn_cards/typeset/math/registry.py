"""What the parser can read: commands, infix commands and environments, by name.

Each family of commands registers its own; the parser itself knows no command.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from dcnn_cards.typeset.math.node import Node
    from dcnn_cards.typeset.math.parser import Parser

Reader = Callable[["Parser", str], "Node"]
"""Reads what follows the name (of a command, or of an environment just begun) into a node."""

Infix = Callable[["Node", "Node"], "Node"]
"""Makes a node of all that stands before and after in the same group."""

COMMANDS: dict[str, Reader] = {}
ENVIRONMENTS: dict[str, Reader] = {}
INFIXES: dict[str, Infix] = {}

_R = TypeVar("_R", bound=Reader)


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
