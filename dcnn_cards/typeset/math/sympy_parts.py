"""sympy's two modules for pictures made of characters, without the rest of sympy.

`import sympy` brings in all of its algebra: a quarter of a second, and 40 MB, for a start that
needs none of it. The two modules themselves take a few milliseconds. So they are imported with
empty packages in place of the ones above them, which are taken away again: a later `import sympy`
is the real one and knows nothing of this. Where that does not work, in a sympy that is built
otherwise, the whole of it is imported.
"""

from __future__ import annotations

import sys
import threading
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, NamedTuple

_PICTURES = "sympy.printing.pretty.stringpict"
_GLYPHS = "sympy.printing.pretty.pretty_symbology"
_PACKAGES = ("sympy", "sympy.core", "sympy.printing", "sympy.printing.pretty", "sympy.utilities")
# Names symbols with subscripts, which no picture does; it needs all of sympy.
_UNUSED = "sympy.printing.conventions"

_ALONE = threading.Lock()


class Parts(NamedTuple):
    """`pictures` has `prettyForm` and `stringPict`, `glyphs` has `xobj`."""

    pictures: Any
    glyphs: Any


@cache
def parts() -> Parts:
    """The two modules, imported when they are first needed."""
    with _ALONE:
        if "sympy" not in sys.modules:
            try:
                return _by_themselves()
            except Exception:  # whatever another sympy does, the whole of it works
                _forget()
        return Parts(import_module(_PICTURES), import_module(_GLYPHS))


def _by_themselves() -> Parts:
    spec = find_spec("sympy")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("sympy is not installed as a folder")
    (folder,) = spec.submodule_search_locations
    try:
        for name in _PACKAGES:
            package = ModuleType(name)
            package.__path__ = ["/".join([folder, *name.split(".")[1:]])]
            sys.modules[name] = package
        unused = ModuleType(_UNUSED)
        unused.split_super_sub = None  # type: ignore[attr-defined]
        sys.modules[_UNUSED] = unused
        return Parts(import_module(_PICTURES), import_module(_GLYPHS))
    finally:
        _forget()


def _forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "sympy"]:
        del sys.modules[name]
