"""`dcnn-cards unbury`: Ask cards today that were put off until tomorrow."""

from __future__ import annotations

from dcnn_cards.app.marking import WayBack
from dcnn_cards.cli.way_back import way_back

command = way_back(
    WayBack.UNBURY, "asked again today", "Ask cards today that were put off until tomorrow."
)
