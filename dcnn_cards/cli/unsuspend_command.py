"""`dcnn-cards unsuspend`: Ask cards again that were suspended."""

from __future__ import annotations

from dcnn_cards.app.marking import WayBack
from dcnn_cards.cli.way_back import way_back

command = way_back(
    WayBack.UNSUSPEND, "asked again from now on", "Ask cards again that were suspended."
)
