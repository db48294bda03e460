"""Every key in every state of a session: what is seen next, and what the log has of it.

The tables say it all: a column for each state, a row for each key, and a word for what happens,
explained in `EFFECTS`. They are played within this process (see `playing`), as there are some
thousand pairs of them; the program's keyboard reads the bytes, and its screen makes the frames, so
that only the terminal itself is left out, which `test_quiz` and `test_signals` have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.session import Session
from dcnn_cards.terminal.keymap import ACTIONS
from tests.terminal.playing import Memory, Moment, Paper, play, quiz_of

CARDS = """\
deck: keys
title: Keys
cards:
  - {id: a, question: What is alpha?, answer: The first letter.}
  - {id: next, question: And omega?, answer: The last letter.}
  - id: list
    question: Name four letters.
    answer: |
      1. beta
      2. gamma
      3. delta
      4. epsilon
  - {id: wide, question: Draw., answer: Like this., figure: wide.txt}
  - id: tall
    question: Say a lot.
    answer: |
"""
CARDS += "\n\n".join(f"      Line {number} of many." for number in range(1, 41))


@dataclass(frozen=True, slots=True)
class State:
    """How one comes to it from the first card, what then stands on the screen, and the set-up."""

    keys: Sequence[str]
    seen: Sequence[str]
    cards: Sequence[str] = ("a", "next")
    size: tuple[int, int] = (100, 40)
    options: dict[str, Any] = field(default_factory=dict)


TYPED = {"typed": True}
STATES = {
    "question": State("", ["What is alpha?", "space show the answer"]),
    "answer": State(" ", ["The first letter.", "1 Again soon"]),
    "item 2": State("  ", ["item 2/4", "2. gamma"], ("list", "next")),
    "recalled": State("  x  ", ["3 of 4 known, not 2: Hard?", "4. epsilon"], ("list", "next")),
    "scrolled": State(" jjj", ["▲ 3 more rows", "▼ "], ("tall", "next"), (100, 20)),
    "wide": State(" l", ["◀ ", "▶ ", "1 Again"], ("wide", "next"), (60, 20)),
    "notice": State("f", ["What is alpha?", "! Flagged: What is alpha? · u takes it back"]),
    "second": State(" 3", ["And omega?", "1 new"]),
    "last": State(" ", ["The first letter.", "0 learning"], ("a",)),
    "practice": State(" ", ["grades are not kept", "The first"], options={"practice": True}),
    "20x5": State("", ["What is alpha?"], size=(20, 5)),
    "20x5, answer": State(" ", ["The first"], size=(20, 5)),
    "line": State("", ["\n  >\n", "enter compare"], options=TYPED),
    "typed": State("alp", ["> alp", "enter compare"], options=TYPED),
    "verdict": State(
        ["some words", "\r"], ["some words", "! No grade is proposed", "1 Again"], options=TYPED
    ),
    "help": State("?", ["show the answer, or the next", "key back to the card"]),
    "details": State(" i", ["card       a", "key back"]),
    "done": State(" 3", ["1 card studied", "u takes back the last step · q end"], ("a",)),
    "help, list": State("  ?", ["key back"], ("list", "next")),
}

CARD_STATES = """
            question    answer      item 2      recalled    scrolled    wide
space       answer      good        item        hard        rows+       good
enter       answer      good        item        hard        rows+       good
x           none        none        item        none        none        none
a           none        none        all         none        none        none
1           look        again       again       again       again       again
2           look        hard        hard        hard        hard        hard
3           look        good        good        good        good        good
4           look        easy        easy        easy        easy        easy
u           nothing     nothing     item 1      nothing     nothing     nothing
e           same        same        same        same        same        same
s           suspend     suspend     suspend     suspend     suspend     suspend
b           bury        bury        bury        bury        bury        bury
f           flag        flag        flag        flag        flag        flag
i           details     details     details     details     details     details
?           help        help        help        help        help        help
q           end         end         end         end         end         end
ctrl-c      end         end         end         end         end         end
ctrl-d      end         end         end         end         end         end
down        .           .           .           .           row+1       .
j           .           .           .           .           row+1       .
up          .           .           .           .           row-1       .
k           .           .           .           .           row-1       .
page down   .           .           .           .           rows+       .
page up     .           .           .           .           row0        .
home        .           .           .           .           row0        .
end         .           .           .           .           last row    .
right       .           .           .           .           .           columns+
l           .           .           .           .           .           columns+
left        .           .           .           .           .           columns-
h           .           .           .           .           .           columns-
escape      .           .           .           .           .           .
backspace   .           .           .           .           .           .
letter      none        none        none        none        none        none
"""

OTHER_CARD_STATES = """
            notice      second      last        practice    20x5        20x5, answer
