"""Completion of command lines, on click's machinery: the scripts for the shells, and cards' names.

The shells hand over the line up to the cursor and get a line for each completion: what it is (a
value, or a wish for file names), the value and a word on it, with tabs between them.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from click import Context
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    split_arg_string,
)

from dcnn_cards.app.decks import load_deck
from dcnn_cards.cli.config import config_path, defaults, read_config
from dcnn_cards.counted import counted
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.filters import Filters, whole_week
from dcnn_cards.deck.kinds import named
from dcnn_cards.signs import folded, visible

_BASH = r"""
%(complete_func)s() {
    local line=${COMP_LINE:0:COMP_POINT} type value help
    COMPREPLY=()
    while IFS=$'\t' read -r type value help; do
        case $type in
            file) compopt -o default 2>/dev/null ;;
            dir) compopt -o dirnames 2>/dev/null ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(CARDS_LINE=$line CARDS_BREAKS=$COMP_WORDBREAKS %(complete_var)s=bash_complete \
        "$1" 2>/dev/null)
    return 0
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null ||
    complete -F %(complete_func)s %(prog_name)s
"""

_ZSH = r"""#compdef %(prog_name)s
%(complete_func)s() {
    local line="${(j: :)words[1,CURRENT-1]} ${compstate[quote]}$PREFIX" type value help
    local -a values shown
    [[ $PREFIX == --*=* ]] && compset -P 1 '*='
    while IFS=$'\t' read -r type value help; do
        case $type in
            file) _files ;;
            dir) _files -/ ;;
            plain) values+=("$value"); shown+=("$value${help:+  -- $help}") ;;
        esac
    done < <(CARDS_LINE=$line %(complete_var)s=zsh_complete ${words[1]} 2>/dev/null)
    (( $#values )) && compadd -V cards -l -d shown -a values
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = r"""
function %(complete_func)s
    set -l option (string match -r -- '^--[^=]+=' (commandline -ct))
    env CARDS_LINE=(commandline -cp | string collect) %(complete_var)s=fish_complete \
        %(prog_name)s 2>/dev/null | while read -l -d \t type value help
        switch $type
            case file
                __fish_complete_path (commandline -ct | string replace -r -- '^--[^=]+=' '')
            case dir
                __fish_complete_directories (commandline -ct)
            case plain
                printf '%%s%%s\t%%s\n' "$option" $value $help
        end
    end
end
complete -c %(prog_name)s -f -a '(%(complete_func)s)'
"""


class _Complete(ShellComplete):
    """What the three shells have in common; a fault of a deck or a setting completes nothing."""

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ.get("CARDS_LINE", "")
        # The word at the cursor may be empty, or within quotes: a letter makes it one to be found.
        _, *words = split_arg_string(f"{line}.")
        return words[:-1], words[-1][:-1] if words else ""

    def complete(self) -> str:
        try:
            return super().complete()
        except Exception:  # an error would be written into the line that is being typed
            return ""

    def format_completion(self, item: CompletionItem[Any]) -> str:
        said = visible(" ".join((item.help or "").split()))
        return "\t".join((item.type, self.inserted(str(item.value)), said))

    def inserted(self, value: str) -> str:
        """Return what the shell is to be given for `value`; zsh and fish quote it themselves."""
        return value


class BashComplete(_Complete):
    """Completion for bash 3.2 or newer, which puts on the line what it is given, as it is."""

    name, source_template = "bash", _BASH

    def inserted(self, value: str) -> str:
        """Return the rest of `value`, quoted for the place on the line where it is to go.

        Where that begins hangs on the signs at which the shell begins a word; who does not tell
        them wants the value itself.
        """
        breaks = os.environ.get("CARDS_BREAKS")
        if breaks is None:
            return value
        return self.inserted_at(value, os.environ.get("CARDS_LINE", ""), breaks)

    @staticmethod
    def inserted_at(value: str, line: str, breaks: str) -> str:
        """Return what is to be put at the end of `line`, in place of what is behind a break."""
        quote, done = _open_word(line, breaks)
        return _quoted(value[len(done) :], quote)


class ZshComplete(_Complete):
    """Completion for zsh."""

    name, source_template = "zsh", _ZSH


class FishComplete(_Complete):
    """Completion for fish 3 or newer."""

    name, source_template = "fish", _FISH


def _open_word(line: str, breaks: str) -> tuple[str, str]:
    """Return how the word at the end of `line` is quoted there, and what stays of it.

    The first is a quote that is open, or ""; the second what was typed of the value before the
    place from which readline replaces: behind the open quote, or else behind the last of `breaks`.
    """
    quote, word, start, escaped = "", "", 0, False
    for sign in line:
        if escaped:
            word, escaped = word + sign, False
        elif sign == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote, word = ("", word) if sign == quote else (quote, word + sign)
        elif sign in "'\"":
            quote, start = sign, len(word)
        elif sign.isspace():
            word, start = "", 0
        else:
            word += sign
            if sign in breaks:
                start = len(word)
    done = word[:start]
    return quote, done.partition("=")[2] if done.startswith("--") else done


def _quoted(value: str, quote: str) -> str:
    """Return `value` so that a shell takes every sign of it as it is, within `quote` or none."""
    if quote == "'":
        return value.replace("'", r"'\''")
    if quote:
        # Within double quotes nothing keeps a shell at a terminal from the history behind a mark.
        return re.sub(r'([$`"\\])', r"\\\1", value).replace("!", '"\\!"')
    return re.sub(r"([^\w./%+@-])", r"\\\1", value)


SHELLS: dict[str, type[_Complete]] = {
    each.name: each for each in (BashComplete, ZshComplete, FishComplete)
}


def register() -> None:
    """Have click complete with these scripts in place of its own."""
    for shell in SHELLS.values():
        add_completion_class(shell)


def candidates(kind: str, ctx: Context, begun: str) -> list[CompletionItem[Any]]:
    """Return what may be typed for a week, section, topic, tag or card that is `begun`.

    The deck and the filters that the line has already are taken into account. Raises CardsError if
    the deck or the config file cannot be read.
    """
    given = {name: value for name, value in ctx.params.items() if value}
    path = given.get("deck_path") or defaults(
        read_config(config_path()), ctx.command, ctx.info_name or ""
    ).get("deck_path")
    # What is being completed is not a filter yet.
    others = {name: given.get(name, "") for name in ("section", "topic") if name != kind}
    # What may be given more than once is one of several, whatever else was.
    weeks = given.get("weeks", ()) if kind != "week" else ()
    tags = given.get("tags", ()) if kind != "tag" else ()
    cards = filter(Filters(weeks, tags=tags, **others).match, load_deck(path).cards)
    return [
        CompletionItem(name, help=said)
        for name, said in _NAMES[kind](cards)
        # A name with what cannot be typed would be another one on the line.
        if folded(name).startswith(folded(begun)) and visible(name) == name and "\n" not in name
    ]


def _weeks(cards: Iterable[Card]) -> Iterable[tuple[str, str]]:
    """Every week, and before its parts the number that takes them together."""
    count = Counter[str]()
    for card in cards:
        if card.week:
            count.update(sorted({whole_week(card.week), card.week}))
    return _counted(count)


def _counted(count: Counter[str]) -> Iterable[tuple[str, str]]:
    return ((name, counted(n, "card")) for name, n in count.items() if name)


def _named(field: str) -> Callable[[Iterable[Card]], Iterable[tuple[str, str]]]:
    def names(cards: Iterable[Card]) -> Iterable[tuple[str, str]]:
        return _counted(Counter(getattr(card, field) for card in cards))

    return names


def _tags(cards: Iterable[Card]) -> Iterable[tuple[str, str]]:
    return _counted(Counter(tag for card in cards for tag in card.tags))


def _ids(cards: Iterable[Card]) -> Iterable[tuple[str, str]]:
    return ((card.id, named(card)[:60]) for card in cards)


_NAMES = {
    "week": _weeks,
    "section": _named("section"),
    "topic": _named("topic"),
    "tag": _tags,
    "card": _ids,
}
