"""Wrong usage, told: what is wrong first, then what was probably meant, then how it is called."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

import click

from dcnn_cards.program import NAME, as_called
from dcnn_cards.signs import bounded, visible

_MAX_SAID = 600
_WEEK = re.compile(r"\d+[a-z]?(?:[-–,]\d+[a-z]?)*", re.IGNORECASE)


def explained(error: click.ClickException, arguments: Sequence[str] | None = None) -> str:
    """Return what to say of `error`, which came of `arguments`; of those of the process if None."""
    said = [f"Error: {bounded(visible(_message(error)), _MAX_SAID)}"]
    if isinstance(error, click.UsageError) and error.ctx is not None:
        given = list(sys.argv[1:] if arguments is None else arguments)
        if hint := _hint(error, error.ctx, given):
            said.append(bounded(visible(hint), _MAX_SAID))
        said.append(error.ctx.get_usage())
        said.append(f"`{error.ctx.command_path} --help` tells more.")
    return as_called("\n".join(said))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a question after what `word` was probably meant for, "" if nothing is like it."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    near = near or [name for name in names if word and name.startswith(word)][:3]
    return f"Did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""


def _message(error: click.ClickException) -> str:
    """What click says, without its own guesses at what was meant."""
    if isinstance(error, click.BadParameter):
        return error.format_message()
    return error.message


def _hint(error: click.UsageError, ctx: click.Context, given: list[str]) -> str:
    command = ctx.command
    if isinstance(command, click.Group):
        return _hint_for_group(error, ctx, command, given)
    name = ctx.info_name or ""
    words = given[given.index(name) + 1 :] if name in given else []
    if isinstance(error, click.NoSuchOption):
        return nearest(error.option_name, _options(command))
    values, extra = _parsed(ctx, words)
    if isinstance(error, click.BadParameter):
        kind = error.param.type if error.param else None
        if isinstance(kind, click.Choice) and error.param and error.param.name in values:
            value = values[error.param.name]
            value = value[-1] if isinstance(value, list | tuple) and value else value
            return nearest(str(value), map(str, kind.choices))
    elif extra:
        return _in_quotes(extra, values, name) or _for_extra(extra, name, command)
    return ""


def _in_quotes(extra: list[str], values: dict[str, Any], name: str) -> str:
    """What to do with words of which a command about one card takes the first alone."""
    if "card_id" not in values:
        return ""
    if "text" in values:
        answer = quote(" ".join((values["text"], *extra)))
        return f"In quotes: {NAME} {name} {quote(values['card_id'])} {answer}"
    return _for_words(f"{NAME} list", [values["card_id"], *extra])


def _for_words(called: str, words: list[str]) -> str:
    plain = [word for word in words if not word.startswith("-")]
    those = "a word" if len(plain) == 1 else "these words"
    return f"For cards with {those} in them: {called} --text {quote(' '.join(plain))}"


def _hint_for_group(
    error: click.UsageError, ctx: click.Context, group: click.Group, given: list[str]
) -> str:
    names = group.list_commands(ctx)
    if isinstance(error, click.NoSuchOption):
        own = nearest(error.option_name, _options(group))
        for name in names:
            if error.option_name in _options(group.get_command(ctx, name)):
                return f"Options come after the command: {NAME} {name} {error.option_name} ..."
        return own
    word = next((each for each in given if not each.startswith("-")), "")
    if not word or word in names:
        return ""
    if near := nearest(word, names):
        return near
    quiz = group.get_command(ctx, "quiz")
    return _for_extra(given[given.index(word) :], "quiz", quiz) if quiz else ""


def _for_extra(words: list[str], name: str, command: click.Command) -> str:
    """What to do with words that belong to no option of the command called `name`."""
    options, called, word = _options(command), f"{NAME} {name}", words[0]
    if "--week" in options and _WEEK.fullmatch(word):
        return f"For a week: {called} --week {word}"
    if "--deck" in options and Path(word).suffix in (".yaml", ".yml"):
        return f"For another deck: {called} --deck {quote(word)}"
    if "--text" in options:
        return _for_words(called, words)
    return ""


def _options(command: click.Command | None) -> list[str]:
    params = command.params if command else []
    return ["--help", *(name for param in params for name in param.opts if name.startswith("--"))]


def _parsed(ctx: click.Context, words: list[str]) -> tuple[dict[str, Any], list[str]]:
    """The values that were given, by parameter, and the words that are left over."""
    try:
        values, extra, _ = ctx.command.make_parser(ctx).parse_args(words)
    except click.UsageError:
        return {}, []
    return values, extra
