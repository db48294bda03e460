"""Registries: names of things that are a file each, imported when one is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from dcnn_cards.errors import CardsError


def module_of(name: str, modules: Mapping[str, str], kind: str) -> Any:
    """Return the module that `modules`, a registry of a `kind` of things, has for `name`.

    Raises CardsError that says what there is for a name that is not known.
    """
    if name not in modules:
        raise CardsError(f"there is no {kind} {name!r}", f"Choose one of: {', '.join(modules)}.")
    return import_module(modules[name])
