"""Lets `python -m dcnn_cards`, and the command that is installed, run the program."""

# Nothing that takes time is imported before Ctrl-C is seen to: `signal` alone brings a lot.
import _signal as signal  # type: ignore[import-not-found]
import os

# Already here, since who imports this is about to run the program: Ctrl-C ends it without a word,
# also while its modules are loaded.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, lambda *_: os._exit(128 + signal.SIGINT))


def main() -> None:
    """Run the program."""
    from dcnn_cards.cli import main as run

    run()


if __name__ == "__main__":
    main()
