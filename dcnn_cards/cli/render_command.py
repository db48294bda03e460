"""`dcnn-cards render`: any Markdown text with LaTeX, typeset to standard output."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from dcnn_cards.deck.reading import read_text


@click.command()
@click.argument("file", type=click.Path(path_type=Path), default="-")
@click.option("--width", type=click.IntRange(min=10), help="Columns; the terminal's by default.")
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII.")
def command(file: Path, width: int | None, plain_ascii: bool) -> None:
    """Typeset FILE, or standard input for -: Markdown with $...$ and $$...$$.

    Formulas that cannot be read are shown as they are written, and named on standard error.
    """
    text = sys.stdin.read() if str(file) == "-" else read_text(file)
    from rich.console import Console
    from rich.text import Text

    from dcnn_cards.terminal import frame
    from dcnn_cards.typeset import typeset

    columns = width or min(shutil.get_terminal_size((80, 24)).columns, frame.MAX_COLUMNS)
    block = typeset(text, width=columns, ascii=plain_ascii)
    console = Console(highlight=False, soft_wrap=True)
    if console.is_terminal:
        console.print(Text("\n").join(frame.styled_lines(block)))
    else:
        click.echo(block.plain)
    for fault in block.faults:
        name = "standard input" if str(file) == "-" else str(file)
        click.echo(f"{name}:{fault.line}: shown as written: {fault.reason}", err=True)