space       answer      answer      good, end   good        seen        good
enter       answer      answer      good, end   good        seen        good
x           none        none        none        none        told        told
a           none        none        none        none        told        told
1           look        look        again+      again       told        again
2           look        look        hard+       hard        told        hard
3           look        look        good, end   good        told        good
4           look        look        easy, end   easy        told        easy
u           undo        undo        nothing     nothing     told        told
e           same        same        same        same        told        told
s           suspend     s, end      s, end      suspend     suspend     suspend
b           bury        b, end      b, end      bury        bury        bury
f           unflag      flag        flag        flag        marked      marked
i           details     details     details     details     other       other
?           help        help        help        help        other       other
q           end         end         end         end         end         end
ctrl-c      end         end         end         end         end         end
ctrl-d      end         end         end         end         end         end
down        .           .           .           .           .           .
j           .           .           .           .           .           .
up          .           .           .           .           .           other
k           .           .           .           .           .           other
page down   .           .           .           .           .           .
page up     .           .           .           .           .           other
home        .           .           .           .           .           other
end         .           .           .           .           .           .
right       .           .           .           .           .           .
l           .           .           .           .           .           .
left        .           .           .           .           .           .
h           .           .           .           .           .           .
escape      .           .           .           .           .           .
backspace   .           .           .           .           .           .
letter      none        none        none        none        told        told
"""

OTHER_STATES = """
            line        typed       verdict     help        details     help, list  done
