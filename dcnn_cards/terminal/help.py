"""The page that `?` shows."""

from __future__ import annotations

from rich.text import Text

from dcnn_cards.terminal.keymap import ACTIONS, Keymap

_COLUMN = 14


def help_lines(keys: Keymap, width: int) -> list[Text]:
    """Return the keys of a session, a row each."""
    rows = [Text("Keys", "bold"), Text()]
    for name, action in ACTIONS.items():
        own = ", ".join(keys.keys[name]) + (", Ctrl-C" if name == "quit" else "")
        row = Text(end="").append(f"{own:<{_COLUMN}}", "bold").append(action.means)
        row.truncate(width, overflow="ellipsis")
        rows.append(row)
    soon = "“soon” on a grade: the card comes back before the session ends."
    return [*rows, Text(), Text(soon, no_wrap=True, overflow="ellipsis")]
