"""Whole sessions in a real terminal."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dcnn_cards.app.clock import now
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.schedule.uuid7 import uuid7
from dcnn_cards.store import open_store
from tests.cli.program import run
from tests.faults import ROUNDS
from tests.terminal import picture
from tests.terminal.pty_session import SHELL, running, small_deck


def logged(home: Path) -> list[Event]:
    with open_store(home / "progress.db", create=False) as store:
        return list(store.log.events())


def grades(home: Path) -> list[tuple[str, Grade | None]]:
    return [(event.card, event.grade) for event in logged(home) if event.kind is Kind.REVIEW]


def test_a_card_is_asked_revealed_graded_and_kept(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        asked = session.see("What is alpha?", "Week 1", "4 new · 0 learning · 0 due")
        assert "first letter" not in asked
        session.press(" ")
        session.see("The first letter, α.", "1 Again soon · 2 Hard soon · 3 Good 1d · 4 Easy 1d")
        session.press("3")
        session.see("What is beta?", "Week 1 · Letters", "3 new · 0 learning · 0 due")
        # The grade was on disk before the next card was seen.
        assert grades(tmp_path) == [("a", Grade.GOOD)]
        session.press("\r")
        session.see("a + b\n      ─────\n        c")
        session.press(" ")
        session.see("What is gamma?")
        session.press("q")
        assert session.ended() == 0
        assert "2 cards studied" in session.after_end()
        assert "2 Good" in session.after_end()
    assert grades(tmp_path) == [("a", Grade.GOOD), ("b", Grade.GOOD)]


def test_what_was_graded_is_not_asked_again_today_and_the_rest_goes_on(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press(" 1")
        session.see("gamma")
        session.press("q")
        assert session.ended() == 0
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("What is beta?", "2 new · 1 learning · 0 due")  # graded Again: comes back
        session.press(" 3")
        session.see("What is gamma?", "2 new · 0 learning")
        session.press(" 3")
        session.see("Say a lot.")
        session.press(" 4")
        assert session.ended() == 0
        assert "3 cards studied" in session.after_end()
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("Nothing is due now", "due tomorrow: 4 cards")
        assert session.ended() == 0


def test_when_nothing_is_due_it_says_what_comes_and_what_can_be_done(tmp_path: Path) -> None:
    options = ("quiz", "--deck", small_deck(tmp_path), "--week", "1", "--type", "--new", "1")
    with running(tmp_path, *options) as session:
        session.see("alpha")
        session.press("\r", "1")
        session.see("alpha", "1 learning")
        session.press("\r", "f3")
        assert session.ended() == 0
    day = study_day(now())
    with open_store(tmp_path / "progress.db") as store:  # two days before, and a card for later
        for name, when in (("c", day - 2), ("d", day - 1)):
            at = now()
            event = Event(
                uuid7(at), "d", at, Day(when), DeckName("small"), CardId(name), Kind.REVIEW,
                Grade.EASY, 1, "sm2",
            )  # fmt: skip
            store.append(event, scheduler("sm2"))
    with running(tmp_path, *options, columns=70) as session:
        session.see("Nothing is due now.", "due tomorrow: 1 of these cards", "3 days in a row")
        assert session.ended() == 0
        shown = session.after_end().replace("\r\n", "\n")
    command = "dcnn-cards " + " ".join(options[:-2])
    assert shown.endswith(
        "What can be done now:\n"
        "  1 card not learned yet; 1 of them now\n"
        f"    {command} --new 2\n"
        "  1 card failed today\n"
        f"    {command} --failed-today\n"
        "  1 card flagged\n"
        f"    {command} --flagged\n"
        "  2 cards in all, due or not; no grade is recorded\n"
        f"    {command} --all\n"
    )
    with running(tmp_path, *options[:-1], "2") as session:
        session.see("beta")


def test_practice_says_at_the_end_that_nothing_was_recorded(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), "--all") as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
        assert "1 card studied; this was practice, no grade was recorded" in session.after_end()
        assert "are due after today" not in session.after_end()


def test_a_card_graded_again_comes_back_in_the_session(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), "--week", "1") as session:
        session.see("alpha", "2 new")
        session.press(" 1")
        session.see("beta", "1 new · 1 learning")
        session.press(" 3")
        session.see("alpha", "0 new · 1 learning")
        session.press(" 3")
        assert session.ended() == 0
        assert "to look at again" in session.after_end()
        assert "recalled at first: 50%" in session.after_end()


def test_undo_takes_back_step_by_step(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.press("u")
        session.see("There is nothing to undo.")
        session.press(" 4")
        session.see("beta")
        session.press(" 1")
        session.see("gamma", "2 new · 1 learning")
        session.press("u")
        session.see("Took back: grade Again", "What is beta?", "3 new · 0 learning")
        session.press("u")
        session.see("Took back: grade Easy", "What is alpha?", "4 new · 0 learning")
        session.press("2")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    with open_store(tmp_path / "progress.db") as store:
        records = store.records.of_deck(DeckName("small"), scheduler("sm2"))
    assert records[CardId("b")].state is None
    state = records[CardId("a")].state
    assert state is not None
    assert (state.reviews, state.interval) == (1, 1)


@pytest.mark.parametrize("key", ["q", "\x03", "\x04"])
def test_the_session_ends_and_the_terminal_is_as_it_was(tmp_path: Path, key: str) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        before = session.settings()
        session.see("alpha")
        assert session.settings() != before
        session.press(" 3")
        session.see("beta")
        session.press(key)
        assert session.ended() == 0
        assert b"\x1b[?25h" in session.output.rpartition(b"\x1b[?2004l")[2]
    assert grades(tmp_path) == [("a", Grade.GOOD)]


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_session_in_order(tmp_path: Path, signum: signal.Signals) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        before = session.settings()
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.child.kill(signum)
        end = time.monotonic() + 10
        while session.settings() != before:
            assert time.monotonic() < end
            time.sleep(0.02)
        assert session.ended() == {signal.SIGINT: 0}.get(signum, 128 + signum)
        assert "\x1b[?1049l" in session.output.decode()
    assert grades(tmp_path) == [("a", Grade.GOOD)]


def test_ctrl_z_gives_the_terminal_back_and_takes_it_again(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, program=SHELL) as session:
        session.see("alpha")
        session.press("\x1a")
        session.see("stopped", " icanon ", " echo ")
        assert session.output.count(b"\x1b[?1049l") == 1
        session.press("\r")
        session.see("alpha", "show the answer")
        session.press(" 3")
        session.see("beta")
    assert grades(tmp_path) == [("a", Grade.GOOD)]


def test_a_kill_between_a_grade_and_the_next_key_loses_nothing(tmp_path: Path) -> None:
    """Again and again: grade, wait for the next card, SIGKILL. Every grade seen is in the log."""
    rounds = max(8, ROUNDS)
    number = rounds * 3
    cards = "".join(
        f"  - {{id: c{n}, question: 'Card {n}.', answer: yes}}\n" for n in range(number)
    )
    deck = tmp_path / "deck.yaml"
    deck.write_text(f"deck: many\ntitle: Many\ncards:\n{cards}")
    seen: list[tuple[str, Grade | None]] = []
    chance = random.Random(7)
    for _ in range(rounds):
        with running(tmp_path, "quiz", "--deck", str(deck), "--new", str(number)) as session:
            for _ in range(chance.randint(1, 2)):
                session.see(f"Card {len(seen)}.", "show the answer")
                session.press(" 3")
                session.see(f"Card {len(seen) + 1}.")
                seen.append((f"c{len(seen)}", Grade.GOOD))
            time.sleep(chance.random() / 50)
            session.child.kill(signal.SIGKILL)
            assert session.ended() == -signal.SIGKILL
        with open_store(tmp_path / "progress.db") as store:
            assert store.check(scheduler("sm2")) == []
    assert grades(tmp_path) == seen


def test_keys_that_mean_nothing_do_nothing(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.press("x", "ü", "\x1b[15~", "\x1b[1;5C", "\x01", "\t", "9")
        session.press("3")
        session.see("First look at the answer: space.", "alpha")
        session.press("\x1b")
        time.sleep(0.2)  # or it were Alt-space
        session.press(" ")
        session.see("The first letter")
    assert logged(tmp_path) == []


def test_pasted_text_grades_nothing(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.press("\x1b[200~" + " 3 1 4 " * 1500 + "\x1b[201~", "?")
        session.see("Keys", "back to the card")
        session.press("q", " ")
        session.see("The first letter")
    assert logged(tmp_path) == []


def test_help_and_details_and_back(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.press("?")
        session.see("comes back in this session", "any key back to the card")
        session.press("x")
        session.see("What is alpha?")
        session.press("i")
        shown = session.see("card       a", "state      new")
        assert "small.yaml,line4" in "".join(shown.split())


def test_details_quote_the_document_that_lies_beside_the_deck(tmp_path: Path) -> None:
    deck = tmp_path / "deck" / "deck.yaml"
    deck.parent.mkdir()
    text = "deck: d\ntitle: t\nsource: {{file: {}, sha256: a}}\ncards:\n"
    text += (
        "  - {{id: a, question: Why?, answer: So., source: {{question: [2, 2], answer: [4, 5]}}}}\n"
    )
    (deck.parent / "doc.md").write_text("no\nWhy so?\nno\nSo.\nReally \x1b[2J so.\nno\n")
    (tmp_path / "secret.md").write_text("secret\n" * 9)
    for document, quoted in (("doc.md", True), ("../secret.md", False), ("/dev/zero", False)):
        deck.write_text(text.format(document))
        with running(tmp_path, "quiz", "--deck", str(deck)) as session:
            session.see("Why?")
            session.press("i")
            shown = session.see("lines 2-5", "scheduler  sm2", "any key back")
            assert ("2  Why so?" in shown) == quoted
            assert "So." not in shown  # the answer is still to be recalled
            session.press("q")
            session.see("show the answer")
            session.press(" ")
            session.see("1 Again")
            session.press("i")
            shown = session.see("lines 2-5", "scheduler  sm2", "any key back")
            assert ("4  So." in shown and "5  Really ␛[2J so." in shown) == quoted
            assert "secret\n" not in shown
            assert "no\n" not in shown.replace("flagged    no", "")


def test_in_ascii_names_notices_and_the_end_are_spelled(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(
        "deck: d\ntitle: Übung – α\ncards:\n"
        "  - {id: a, section: Anfänge ≤ 漢, question: Größe?, answer: ¼ “so”}\n"
        "  - {id: b, question: Zwei?, answer: x}\n"
    )
    with running(tmp_path, "quiz", "--deck", str(deck), "--ascii") as session:
        session.see("Anfange", "2 new")
        for keys, seen in ((" ", "3 Good"), ("?", "back to the card"), ("i", "Grosse?")):
            session.press(keys)
            assert session.see(seen).isascii()
        session.press("f", "1")
        assert session.see("Zwei?").isascii()
        session.press("q")
        assert session.ended() == 0
        assert "Grosse?" in session.after_end()
        assert session.after_end().isascii()


def test_the_last_item_of_a_list_stays_in_sight(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    items = "".join(f"      {number}. item {number}\n" for number in range(1, 16))
    deck.write_text(
        "deck: d\ntitle: t\ncards:\n  - id: a\n    question: All?\n    answer: |\n" + items
    )
    with running(tmp_path, "quiz", "--deck", str(deck), rows=16) as session:
        session.see("All?")
        session.press(" " * 16)
        session.see("15 of 15 known: Good? space accepts", "15. item 15")


def test_a_long_answer_scrolls(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, "--week", "2b", rows=20) as session:
        session.see("Say a lot.")
        session.press(" ")
        shown = session.see("Line 1 of", "▼ ", "more rows")
        assert "Line 40 of" not in shown
        session.press("\x1b[F")
        shown = session.see("Line 40 of", "▲ ")
        assert "▼" not in shown
        session.press("\x1b[H")
        session.see("Say a lot.")
        session.press("j")
        session.see("▲ 1 more row")
        session.press("k", "\x1b[6~")
        session.see("Line 7 of")


def test_a_figure_wider_than_the_window_scrolls_sideways(tmp_path: Path) -> None:
    deck = tmp_path / "wide.yaml"
    deck.write_text(
        "deck: wide\ntitle: Wide\ncards:\n"
        "  - {id: a, question: Draw., answer: Like this., figure: wide.txt}\n"
    )
    (tmp_path / "wide.txt").write_text("LEFT" + "-" * 58 + "MIDDLE" + "-" * 24 + "汉RIGHT\n")
    with running(tmp_path, "quiz", "--deck", str(deck), columns=60, rows=20) as session:
        session.see("Draw.")
        session.press(" ")
        shown = session.see("LEFT", "…", "▶ 43 more columns")
        assert "MIDDLE" not in shown
        session.press("l")
        session.see("MIDDLE", "◀ 28 more columns", "▶ 15 more columns")
        session.press("\x1b[C")
        shown = session.see("RIGHT", "◀ 43 more columns")
        assert "…" not in shown
        assert "▶" not in shown
        session.press("\x1b[D", "h")
        session.see("LEFT", "Like this.")
        session.press("l")
        session.resize(120, 30)
        shown = session.see("LEFT", "RIGHT")
        assert "◀" not in shown


def test_the_screen_follows_the_window(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.press(" ")
        session.see("1 Again soon")
        for columns, rows in ((60, 20), (20, 5), (200, 50), (1, 1), (100, 30)):
            session.resize(columns, rows)
            time.sleep(0.1)
        session.see("The first letter", "1 Again soon", "q end")


def test_marks_are_logged_and_can_be_taken_back(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.press("f")
        session.see("Flagged: What is alpha? · u takes it back", "alpha")
        session.press("s")
        session.see("Suspended: What is alpha? · u takes it back", "beta")
        session.press("u")
        session.see("Took back: suspend", "alpha")
        session.press("q")
        assert session.ended() == 0
        assert "No card was graded." in session.after_end()
    with open_store(tmp_path / "progress.db") as store:
        record = store.records.of_deck(DeckName("small"), scheduler("sm2"))[CardId("a")]
    assert (record.flagged, record.suspended) == (True, False)


def test_practice_goes_through_all_cards_and_records_nothing(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), "--all") as session:
        session.see("alpha", "grades are not kept · 4 left")
        session.press(" 1")
        session.see("beta")
        session.press("u")
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    assert logged(tmp_path) == []


FOLLOWING = """\
deck: chain
title: A chain
cards:
  - {id: a, question: What is a?, answer: The first answer.}
  - {id: b, question: Why is this so?, answer: Because., follows: a}
  - {id: c, question: And then?, figure: figures/c.txt, added: An added word., follows: b}
