"""What the keys of a session do, and how a user may change that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dcnn_cards.errors import CardsError


class Action(NamedTuple):
    """Something a key does: its keys unless changed, and what the help says of it."""

    keys: tuple[str, ...]
    means: str


ACTIONS = {
    "reveal": Action(("space", "enter"), "show the answer, or the next item; then: grade Good"),
    "missed": Action(("x",), "in a list: this item was not known; the next one"),
    "all": Action(("a",), "in a list: show all items at once"),
    "again": Action(("1",), "Again: not recalled; it comes back in this session"),
    "hard": Action(("2",), "Hard: recalled with trouble"),
    "good": Action(("3",), "Good: recalled"),
    "easy": Action(("4",), "Easy: recalled at once"),
    "undo": Action(("u",), "undo the last step, as often as you like"),
    "edit": Action(("e",), "edit the card in $EDITOR, at its place in the deck"),
    "suspend": Action(("s",), "suspend: do not ask this card any more"),
    "bury": Action(("b",), "bury: do not ask this card before tomorrow"),
    "flag": Action(("f",), "flag this card, or take the flag off"),
    "details": Action(("i",), "where the card comes from, and how it is scheduled"),
    "down": Action(("j", "down"), "scroll down"),
    "up": Action(("k", "up"), "scroll up"),
    "page-down": Action(("page down",), "scroll down by a page"),
    "page-up": Action(("page up",), "scroll up by a page"),
    "right": Action(("l", "right"), "scroll to the right, where a figure is wider than the window"),
    "left": Action(("h", "left"), "scroll back to the left"),
    "top": Action(("home",), "scroll to the top"),
    "bottom": Action(("end",), "scroll to the end"),
    "help": Action(("?",), "list the keys"),
    "quit": Action(("q",), "end the session; every grade given is kept"),
}
"""Every action by the name that the config file has for it, in the order of the help."""

SCROLLING = ("down", "up", "page-down", "page-up", "right", "left", "top", "bottom")
"""The actions that only move what is in sight."""

QUIT_ALWAYS = ("ctrl-c", "ctrl-d", "closed")
"""Keys that end the session whatever else is set."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of each action, each key having one action only."""

    keys: Mapping[str, tuple[str, ...]]

    def action(self, key: str) -> str:
        """What `key` does, "" for nothing."""
        return next((name for name, keys in self.keys.items() if key in keys), "")

    def first(self, action: str) -> str:
        """The key that is shown for `action`."""
        return self.keys[action][0]


def keymap(changes: Mapping[str, tuple[str, ...]] | None = None) -> Keymap:
    """Return the keys with some of them changed: {action: its keys}.

    A key that is given to an action is taken from those that had it by default. Raises CardsError
    for an action that does not exist, one that is left without a key, and a key given twice.
    """
    changes = changes or {}
    for name in changes:
        if name not in ACTIONS:
            raise CardsError(f"there is no action `{name}`", f"The actions: {', '.join(ACTIONS)}.")
    given = [key for keys in changes.values() for key in keys]
    for key in given:
        if given.count(key) > 1:
            raise CardsError(f"the key `{key}` is given to two actions", "Give it to one of them.")
    keys = {
        name: changes.get(name) or tuple(key for key in action.keys if key not in given)
        for name, action in ACTIONS.items()
    }
    for name, own in keys.items():
        if not own:
            fix = f'Give it one, such as `{name} = "x"` below [keys].'
            raise CardsError(f"the action `{name}` is left without a key", fix)
    return Keymap(keys)
