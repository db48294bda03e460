"""The page that `?` shows."""

from __future__ import annotations

from textwrap import wrap

from rich.text import Text

from dcnn_cards.app.actions import Action
from dcnn_cards.terminal.keymap import ACTIONS, Keymap
from dcnn_cards.terminal.theme import Look

_COLUMN = 14


def help_lines(keys: Keymap, width: int) -> list[Text]:
    """Return the keys of a session and what they do."""
    rows = [Text("Keys", Look.TITLE)]
    for action, binding in ACTIONS.items():
        own = ", ".join(keys.keys[action]) + (", Ctrl-C" if action is Action.QUIT else "")
        first, *others = wrap(binding.means, max(1, width - _COLUMN))
        rows.append(Text(end="").append(f"{own:<{_COLUMN}}", Look.KEY).append(first))
        rows += [Text(" " * _COLUMN + other, end="") for other in others]
    soon = "“soon” on a grade: the card comes back before the session ends."
    return [*rows, *(Text(row, end="") for row in wrap(soon, width))]
