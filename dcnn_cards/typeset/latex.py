"""LaTeX as tokens, for those who read a formula for something else than its looks."""

from __future__ import annotations

from dcnn_cards.typeset.math.lexer import Sort, Token, raw_tokens

__all__ = ["Sort", "Token", "raw_tokens"]
