"""What may be asked for in a session."""

from __future__ import annotations

from enum import StrEnum

from dcnn_cards.schedule.event import Grade


class Action(StrEnum):
    """Something that the learner asks for, by the name that the config file has for it."""

    REVEAL = "reveal"  # the answer or its next item; once it is open: the grade that is proposed
    MISSED = "missed"  # the item shown last was not known: on to the next
    ALL = "all"  # all items at once, to be graded as a whole
    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"
    UNDO = "undo"  # the last event of the session, with all that followed from it
    EDIT = "edit"
    SUSPEND = "suspend"
    BURY = "bury"
    FLAG = "flag"  # or take the flag off
    # What only concerns what is in sight, and is no matter of a drill:
    DETAILS = "details"
    DOWN = "down"
    UP = "up"
    PAGE_DOWN = "page-down"
    PAGE_UP = "page-up"
    RIGHT = "right"
    LEFT = "left"
    TOP = "top"
    BOTTOM = "bottom"
    HELP = "help"
    QUIT = "quit"


GRADING = {
    Action.AGAIN: Grade.AGAIN,
    Action.HARD: Grade.HARD,
    Action.GOOD: Grade.GOOD,
    Action.EASY: Grade.EASY,
}
"""The actions that grade the card in front."""
