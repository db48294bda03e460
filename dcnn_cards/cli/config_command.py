"""`dcnn-cards config`: where the config file is, every setting, and where its value comes from."""

from __future__ import annotations

import os

import click

from dcnn_cards.cli.config import (
    NAMES,
    Config,
    chosen_keys,
    config_path,
    defaults,
    option_name,
    read_config,
)
from dcnn_cards.terminal.door import say
from dcnn_cards.terminal.keymap import ACTIONS
from dcnn_cards.terminal.theme import theme

Row = tuple[str, str, str]  # the name of a setting, its value, and where that comes from


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show the config file's place, and each setting with its default and where it was set."""
    config = read_config(config_path())
    commands = ctx.find_root().command
    quiz = commands.get_command(ctx, "quiz") if isinstance(commands, click.Group) else None
    assert quiz is not None
    defaults(config, quiz, "quiz")  # tells a value that is wrong
    by_name = {option_name(option): option for option in quiz.params}
    rows = [_setting(option, config) for name in NAMES
            if isinstance(option := by_name[name], click.Option)]  # fmt: skip
    rows += [("", "", ""), *_keys(config), ("", "", ""), *_styles(config)]
    there = "" if config.path.exists() else " (not there; every default holds)"
    say(f"{config.path}{there}\n")
    width = max(len(name) for name, _, _ in rows)
    for name, value, origin in rows:
        click.echo(f"{name:<{width}}  {value:<16}  {origin}".rstrip())


def _setting(option: click.Option, config: Config) -> Row:
    name = option_name(option)
    default = "false" if option.is_flag else _shown(option.default)
    variable = option.envvar
    if isinstance(variable, str) and (value := os.environ.get(variable)):
        return name, value, f"from {variable}, default {default}"
    value = _shown(config.values[name]) if name in config.values else None
    return _row(name, value, default, config)


def _keys(config: Config) -> list[Row]:
    keys = chosen_keys(config).keys
    return [
        _row(
            f"keys.{name}",
            ", ".join(keys[name]) if keys[name] != action.keys else None,
            ", ".join(action.keys),
            config,
        )
        for name, action in ACTIONS.items()
    ]


def _styles(config: Config) -> list[Row]:
    """The styles of the theme that is in force; one asked for in the environment is unchanged."""
    asked = os.environ.get("DCNN_CARDS_THEME")
    name = asked or config.values.get("theme", "auto")
    changes = {} if asked else config.styles
    return [
        _row(f"theme.{style}", changes.get(style), default, config)
        for style, default in theme(name).styles().items()
    ]


def _row(name: str, value: str | None, default: str, config: Config) -> Row:
    """The row of a setting that is as the file has it, or None for its default."""
    if value is None:
        return name, default, "default"
    where = f"from line {config.lines[name]}" if name in config.lines else "from the file"
    return name, value, f"{where}, default {default}"


def _shown(value: object) -> str:
    if value is None or "UNSET" in repr(value).upper():
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
