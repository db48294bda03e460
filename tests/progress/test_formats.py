"""Tables and documents as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.errors import CardsError
from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field, Row, Value
from dcnn_cards.progress.formats import FORMATS, Format, text_format
from dcnn_cards.signs import harmless

FIELDS = (Field("text", ""), Field("number", ""), Field("yes", ""), Field("none", ""))
CSV, JSON = text_format("csv"), text_format("json")


def row(text: Value, number: Value = 1, yes: Value = True) -> Row:
    return {"text": text, "number": number, "yes": yes, "none": None}


def table(form: Format, fields: Sequence[Field], rows: list[Row]) -> str:
    return "".join(form.table(fields, rows))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv() -> None:
    rows = [row('He said "x, y"\nand left', -2.5, False), row("größe ∑")]
    assert table(CSV, FIELDS, rows) == (
        "text,number,yes,none\n"
        '"He said ""x, y""\nand left",-2.5,false,\n'
        '"größe ∑",1,true,\n'
    )  # fmt: skip


def test_json() -> None:
    text = table(JSON, FIELDS, [row("größe ∑", 0.25, False)])
    assert json.loads(text) == [{"text": "größe ∑", "number": 0.25, "yes": False, "none": None}]
    assert list(json.loads(text)[0]) == [field.name for field in FIELDS]
    assert "größe ∑" in text
    assert text.endswith("]\n")


def test_tables_without_rows() -> None:
    assert table(CSV, FIELDS, []) == "text,number,yes,none\n"
    assert json.loads(table(JSON, FIELDS, [])) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_would_run_is_marked_as_text_in_csv_only(start: str) -> None:
    text = f'{start}HYPERLINK("http://x","y")'
    assert read(table(CSV, FIELDS, [row(text)]))[1][0] == f"'{text}"
    assert json.loads(table(JSON, FIELDS, [row(text)]))[0]["text"] == text


def test_negative_numbers_and_signs_inside_are_left_alone() -> None:
    assert read(table(CSV, FIELDS, [row("a-b=c", -7)]))[1][:2] == ["a-b=c", "-7"]


def test_control_characters_reach_no_terminal() -> None:
    text = "\x1b[31mred\x9b31m\r\x7f\0"
    written = table(CSV, FIELDS, [row(text)])
    assert read(written)[1][0] == "�[31mred�31m���"
    escaped = table(JSON, FIELDS, [row(text)])
    assert json.loads(escaped)[0]["text"] == text
    assert not set(escaped) & {chr(n) for n in (*range(10), *range(11, 32), *range(127, 160))}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"))))
def test_text_comes_back_from_either(texts: list[str]) -> None:
    rows = [row(text) for text in texts]
    back = [line[0] for line in read(table(CSV, FIELDS, rows))[1:]]
    assert [text.replace("'", "") for text in back] == [
        harmless(text).replace("'", "") for text in texts
    ]
    assert [entry["text"] for entry in json.loads(table(JSON, FIELDS, rows))] == texts


RISKY = st.text(st.sampled_from("=+-@＝;,\t\n\"' \ufeffab1"), max_size=12)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(RISKY, RISKY)
def test_no_field_is_a_formula_whatever_separates_them(
    separator: str, text: str, other: str
) -> None:
    written = table(CSV, FIELDS[:1] * 3, [{"text": text}, {"text": other}])
    for line in csv.reader(io.StringIO(written, newline=""), delimiter=separator):
        for cell in line:
            bare = cell.lstrip('"\ufeff')
            assert not bare.startswith(("=", "+", "@", "＝")), (table, cell)
            assert not bare.startswith("-") or bare.startswith("- "), (table, cell)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("s;=1+1;t", "s;'=1+1;t"),
        ("\ufeff=1", "'=1"),
        ("\u200b+1", "'+1"),
        ("s;\u202e=1", "s;\ufffd=1"),
        ("a\n@b", "a\n'@b"),
        ("a\n- b", "a\n- b"),
        ('a;"=1"', 'a;"\'=1"'),
        ("a - b = c; d", "a - b = c; d"),
    ],
)
def test_formulas_behind_other_separators_are_marked(text: str, written: str) -> None:
    assert read(table(CSV, FIELDS, [row(text)]))[1][0] == written


def test_documents() -> None:
    document: Document = {
        "today": "2026-01-31",
        "cards": {"new": 3, "rate": None},
        "days": [{"day": "2026-01-30", "reviews": 2}, {"day": "2026-01-31", "reviews": 5}],
        "none": [],
    }
    assert json.loads(JSON.document(document)) == document
    assert CSV.document(document) == (
        "metric,key,value\n"
        '"today",,"2026-01-31"\n'
        '"cards.new",,3\n'
        '"cards.rate",,\n'
        '"days.reviews","2026-01-30",2\n'
        '"days.reviews","2026-01-31",5\n'
    )


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CardsError) as caught:
        text_format("xml")
    assert all(name in caught.value.fix for name in FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format(name: str) -> None:
    form = text_format(name)
    assert form.MEANING.strip()
    rows = [row('größe "∑", a\nb'), row("", 0, yes=False)]
    for text in (table(form, FIELDS, rows), table(form, FIELDS, []), form.document({"today": "x"})):
        assert text.endswith("\n")
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)
    assert "größe" in table(form, FIELDS, rows)
