"""Key terms of an answer in words, and which of them were typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dcnn_cards.judging.verdict import Term
from dcnn_cards.judging.wording import STOP_WORDS, among, keys
from dcnn_cards.markup import Emphasis, Text, masked, read

MOST = 8
"""Terms that are found in an answer where none is marked."""

MAX_WORDS = 3
"""Words of a term that is found."""

MAX_READ = 3_000
"""Characters of an answer in which terms are looked for."""

_RUN = re.compile(r"[^\W\d_][\w’'-]*|\S|\n")


def ticked(markdown: str, typed: str, named: tuple[str, ...] = ()) -> tuple[Term, ...]:
    """Return the key terms of a card's answer, and which of them were typed.

    They are those that the card names, else what it marks as `==term==`, else what is found.
    """
    given = keys(typed)
    return tuple(
        Term(text, among(wanted, given))
        for text in named or _marked(markdown) or _found(markdown)
        if (wanted := keys(text))
    )


def _marked(markdown: str) -> tuple[str, ...]:
    if "==" not in markdown:
        return ()
    parts = (part for block in read(markdown).blocks for part in block.parts)
    texts = (p.text for p in parts if isinstance(p, Text) and p.emphasis is Emphasis.MARK)
    return tuple(dict.fromkeys(texts))


def _found(markdown: str) -> tuple[str, ...]:
    """Runs of words that say something, the longest of them, in their order."""
    runs = {tuple(keys(run)): run for run in reversed(list(_runs(markdown)))}
    whole = [run for words, run in reversed(runs.items()) if not _is_within(words, runs)]
    longest = sorted(whole, key=len, reverse=True)[:MOST]
    return tuple(run for run in whole if run in longest)


def _is_within(words: tuple[str, ...], runs: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether another run has all the words of this one."""
    return any(words != other and set(words) <= set(other) for other in runs)


def _runs(markdown: str) -> Iterator[str]:
    run: list[str] = []
    text = masked(markdown, lambda _: " . ")[:MAX_READ]
    for match in _RUN.finditer(text):
        word = match[0]
        if len(word) > 1 and word.casefold() not in STOP_WORDS:
            run.append(word)
            if len(run) < MAX_WORDS:
                continue
        if run:
            yield " ".join(run)
        run = []
    if run:
        yield " ".join(run)