"""


def test_a_follow_up_shows_what_it_follows(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(FOLLOWING)
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "c.txt").write_text("▶ drawn ◀\n")
    (tmp_path / "figures" / "c.ascii.txt").write_text("> plain <\n")
    with running(tmp_path, "quiz", "--deck", str(deck)) as session:
        session.see("What is a?")
        session.press(" 3")
        shown = session.see("What is a?", "The first answer.", "Why is this so?")
        assert "Because." not in shown
        session.press(" 3")
        shown = session.see("What is a?", "Why is this so?", "Because.", "And then?")
        assert "The first answer." not in shown  # only the last one is told
        session.press(" ")
        session.see("▶ drawn ◀", "── added", "An added word.")
    with running(tmp_path, "quiz", "--deck", str(deck), "--ascii") as session:
        session.see("And then?", "space show the answer")
        session.press(" ")
        assert session.see("> plain <", "-- added").isascii()


def test_a_question_below_a_long_context_is_in_sight(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    lines = "".join(f"      Line {number}.\n\n" for number in range(30))
    deck.write_text(
        f"deck: d\ntitle: t\ncards:\n  - id: a\n    question: First?\n    answer: |\n{lines}"
        "  - {id: b, question: Second?, answer: yes, follows: a}\n"
    )
    with running(tmp_path, "quiz", "--deck", str(deck), rows=14) as session:
        session.see("First?")
        session.press(" 4")
        session.see("Second?", "▲")


LISTED = """\
deck: listed
title: A list
cards:
  - id: a
    question: Name four letters.
    answer: |
      1. alpha
      2. beta
      3. gamma
      4. delta
  - {id: b, question: And then?, answer: Nothing.}
