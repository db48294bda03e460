"""The session: which cards are asked, in what order, and what a grade does. No I/O."""
