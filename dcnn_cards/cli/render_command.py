"""`dcnn-cards render`: any Markdown text with LaTeX, typeset to standard output."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dcnn_cards.deck.reading import read_text
from dcnn_cards.errors import CardsError, shown
from dcnn_cards.terminal.door import speaks_unicode, tell

if TYPE_CHECKING:
    from dcnn_cards.typeset import Letters


@click.command()
@click.argument("file", type=click.Path(path_type=Path), default="-")
@click.option("--width", type=click.IntRange(min=10), help="Columns; the terminal's by default.")
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII.")
@click.option(
    "--linear", is_flag=True, help="Each formula on one line, to be read out or searched."
)
@click.option(
    "--letters",
    type=click.Choice(["plain", "italic"]),
    default="plain",
    show_default=True,
    help="Upright letters, or mathematical italics.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Only name the formulas that cannot be read; exit with 1 if there is one.",
)
def command(
    file: Path, width: int | None, plain_ascii: bool, linear: bool, letters: Letters, check: bool
) -> None:
    """Typeset FILE, or standard input for -: Markdown with $...$ and $$...$$.

    Formulas that cannot be read are shown as they are written, and named on standard error.
    """
    name, text = (
        ("standard input", _typed()) if str(file) == "-" else (shown(file), read_text(file))
    )
    from rich.text import Text

    from dcnn_cards.terminal import frame
    from dcnn_cards.terminal.theme import theme
    from dcnn_cards.typeset import typeset

    columns = width or min(shutil.get_terminal_size((80, 24)).columns, frame.MAX_COLUMNS)
    plain_ascii = plain_ascii or not speaks_unicode()
    block = typeset(text, width=columns, ascii=plain_ascii, letters=letters, linear=linear)
    if not check:
        console = theme("auto").console(soft_wrap=True)
        if console.is_terminal:
            console.print(Text("\n").join(frame.block_lines(block)))
        else:
            click.echo(block.plain)
    for fault in block.faults:
        note = "" if check else "shown as written: "
        tell(f"{name}:{fault.line}:{fault.column}: {note}{fault.reason}")
    if check and block.faults:
        sys.exit(1)


def _typed() -> str:
    """What is on standard input. Raises CardsError where nothing can be read there."""
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        what = f"standard input is not {error.encoding.upper()}"
        fix = "Give it as UTF-8, or set LC_ALL to a locale with the encoding that it has."
        raise CardsError(what, fix) from None
    except OSError as error:
        what = f"standard input cannot be read: {error.strerror}"
        raise CardsError(what, "Name a file, or give the text by a pipe.") from error