"""


def test_a_list_is_recalled_item_by_item(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(LISTED)
    with running(tmp_path, "quiz", "--deck", str(deck)) as session:
        session.see("Name four letters.")
        session.press(" ")
        shown = session.see("item 1/4", "1. alpha", "space known, next · x not known, next")
        assert "beta" not in shown
        session.press("?", "?")  # the help goes as it came
        session.press(" ")
        shown = session.see("item 2/4", "2. beta")
        assert "gamma" not in shown
        session.press("x", " ", " ")
        session.see(
            "4. delta", "3 of 4 known, not 2: Hard? space accepts", "1 Again soon · 2 Hard soon"
        )
        session.press(" ")
        session.see("And then?")
        session.press("u")
        session.see("Took back: grade Hard", "Name four letters.")
    assert grades(tmp_path) == [("a", Grade.HARD)]


def test_all_items_at_once_or_a_grade_at_any_time(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(LISTED)
    with running(tmp_path, "quiz", "--deck", str(deck)) as session:
        session.see("Name four letters.")
        session.press(" ", "a")
        shown = session.see("1. alpha", "4. delta", "3 Good 1d")
        assert "known:" not in shown
        session.press("u")
        session.see("There is nothing to undo.")
        session.press("4")
        session.see("And then?")
        session.press("u")
        session.see("Took back: grade Easy", "1. alpha", "4. delta")  # as it was
        session.press("1")
        session.see("And then?")
    assert grades(tmp_path) == [("a", Grade.EASY), ("a", Grade.AGAIN)]


def test_leitner_has_its_own_intervals(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, "--scheduler", "leitner") as session:
        session.see("alpha")
        session.press(" ")
        session.see("1 Again soon · 2 Hard 1d · 3 Good 2d · 4 Easy 4d")


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dcnn_cards", "quiz", "--deck", small_deck(tmp_path)],
        env={**os.environ, "DCNN_CARDS_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "quiz needs a terminal" in done.stderr
    assert not (tmp_path / "progress.db").exists()


def test_control_characters_of_a_deck_never_reach_the_terminal(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(
        "deck: d\ntitle: t\ncards:\n"
        r'  - {id: a, section: "S\x9b2J\u202e", question: "Q\x9b31m\u200b?", answer: "A\x9c"}'
    )
    with running(tmp_path, "quiz", "--deck", str(deck)) as session:
        session.see("Q", "show the answer")
        session.press(" ")
        session.see("1 Again")
        assert "\u009b".encode() not in session.output
        assert "\u202e".encode() not in session.output


def test_the_picture_in_the_readme_is_what_the_program_shows(tmp_path: Path) -> None:
    """`python -m tests.terminal.picture` renews it."""
    assert picture.in_readme() == picture.take(tmp_path)


def test_a_buried_card_is_not_asked_again_today(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("alpha")
        session.press("b")
        session.see("Put off until tomorrow: What is alpha? · u takes it back", "beta", "3 new")
        session.press("u")
        session.see("Took back: bury", "alpha", "4 new")
        session.press("b")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("beta", "3 new")


EDITOR = """\
#!{python}
import pathlib, sys
line, path = sys.argv[1:]
assert line == "+4", line
path = pathlib.Path(path)
path.write_text(path.read_text().replace({old!r}, {new!r}))
sys.exit({status})
"""


def editor(folder: Path, old: str, new: str, status: int = 0) -> str:
    path = folder / "an editor"
    path.write_text(EDITOR.format(python=sys.executable, old=old, new=new, status=status))
    path.chmod(0o700)
    return f"'{path}'"


def test_an_edited_card_is_shown_as_it_is_now(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    change = editor(tmp_path, "What is alpha?", "What is the first letter?")
    with running(tmp_path, "quiz", "--deck", deck, EDITOR=change) as session:
        session.see("What is alpha?")
        session.press("e")
        session.see("What is the first letter?", "! Edited.")
        session.press(" 3")
        session.see("What is beta?")
        session.press("u")
        session.see("What is the first letter?")
    assert grades(tmp_path) == [("a", Grade.GOOD)]


def test_a_card_that_an_edit_takes_out_of_the_deck_leaves_the_session(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    change = editor(tmp_path, "- id: a\n", "- id: aa\n")
    with running(tmp_path, "quiz", "--deck", deck, EDITOR=change) as session:
        session.see("What is alpha?")
        session.press("e")
        session.see("The card left the session: it is gone from the deck", "What is beta?")


def test_an_editor_that_fails_is_told_and_the_card_is_as_it_was(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    change = editor(tmp_path, "nothing", "nothing", status=3)
    with running(tmp_path, "quiz", "--deck", deck, columns=200, EDITOR=change) as session:
        session.see("What is alpha?")
        before = session.settings()
        session.press("e")
        session.see("The card is as it was", "ended with status 3", "What is alpha?")
        assert session.settings() == before


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("question: What is beta?", "quest: What is beta?", 13, "unknown key `quest`"),
        ("    section: Week 2a", "   section: Week 2a", 18, "not YAML"),
        ("title: A small deck", "title: 'A small deck", 5, "not YAML"),
    ],
)
def test_an_edit_that_breaks_the_deck_has_a_way_back(
    tmp_path: Path, old: str, new: str, line: int, told: str
) -> None:
    deck = Path(small_deck(tmp_path))
    text = deck.read_text()
    kept = tmp_path / ".small.yaml.before-edit"
    change = editor(tmp_path, old, new)
    with running(tmp_path, "quiz", "--deck", str(deck), columns=80, rows=24, EDITOR=change) as it:
        it.see("What is alpha?")
        settings = it.settings()
        it.press("e")
        it.see("The deck cannot be read since your edit", told, "e opens it there again")
        assert it.settings() == settings
        assert kept.read_text() == text
        it.press(" 3")  # with the cards as they were
        it.see("What is beta?")
        it.press("q")
        assert it.ended() == 0
        end = " ".join(it.after_end().split())
        assert "The deck cannot be read since your edit" in end
        assert str(kept) in end.replace(" ", "")
    assert deck.read_text() == text.replace(old, new)
    # Whatever is called next says where the way back is.
    failed = run(tmp_path, "list", "--deck", str(deck))
    assert failed.returncode == 1
    assert f":{line}: " in failed.stderr
    assert f"is in {kept}" in failed.stderr


@pytest.mark.parametrize("path", ["/", ".", "..", "x" * 300])
def test_what_is_no_deck_is_told_whatever_it_is_called(tmp_path: Path, path: str) -> None:
    failed = run(tmp_path, "list", "--deck", path)
    assert (failed.returncode, failed.stderr.count("dcnn-cards: ")) == (1, 1)


def test_an_editor_that_is_not_there_is_told(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, EDITOR="no-such-editor") as session:
        session.see("alpha")
        session.press("e")
        session.see("the editor `no-such-editor` cannot be started", "alpha")


def test_a_card_forgotten_eight_times_is_flagged_as_a_leech(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    day = study_day(now()) - 100
    with open_store(tmp_path / "progress.db") as store:
        for step in range(15):  # known, forgotten, known, ... seven times
            grade = Grade.AGAIN if step % 2 else Grade.GOOD
            at = Millis(now() - (100 - step) * 86_400_000)
            store.append(
                Event(uuid7(at), "d", at, day + step, DeckName("small"), CardId("a"), Kind.REVIEW,
                      grade, 1, "sm2"),
                scheduler("sm2"),
            )  # fmt: skip
    with running(tmp_path, "quiz", "--deck", deck, "--new", "0") as session:
        session.see("alpha", "1 due")
        session.press(" 1")
        session.see("A leech, flagged: forgotten 8 times: What is alpha?")
        session.press("q")
        assert session.ended() == 0
    with running(tmp_path, "quiz", "--deck", deck, "--leeches") as session:
        session.see("alpha")
    with running(tmp_path, "quiz", "--deck", deck, "--flagged") as session:
        session.see("alpha")
        session.press("f")
        session.see("Took the flag off")
        session.press("q")
        assert session.ended() == 0
    with running(tmp_path, "quiz", "--deck", deck, "--flagged") as session:
        session.see("none of the 5 cards is flagged")
        assert session.ended() == 1


def test_what_was_failed_today_can_be_asked_again(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press(" 1")
        session.see("gamma")
        session.press("q")
    with running(tmp_path, "quiz", "--deck", deck, "--failed-today") as session:
        session.see("beta")
        session.press(" 3")
        assert session.ended() == 0


def test_the_session_ends_after_the_card_at_which_its_time_is_over(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, "--minutes", "0.05") as session:
        session.see("alpha")
        session.press(" ")
        session.see("The first letter")
        time.sleep(3.1)
        session.press("3")
        assert session.ended() == 0
        assert "1 card studied" in session.after_end()
    assert grades(tmp_path) == [("a", Grade.GOOD)]


TYPED = r"""
deck: typed
title: Typed answers
cards:
  - {id: a, question: Derive sigma., answer: '$\sigma(x)(1 - \sigma(x))$'}
  - {id: b, question: Name the author., answer: Ada Lovelace wrote the first algorithm.}
  - {id: c, question: Draw it., answer: A box.}
