"""Sitting a mock exam: its questions in any order, and what was answered to each, as one state."""

from __future__ import annotations

from collections.abc import Mapping

from dcnn_cards.deck.card import Card
from dcnn_cards.frozen import Frozen


class Sitting(Frozen):
    """Where one stands with a paper: at question `at` of its `questions`, from 0, or behind them.

    `answers` has what was written to a question, "" for one that was answered elsewhere, as on a
    sheet of paper; a question that is not in it is open.
    """

    questions: tuple[Card, ...]
    at: int = 0
    answers: Mapping[int, str] = {}

    @property
    def card(self) -> Card | None:
        """The question in front, None behind the last."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    @property
    def written(self) -> str:
        """What stands below the question in front so far."""
        return self.answers.get(self.at, "")

    @property
    def open(self) -> tuple[int, ...]:
        """The questions that are not answered, from 0."""
        return tuple(at for at in range(len(self.questions)) if at not in self.answers)

    def write(self, text: str) -> Sitting:
        """Take `text`, which may be empty, for the answer to the question in front."""
        return self.replace(answers={**self.answers, self.at: text}) if self.card else self

    def leave(self, text: str) -> Sitting:
        """Keep what was written so far to the question in front; without a word it is open."""
        if text.strip():
            return self.write(text)
        others = {at: answer for at, answer in self.answers.items() if at != self.at or not answer}
        return self.replace(answers=others)

    def turn(self, at: int) -> Sitting:
        """Go to question `at`, from 0, or behind the last; to the nearest of these."""
        return self.replace(at=max(0, min(at, len(self.questions))))
