"""A mock exam on the terminal: its paper, its clock, how it is left, graded and told."""

from __future__ import annotations

import json
import signal
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.terminal.pty_session import Session, running

DECK = r"""
deck: trial
title: A trial
cards:
  - {id: a, section: One, question: What is alpha?, answer: "3"}
  - {id: b, section: One, question: What is beta?, answer: The second letter of the ==alphabet==.}
  - {id: list, section: Two, question: Name three., answer: "1. x\n2. y\n3. z"}
  - {id: pick, section: Two, question: Which?, answer: this, choices: [that, those]}
  - {id: n, section: Two, question: "What is {{n}} + 1?", answer: "{{= n + 1}}", vary: {n: 1..99}}
  - {id: hole, section: Three, cloze: "Deep {{c1::nets}} and $\\cloze[2]{x^2}{}$."}
  - {id: aside, section: Three, question: Asked?, answer: Never., suspended: true}
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "trial.yaml"
    path.write_text(DECK)
    return path


def said(deck: Path, lines: str, *options: str) -> str:
    """What a mock exam of all six questions says, by lines."""
    arguments = ("mock", "--plain", "--deck", str(deck), "--seed", "1")
    done = run(deck.parent, *arguments, *options, stdin=lines)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def reviews(deck: Path) -> list[dict[str, object]]:
    done = run(deck.parent, "export", "reviews", "--deck", deck, "--format", "json")
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def graded(deck: Path) -> list[tuple[object, object]]:
    return [(review["card"], review["grade"]) for review in reviews(deck)]


ANSWERS = "3\n:open\n\n1\n5\nnets\n"


def test_no_question_is_judged_before_the_paper_is_handed_in(deck: Path) -> None:
    output = said(deck, ANSWERS + ":done\n")
    before, _, after = output.partition("5 of 6 questions answered, 1 open")
    assert "Question 6 of 6, Three" in before
    for word in ("Right", "Not quite", "The second letter", "1 Again"):
        assert word not in before
    assert "Right." in after


def test_answers_are_graded_one_by_one_and_each_grade_is_a_review(deck: Path) -> None:
    output = said(deck, ANSWERS + ":done\n" + "\n\n" + "\n\n\n\n" + "1\n1\n3\n" + "\n")
    assert "You wrote: 3\nRight." in output
    assert "You left this question open." in output
    assert "Item 1 of 3" in output  # it was answered without being written
    cards = [card for card, _ in graded(deck)]
    assert cards == ["a", "b", "list", "pick", "n", "hole#c1"] or cards[-1] == "hole#c2"
    grades = dict(graded(deck))
    assert (grades["a"], grades["b"], grades["list"]) == (3, 1, 3)
    assert "known" in output


def test_a_failed_question_does_not_come_back(deck: Path) -> None:
    output = said(deck, ANSWERS + ":done\n" + "1\n" * 9)
    assert [grade for _, grade in graded(deck)] == [1] * 6
    assert "Mock exam: 0 of 6 questions known, 0%" in output


def test_what_is_drawn_is_the_same_when_it_is_graded(deck: Path) -> None:
    output = said(deck, ANSWERS + ":done\n" + "1\n" * 9)
    asked = [line for line in output.splitlines() if line.startswith("Question: What is")]
    numbers = [line for line in asked if "+" in line]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1
    assert {review["seed"] for review in reviews(deck) if review["card"] == "n"} == {1}


def test_one_comes_back_to_a_question(deck: Path) -> None:
    output = said(deck, ":open\nB\n:1\n3\n:back\n:all\n")
    assert output.count("Question: What is alpha?") == 3
    assert "You wrote: 3" in output
    assert "  1  answered  What is alpha?" in output
    assert "  3  open      Name three." in output


@pytest.mark.parametrize("lines", ["3\n", "3\n:quit\n"])
def test_a_paper_that_is_left_is_not_graded(deck: Path, lines: str) -> None:
    assert "No question was graded: the mock exam has no result." in said(deck, lines)
    assert reviews(deck) == []


def test_what_does_nothing_is_told(deck: Path) -> None:
    assert "`:77` does nothing here." in said(deck, ":77\n")
    assert "`:x` does nothing here." in said(deck, ":x\n")


def test_when_the_time_is_up_what_is_written_counts(deck: Path) -> None:
    output = said(deck, "3\n" + "1\n" * 9, "--minutes", "0.0001")
    assert "The time is up." in output
    assert "You wrote: 3\nRight." in output
    assert len(reviews(deck)) == 6


def test_a_paper_of_some_questions_has_a_margin(deck: Path) -> None:
    options = ("--questions", "3", "--minutes", "7.5")
    output = said(deck, "\n:done\n3\n3\n3\n3\n3\n3\n3\n", *options)
    assert "of all 7 cards" in output
    assert "in 8 of 10 such papers" in output
    assert f"mock --deck {deck} --minutes 7.5 --questions 3 --seed 1" in output.replace(
        "dcnn-cards ", ""
    )


def test_what_was_expected_stands_beside_the_result(deck: Path) -> None:
    first = said(deck, "\n" * 6 + ":done\n" + "4\n" * 9)
    assert "expected before it: 0 known, 0 to 0 in 8 of 10 cases" in first
    again = said(deck, "\n" * 6 + ":done\n" + "4\n" * 9)
    assert "expected before it: 6 known, 6 to 6" in again  # all were seen today


def test_a_paper_is_of_what_is_examined_by_its_weights(deck: Path) -> None:
    options = ("--section", "T", "--weigh", "Two=0", "--deck", deck)
    day = (date.today() + timedelta(days=9)).isoformat()
    assert run(deck.parent, "exam", day, "--minutes", "9", *options).returncode == 0
    path = deck.with_name("paper.md")
    run(deck.parent, "mock", "--deck", deck, "--print", path)
    assert path.read_text().partition("# Answers")[0].count("\n### ") == 1  # of Three
    run(deck.parent, "mock", "--deck", deck, "--print", path, "--section", "One")
    assert path.read_text().partition("# Answers")[0].count("\n### ") == 2


def test_what_was_not_graded_does_not_count(deck: Path) -> None:
    output = said(deck, ANSWERS + ":done\n3\nq\n")
    assert "Mock exam: 1 of 1 question known, 100%" in output
    assert "not graded, and so not counted: 5" in output


def test_nothing_to_ask_is_told(deck: Path) -> None:
    done = run(deck.parent, "mock", "--plain", "--deck", deck, "--text", "Never")
    assert done.returncode == 1
    assert "they are set aside or lack an answer" in done.stderr


def test_without_a_terminal_it_says_what_does_without(deck: Path) -> None:
    done = run(deck.parent, "mock", "--deck", deck)
    assert done.returncode == 2
    assert "--plain does without" in done.stderr


def test_a_printed_paper_has_its_answers_behind_its_questions(deck: Path) -> None:
    path = deck.with_name("paper.md")
    done = run(deck.parent, "mock", "--deck", deck, "--seed", "4", "--print", path)
    assert (done.returncode, done.stderr) == (0, "")
    text = path.read_text()
    questions, _, answers = text.partition("# Answers")
    assert questions.count("\n### ") == answers.count("\n### ") == 6
    assert "What is alpha?" in questions
    assert "The second letter" not in questions
    assert "The second letter" in answers
    assert "cloze" not in text
    assert "==" not in text
    assert ("nets" in questions) == ("[...]" not in questions)
    assert reviews(deck) == []
    again = run(deck.parent, "mock", "--deck", deck, "--seed", "4", "--print", path)
    assert again.returncode == 0
    assert path.read_text() == text


# On the screen


def hand_in(session: Session) -> None:
    session.press("\x1b")
    session.see("all questions", "enter hand in")
    session.press("\r")
    session.see("Enter again hands the paper in.")
    session.press("\r")
    session.see("6 to grade")


def test_on_the_screen_a_paper_is_answered_graded_and_told(deck: Path) -> None:
    options = ("mock", "--deck", str(deck), "--seed", "1", "--minutes", "30")
    with running(deck.parent, *options, columns=60, rows=20) as session:
        session.see("What is alpha?", "question 1 of 6", "30 min left", "leave open, next")
        session.press("3", "\r")
        session.see("What is beta?", gone="Right")
        session.press("h", "a", "l", "f", "\t")
        session.see("Name three.", "question 3 of 6")
        session.press("\x1b[Z")
        session.see("What is beta?", "> half")
        session.press("\x1b")
        session.see("2 of 6 questions answered, 4 open.", "2  answered  What is beta?")
        session.press("9", "9", "\r")
        session.see("The questions have the numbers 1 to 6.")
        session.resize(100, 30)
        session.press("4", "\r")
        session.see("Which?", "answer, 1 to 3; next")
        hand_in(session)
        session.see("What is alpha?", "> 3", "Right.", "6 to grade")
        session.press(" ")
        session.see("What is beta?", "5 to grade", "The second letter")
        session.press("2")
        for left in (4, 3, 2, 1):
            session.see("You left this question open.", f"{left} to grade")
            session.press(" ")
        session.see("Mock exam: 2 of 6 questions known, 33%", "left open: 4")
        session.press("u")
        session.see("Took back: grade Again", "1 to grade")
        session.press("3")
        session.see("Mock exam: 3 of 6 questions known, 50%")
        assert session.ended() == 0
        assert "Mock exam: 3 of 6 questions known, 50%" in session.after_end()
    assert [grade for _, grade in graded(deck)][:3] == [3, 2, 1]


def test_ctrl_c_while_a_paper_is_written_asks_first(deck: Path) -> None:
    with running(deck.parent, "mock", "--deck", str(deck)) as session:
        session.see("question 1 of 6")
        session.press("\x03")
        session.see("Ctrl-C again leaves the exam: nothing of it is graded or kept then.")
        session.press("x")
        session.see("> x", gone="Ctrl-C again")
        session.press("\x03")
        session.see("Ctrl-C again leaves")
        session.press("\x03")
        assert session.ended() == 0
        assert "the mock exam has no result" in session.after_end()
    assert reviews(deck) == []


def test_ctrl_c_while_it_is_graded_keeps_every_grade(deck: Path) -> None:
    with running(deck.parent, "mock", "--deck", str(deck)) as session:
        session.see("question 1 of 6")
        hand_in(session)
        session.press("3")
        session.see("5 to grade")
        session.press("\x03")
        assert session.ended() == 0
        assert "not graded, and so not counted: 5" in session.after_end()
    assert len(reviews(deck)) == 1


def test_a_kill_leaves_what_was_graded(deck: Path) -> None:
    with running(deck.parent, "mock", "--deck", str(deck)) as session:
        session.see("question 1 of 6")
        hand_in(session)
        session.press("3")
        session.see("5 to grade")
        session.child.kill(signal.SIGKILL)
        session.ended()
    assert len(reviews(deck)) == 1


def test_the_clock_goes_on_by_itself_and_ends_the_paper(deck: Path) -> None:
    options = ("mock", "--deck", str(deck), "--minutes", "0.05")
    with running(deck.parent, *options) as session:
        session.see("3 s left")
        session.press("3")
        session.see("1 s left")
        session.see("The time is up.")
        for _ in range(20):  # who is still typing does not grade by it
            session.press("b1 s3 \r")
            time.sleep(0.05)
        session.see("grade your answers")
        time.sleep(1.2)
        session.press("\r")
        session.see("6 to grade")
        session.see("> 3")  # what stood on the line counts
    assert reviews(deck) == []