"""


def test_typed_answers_are_compared_and_a_grade_is_proposed(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(TYPED)
    with running(tmp_path, "quiz", "--deck", str(deck), "--type") as session:
        session.see("Derive sigma.", ">", "enter compare · escape show the answer")
        session.press(*"sigmaq", "\x7f", *"(x) - sigma(x)^2")  # q is a letter here
        session.see("> sigma(x) - sigma(x)^2")
        session.press("\r")
        session.see("Right. Equal", "σ(x)(1 − σ(x))", "1 Again soon")
        session.press(" ")
        session.see("Name the author.")
        session.press(*"charles babbage", "\r")
        session.see("Compare the two. 0 of 2", "[ ] Ada Lovelace wrote", "Ada Lovelace wrote the")
        session.press("1")  # of words nothing is proposed
        session.see("Draw it.")
        session.press("\x1b")
        shown = session.see("A box.", "1 Again soon")
        assert "Not quite" not in shown
        session.press("4")
        session.see("Name the author.")  # it was not known
        session.press("\x03")
        assert session.ended() == 0
    assert grades(tmp_path) == [("a", Grade.GOOD), ("b", Grade.AGAIN), ("c", Grade.EASY)]


@pytest.mark.parametrize(("columns", "beside"), [(100, True), (60, False)])
def test_prose_stands_beside_the_cards_answer_where_there_is_room(
    tmp_path: Path, columns: int, beside: bool
) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(TYPED.replace("Ada Lovelace", "==Ada== Lovelace"))
    options = ("quiz", "--deck", str(deck), "--type", "--text", "author")
    with running(tmp_path, *options, columns=columns) as session:
        session.see("Name the author.", "enter compare")
        session.press(*"ada", "\r")
        shown = session.see("[x] Ada", "1 of 1 key terms", "Lovelace wrote")
        assert ("ada" in shown and "│ Ada Lovelace wrote" in shown) is beside
        session.press("q")
        assert session.ended() == 0


@pytest.mark.parametrize("hostile", ["__import__('os').abort()", "9**9**9**9", "(" * 300])
def test_hostile_answers_do_nothing(tmp_path: Path, hostile: str) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(TYPED)
    with running(tmp_path, "quiz", "--deck", str(deck), "--type") as session:
        session.see("Derive sigma.", "enter compare")
        session.press(hostile, "\r")
        session.see("1 Again soon", seconds=5)
        session.press("q")
        assert session.ended() == 0
