"""`dcnn-cards unflag`: Take the flag off cards."""

from __future__ import annotations

from dcnn_cards.app.marking import WayBack
from dcnn_cards.cli.way_back import way_back

command = way_back(WayBack.UNFLAG, "no longer flagged", "Take the flag off cards.")
