"""The command line: one file a command, loaded when it is called."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from dcnn_cards import __version__
from dcnn_cards.cli.config import config_path, defaults, option_name, read_config
from dcnn_cards.cli.progress import INTERRUPTED, watch
from dcnn_cards.errors import CardsError
from dcnn_cards.news import listen
from dcnn_cards.program import NAME
from dcnn_cards.terminal import door

# In the order of the help; each is `command` in the module of its name here.
COMMANDS = {
    "quiz": "Study what is due, and some new cards.",
    "exam": "Set the date of the exam; show what score to expect.",
    "mock": "Answer a paper as in an exam, then grade your answers.",
    "stats": "Show progress: cards by state, what is due, recall, streak.",
    "list": "List the cards of a deck.",
    "show": "Show one card, typeset.",
    "judge": "Say what would be said of an answer typed to a card.",
    "undo": "Take back the last step of today.",
    "unsuspend": "Ask cards again that were suspended.",
    "unbury": "Ask cards today that were put off until tomorrow.",
    "unflag": "Take the flag off cards.",
    "reset": "Let cards begin anew, as if they had never been reviewed.",
    "schedulers": "Compare the schedulers: what each asks today and in the next 30 days.",
    "optimize": "Fit FSRS to your own reviews.",
    "evaluate": "Show how well each scheduler would have predicted your reviews.",
    "simulate": "Show what a year of study would cost under each scheduler.",
    "export": "Write reviews or cards as CSV or JSON, or the deck as a package for Anki.",
    "import": "Turn a Q&A document into a deck.",
    "deck": "Say which deck is studied; make a copy that is yours, or bring it up to date.",
    "check": "Check decks, with line numbers and what to do.",
    "render": "Typeset Markdown with LaTeX to standard output.",
    "completion": "Complete commands, cards and weeks in bash, zsh and fish.",
    "config": "Show the settings, and where each comes from.",
    "doctor": "Check the store and its backups, or put one back.",
    "help": "Tell of formats, keys, settings or the deck file.",
}


COMPLETE = "_DCNN_CARDS_COMPLETE"
"""The variable that a shell sets when it asks for completions."""

# Standard output goes to a file on a full disk, to nobody, or was closed; decks and the store have
# errors of their own, which name the file.
_NOT_WRITTEN = (
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EPIPE, errno.EBADF, errno.EIO, errno.ECONNRESET,
)  # fmt: skip

# Modules of Python that only Unix has.
_OF_UNIX = ("termios", "fcntl", "resource", "tty", "pty")
_NO_UNIX = (
    "this part of the program needs a Unix terminal, which is not here",
    "It runs on Linux and macOS, and on Windows in WSL (Windows Subsystem for Linux).",
)

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
@click.version_option(__version__, prog_name=NAME)
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
        ctx.default_map = {name: defaults(config, command, name) if command else {}}
    except CardsError:
        if name != "doctor":
            raise
    if command and ctx.invoked_subcommand is None:
        from dcnn_cards.cli.today import show_today

        show_today(command.make_context(name, [], parent=ctx).params)


def main(args: list[str] | None = None) -> NoReturn:
    """Run the program; exit with 0 for done, 1 for could not, 2 for wrong usage, 130 for Ctrl-C."""
    # A start makes many objects that stay and hardly any garbage to look for.
    gc.set_threshold(100_000)
    door.open_doors()
    door.pass_over_sizes()
    if COMPLETE in os.environ:
        from dcnn_cards.cli.completion import register

        register()
    listen(lambda line: door.tell(f"{NAME}: {line}"))
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    status = _status(args)
    try:
        sys.stdout.flush()
    except OSError:
        door.abandon(sys.stdout)
        status = status or 1
    sys.exit(status)


def _status(args: list[str] | None) -> int | str | None:
    """Run the program, and return its exit status; what cannot be done is told."""
    try:
        watch()
        try:
            done = cards.main(args, NAME, complete_var=COMPLETE, standalone_mode=False)
        except SystemExit as ended:
            done = ended.code
        sys.stdout.flush()
        return done if isinstance(done, int | str) else 0
    except click.ClickException as error:
        from dcnn_cards.cli.usage import explained

        door.tell(explained(error, args))
        return error.exit_code
    except CardsError as error:
        door.tell_error(error)
    except (KeyboardInterrupt, click.Abort):
        door.abandon(sys.stdout)
        return INTERRUPTED
    except ModuleNotFoundError as error:
        if error.name not in _OF_UNIX:
            raise
        door.tell_error(CardsError(*_NO_UNIX))
    except RuntimeError as error:
        cause = error.__context__  # as pathlib tells of links that lead in a circle
        if not (isinstance(cause, OSError) and cause.errno == errno.ELOOP):
            raise
        door.tell_error(CardsError("the link leads in a circle", file=_named(cause)))
    except MemoryError:
        door.tell_error(CardsError("there is not enough memory for this"))
    except OSError as error:
        if error.filename is not None or error.errno not in _NOT_WRITTEN:
            door.tell_error(CardsError(f"{error.strerror or error}", file=_named(error)))
            return 1
        if error.errno != errno.EPIPE:  # who read it has gone, and knows
            what = f"what was to be shown could not be written: {error.strerror}"
            door.tell_error(CardsError(what))
        door.abandon(sys.stdout)
    return 1


def _named(error: OSError) -> Path | None:
    """The file that an error of the system is about."""
    name = error.filename
    return Path(os.fsdecode(name)) if isinstance(name, str | bytes) and name else None
