"""Where the program's files are: one folder if DCNN_CARDS_HOME names it, else the platform's."""

from __future__ import annotations

import os
from pathlib import Path

from dcnn_cards.errors import CardsError


def data_folder() -> Path:
    """Return the folder for what the program keeps, such as the store. Nothing is made."""
    return _home() or _platform("user_data_path")


def config_folder() -> Path:
    """Return the folder for what the user sets. Nothing is made."""
    return _home() or _platform("user_config_path")


def cache_folder() -> Path:
    """Return the folder for what can be made again, such as decks as they were read."""
    home = _home()
    return home / "cache" if home else _platform("user_cache_path")


def make_folder(folder: Path) -> None:
    """Make `folder`, and those above it that are missing, for the user alone, unless it is there.

    Raises OSError as it comes.
    """
    for each in (*reversed(folder.parents), folder):
        if each == folder or not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)


def _home() -> Path | None:
    """The folder that DCNN_CARDS_HOME names; None if it is unset or empty."""
    home = os.environ.get("DCNN_CARDS_HOME")
    if not home:
        return None
    try:
        return Path(home).expanduser()
    except RuntimeError:
        what = f"DCNN_CARDS_HOME is `{home}`, and there is no such user"
        raise CardsError(what, "Give the path of a folder.") from None


def _platform(kind: str) -> Path:
    import platformdirs

    folder: Path = getattr(platformdirs, kind)("dcnn-cards", appauthor=False)
    return folder
