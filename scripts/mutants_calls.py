"""Writes down which test calls which function of the program, also in processes that tests start.

`mutants.py` puts it into a copy of the repository as `sitecustomize`, which every Python that has
the copy on its path imports first, and gives it to pytest as a plugin. Lines of the file that
`MUTANTS_CALLS` names: the test, the function's file, and its first line, parted by tabs.

PYTEST_DONT_REWRITE: it is there before pytest is.
"""

from __future__ import annotations

import os
import sys
import threading
from types import CodeType, FrameType

_PACKAGE = f"{os.path.dirname(os.path.abspath(__file__))}{os.sep}dcnn_cards{os.sep}"  # noqa: PTH100, PTH120
_seen: set[CodeType] = set()
_file = os.environ.get("MUTANTS_CALLS")
_out = os.open(_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT) if _file else -1


def _called(frame: FrameType, event: str, arg: object) -> None:  # noqa: ARG001
    code = frame.f_code
    if code in _seen:
        return
    _seen.add(code)
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    if test and code.co_filename.startswith(_PACKAGE):
        os.write(_out, f"{test}\t{code.co_filename}\t{code.co_firstlineno}\n".encode())


def pytest_runtest_setup() -> None:
    """Begin anew with each test."""
    _seen.clear()


if _out >= 0:
    threading.settrace(_called)
    sys.settrace(_called)
