"""Mathematics: LaTeX source → tree of nodes → boxes of terminal cells."""
