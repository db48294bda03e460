"""The commands, as scripts and people call them from a shell."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dcnn_cards.app.clock import now
from dcnn_cards.cli import COMMANDS
from dcnn_cards.progress.exports import REVIEW_FIELDS
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, DeckName, Millis
from dcnn_cards.schedule.uuid7 import uuid7
from dcnn_cards.store import open_store
from tests.cli.program import run
from tests.terminal.pty_session import running

ROOT = Path(__file__).parents[2]
DECK = r"""deck: small
title: A small deck
cards:
  - id: alpha
    week: 8a
    section: Week 8a
    question: What is $\alpha$?
    aliases: [first letter]
    answer: |
      $$\frac{a}{b}$$
  - id: beta
    week: 8b
    section: Week 8b
    topic: Letters
    question: What is beta?
    answer: The second.
  - id: gamma
    week: '9'
    section: Week 9
    question: Lost?
    suspended: true
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(DECK)
    return path


@pytest.fixture
def studied(tmp_path: Path, deck: Path) -> Path:
    """The deck, after alpha was graded Again and then Good, and beta Easy, today."""
    start = now()
    day = study_day(start)
    with open_store(tmp_path / "progress.db") as store:
        for step, (card, grade) in enumerate(
            [("alpha", Grade.AGAIN), ("beta", Grade.EASY), ("alpha", Grade.GOOD)]
        ):
            at = Millis(start + step - 10)
            made = Event(
                uuid7(at), store.device, at, day, DeckName("small"), CardId(card), Kind.REVIEW,
                grade, thinking_ms=4000, scheduler="sm2",
            )  # fmt: skip
            store.append(made, scheduler())
    return deck


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)
    for name in COMMANDS:
        assert run(tmp_path, name, "--help").returncode == 0


def test_wrong_usage_exits_with_2(tmp_path: Path) -> None:
    for arguments in (["quizz"], ["list", "--colour"], ["export", "everything"], ["show"]):
        done = run(tmp_path, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Error:" in done.stderr


def test_without_a_command_it_says_what_is_due_and_makes_nothing(tmp_path: Path) -> None:
    done = run(tmp_path / "home")
    assert done.returncode == 0
    assert "0 to review today, 20 new" in done.stdout
    assert "dcnn-cards quiz --week 8" in done.stdout
    assert not (tmp_path / "home").exists()


def test_without_a_command_the_environment_counts_too(tmp_path: Path, deck: Path) -> None:
    done = run(tmp_path, DCNN_CARDS_DECK=str(deck), DCNN_CARDS_QUIZ_NEW="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 to review today, 1 new" in done.stdout
    assert run(tmp_path, DCNN_CARDS_QUIZ_NEW="many").returncode == 2


def test_a_filter_that_matches_nothing_says_what_is_near(tmp_path: Path, deck: Path) -> None:
    for command in (["list"], ["stats"], ["export", "cards"]):
        done = run(tmp_path, *command, "--deck", deck, "--week", "7")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == ("dcnn-cards: no card matches week 7\nWeeks: 8a; 8b; 9\n")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([], ["alpha", "beta", "gamma"]),
        (["--week", "8"], ["alpha", "beta"]),
        (["--week", "8a"], ["alpha"]),
        (["--week", "8b", "--week", "9"], ["beta", "gamma"]),
        (["--section", "EEK 8"], ["alpha", "beta"]),
        (["--topic", "letter"], ["beta"]),
        (["--text", "THE SECOND"], ["beta"]),
        (["--text", "first letter"], ["alpha"]),
    ],
)
def test_list_takes_filters(
    tmp_path: Path, deck: Path, filters: list[str], expected: list[str]
) -> None:
    done = run(tmp_path, "list", "--deck", deck, "--format", "json", *filters)
    assert [card["id"] for card in json.loads(done.stdout)] == expected
    piped = run(tmp_path, "list", "--deck", deck, *filters)
    assert [line.split("\t")[0] for line in piped.stdout.splitlines()] == expected


