"""Deck files: what they may hold, what is said of the others, and changing one in place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card, Deck, Source, Span
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.reading import parse_deck, read_deck
from dcnn_cards.deck.writing import dump_card, dump_deck, with_cards, with_fields, with_source
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId, DeckName

SHIPPED = Path(__file__).parents[2] / "decks" / "dcnn.yaml"

WHOLE = r"""# Notes on the course
deck: dcnn
title: Deep networks
source: {file: notes.md, sha256: '00'}
cards:
  # the first one
  - id: momentum
    week: 8a
    section: Week 8a
    topic: Optimization
    question: Write down the momentum formula
    answer: |
      $$v_{t+1} = \rho v_t$$

      and a step
    figure: figures/ball.txt
    figure_on: question
    correction: The sign is a matter of convention.
    tags: [optimization, sgd]   # two of them
    source: {question: [1, 1], answer: [3, 5], digest: abc, text: def}

  - id: nesterov
    question: 'And with a look ahead: how?'
    answer: no
    follows: momentum
    suspended: true
"""


def test_every_field_is_read() -> None:
    deck, problems = parse_deck(WHOLE)
    assert problems == []
    assert deck == Deck(
        name=DeckName("dcnn"),
        title="Deep networks",
        source_file="notes.md",
        source_sha256="00",
        lines=(7, 22),
        cards=(
            Card(
                id=CardId("momentum"),
                week="8a",
                section="Week 8a",
                topic="Optimization",
                question="Write down the momentum formula",
                answer="$$v_{t+1} = \\rho v_t$$\n\nand a step",
                figure="figures/ball.txt",
                figure_on="question",
                correction="The sign is a matter of convention.",
                tags=("optimization", "sgd"),
                source=Source(Span(1, 1), Span(3, 5), "abc", "def"),
            ),
            Card(
                id=CardId("nesterov"),
                question="And with a look ahead: how?",
                answer="no",
                follows=CardId("momentum"),
                suspended=True,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("content", "line", "what", "fix"),
    [
        (b"", 1, "the file is empty", "see README"),
        (b"- a\n- b\n", 1, "not a deck: found a list", "`cards:`"),
        (b"deck: d\ntitle: t\n", 1, "there is no `cards:`", ""),
        (b"deck: d\ncards:\n  a: b\n", 3, "`cards:` is not a list", "- id:"),
        (
            b"deck: d\ncards:\n  - id: a\n    qestion: b\n",
            4,
            "unknown key `qestion`",
            "`question`?",
        ),
        (b"deck: d\ncards:\n  - id: a\n    xyz: b\n", 4, "unknown key `xyz`", "question"),
        (
            b"deck: d\ncards:\n  - {id: a, question: b}\n  - {id: a, question: c}\n",
            4,
            "the id `a` is taken by the card in line 3",
            "another id",
        ),
        (
            b"deck: d\ncards:\n  - {id: abc, question: b, follows: abd}\n",
            3,
            "follows `abd`, which is not in the deck",
            "Did you mean `abc`?",
        ),
        (
            b"deck: d\ncards:\n  - {id: a, question: q, follows: b}\n"
            b"  - {id: b, question: q, follows: a}\n",
            3,
            "a → b → a",
            "out",
        ),
        (b"deck: d\ncards:\n\t- id: a\n", 3, "a tab in the indentation", "spaces"),
        (b"deck: d\ncards:\n  - id: a\n    question: caf\xe9\n", 4, "byte 0xE9", "iconv"),
        (
            b'deck: d\ncards:\n  - id: a\n    question: "\\sigma"\n',
            4,
            "escape",
            "`|`",
        ),
        (b'deck: d\ncards:\n  - id: a\n    question: "\\frac"\n', 4, "control character", "`|`"),
        (b'deck: d\ncards:\n  - id: a\n    question: "\\theta"\n', 4, "a tab", "`|`"),
        (b"deck: d\ncards:\n  - id: a\n    question: a: b\n", 4, "column", "single quotes"),
        (b"deck: d\ncards:\n  - id: a\n    question: \x1b[2J\n", 4, "not YAML", "control"),
        (b"deck: d\ncards:\n  - id: a\n", 3, "card `a` has no `question`", ""),
        (b"deck: d\ncards:\n  - question: q\n", 3, "needs an `id`", "keep it"),
        (b"deck: d\ncards:\n  - id: a/b\n    question: q\n", 3, "found `a/b`", ""),
        (b"deck: d\ncards:\n  - {id: a, question: q, suspended: maybe}\n", 3, "`maybe`", ""),
        (b"deck: d\ncards:\n  - {id: a, question: q, tags: b}\n", 3, "a list such as", ""),
        (b"deck: d\ncards:\n  - {id: a, question: [q]}\n", 3, "expected text", "`|`"),
        (b"deck: d\ncards:\n  - {id: a, question: q, figure: ../x}\n", 3, "leads out of", "below"),
        (b"deck: d\ncards:\n  - {id: a, question: q, figure: /x}\n", 3, "leads out of", "below"),
        (
            b"deck: d\ncards:\n  - id: a\n    id: b\n    question: q\n",
            4,
            "second time (line 3)",
            "",
        ),
        (b"deck: a b\ncards: []\n", 1, "short name", ""),
        (b"[" * 5_000, 1, "", ""),
    ],
)
def test_a_fault_is_told_with_its_line_and_a_remedy(
    tmp_path: Path, content: bytes, line: int, what: str, fix: str
) -> None:
    path = tmp_path / "deck.yaml"
    path.write_bytes(content)
    with pytest.raises(CardsError) as raised:
        read_deck(path)
    assert (raised.value.file, raised.value.line) == (path, line)
    assert what in raised.value.what
    assert fix in raised.value.fix


def test_all_faults_are_found_at_once() -> None:
    text = "deck: d\ncards:\n  - {id: a, qestion: b}\n  - {id: a, question: c, weak: 8}\n"
    _, problems = parse_deck(text)
    assert [problem.line for problem in problems] == [3, 4, 4]


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())
    assert len(read_deck(path).cards) == 2


def test_a_file_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    with pytest.raises(CardsError, match="cannot be read: File name too long"):
        read_deck(tmp_path / ("a" * 300))
    with pytest.raises(CardsError, match="no such file"):
        read_deck(tmp_path / "deck.yaml")


def test_tags_of_yaml_construct_nothing() -> None:
    text = "deck: d\ncards:\n  - id: a\n    question: !!python/object/apply:os.system [exit]\n"
    deck, problems = parse_deck(text)
    assert deck is not None
    assert deck.cards[0].question == ""
    assert problems[0].what == "expected text, found a list or keys"


signs = st.characters(codec="utf-8", exclude_categories=["Cc"])
words = st.text(signs, min_size=1, max_size=40)
texts = st.text(st.sampled_from("\n $\\:#-'\"|>{}[]&*!%@`\t") | signs, max_size=60).map(
    lambda text: text.strip("\n")
)
cards = st.builds(
    Card,
    id=st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True),
    question=texts.filter(str.strip),
    answer=texts,
    week=st.none() | st.sampled_from(["8a", "11", "08"]),
    section=texts,
    correction=texts,
    tags=st.lists(words.map(str.strip).filter(bool), max_size=3).map(tuple),
    suspended=st.booleans(),
)
decks = st.lists(cards, min_size=1, max_size=4, unique_by=lambda card: card.id).map(
    lambda cards: Deck(DeckName("d"), "A title: with $x$", tuple(cards))
)


@given(decks)
def test_what_is_written_is_read_back(deck: Deck) -> None:
    read, problems = parse_deck(dump_deck(deck))
    assert problems == []
    assert read is not None
    assert (read.title, read.cards) == (deck.title, deck.cards)


@given(decks, texts)
def test_a_changed_field_is_read_back_and_no_other_changes(deck: Deck, answer: str) -> None:
    text = dump_deck(deck)
    card = deck.cards[-1]
    changed, problems = parse_deck(with_fields(text, {card.id: {"answer": answer}}))
    assert problems == []
    assert changed is not None
    assert changed.cards[-1].answer == answer
    assert changed.cards[:-1] == deck.cards[:-1]


def test_a_change_leaves_every_other_line_as_it_was() -> None:
    changed = with_fields(
        WHOLE,
        {"momentum": {"answer": "New\nanswer", "tags": (), "topic": "Momentum"}},
    )
    assert changed == WHOLE.replace(
        "      $$v_{t+1} = \\rho v_t$$\n\n      and a step\n", "      New\n      answer\n"
    ).replace("    tags: [optimization, sgd]   # two of them\n", "").replace(
        "topic: Optimization", "topic: Momentum"
    )


def test_the_first_key_of_a_card_can_change() -> None:
    text = "deck: d\ncards:\n  - question: old   # why\n    id: a\n"
    assert "  - question: new\n    id: a\n" in with_fields(text, {"a": {"question": "new"}})


BRACES = """deck: d
title: D
cards:
  - {id: a, question: "What: α?", answer: That., tags: [x,
     y], reversed: true, week: 8}  # kept
  - {id: b, question: "Two

     lines", answer: 'So.'}
"""


def test_a_card_between_braces_is_changed_as_any_other() -> None:
    before, problems = parse_deck(BRACES)
    assert problems == []
    text = with_fields(BRACES, {"a": {"answer": "$x$\nnew"}, "b": {"topic": "T"}})
    after, problems = parse_deck(text)
    assert problems == []
    assert before
    assert after
    assert after.cards == tuple(
        {"a": card.replace(answer="$x$\nnew"), "b": card.replace(topic="T")}[card.whole]
        for card in before.cards
    )
    assert "# kept" in text
    assert with_fields(BRACES, {"b": {"topic": "T"}}).startswith(BRACES[:60])


def test_cards_between_brackets_are_told() -> None:
    text = "deck: d\ntitle: D\ncards: [{id: a, question: q, answer: a}]\n"
    with pytest.raises(CardsError, match="between brackets"):
        with_fields(text, {"a": {"answer": "b"}})


def test_a_new_field_finds_its_place() -> None:
    changed = with_fields(WHOLE, {"nesterov": {"week": "8a", "tags": ("new",)}})
    assert "  - id: nesterov\n    week: 8a\n    question:" in changed
    assert "    follows: momentum\n    tags: [new]\n    suspended: true\n" in changed


def test_cards_are_added_behind_the_one_that_is_named() -> None:
    added = with_cards(
        WHOLE,
        [
            ("momentum", Card(CardId("b"), "B?")),
            ("momentum", Card(CardId("c"), "C?")),
            (None, Card(CardId("z"), "Z?")),
        ],
    )
    deck, problems = parse_deck(added)
    assert problems == []
    assert deck is not None
    assert [card.id for card in deck.cards] == ["momentum", "b", "c", "nesterov", "z"]
    assert "# two of them" in added


def test_the_source_line_is_changed_or_made() -> None:
    assert "source: {file: a.md, sha256: ff}\ncards:" in with_source(WHOLE, "a.md", "ff")
    bare = "deck: d\ncards:\n  - {id: a, question: q}\n"
    assert "deck: d\nsource: {file: a.md, sha256: ff}\ncards:" in with_source(bare, "a.md", "ff")


def test_a_figure_is_read_from_below_the_decks_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "decks"
    folder.mkdir()
    (folder / "ball.txt").write_text("( o )\n")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    deck = Deck(DeckName("d"), "", (), folder / "deck.yaml")
    assert read_figure(deck, Card(CardId("a"), "q", figure="ball.txt")) == "( o )"
    assert read_figure(deck, Card(CardId("a"), "q")) == ""
    for name, message in (("link.txt", "outside"), ("none.txt", "cannot be read")):
        with pytest.raises(CardsError, match=message):
            read_figure(deck, Card(CardId("a"), "q", figure=name))


def test_the_shipped_deck_has_no_fault() -> None:
    deck = read_deck(SHIPPED)
    assert len(deck.cards) > 290


WORDS = st.text(st.sampled_from("aZ9 ,;?=_./()+'\"-:#[]{}&*!|>%@`~\\$<é"), max_size=12)
SAID = st.one_of(
    WORDS, st.sampled_from(["yes", "No", "null", "~", "on", "nan", "e5", "x:", "a #b"])
)


@given(SAID, st.lists(SAID, min_size=1, max_size=3))
def test_what_needs_no_quotes_has_none(text: str, tags: list[str]) -> None:
    """A card is written as YAML's own dumper would write it, though that is asked less often."""
    card = Card(CardId("a"), "b", section=text, tags=tuple(tags))
    lines = dump_card(card).split("\n")
    said = yaml.safe_dump(tags, width=2**31, default_flow_style=True, allow_unicode=True)
    assert f"    tags: {said.rstrip()}" in lines
    if text and "\n" not in text and "$" not in text:
        said = yaml.safe_dump(text, width=2**31, allow_unicode=True)
        shown = said.removesuffix("\n").removesuffix("\n...")
        assert f"    section: {shown}" in lines
