"""What the keys of a session do, and how a user may change that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dcnn_cards.app.actions import Action
from dcnn_cards.errors import CardsError


class Binding(NamedTuple):
    """The keys of an action unless they are changed, and what the help says of it."""

    keys: tuple[str, ...]
    means: str


ACTIONS: dict[Action, Binding] = {
    Action.REVEAL: Binding(
        ("space", "enter"), "show the answer, or the next item; then: grade Good"
    ),
    Action.MISSED: Binding(("x",), "in a list: this item was not known; the next one"),
    Action.ALL: Binding(("a",), "in a list: show all items at once"),
    Action.AGAIN: Binding(("1",), "Again: not recalled; it comes back in this session"),
    Action.HARD: Binding(("2",), "Hard: recalled with trouble"),
    Action.GOOD: Binding(("3",), "Good: recalled"),
    Action.EASY: Binding(("4",), "Easy: recalled at once"),
    Action.UNDO: Binding(("u",), "undo the last step, as often as you like"),
    Action.EDIT: Binding(("e",), "edit the card in $EDITOR, at its place in the deck"),
    Action.SUSPEND: Binding(("s",), "suspend: do not ask this card any more, or ask it again"),
    Action.BURY: Binding(("b",), "bury: put this card off until tomorrow, or have it back today"),
    Action.FLAG: Binding(("f",), "flag this card, or take the flag off"),
    Action.DETAILS: Binding(("i",), "where the card comes from, and how it is scheduled"),
    Action.DOWN: Binding(("j", "down"), "scroll down"),
    Action.UP: Binding(("k", "up"), "scroll up"),
    Action.PAGE_DOWN: Binding(("page down",), "scroll down by a page"),
    Action.PAGE_UP: Binding(("page up",), "scroll up by a page"),
    Action.RIGHT: Binding(
        ("l", "right"), "scroll to the right, where a figure is wider than the window"
    ),
    Action.LEFT: Binding(("h", "left"), "scroll back to the left"),
    Action.TOP: Binding(("home",), "scroll to the top"),
    Action.BOTTOM: Binding(("end",), "scroll to the end"),
    Action.HELP: Binding(("?",), "list the keys"),
    Action.QUIT: Binding(("q",), "end the session; every grade given is kept"),
}
"""Every action, in the order of the help."""

SCROLLING = (
    Action.DOWN, Action.UP, Action.PAGE_DOWN, Action.PAGE_UP, Action.RIGHT, Action.LEFT, Action.TOP,
    Action.BOTTOM,
)  # fmt: skip
"""The actions that only move what is in sight."""

QUIT_ALWAYS = ("ctrl-c", "ctrl-d", "closed")
"""Keys that end the session whatever else is set."""


class Keymap(NamedTuple):
    """The keys of each action, each key having one action only."""

    keys: Mapping[Action, tuple[str, ...]]

    def action(self, key: str) -> Action | None:
        """What `key` does, None for nothing."""
        return next((action for action, keys in self.keys.items() if key in keys), None)

    def first(self, action: Action) -> str:
        """The key that is shown for `action`."""
        return self.keys[action][0]


def keymap(changes: Mapping[str, tuple[str, ...]] | None = None) -> Keymap:
    """Return the keys with some of them changed: {name of an action: its keys}.

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
        action: changes.get(action) or tuple(key for key in binding.keys if key not in given)
        for action, binding in ACTIONS.items()
    }
    for name, own in keys.items():
        if not own:
            fix = f'Give it one, such as `{name} = "x"` below [keys].'
            raise CardsError(f"the action `{name}` is left without a key", fix)
    return Keymap(keys)