def test_options_come_from_the_environment_too(tmp_path: Path, deck: Path) -> None:
    environment = {"DCNN_CARDS_DECK": str(deck), "DCNN_CARDS_LIST_FORMAT": "json"}
    done = run(tmp_path, "list", **environment, DCNN_CARDS_LIST_WEEK="8a 9")
    assert [card["id"] for card in json.loads(done.stdout)] == ["alpha", "gamma"]


def test_show_typesets_a_card(tmp_path: Path, deck: Path) -> None:
    done = run(tmp_path, "show", "alpha", "--deck", deck)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[:3] == ["Week 8a", "", "What is α?"]
    assert [line.strip() for line in lines[-3:]] == ["a", "─", "b"]


def test_show_hints_at_the_nearest_id(tmp_path: Path, deck: Path) -> None:
    done = run(tmp_path, "show", "alpa", "--deck", deck)
    assert done.returncode == 1
    assert "there is no card `alpa`\nDid you mean one of: alpha" in done.stderr


IDS = """\
deck: ids
cards:
  - {id: w8-norm, question: A?, answer: A.}
  - {id: w8-norm-of-groups, question: B?, answer: B.}
  - {id: w8-normal, question: C?, answer: C., reversed: true}
  - {id: w9, question: D?, answer: D.}
"""


@pytest.mark.parametrize(
    ("begun", "found"),
    [("w8-norm", "A?"), ("w8-norm-", "B?"), ("w8-norma", "C?"), ("w8-normal#b", "C."), ("w", "")],
)
def test_the_beginning_of_an_id_is_enough_if_it_is_the_only_one(
    tmp_path: Path, begun: str, found: str
) -> None:
    deck = tmp_path / "ids.yaml"
    deck.write_text(IDS)
    done = run(tmp_path, "show", begun, "--deck", deck)
    assert done.returncode == (0 if found else 1)
    assert done.stdout.strip().startswith(found)
    named = done.stderr.count("w8-") + done.stderr.count("w9.")
    assert named == (0 if found else 4)


def test_of_many_ids_some_are_named_and_nothing_begins_with_nothing(tmp_path: Path) -> None:
    deck = tmp_path / "many.yaml"
    cards = "".join(f"  - {{id: card-{n}, question: Q?, answer: A.}}\n" for n in range(8))
    deck.write_text(f"deck: many\ncards:\n{cards}")
    said = run(tmp_path, "show", "card", "--deck", deck).stderr
    assert "8 cards begin with `card`" in said
    assert "card-4, and 3 more." in said
    assert "card-5" not in said
    deck.write_text("deck: one\ncards:\n  - {id: one, question: Q?, answer: A.}\n")
    assert run(tmp_path, "reset", "", "--deck", deck).returncode == 1
    twice = run(tmp_path, "reset", "o", "on", "one", "--deck", deck)
    assert twice.stdout == "one: was not reviewed\n"


def test_show_source_quotes_the_document(tmp_path: Path) -> None:
    done = run(tmp_path, "show", "w8a-alternative-formulation-momentum-formula", "--source")
    assert "  701  Give an alternative formulation to the momentum formula:" in done.stdout


def test_render_typesets_standard_input_and_names_what_it_could_not(tmp_path: Path) -> None:
    done = run(tmp_path, "render", "--width", "40", stdin="Good: $x_1^2$.\n\nBad: $\\foo$.\n")
    assert done.returncode == 0
    assert done.stdout == "Good: x₁².\n\nBad: ‹\\foo›.\n"
    assert done.stderr == "standard input:3:6: shown as written: unknown command \\foo\n"


@pytest.mark.parametrize(
    ("command", "shows"),
    [
        ("render <(sleep 0.2; echo '$x^2$')", "x²"),
        ("check <(cat deck.yaml)", "no faults"),
        ("list --deck <(cat deck.yaml)", "alpha"),
        ("import <(cat notes.md) -o new.yaml", "1 card"),
        ("import notes.md -o >(cat)", "What is it?"),
    ],
)
def test_a_pipe_that_the_user_names_is_read(
    tmp_path: Path, deck: Path, command: str, shows: str
) -> None:
    (tmp_path / "notes.md").write_text("Week 1\n\nWhat is it?\n\nThis.\n")
    if not (tmp_path / "deck.yaml").exists():
        (tmp_path / "deck.yaml").write_bytes(deck.read_bytes())
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m dcnn_cards {command}"],
        cwd=tmp_path, env={**os.environ, "DCNN_CARDS_HOME": str(tmp_path / "home")},
        capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert shows in done.stdout


