"""Lets `python -m dcnn_cards`, and the command that is installed, run the program."""

from __future__ import annotations

import os
import signal
from typing import Any


def main() -> Any:
    """Run the program; Ctrl-C ends it without a word, also while its modules are loaded."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(128 + signal.SIGINT))
    from dcnn_cards.cli import main as run

    return run()


if __name__ == "__main__":
    main()
