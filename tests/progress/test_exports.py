"""Tables of events and cards, and the document of the statistics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.progress.document import STATS_FIELDS, stats_document
from dcnn_cards.progress.exports import (
    CARD_FIELDS,
    REVIEW_FIELDS,
    card_rows,
    memory_fields,
    review_rows,
)
from dcnn_cards.progress.fields import Row
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.progress.stats import summarize
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import WHOLE_DECK, Event, Grade, Kind
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.units import CardId, Day
from tests.deck.kinds.decks import items
from tests.schedule.histories import DECK, FIRST_DAY, B, event, review, undo

SM2 = scheduler("sm2")
CARDS = (
    Card(CardId("a"), "What is $x$?", "X", week="6a", section="Week 6a", topic="Norms"),
    Card(CardId("b"), "And y?", "Y", section="Open"),
)
TODAY = date.fromordinal(FIRST_DAY).isoformat()


def rows_of(log: list[Event]) -> list[Row]:
    return list(review_rows(CARDS, log, log))


def test_texts_have_nothing_that_only_this_program_reads() -> None:
    cards = items(
        "- {id: a, question: 'A ==term==?', answer: '==It== is.', added: '==More==.'}\n"
        "- id: b\n"
        "  cloze: |\n"
        r"    {{c1::Of}} $\frac{1}{\cloze[2]{1 + e^{-x}}{}}$ and $\cloze[3]{\{a\}}{set}$."
    ).cards
    texts = [[row[key] for key in ("question", "answer", "added")]
             for row in card_rows(cards, {}, SM2, Day(FIRST_DAY))]  # fmt: skip
    assert texts == [
        ["A term?", "It is.", "More."],
        [r"[...] $\frac{1}{{1 + e^{-x}}}$ and ${\{a\}}$.", "Of", ""],
        [r"Of $\frac{1}{\boxed{\phantom{1 + e^{-x}}}}$ and ${\{a\}}$.", "$1 + e^{-x}$", ""],
        [
            r"Of $\frac{1}{{1 + e^{-x}}}$ and $\boxed{\phantom{\{a\}}}$." "\n\nHint: set",
            r"$\{a\}$",
            "",
        ],
    ]


def test_a_review_as_a_row() -> None:
    graded = review(1, Grade.HARD, at=1_700_000_000_125, thinking_ms=2345)
    assert rows_of([graded]) == [
        {
            "id": "00000001",
            "device": "laptop",
            "at": "2023-11-14T22:13:20.125Z",
            "day": TODAY,
            "deck": "dcnn",
            "card": "a",
            "week": "6a",
            "section": "Week 6a",
            "topic": "Norms",
            "kind": "review",
            "grade": 2,
            "grade_name": "hard",
            "thinking_seconds": 2.345,
            "scheduler": "sm2",
            "seed": None,
            "detail": None,
            "undone": False,
        }
    ]


def test_every_event_has_its_row_also_undone_ones_and_those_of_cards_that_are_gone() -> None:
    log = [
        review(1),
        undo(2, review(1)),
        event(3, Kind.SUSPEND, card="b"),
        review(4, card="gone", thinking_ms=None),
    ]
    rows = rows_of(log)
    assert [row["id"] for row in rows] == [made.id for made in log]
    assert [row["kind"] for row in rows] == ["review", "undo", "suspend", "review"]
    assert [row["undone"] for row in rows] == [True, False, False, False]
    assert [row["grade"] for row in rows] == [3, None, None, 3]
    assert [row["section"] for row in rows] == ["Week 6a", "Week 6a", "Open", None]
    assert rows[3]["thinking_seconds"] is None


def test_what_is_about_the_whole_deck_has_no_card_and_its_detail_as_it_is() -> None:
    made = event(1, Kind.EXAM, card=WHOLE_DECK, detail='{"day":"2027-02-03"}')
    (row,) = rows_of([made])
    assert (row["card"], row["section"], row["undone"]) == (None, None, False)
    assert (row["kind"], row["detail"]) == ("exam", '{"day":"2027-02-03"}')
    taken_back = undo(2, made)
    assert [row["undone"] for row in rows_of([made, taken_back])] == [True, False]


def test_whole_seconds_keep_their_milliseconds_in_the_time() -> None:
    (row,) = rows_of([review(1, at=0)])
    assert row["at"] == "1970-01-01T00:00:00.000Z"


def test_a_corrected_card_is_exported_as_it_ought_to_read() -> None:
    card = Card(CardId("a"), "i.d.d?", "Dep.", corrected="Indep.", corrected_question="i.i.d?")
    other = card.replace(corrected="", corrected_question="", added="More.")
    rows = card_rows([card, other], {}, SM2, FIRST_DAY)
    assert [(row["question"], row["answer"], row["added"], row["corrected"]) for row in rows] == [
        ("i.i.d?", "Indep.", "", True),
        ("i.d.d?", "Dep.", "More.", False),
    ]


def test_a_card_as_a_row() -> None:
    log = [review(0, Grade.GOOD), review(24, Grade.HARD), event(25, Kind.FLAG)]
    records = {card: record for (_, card), record in fold(log, SM2).items()}
    studied, new = card_rows(CARDS, records, SM2, FIRST_DAY + 2)
    assert studied == {
        "id": "a",
        "week": "6a",
        "section": "Week 6a",
        "topic": "Norms",
        "question": "What is $x$?",
        "answer": "X",
        "added": "",
        "corrected": False,
        "state": "young",
        "due": date.fromordinal(FIRST_DAY + 7).isoformat(),
        "interval_days": 6,
        "reviews": 2,
        "lapses": 0,
        "introduced": TODAY,
        "last_review": date.fromordinal(FIRST_DAY + 1).isoformat(),
        "suspended": False,
        "flagged": True,
        "scheduler": "sm2",
        "ease": 2.36,
        "repetitions": 2,
    }
    assert list(new) == list(studied)
    assert new["state"] == "new"
    for name in ("week", "due", "interval_days", "reviews", "introduced", "ease", "last_review"):
        assert new[name] is None


def test_a_row_has_exactly_the_documented_fields() -> None:
    (row,) = rows_of([review(1)])
    assert list(row) == [field.name for field in REVIEW_FIELDS]
    for name in SCHEDULERS:
        rules = scheduler(name)
        documented = [field.name for field in (*CARD_FIELDS, *memory_fields(rules))]
        for row in card_rows(CARDS, {}, rules, FIRST_DAY):
            assert list(row) == documented
        assert all(field.meaning for field in memory_fields(rules))


def test_the_statistics_have_exactly_the_documented_names() -> None:
    deck = Deck(DECK, "Networks", CARDS)
    log = [review(0, Grade.AGAIN), review(30)]
    records = {card: record for (_, card), record in fold(log, SM2).items()}
    document = stats_document(summarize(deck, CARDS, records, log, FIRST_DAY + 1))
    names = []
    for name, part in document.items():
        entries = part if isinstance(part, list) else [part]
        for entry in entries:
            names += [f"{name}.{key}" for key in entry] if isinstance(entry, dict) else [name]
    assert set(names) == {field.name for field in STATS_FIELDS}
    assert document["today"] == date.fromordinal(FIRST_DAY + 1).isoformat()
    assert document["reviews"] == {
        "reviews": 2,
        "first_reviews": 2,
        "recalled": 1,
        "recall_rate": 0.5,
        "thinking_seconds": 3.0,
        "mean_thinking_seconds": 1.5,
    }


def test_rates_are_null_where_there_is_nothing_to_rate() -> None:
    document = stats_document(summarize(Deck(DECK, "Networks", CARDS), CARDS, {}, [], FIRST_DAY))
    assert isinstance(document["reviews"], dict)
    assert document["reviews"]["recall_rate"] is None
    assert document["reviews"]["mean_thinking_seconds"] is None
    assert document["days"] == []


def test_suspended_by_the_deck_or_by_the_learner() -> None:
    cards = [CARDS[0].replace(suspended=True), CARDS[1]]
    records = {B: fold([event(1, Kind.SUSPEND, card=B)], SM2)[DECK, B]}
    assert [row["suspended"] for row in card_rows(cards, records, SM2, FIRST_DAY)] == [True, True]


@pytest.mark.parametrize("name", FORMATS)
def test_a_log_of_any_length_is_written_a_row_at_a_time(name: str) -> None:
    read: list[Event] = []

    def log() -> Iterator[Event]:
        for number in range(1000):
            read.append(review(number))
            yield read[-1]

    pieces = text_format(name).table(REVIEW_FIELDS, review_rows(CARDS, log(), ()))
    assert all(len(read) <= number + 1 for number, _ in enumerate(pieces))
    assert len(read) == 1000
