"""`dcnn-cards completion`: the completion of command lines, printed or installed."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from dcnn_cards.cli import COMPLETE
from dcnn_cards.cli.completion import SHELLS
from dcnn_cards.deck.reading import read_text
from dcnn_cards.errors import CardsError
from dcnn_cards.places import data_folder, make_folder
from dcnn_cards.terminal.door import say
from dcnn_cards.whole_file import write_whole


@click.command()
@click.argument("shell", type=click.Choice(list(SHELLS)), required=False)
@click.option("--install", is_flag=True, help="Set it up for the shells to come.")
@click.pass_context
def command(ctx: click.Context, shell: str | None, install: bool) -> None:
    """Print what completes commands, options, weeks, sections, topics and cards in SHELL.

    Without SHELL, for the one that $SHELL names. With --install it is kept in a file, and a line in
    ~/.bashrc or ~/.zshrc reads it; fish finds it by itself.
    """
    shell = shell or Path(os.environ.get("SHELL", "")).name
    if shell not in SHELLS:
        raise click.UsageError(f"which shell? One of {', '.join(SHELLS)}.")
    root = ctx.find_root()
    name = root.info_name or "dcnn-cards"
    script = SHELLS[shell](root.command, {}, name, COMPLETE).source().lstrip("\n")
    if install:
        _install(shell, script)
    else:
        click.echo(script, nl=False)


def _install(shell: str, script: str) -> None:
    if shell == "fish":
        path = _folder("XDG_CONFIG_HOME", ".config") / "fish" / "completions" / "dcnn-cards.fish"
    else:
        path = data_folder().absolute() / f"completion.{shell}"
    try:
        make_folder(path.parent)
    except OSError as error:
        raise CardsError(f"cannot be made: {error.strerror or error}", file=path.parent) from error
    write_whole(path, script)
    say(f"Written: {path}")
    if shell != "fish":
        start = Path.home() / ".bashrc" if shell == "bash" else _folder("ZDOTDIR", "") / ".zshrc"
        quoted = shlex.quote(str(path))
        _add_line(start, f"[ -f {quoted} ] && . {quoted}  # completion of dcnn-cards")
    say(f"It works in shells that are opened from now on; here after: . {path}")


def _add_line(path: Path, line: str) -> None:
    """Put `line` at the end of `path`, unless it is in it."""
    text = read_text(path) if path.exists() else ""
    if line in text.split("\n"):
        say(f"As it was: {path}, which has the line that reads it")
        return
    if text and not text.endswith("\n"):
        text += "\n"
    write_whole(path, f"{text}{line}\n")
    say(f"Added to {path}: {line}")


def _folder(variable: str, default: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / default)
