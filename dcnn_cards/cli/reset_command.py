"""`dcnn-cards reset`: Let cards begin anew, as if they had never been reviewed."""

from __future__ import annotations

from dcnn_cards.app.marking import WayBack
from dcnn_cards.cli.way_back import way_back

command = way_back(
    WayBack.RESET,
    "new again; its reviews stay in the log",
    "Let cards begin anew, as if they had never been reviewed.",
)