def test_show_source_reads_only_beside_the_deck(tmp_path: Path) -> None:
    folder = tmp_path / "deck"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret\n")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    for name in ("../secret.txt", "link.txt", str(tmp_path / "secret.txt")):
        (folder / "d.yaml").write_text(
            f"deck: d\ntitle: D\nsource: {{file: {name}, sha256: x}}\n"
            "cards: [{id: c, question: q, answer: a, source: {question: [1, 1]}}]\n"
        )
        done = run(tmp_path, "show", "c", "--source", "--deck", folder / "d.yaml")
        assert done.returncode == 1
        assert "lies outside the deck's folder" in done.stderr
        assert "secret\n" not in done.stdout


def test_render_keeps_to_ascii(tmp_path: Path) -> None:
    done = run(tmp_path, "render", "--ascii", stdin=r"$\alpha \leq \sqrt{2}$ – “so”")
    assert done.stdout == 'alpha <= sqrt(2) - "so"\n'


def test_render_check_lists_faults_with_line_and_column_and_exits_with_1(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("Good: $x$.\n\nBad: $\\foo$ and\n$$\\frac{a}{$$\n")
    done = run(tmp_path, "render", "--check", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{path}:3:6: unknown command \\foo\n{path}:4:1: }} missing before end of the formula\n"
    )
    path.write_text("Good: $x$.\n")
    assert run(tmp_path, "render", "--check", path).returncode == 0


def test_render_puts_formulas_on_one_line_or_in_italics(tmp_path: Path) -> None:
    source = r"So $$f = \begin{cases} \frac{a}{b} & x > 0 \\ 0 & \text{else} \end{cases}$$"
    linear = run(tmp_path, "render", "--linear", stdin=source)
    assert linear.stdout == "So f = {a/b, x > 0; 0, else\n"
    italic = run(tmp_path, "render", "--letters", "italic", stdin="$x^2 + \\sin y$")
    assert italic.stdout == "𝑥² + sin 𝑦\n"


def test_a_pipe_that_closes_early_is_no_error() -> None:
    source = ROOT / "decks" / "dcnn-qa.md"
    command = f"{sys.executable} -m dcnn_cards render {source} | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == "DCNN Q&A\n"
    assert done.stderr == ""


def test_import_writes_a_deck_that_is_sound_and_a_report(tmp_path: Path) -> None:
    source = tmp_path / "notes.md"
    paragraphs = ["Week 1", "What is a?", "The first.", "Draw b:", "Week 2", "What is c?", "So."]
    source.write_text("\n\n".join(paragraphs))
    done = run(tmp_path, "import", source, "-o", tmp_path / "notes.yaml")
    assert done.returncode == 0
    assert "3 cards in 2 sections" in done.stdout
    assert "unaccounted for: none" in done.stdout
    checked = run(tmp_path, "check", tmp_path / "notes.yaml")
    assert checked.returncode == 0
    assert "3 cards, 1 of them not asked, no faults\n" in checked.stdout


def test_cards_in_parts_are_told(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("deck: d\ncards:\n  - {id: both, cloze: '{{c1::one}} and {{c2::two}}'}\n")
    assert "1 card in 2 parts, no faults" in run(tmp_path, "check", deck).stdout
    assert "1 card in 2 parts, a deck of yours" in run(tmp_path, "deck", "--deck", deck).stdout


def test_importing_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    source, deck = tmp_path / "notes.md", tmp_path / "notes.yaml"
    source.write_text("Week 1\n\nWhat is a?\n\nThe first letter.\n")
    run(tmp_path, "import", source)
    before = deck.read_bytes()
    done = run(tmp_path, "import", source)
    assert done.returncode == 0
    assert "is unchanged" in done.stdout
    assert deck.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the document is empty"),
        (b"Once upon a time.\n", "no question was found"),
        (b"What is caf\xe9?\n\nA place.\n", "is not UTF-8: found the byte 0xE9"),
    ],
)
def test_a_document_that_cannot_be_imported_leaves_no_file(
    tmp_path: Path, content: bytes, message: str
) -> None:
    source = tmp_path / "notes.md"
    source.write_bytes(content)
    done = run(tmp_path, "import", source)
    assert (done.returncode, done.stdout) == (1, "")
    assert "notes.md:" in done.stderr
    assert message in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.md"]


