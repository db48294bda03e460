"""Typed words that only say that one does not know: there is nothing in them to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dcnn_cards.judging.verdict import AnswerKind, Verdict
from dcnn_cards.schedule.event import Grade

MAX_ADMISSION = 60
"""Characters that saying so takes at the most."""

_ADMISSION = re.compile(
    r"(?:sorry |well |oh )?(?:"
    r"(?:i )?(?:really |just |still )?(?:do not|dont|cannot|cant) (?:really )?"
    r"(?:know|remember|recall)|"
    r"(?:i have |ive )?(?:got )?(?:absolutely )?no (?:idea|clue)|not known|idk|dunno|i forgot|"
    r"(?:ich )?(?:weiss|kenne|erinnere)(?: ich| mich| es| das)* (?:leider )?nicht|"
    r"(?:ich habe? )?(?:leider )?keine (?:ahnung|idee)"
    r")(?: at all| any ?more| mehr| the answer| it| this| that| sorry)?"
)
_SIGNS = re.compile(r"[?…. ]*(?:\?|…|\.\.)[?…. ]*")
_WORD = re.compile(r"[^\W_]+")


def not_known(typed: str, answers: Iterable[str]) -> Verdict | None:
    """Return the verdict if `typed` says no more than that one does not know.

    None if it says more, or if one of `answers` is just that.
    """
    if len(typed) > MAX_ADMISSION:
        return None
    words = _words(typed)
    if not (_SIGNS.fullmatch(typed.strip()) or _ADMISSION.fullmatch(words)):
        return None
    if any(len(each) <= MAX_ADMISSION and _words(each) == words for each in answers):
        return None
    return Verdict(AnswerKind.NONE, False, 0.0, Grade.AGAIN, (), "Not known.")


def _words(text: str) -> str:
    """The words of a text in small letters; of one without any, its signs."""
    bare = text.casefold().replace("'", "").replace("’", "")
    return " ".join(_WORD.findall(bare)) or text.strip()
