"""Lets `python -m dcnn_cards` run the program."""

from dcnn_cards.cli import main

main()