def test_import_does_not_replace_a_deck_of_other_making(tmp_path: Path, deck: Path) -> None:
    source = tmp_path / "notes.md"
    source.write_text("Week 1\n\nWhat is a?\n\nThe first letter.\n")
    done = run(tmp_path, "import", source, "-o", deck)
    assert done.returncode == 1
    assert "was not imported from a document" in done.stderr
    assert deck.read_text() == DECK
    same = run(tmp_path, "import", source, "-o", source)
    assert same.returncode == 2


def test_check_lists_faults_with_their_lines_and_exits_with_1(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(DECK.replace("section: Week 8b", "sektion: Week 8b"))
    done = run(tmp_path, "check", path)
    assert done.returncode == 1
    assert f"{path}:13: unknown key `sektion` in a card\nDid you mean `section`?" in done.stderr


def test_check_finds_what_a_careful_editor_would(tmp_path: Path) -> None:
    path, figures = tmp_path / "deck.yaml", tmp_path / "figures"
    figures.mkdir()
    (figures / "wide.txt").write_text("─" * 77)
    path.write_text(
        "deck: d\ntitle: t\ncards:\n"
        "  - {id: a, question: What is a?, answer: So., figure: figures/wide.txt}\n"
        "  - {id: b, question: Why is this so?, answer: So.}\n"
    )
    done = run(tmp_path, "check", path)
    assert done.returncode == 0
    assert done.stdout == f"{path}: 2 cards, no faults, 2 to look at\n"
    assert f"{path}:4: to look at: the figure of `a` is 77 columns wide\n" in done.stderr
    assert f"{path}:5: to look at: card `b` looks as if its question followed" in done.stderr
    assert run(tmp_path, "check", "--strict", path).returncode == 1


def test_check_finds_formulas_that_cannot_be_read_and_figures_that_are_missing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(
        "deck: d\ntitle: t\ncards:\n"
        "  - {id: a, question: 'What is $\\foo$?', answer: So.}\n"
        "  - {id: b, question: What is b?, answer: So., figure: figures/b.txt}\n"
    )
    done = run(tmp_path, "check", path)
    assert done.returncode == 1
    assert f"{path}:4: card `a`: unknown command \\foo: $\\foo$" in done.stderr
    assert f"{path}:5: the figure of `b` cannot be read" in done.stderr


def test_stats_as_json_is_one_document(tmp_path: Path, studied: Path) -> None:
    done = run(tmp_path, "stats", "--deck", studied, "--format", "json")
    document = json.loads(done.stdout)
    assert document["cards"] == {
        "total": 3, "new": 0, "learning": 0, "young": 2, "mature": 0, "suspended": 1,
    }  # fmt: skip
    assert document["reviews"]["reviews"] == 3
    assert document["reviews"]["recall_rate"] == 0.5
    assert document["streak_days"] == 1
    assert document["forecast"][0]["due"] == 2


def test_stats_as_csv_has_a_number_a_line(tmp_path: Path, studied: Path) -> None:
    done = run(tmp_path, "stats", "--deck", studied, "--format", "csv")
    rows = {(row["metric"], row["key"]): row["value"] for row in table(done.stdout)}
    assert rows["deck", ""] == "small"
    assert rows["reviews.recall_rate", ""] == "0.5"
    assert rows["sections.reviews", "Week 8a"] == "2"


def test_stats_as_a_table_fits_a_narrow_terminal(tmp_path: Path, studied: Path) -> None:
    done = run(tmp_path, "stats", "--deck", studied, COLUMNS="60")
    assert done.returncode == 0
    assert "A small deck" in done.stdout
    assert "50% recalled at first · 4 s each" in " ".join(done.stdout.split())
    assert max(map(len, done.stdout.splitlines())) <= 60
    assert "\x1b" not in done.stdout


def test_export_of_reviews(tmp_path: Path, studied: Path) -> None:
    done = run(tmp_path, "export", "reviews", "--deck", studied)
    rows = table(done.stdout)
    assert list(rows[0]) == [field.name for field in REVIEW_FIELDS]
    assert [(row["card"], row["grade_name"]) for row in rows] == [
        ("alpha", "again"),
        ("beta", "easy"),
        ("alpha", "good"),
    ]
    chosen = run(tmp_path, "export", "reviews", "--deck", studied, "--week", "8b")
    assert [row["card"] for row in table(chosen.stdout)] == ["beta"]


def test_export_of_cards_to_a_file(tmp_path: Path, studied: Path) -> None:
    path = tmp_path / "cards.json"
    done = run(tmp_path, "export", "cards", "--deck", studied, "--format", "json", "-o", path)
    assert done.stdout == f"{path}: 3 cards\n"
    rows = json.loads(path.read_text())
    assert [row["state"] for row in rows] == ["young", "young", "suspended"]
    assert rows[1]["ease"] == 2.6
    tomorrow = date.fromordinal(study_day(now()) + 1)
    assert rows[1]["due"] == tomorrow.isoformat()


def test_an_export_that_cannot_be_written_leaves_nothing(tmp_path: Path, studied: Path) -> None:
    done = run(tmp_path, "export", "cards", "--deck", studied, "-o", tmp_path / "no" / "c.csv")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert not (tmp_path / "no").exists()


def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path, deck: Path) -> None:
    path = tmp_path / "progress.db"
    path.write_text("dear diary" * 20)
    for command in (["stats"], ["export", "cards"]):
        done = run(tmp_path, *command, "--deck", deck)
        assert (done.returncode, done.stdout) == (1, "")
        assert "this is not a store of dcnn-cards" in done.stderr
    assert path.read_text() == "dear diary" * 20


