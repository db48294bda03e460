"""Sessions line by line, as a screen reader or a terminal without a cursor gets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.store import open_store
from tests.cli.program import run
from tests.terminal.pty_session import PROGRAM, SHELL, running, small_deck

DECK = r"""
deck: words
title: Wörter – und Zeichen
cards:
  - id: a
    section: Anfänge
    question: What is $\alpha$?
    answer: |
      $$\frac{a + b}{c} \le \sum_{i=1}^n x_i$$
    correction: It is $\beta$.
  - id: b
    question: Name four letters.
    answer: |
      These are four:

      1. alpha
      2. $\beta$
      3. gamma
      4. delta
    added: There are more.
  - {id: c, question: And then?, answer: Ada Lovelace wrote the first algorithm., follows: a}
  - {id: d, question: What is drawn?, answer: This., figure: d.txt}
"""


def words(folder: Path) -> str:
    path = folder / "words.yaml"
    path.write_text(DECK)
    (folder / "d.txt").write_text("▶ drawn ◀\n")
    (folder / "d.ascii.txt").write_text("> drawn <\n")
    return str(path)


def logged(home: Path) -> list[Event]:
    with open_store(home / "progress.db", create=False) as store:
        return list(store.log.events())


def facts(home: Path) -> list[tuple[str, Kind, Grade | None]]:
    # As they were made: within a millisecond the log is in order for each card only.
    made = sorted(logged(home), key=lambda event: event.id)
    return [(event.card, event.kind, event.grade) for event in made]


def said(home: Path, typed: str, *options: str) -> list[str]:
    """What a session says whose standard input is `typed`."""
    done = run(home, "quiz", "--plain", "--deck", words(home), *options, stdin=typed)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.split("\n")


def test_a_session_on_a_dumb_terminal_writes_lines_and_nothing_else(tmp_path: Path) -> None:
    with running(tmp_path, "quiz", "--deck", words(tmp_path), TERM="dumb") as session:
        before = session.settings()
        session.see("Wörter – und Zeichen. ? and Enter lists", "Anfänge. 4 new, 0 learning, 0 due")
        session.see("Question: What is α?", "Enter shows the answer:")
        assert session.settings() == before  # nothing depends on raw keys
        session.press("\r")
        session.see("Answer: (a + b)/c ≤ ∑ᵢ₌₁ⁿ xᵢ", "Correction: It is β.")
        session.see("1 Again soon, 2 Hard soon, 3 Good 1d, 4 Easy 1d, Enter Good:")
        session.press("1\r")
        session.see("3 new, 1 learning", "Question: Name four letters.")
        session.press("\x04")
        assert session.ended() == 0
        assert "1 card studied" in session.text
        assert not re.search(rb"[^\n\r\x20-\xff]", session.output)
        assert b"\r" not in session.output.replace(b"\r\n", b"")
    assert facts(tmp_path) == [("a", Kind.REVIEW, Grade.AGAIN)]


# In the background of a script, Ctrl-C is ignored, and so by all that is started there.
DEAF = ("sh", "-c", "trap '' INT; exec \"$@\"", "sh", *PROGRAM)


@pytest.mark.parametrize("program", [PROGRAM, DEAF], ids=["a shell", "a script"])
def test_ctrl_c_ends_in_order(tmp_path: Path, program: tuple[str, ...]) -> None:
    options = ("quiz", "--plain", "--deck", words(tmp_path))
    with running(tmp_path, *options, program=program) as session:
        session.see("shows the answer")
        session.press("\r", "4\r")
        session.see("Name four letters.")
        session.press("half a li", "\x03")
        assert session.ended() == 0
        assert "1 card studied" in session.text
    assert facts(tmp_path) == [("a", Kind.REVIEW, Grade.EASY)]


def test_a_session_can_be_stopped_and_taken_up(tmp_path: Path) -> None:
    options = ("quiz", "--plain", "--deck", words(tmp_path))
    with running(tmp_path, *options, program=SHELL) as session:
        session.see("shows the answer")
        session.press("\x1a")
        session.see("stopped")
        session.press("\r", "\r")
        session.see("Answer: (a + b)/c")


def test_a_list_comes_item_by_item(tmp_path: Path) -> None:
    lines = said(tmp_path, "\n3\n" + "\n\nx\n\n" + "\n" + "\n\n")
    (start,) = (number for number, line in enumerate(lines) if "Name four letters." in line)
    assert lines[start + 1 : start + 12] == [
        "Enter shows the answer: Answer: These are four:",
        "1. alpha",
        "Item 1 of 4. Enter known, x not known, a all items: 2. β",
        "Item 2 of 4. Enter known, x not known, a all items: 3. gamma",
        "Item 3 of 4. Enter known, x not known, a all items: 4. delta",
        "Item 4 of 4. Enter known, x not known, a all items: Added: There are more.",
        "3 of 4 known, not 2: Hard? Enter accepts",
        "1 Again soon, 2 Hard soon, 3 Good 1d, 4 Easy 1d, Enter Hard: ",
        "2 new, 1 learning, 0 due",
        "Before: What is α?",
        "Answer before: (a + b)/c ≤ ∑ᵢ₌₁ⁿ xᵢ",
    ]
    assert facts(tmp_path)[:2] == [("a", Kind.REVIEW, Grade.GOOD), ("b", Kind.REVIEW, Grade.HARD)]


def test_typed_answers_are_judged(tmp_path: Path) -> None:
    lines = "\n".join(said(tmp_path, "q\n4\n\n4\ncharles babbage\n1\n", "--type"))
    assert "Your answer, or Enter alone to see it:" in lines
    assert "Compare the two." in lines
    assert "[ ] Ada" in lines
    assert "1d, Enter Good:" in lines
    given = [(card, grade) for card, _, grade in facts(tmp_path)]
    assert given == [("a", Grade.EASY), ("b", Grade.EASY), ("c", Grade.AGAIN)]


def test_marks_undo_details_and_help(tmp_path: Path) -> None:
    lines = said(tmp_path, "?\ni\nf\nsuspend\nb\nu\n3\nnonsense\nj\nq\n")
    text = "\n".join(lines)
    assert "x: in a list: this item was not known; the next one" in lines
    assert "scroll" not in text
    assert "card       a" in text
    assert "Flagged: What is α?, u takes it back" in text
    assert "Suspended: What is α?, u takes it back" in text
    assert "Put off until tomorrow: " in text
    assert "Took back: bury" in text
    assert "First look at the answer: Enter." in text
    assert "`nonsense` does nothing here. ? and Enter lists what can be typed." in text
    assert "`j` does nothing here." in text
    assert "No card was graded." in text
    # What follows on a suspended card is offered next.
    marks = [("a", Kind.FLAG, None), ("a", Kind.SUSPEND, None), ("c", Kind.BURY, None)]
    assert facts(tmp_path) == [*marks, ("c", Kind.UNDO, None)]


def test_the_grade_taken_back_is_asked_for_again_with_the_answer_open(tmp_path: Path) -> None:
    text = "\n".join(said(tmp_path, "\ngood\nu\n1\n"))
    again = text.partition("Took back: grade Good")[2]
    assert again.index("Question: What is α?") < again.index("Answer: (a + b)/c")
    assert [grade for _, kind, grade in facts(tmp_path) if kind is Kind.REVIEW] == [3, 1]


@pytest.mark.parametrize("options", [(), ("--type",)])
def test_in_ascii_there_is_nothing_else(tmp_path: Path, options: tuple[str, ...]) -> None:
    typed = "?\ni\nα\n3\na\n3\n\n1\n\n2\nu\n\x07ü\n3\n"
    text = "\n".join(said(tmp_path, typed, "--ascii", *options))
    assert text.isascii()
    assert not re.search(r"[^\n -~]", text)
    assert "Anfange." in text
    assert "(a + b)/c <=" in text
    # A terminal that cannot show more gets no more.
    done = run(
        tmp_path,
        "quiz",
        "--plain",
        "--deck",
        words(tmp_path),
        stdin="\n",
        PYTHONIOENCODING="latin-1",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()


def test_a_figure_is_told_and_shown(tmp_path: Path) -> None:
    lines = said(tmp_path, "\n", "--text", "drawn")
    at = lines.index("Figure:")
    assert lines[at - 1 : at + 2] == [
        "Enter shows the answer: Answer: This.",
        "Figure:",
        "▶ drawn ◀",
    ]


def test_keys_are_those_of_the_config_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('plain = true\n[keys]\nagain = "g"\nreveal = "space"\n')
    done = run(tmp_path, "quiz", "--deck", small_deck(tmp_path), stdin="\ng\nquit\n")
    assert "g Again soon, 2 Hard soon" in done.stdout
    assert facts(tmp_path) == [("a", Kind.REVIEW, Grade.AGAIN)]


def test_the_log_is_that_of_a_session_on_the_screen(tmp_path: Path) -> None:
    keys = [
        " ",
        "1",
        " ",
        " ",
        "x",
        " ",
        " ",
        " ",
        "u",
        "4",
        "f",
        "s",
        "b",
        "u",
        " ",
        "3",
        " ",
        "2",
    ]
    plain, screen = tmp_path / "plain", tmp_path / "screen"
    plain.mkdir()
    screen.mkdir()
    said(plain, "".join(f"{key.strip()}\n" for key in keys))
    with running(screen, "quiz", "--deck", words(screen)) as session:
        session.see("What is α?")
        session.press(*keys, "q")
        assert session.ended() == 0
    assert facts(plain) == facts(screen) != []


def test_without_input_it_ends_at_once(tmp_path: Path) -> None:
    assert said(tmp_path, "")[-3:-1] == ["No card was graded.", "  no reviews are due after today"]


@pytest.mark.parametrize("figure_on", ["question", "answer"])
def test_a_figure_is_told_in_words_and_drawn_when_asked_for(tmp_path: Path, figure_on: str) -> None:
    deck = tmp_path / "told.yaml"
    told = f"figure: d.txt, alt: 'An arrow, $x^2$ long.', figure_on: {figure_on}"
    deck.write_text(DECK.replace("figure: d.txt", told))
    rows = said(tmp_path, "i\n\ni\nq\n", "--deck", str(deck), "--text", "drawn")
    at = [row for row, line in enumerate(rows) if "An arrow, x² long." in line]
    drawn = [row for row, line in enumerate(rows) if "▶ drawn ◀" in line]
    revealed = next(row for row, line in enumerate(rows) if "Answer: This." in line)
    assert len(at) == 1
    if figure_on == "question":
        assert at[0] < revealed
        assert len(drawn) == 2
    else:  # it is part of the answer, which is not given away
        assert at[0] > revealed
        assert len(drawn) == 1
        assert drawn[0] > revealed
    shown = run(tmp_path, "show", "d", "--deck", deck).stdout
    assert "▶ drawn ◀" in shown
    assert "An arrow" not in shown


@pytest.mark.parametrize(("columns", "most"), [("200", 100), ("100", 100), ("50", 50)])
def test_lines_are_as_wide_as_can_be_read_and_no_wider(
    tmp_path: Path, columns: str, most: int
) -> None:
    path = tmp_path / "long.yaml"
    path.write_text(f"deck: long\ncards:\n- {{id: a, question: {'word ' * 60}, answer: A}}\n")
    done = run(tmp_path, "quiz", "--plain", "--deck", path, stdin="q\n", COLUMNS=columns)
    asked = [line for line in done.stdout.splitlines() if line.startswith("word")]
    assert most - 5 < max(map(len, asked)) <= most
