"""`python -m dcnn_cards.typeset FILE`: any Markdown text with LaTeX, set to standard output.

It needs rich only where it writes to a terminal.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from dcnn_cards.typeset import Markdown, typeset, visible


def main() -> int:
    """Set a file or standard input; 1 if it cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m dcnn_cards.typeset",
        description="Set Markdown with LaTeX in the columns of a terminal.",
    )
    parser.add_argument("file", nargs="?", default="-", help="standard input by default")
    parser.add_argument("--width", type=int, help="columns; the terminal's by default")
    parser.add_argument("--ascii", action="store_true", help="nothing outside ASCII")
    parser.add_argument("--linear", action="store_true", help="each formula on one line")
    given = parser.parse_args()
    try:
        text = sys.stdin.read() if given.file == "-" else Path(given.file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(visible(str(error)), file=sys.stderr)
        return 1
    try:
        show(text, given)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads it has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def show(text: str, given: argparse.Namespace) -> None:
    """Set a text as it is asked for, in colours where there are any."""
    width = given.width or shutil.get_terminal_size().columns
    plain = given.ascii or "utf" not in (sys.stdout.encoding or "").lower()
    if sys.stdout.isatty() and not given.linear:
        from rich.console import Console

        Console(width=width, highlight=False).print(Markdown(text, ascii=plain))
    else:
        print(typeset(text, width=width, ascii=plain, linear=given.linear).plain)


if __name__ == "__main__":
    sys.exit(main())
