"""The page that `?` shows."""

from __future__ import annotations

from rich.text import Text

_KEYS = (
    ("space, enter", "show the answer; then: grade it Good"),
    ("1", "Again: not recalled; it comes back in this session"),
    ("2", "Hard: recalled with trouble"),
    ("3", "Good: recalled"),
    ("4", "Easy: recalled at once"),
    ("", ""),
    ("u", "undo the last step, as often as you like"),
    ("e", "edit the card in $EDITOR, at its place in the deck"),
    ("s", "suspend: do not ask this card any more"),
    ("b", "bury: do not ask this card before tomorrow"),
    ("f", "flag this card, or take the flag off"),
    ("i", "where the card comes from, and how it is scheduled"),
    ("j k ↓ ↑", "scroll; also page keys, home and end"),
    ("q, Ctrl-C", "end the session; every grade given is kept"),
)


def help_lines(width: int) -> list[Text]:
    """Return the keys of a session, a row each."""
    rows = [Text("Keys", "bold"), Text()]
    for key, does in _KEYS:
        row = Text(end="").append(f"{key:<14}", "bold").append(does)
        row.truncate(width, overflow="ellipsis")
        rows.append(row)
    rows += [Text(), Text("“soon” on a grade: the card comes back before the session ends.")]
    return rows