def test_no_command_pays_for_another() -> None:
    """Sympy is for tall formulas; PyYAML, rich and SQLite are for those who use them."""
    code = (
        "import sys, dcnn_cards.cli as c\n"
        "try: c.main(['--version'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('sympy', 'rich', 'yaml', 'sqlite3', 'json') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "command",
    [
        "doctor",
        "deck",
        "check",
        "export reviews -o a-name-of-some-len.csv",
        "import qa.txt -o qa.yaml",
    ],
)
def test_on_a_terminal_lines_end_between_words(
    studied: Path, deck: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(deck.parent)
    Path("qa.txt").write_text("# Nets\n\nWhat is a net?\n\n" + "Many units. " * 30 + "\n")
    plain = run(studied, *command.split(), DCNN_CARDS_DECK=str(deck))
    Path("qa.yaml").unlink(missing_ok=True)
    in_window = running(studied, *command.split(), columns=29, rows=99, DCNN_CARDS_DECK=str(deck))
    with in_window as session:
        assert session.ended() == plain.returncode == 0
        shown = session.text.split()
    wanted = [word for word in plain.stdout.split() if len(word) <= 29]
    assert len(wanted) > 2
    assert [word for word in wanted if word not in shown] == []


def test_what_an_import_says_is_called_after_its_heading_and_names_the_next_step(
    tmp_path: Path,
) -> None:
    document, deck = tmp_path / "qa.md", tmp_path / "my deck.yaml"
    document.write_text("# Neural nets\n\nWhat is a net?\n\nMany units.\n")
    said = run(tmp_path, "import", document, "-o", deck).stdout
    assert "1 card in 1 section\n" in said
    assert f"dcnn-cards quiz --deck '{deck}'\n" in said
    assert "Neural nets, 1 card" in run(tmp_path, "deck", "--deck", deck).stdout
