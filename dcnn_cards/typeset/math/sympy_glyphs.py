"""sympy's tables of glyphs that grow, without the rest of sympy.

`import sympy` brings in all of its algebra: a quarter of a second, and 40 MB, for a start that
needs none of it. The module with the tables takes two milliseconds. So it is imported with empty
packages in place of the ones above it, which are taken away again: a later `import sympy` is the
real one and knows nothing of this. Where that does not work, in a sympy that is built otherwise,
the whole of it is imported.
"""

from __future__ import annotations

import sys
from _thread import allocate_lock  # threading takes a millisecond to import
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TABLES = "sympy.printing.pretty.pretty_symbology"
_PACKAGES = ("sympy", "sympy.core", "sympy.printing", "sympy.printing.pretty", "sympy.utilities")
# What the module imports for the sake of names with subscripts and of warnings.
_UNUSED = {
    "sympy.printing.conventions": "split_super_sub",
    "sympy.utilities.exceptions": "sympy_deprecation_warning",
}

_ALONE = allocate_lock()


def column(name: str, height: int, *, in_ascii: bool) -> tuple[str, ...]:
    """A glyph by its name in the tables, `height` rows high or one more if it has a middle."""
    with _ALONE:
        tables = _tables()
        # sympy chooses its pieces by one flag for the whole process
        before = tables.pretty_use_unicode(not in_ascii)
        try:
            return tuple(tables.xobj(name, height))
        finally:
            tables.pretty_use_unicode(before)


@cache
def _tables() -> Any:
    if "sympy" not in sys.modules:
        try:
            return _by_itself()
        except Exception:  # whatever another sympy does, the whole of it works
            _forget()
    return import_module(_TABLES)


def _by_itself() -> Any:
    spec = PathFinder.find_spec("sympy")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("sympy is not installed as a folder")
    (folder,) = spec.submodule_search_locations
    try:
        for name in _PACKAGES:
            package = ModuleType(name)
            package.__path__ = ["/".join([folder, *name.split(".")[1:]])]
            sys.modules[name] = package
        for name, member in _UNUSED.items():
            sys.modules[name] = ModuleType(name)
            setattr(sys.modules[name], member, None)
        return import_module(_TABLES)
    finally:
        _forget()


def _forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "sympy"]:
        del sys.modules[name]
