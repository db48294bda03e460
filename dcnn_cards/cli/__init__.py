"""The command line: one file a command, loaded when it is called."""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

from dcnn_cards import __version__
from dcnn_cards.cli.config import config_path, defaults, option_name, read_config
from dcnn_cards.errors import CardsError

# In the order of the help; each is `command` in the module of its name here.
COMMANDS = {
    "quiz": "Study what is due, and some new cards.",
    "stats": "Show progress: cards by state, what is due, recall, streak.",
    "list": "List the cards of a deck.",
    "show": "Show one card, typeset.",
    "schedulers": "Compare the schedulers: what each asks today and in the next 30 days.",
    "optimize": "Fit FSRS to your own reviews.",
    "evaluate": "Show how well each scheduler would have predicted your reviews.",
    "simulate": "Show what a year of study would cost under each scheduler.",
    "export": "Write reviews or cards as CSV or JSON.",
    "import": "Turn a Q&A document into a deck.",
    "check": "Check decks, with line numbers and what to do.",
    "render": "Typeset Markdown with LaTeX to standard output.",
    "completion": "Complete commands, cards and weeks in bash, zsh and fish.",
    "config": "Show the settings, and where each comes from.",
    "doctor": "Check the store and its backups, or put one back.",
    "help": "Tell of formats, keys, settings or the deck file.",
}


COMPLETE = "_DCNN_CARDS_COMPLETE"
"""The variable that a shell sets when it asks for completions."""

# Standard output goes to a file on a full disk; decks and the store have errors of their own.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# These work also while the config file is broken, as does doctor.
_WITHOUT_CONFIG = ("completion", "config", "check", "help", "import", "render")


class _Commands(click.Group):
    """Loads a command's module when it is needed, so that no start pays for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"dcnn_cards.cli.{cmd_name}_command")
        command: click.Command = module.command
        for option in command.params:
            if isinstance(option, click.Option) and option.envvar is None:
                # After the option as people type it, not after the parameter that takes it.
                flag = option_name(option).replace("-", "_")
                option.envvar = f"DCNN_CARDS_{cmd_name}_{flag}".upper()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
    },
)
@click.version_option(__version__, prog_name="dcnn-cards")
@click.pass_context
def cards(ctx: click.Context) -> None:
    """Study a deck of cards in the terminal, with its mathematics typeset.

    Without a command: what is due today, and how to start.
    """
    name = ctx.invoked_subcommand or "quiz"
    if name in _WITHOUT_CONFIG:
        return
    command = _Commands().get_command(ctx, name)
    try:
        ctx.obj = config = read_config(config_path())
        ctx.default_map = {name: defaults(config, command) if command else {}}
    except CardsError:
        if name != "doctor":
            raise
    if command and ctx.invoked_subcommand is None:
        from dcnn_cards.cli.today import show_today

        show_today(command.make_context(name, [], parent=ctx).params)


def main(args: list[str] | None = None) -> Any:
    """Run the program; exit with 0 for done, 1 for could not, 2 for wrong usage."""
    # A start makes many objects that stay and hardly any garbage to look for.
    gc.set_threshold(100_000)
    if COMPLETE in os.environ:
        from dcnn_cards.cli.completion import register

        register()
    try:
        return cards.main(args=args, prog_name="dcnn-cards", complete_var=COMPLETE)
    except CardsError as error:
        click.echo(f"dcnn-cards: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        click.echo(f"dcnn-cards: what was to be shown did not fit: {error.strerror}", err=True)
        # What is still to be written at exit would fail as well.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
