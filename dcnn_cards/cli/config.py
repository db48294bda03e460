"""The config file: defaults of options, and keys, in TOML.

A name in the file is that of an option without its dashes, and is read as the option is; what it
may be is what the option takes. `[keys]` has actions of a session and their keys, `[theme]` styles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dcnn_cards.errors import CardsError
from dcnn_cards.places import config_folder

if TYPE_CHECKING:
    from dcnn_cards.terminal.keymap import Keymap

NAMES = (
    "deck", "scheduler", "retention", "new", "reviews", "minutes", "rollover", "theme", "ascii",
    "plain",
)  # fmt: skip
"""Options of `quiz`, and of whatever other command has them, that the file may set."""

_OF_QUIZ = ("minutes",)
"""Those of them that mean another thing elsewhere, as the minutes of an exam."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the file at `path` sets: options, keys, styles, and the line of each name (from 1).

    In `lines`, what stands in a table has the table's name and a dot before its own.
    """

    path: Path
    values: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def fault(self, name: str, what: str, fix: str = "") -> CardsError:
        """Return the error for what the file says of `name`."""
        return CardsError(what, fix, self.path, self.lines.get(name))


def config_path() -> Path:
    """Return where the config file is looked for: beside the store if DCNN_CARDS_HOME is set."""
    return config_folder() / "config.toml"


def read_config(path: Path) -> Config:
    """Read the file at `path`; a missing one sets nothing. Raises CardsError for a bad one."""
    if not path.exists():
        return Config(path)
    import tomllib

    from dcnn_cards.deck.reading import read_text

    text = read_text(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        line = int(match[1]) if match else None
        raise CardsError(f"not TOML: {error}", "See README: config.", path, line) from None
    except RecursionError:
        raise CardsError("not a config file: nested too deeply", file=path) from None
    config = Config(path, lines=_lines(text))
    keys = values.pop("keys", {})
    if not isinstance(keys, dict):
        raise config.fault("keys", "`keys` is not a table", "Write [keys] on a line of its own.")
    for name, value in values.items():
        if name not in NAMES:
            raise config.fault(name, f"unknown name `{name}`", f"The names: {', '.join(NAMES)}.")
        config.values[name] = value
    for name, value in keys.items():
        own = [value] if isinstance(value, str) else value
        if not (isinstance(own, list) and own and all(isinstance(key, str) for key in own)):
            fix = 'Such as "x" or ["x"].'
            raise config.fault(f"keys.{name}", f"the keys of `{name}` are not text", fix)
        config.keys[name] = tuple(own)
    if isinstance(styles := config.values.get("theme"), dict):
        config.values["theme"] = styles.pop("base", "auto")
        config.styles.update(_styles(styles, config))
    return config


def _styles(table: dict[str, Any], config: Config) -> dict[str, str]:
    """Return the styles in `table` by name. Raises CardsError for a wrong name or style."""
    from dcnn_cards.terminal.theme import STYLE_NAMES, theme

    for name, style in table.items():
        if name not in STYLE_NAMES:
            fix = f"The names: base, {', '.join(STYLE_NAMES)}."
            raise config.fault(f"theme.{name}", f"there is no style `{name}`", fix)
        try:
            theme("auto", {name: str(style)})
        except CardsError as error:
            raise config.fault(f"theme.{name}", f"`{name}`: {error.what}", error.fix) from None
    return table


def defaults(config: Config, command: click.Command, called: str) -> dict[str, Any]:
    """Return what `config` sets for the options of `command`, by the names of its parameters.

    The command is `called` so by who types it.

    Raises CardsError for a value that an option does not take.
    """
    found: dict[str, Any] = {}
    for option in command.params:
        name = option_name(option)
        if option.name is None or name not in config.values:
            continue
        if name in _OF_QUIZ and called != "quiz":
            continue
        if isinstance(option, click.Option) and option.multiple:
            continue  # one of several is a choice for the moment
        value = config.values[name]
        text = str(value).lower() if isinstance(value, bool) else value
        try:
            if not isinstance(value, str | int | float):
                raise click.BadParameter(f"{value!r} is not a single value.")
            if isinstance(value, float) and isinstance(option.type, type(click.INT)):
                raise click.BadParameter(f"{value} is not a whole number.")
            option.type.convert(text, option, None)
        except click.BadParameter as error:
            raise config.fault(name, f"`{name}`: {error.message}") from None
        if name == "deck":
            try:
                value = config.path.parent / Path(str(value)).expanduser()
            except RuntimeError:
                raise config.fault(name, f"`{name}`: there is no such user: {value}") from None
        found[option.name] = value
    return found


def chosen_keys(config: Config) -> Keymap:
    """Return the keys of a session as `config` has them. Raises CardsError for wrong ones."""
    from dcnn_cards.terminal.keymap import keymap

    try:
        return keymap(config.keys)
    except CardsError as error:
        raise CardsError(error.what, error.fix, config.path, config.lines.get("keys")) from None


def option_name(option: click.Parameter) -> str:
    """Return the name of an option as people type it, without dashes."""
    return max(option.opts, key=len).lstrip("-")


def _lines(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.match(r"\s*\[\s*([\w-]+)", line):
            table = f"{match[1]}."
            lines.setdefault(match[1], number)
        elif match := re.match(r"\s*\"?([\w.-]+)", line):
            lines.setdefault(table + match[1], number)
    return lines