space       types       types       refused     back        back        back        none
enter       answer      verdict     refused     back        back        back        none
x           types       types       none        back        back        back        none
a           types       types       none        back        back        back        none
1           types       types       again       back        back        back        none
2           types       types       hard        back        back        back        none
3           types       types       good        back        back        back        none
4           types       types       easy        back        back        back        none
u           types       types       nothing     back        back        back        undo
e           types       types       same        back        back        back        none
s           types       types       suspend     back        back        back        none
b           types       types       bury        back        back        back        none
f           types       types       flag        back        back        back        none
i           types       types       details     back        back        back        none
?           types       types       help        back        back        back        help
q           types       types       end         back        back        back        end
ctrl-c      end         end         end         end         end         end         end
ctrl-d      end         end         end         end         end         end         end
down        .           .           .           .           .           .           .
j           types       types       .           .           .           .           .
up          .           .           .           .           .           .           .
k           types       types       .           .           .           .           .
page down   .           .           .           .           .           .           .
page up     .           .           .           .           .           .           .
home        .           .           .           .           .           .           .
end         .           .           .           .           .           .           .
right       .           .           .           .           .           .           .
l           types       types       .           .           .           .           .
left        .           .           .           .           .           .           .
h           types       types       .           .           .           .           .
escape      answer      answer      .           back        back        back        .
backspace   .           rubs        .           back        back        back        .
letter      types       types       none        back        back        back        none
"""

KEYS = {
    **{name: [name] for name in "x a 1 2 3 4 u e s b f i ? q j k l h".split()},
    "space": [" "],
    "enter": ["\r", "\n"],
    "ctrl-c": ["\x03"],
    "ctrl-d": ["\x04"],
    "down": ["\x1b[B", "\x1bOB"],
    "up": ["\x1b[A", "\x1bOA"],
    "page down": ["\x1b[6~"],
    "page up": ["\x1b[5~"],
    "home": ["\x1b[H", "\x1bOH", "\x1b[1~"],
    "end": ["\x1b[F", "\x1bOF", "\x1b[4~"],
    "right": ["\x1b[C", "\x1bOC"],
    "left": ["\x1b[D", "\x1bOD"],
    "escape": ["\x1b"],
    "backspace": ["\x7f"],
    "letter": ["z", "X", "5", "ü", "汉", "ﷺ", "\u0301"],
}

# What no key is bound to, and what is no key: nothing comes of it, whatever the state.
MEANINGLESS = {
    "F1": b"\x1bOP",
    "F1 of the Linux console": b"\x1b[[A",
    "F5": b"\x1b[15~",
    "F12": b"\x1b[24~",
    "Shift-F1": b"\x1b[1;2P",
    "Ctrl-Right": b"\x1b[1;5C",
    "Ctrl-Right of old": b"\x1bO5C",
    "Shift-Tab": b"\x1b[Z",
    "Insert": b"\x1b[2~",
    "Delete": b"\x1b[3~",
    "a key as kitty has it": b"\x1b[51;5u",
    "Alt-q": b"\x1bq",
    "Alt-1": b"\x1b1",
    "Alt-space": b"\x1b ",
    "Alt-Enter": b"\x1b\r",
    "Alt-Backspace": b"\x1b\x7f",
    "Alt-ü": "\x1bü".encode(),
    "Alt-Up": b"\x1b\x1b[A",
    "Alt-[": b"\x1b[",
    "Alt-]": b"\x1b]",
    "Alt-O": b"\x1bO",
    "Alt-P": b"\x1bP",
    "Ctrl-A": b"\x01",
    "Ctrl-Space": b"\0",
    "Tab": b"\t",
    "Ctrl-S": b"\x13",
    "Ctrl-\\": b"\x1c",
    "Ctrl-L": b"\x0c",
    "a click, X10": b"\x1b[M !!",
    "a click far out, X10": b"\x1b[M \xe1\xf2",
    "a click, SGR": b"\x1b[<0;3;1M\x1b[<0;3;1m",
    "a click, urxvt": b"\x1b[32;3;1M",
    "the wheel": b"\x1b[<65;3;1M",
    "focus": b"\x1b[I\x1b[O",
    "the cursor's place": b"\x1b[12;40R",
    "the terminal's kind": b"\x1b[?62;4c\x1b[>1;2;3c",
    "the background, BEL": b"\x1b]11;rgb:1111/2222/3333\x07",
    "the background, ST": b"\x1b]11;rgb:1111/2222/3333\x1b\\",
    "the terminal's name": b"\x1bP>|xterm(331)\x1b\\",
    "half a sequence": b"\x1b[1",
    "half a longer sequence": b"\x1b[1;",
    "a sequence with more in it": b"\x1b[1 ",
    "half a reply": b"\x1b]11;rgb:1111",
    "half a click": b"\x1b[M ",
    "no UTF-8": b"\xff\xfe",
    "half a letter, and another": b"\xe2\x82\xff",
    "a lone surrogate": b"\xed\xa0\x80",
    "no character": "\ufffe\ue000\u200b\u202e".encode(),
    "a paste": b"\x1b[200~ 3 1 q u\r\x03\x04\x1a\x1b[201~",
    "a paste of a sequence": b"\x1b[200~\x1b[B\x1b]0;x\x07 1\x1b[201~",
    "an empty paste": b"\x1b[200~\x1b[201~",
    "two pastes": b"\x1b[200~1\x1b[201~\x1b[200~ 3\x1b[201~",
}


def columns() -> dict[str, dict[str, str]]:
    """The tables: {state: {key: effect}}."""
    read: dict[str, dict[str, str]] = {}
    for table in (CARD_STATES, OTHER_CARD_STATES, OTHER_STATES):
        names, *rows = (re.split(r"  +", line) for line in table.strip("\n").split("\n"))
        for key, *effects in rows:
            for name, effect in zip(names[1:], effects, strict=True):
                read.setdefault(name, {})[key] = effect
    return read


COLUMNS = columns()


@dataclass(frozen=True, slots=True)
class Change:
    """What one key did."""

    key: str
    before: Moment
    after: Moment | None  # None where the session ended
    events: Sequence[Event]

    @property
    def seen(self) -> str:
        assert self.after is not None, "the session ended"
        return self.after.frame

    @property
    def stayed(self) -> bool:
        return told(self.before.frame) == told(self.seen)

    @property
    def kinds(self) -> list[Kind]:
        return [event.kind for event in self.events]

    def moved(self, mark: str) -> int:
        """How far the part in sight has moved: rows (▲) or columns (◀)."""
        return hidden(self.seen, mark) - hidden(self.before.frame, mark)


def told(frame: str) -> list[str]:
    """What a frame says, apart from a notice and from empty rows."""
    return [line for line in frame.split("\n") if line.strip() and "! " not in line]


def hidden(frame: str, mark: str) -> int:
    found = re.search(rf"{mark} (\d+)", frame)
    return int(found[1]) if found else 0


def says(*pieces: str) -> Callable[[Change], bool]:
    """Nothing is logged, and `pieces` can be read."""
    return lambda it: not it.events and all(piece in it.seen for piece in pieces)


def grades(grade: Grade, then: str = "And omega?") -> Callable[[Change], bool]:
    """The grade is logged, once, and the next card is asked or the last screen shown."""

    def check(it: Change) -> bool:
        made = [(event.kind, event.grade) for event in it.events]
        return made == [(Kind.REVIEW, grade)] and then in it.seen

    return check


def marks(kind: Kind, *pieces: str) -> Callable[[Change], bool]:
    """Nothing but the mark is logged, and `pieces` can be read."""
    return lambda it: it.kinds == [kind] and all(piece in it.seen for piece in pieces)


AGAIN, HARD, GOOD, EASY = Grade
EFFECTS: dict[str, Callable[[Change], bool]] = {
    # Nothing happens.
    ".": lambda it: it.stayed and not it.events,
    # More is shown, and nothing logged.
    "answer": says("The ", " letter.", "1 Again"),
    "verdict": says("Compare the two.", "The first letter.", "1 Again", "! No grade is proposed"),
    "seen": says("The first"),
    "item": says("item 3/4", "3. delta"),
    "item 1": says("item 1/4", "1. beta"),
    "all": says("1. beta", "4. epsilon", "1 Again soon"),
    "help": says("space, enter  show the answer", "key back to the card"),
    "details": says("scheduler", "key back to the card"),
    "other": lambda it: not it.events and not it.stayed,
    # The card as it was before the help or the details.
    "back": lambda it: not it.events and "key back" not in it.seen,
    # Nothing is done, for a reason.
    "look": says("! First look at the answer: space.", "show the answer"),
    "nothing": says("! There is nothing to undo."),
    "same": says("! Nothing was changed."),
    "none": says("` does nothing here · ? lists the keys"),
    "refused": says("! No grade is proposed: give one, 1 to 4."),
    # The same where a window has no room for all of the words.
    "told": says("  ! "),
    # Something is logged, and the next card is asked or the last screen shown.
    "again": grades(AGAIN),
    "hard": grades(HARD),
    "good": grades(GOOD),
    "easy": grades(EASY),
    "good, end": grades(GOOD, then="1 card studied"),
    "easy, end": grades(EASY, then="1 card studied"),
    "again+": grades(AGAIN, then="What is alpha?"),
    "hard+": grades(HARD, then="What is alpha?"),
    "suspend": marks(Kind.SUSPEND, "And omega?"),
    "s, end": marks(Kind.SUSPEND, "u takes back the last step"),
    "bury": marks(Kind.BURY, "And omega?"),
    "b, end": marks(Kind.BURY, "u takes back the last step"),
    # Something is logged, and the card stays.
    "flag": lambda it: (
        marks(Kind.FLAG, "! Flagged: ", "u takes it back")(it) and it.moved("▲") == 0
    ),
    "unflag": lambda it: marks(Kind.UNFLAG, "! Took the flag off")(it) and it.moved("▲") == 0,
    "marked": lambda it: it.kinds == [Kind.FLAG] and "! Flagged" in it.seen,
    "undo": marks(Kind.UNDO, "! Took back: ", "What is alpha?"),
    # The part in sight.
    "row+1": lambda it: it.moved("▲") == 1 and not it.events,
    "row-1": lambda it: it.moved("▲") == -1 and not it.events,
    "rows+": lambda it: it.moved("▲") > 1 and not it.events,
    "row0": lambda it: "▲" not in it.seen and not it.events,
    "last row": says("Line 40 of many."),
    "columns+": lambda it: it.moved("◀") > 1 and not it.events,
    "columns-": lambda it: it.moved("◀") < -1 and not it.events,
    # The line that is typed.
    "types": lambda it: not it.events and f"{line(it.before)}{it.key}".strip() == line(it.after),
    "rubs": lambda it: not it.events and line(it.before)[:-1] == line(it.after),
    "end": lambda it: it.after is None and not it.events,
}


def line(moment: Moment | None) -> str:
    """The line that is typed, as the screen shows it."""
    assert moment is not None, "the session ended"
    return next(row[3:].strip() for row in moment.frame.split("\n") if row.startswith("  >"))


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    folder = tmp_path_factory.mktemp("deck")
    (folder / "wide.txt").write_text("LEFT" + "-" * 120 + "RIGHT\n")
    (folder / "deck.yaml").write_text(CARDS)
    return read_deck(folder / "deck.yaml")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dcnn_cards.terminal.keys._SEQUENCE_WAIT", 0.01)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "true")


def played(deck: Deck, state: State, *keys: bytes) -> tuple[list[Moment], list[Event]]:
    """The moment in which `state` is reached and those after each key, and the log."""
    log = Memory()
    cards = tuple(card for name in state.cards if (card := deck.card(CardId(name))))
    session = Session(cards, {}, today=Day(1))
    quiz = quiz_of(deck, session, log, reload=lambda: deck, **state.options)
    before = [piece.encode() for piece in state.keys]
    moments, _ = play(quiz, [*before, *keys], Paper(state.size), lambda: len(log.events))
    reached = moments[len(before)]
    assert all(piece in reached.frame for piece in state.seen), reached.frame
    return moments[len(before) :], log.events


def test_the_tables_have_every_key() -> None:
    named = {name for action in ACTIONS.values() for name in action.keys}
    letters = {key for keys in KEYS.values() for key in keys}
    assert named <= KEYS.keys() | letters
    assert set(COLUMNS) == set(STATES)
    assert all(column.keys() == KEYS.keys() for column in COLUMNS.values())
    assert {effect for column in COLUMNS.values() for effect in column.values()} == set(EFFECTS)


@pytest.mark.parametrize("name", STATES)
def test_every_key_does_what_the_tables_say(deck: Deck, name: str) -> None:
    for key, effect in COLUMNS[name].items():
        for sent in KEYS[key]:
            moments, events = played(deck, STATES[name], sent.encode())
            before, after = moments[0], moments[1] if len(moments) > 1 else None
            change = Change(sent, before, after, events[before.events :])
            seen = after.frame if after else "(ended)"
            assert EFFECTS[effect](change), (
                f"{name}: {key} {sent!r}: {effect}\n{change.kinds}\n{seen}"
            )


@pytest.mark.parametrize("name", STATES)
def test_what_is_no_key_does_nothing(deck: Deck, name: str) -> None:
    """After each of them the state is the same; a notice may go, and the help may close."""
    state = STATES[name]
    moments, events = played(deck, state, *MEANINGLESS.values())
    first, *others = moments
    assert len(others) == len(MEANINGLESS)
    for what, moment in zip(MEANINGLESS, others, strict=True):
        assert told(moment.frame) == told(first.frame), f"{what}:\n{moment.frame}"
    assert len(events) == first.events


def test_what_could_not_be_saved_is_told_and_not_taken_for_done(deck: Deck) -> None:
    class Full(Memory):
        def append(self, event: Event, scheduler: Scheduler) -> Record:
            if len(self.events) == 1:
                raise CardsError("the disk is full")
            return super().append(event, scheduler)

    log = Full()
    session = Session(tuple(deck.cards), {}, today=Day(1))
    keys = [b" ", b"3", b" ", b"3", b"4", b"s", b"f", b"u"]
    moments, ended = play(quiz_of(deck, session, log), keys, Paper())
    for moment in moments[4:]:
        assert "! NOT SAVED, try again: the disk is full" in moment.frame
        assert "The last letter." in moment.frame
    assert (ended.card, len(log.events)) == (deck.card(CardId("next")), 1)


def test_a_letter_may_arrive_in_two_halves(deck: Deck) -> None:
    moments, _ = played(
        deck, STATES["typed"], b"\xc3", b"\xbc", "汉".encode()[:1], "汉".encode()[1:]
    )
    assert [line(moment) for moment in moments[1:]] == ["alp", "alpü", "alpü", "alpü汉"]
