"""Study a Q&A document as a deck of cards in the terminal, with its mathematics typeset."""

__version__ = "0.1.0"
