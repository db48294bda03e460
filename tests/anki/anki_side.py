"""What Anki does, run by the Python of an environment that has it: steps as JSON in, results out.

    python anki_side.py COLLECTION < STEPS

Nothing of the program is imported here: all is asked of Anki's own API.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from anki.collection import (
    AddNoteRequest,
    Collection,
    DeckIdLimit,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)


def import_package(col: Collection, path: str) -> dict[str, int]:
    """Import a package with its progress; how many notes were new, updated and so on."""
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False)
    options.merge_notetypes = True
    log = col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options)).log
    kinds = "new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype"
    return {kind: len(getattr(log, kind)) for kind in kinds}


def look(col: Collection) -> dict[str, Any]:
    """Notes by guid with their cards by template, and the review log."""
    notes: dict[str, Any] = {}
    for number in col.find_notes(""):
        note = col.get_note(number)
        kind = note.note_type()
        cards = {card.ord: facts_of(col, card) for card in note.cards()}
        notes[note.guid] = {
            "type": kind["name"] if kind else "",
            "fields": dict(note.items()),
            "tags": sorted(note.tags),
            "mod": note.mod,
            "cards": cards,
        }
    columns = "id", "cid", "ease", "ivl", "lastIvl", "factor", "time", "type"
    rows = col.db.all(f"select {', '.join(columns)} from revlog order by id") if col.db else []
    return {
        "notes": notes,
        "revlog": [dict(zip(columns, row, strict=True)) for row in rows],
        "decks": sorted(deck.name for deck in col.decks.all_names_and_ids()),
        "day": col.sched.today,
    }


def facts_of(col: Collection, card: Any) -> dict[str, Any]:
    """How a card stands."""
    memory = card.memory_state
    return {
        "id": card.id,
        "type": card.type,
        "queue": card.queue,
        "due": card.due,
        "due_in": card.due - col.sched.today if card.type == 2 else None,
        "interval": card.ivl,
        "ease": card.factor,
        "reviews": card.reps,
        "lapses": card.lapses,
        "flag": card.user_flag(),
        "memory": [memory.stability, memory.difficulty] if memory else None,
        "retrievable": bool(col.card_stats_data(card.id).fsrs_retrievability),
    }


def render(col: Collection) -> dict[str, dict[int, list[str]]]:
    """The two sides of every card, as HTML, by guid and template."""
    sides: dict[str, dict[int, list[str]]] = {}
    for number in col.find_cards(""):
        card = col.get_card(number)
        shown = card.render_output()
        sides.setdefault(card.note().guid, {})[card.ord] = [
            shown.question_and_style(),
            shown.answer_and_style(),
        ]
    return sides


def answer(col: Collection, cards: list[int], grade: int) -> None:
    """Answer these cards, whatever is due."""
    for number in cards:
        card = col.get_card(number)
        card.start_timer()
        states = col._backend.get_scheduling_states(card.id)
        col.sched.answer_card(col.sched.build_answer(card=card, states=states, rating=grade))


def add(col: Collection, kind: str, deck: str, notes: list[list[str]], tags: list[str]) -> None:
    """Add notes of a type that Anki comes with."""
    found = col.models.by_name(kind)
    assert found is not None
    target = col.decks.id(deck)
    assert target is not None
    requests = []
    for fields in notes:
        note = col.new_note(found)
        note.fields = fields
        note.tags = tags
        requests.append(AddNoteRequest(note, target))
    col.add_notes(requests)


def edit(col: Collection, guid: str, field: str, value: str) -> None:
    """Change a field of a note."""
    assert col.db
    note = col.get_note(col.db.scalar("select id from notes where guid = ?", guid))
    note[field] = value
    col.update_note(note)


def sql(col: Collection, statement: str, *values: Any) -> None:
    """Change a collection in ways that its API has not, such as a past."""
    assert col.db
    col.db.execute(statement, *values)


def export(col: Collection, path: str, *, legacy: bool, deck: str = "") -> int:
    """Write a package with everything; of one deck, or of all."""
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
    )
    number = col.decks.id_for_name(deck) if deck else None
    limit = DeckIdLimit(number) if number else None
    return int(col.export_anki_package(out_path=path, options=options, limit=limit))


def media(col: Collection, name: str, data: str) -> str:
    """Put a file among the media of the collection."""
    return str(col.media.write_data(name, data.encode("latin-1")))


STEPS = {
    each.__name__: each
    for each in (import_package, look, render, answer, add, edit, export, media, sql)
}

if __name__ == "__main__":
    collection = Collection(sys.argv[1])
    results = [
        STEPS[name](collection, *given, **named) for name, given, named in json.load(sys.stdin)
    ]
    collection.close()
    json.dump(results, sys.stdout)
