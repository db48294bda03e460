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
from dcnn_cards.cli.quiz_command import command as quiz
from dcnn_cards.terminal.keymap import ACTIONS


@click.command()
def command() -> None:
    """Show the config file's place, and each setting with its default and where it was set."""
    config = read_config(config_path())
    defaults(config, quiz)  # tells a value that is wrong
    rows = [_setting(option, config) for option in _options()]
    rows += [("", "", ""), *(_keys(name, config) for name in ACTIONS)]
    there = "" if config.path.exists() else " (not there; every default holds)"
    click.echo(f"{config.path}{there}\n")
    width = max(len(name) for name, _, _ in rows)
    for name, value, origin in rows:
        click.echo(f"{name:<{width}}  {value:<16}  {origin}".rstrip())


def _options() -> list[click.Option]:
    by_name = {option_name(option): option for option in quiz.params}
    return [option for name in NAMES if isinstance(option := by_name[name], click.Option)]


def _setting(option: click.Option, config: Config) -> tuple[str, str, str]:
    """The name of a setting, its value, and where that comes from."""
    name = option_name(option)
    default = "false" if option.is_flag else _shown(option.default)
    variables = (option.envvar, f"DCNN_CARDS_QUIZ_{name.upper()}")
    for variable in variables:
        if isinstance(variable, str) and variable in os.environ:
            return name, os.environ[variable], f"from {variable}, default {default}"
    if name in config.values:
        line = config.lines.get(name, 0)
        return name, _shown(config.values[name]), f"from line {line}, default {default}"
    return name, default, "default"


def _keys(name: str, config: Config) -> tuple[str, str, str]:
    keys = chosen_keys(config)
    default = ", ".join(ACTIONS[name].keys)
    shown = ", ".join(keys.keys[name])
    if name in config.keys:
        return f"keys.{name}", shown, f"from line {config.lines.get(name, 0)}, default {default}"
    return f"keys.{name}", shown, "default"


def _shown(value: object) -> str:
    if value is None or "UNSET" in repr(value).upper():
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
