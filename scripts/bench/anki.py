"""Anki beside us: a collection with the same cards and reviews, and what it does with it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from dcnn_cards.deck.card import Deck
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.units import Day
from dcnn_cards.store import open_store
from scripts.bench.harness import last_line
from scripts.bench.peers import say

ANKI = "anki==26.9.3"
ANKI_BUILD = """
import json, sqlite3, sys
from pathlib import Path
from anki.collection import AddNoteRequest, Collection
source, target = sys.argv[1:]
Path(target).parent.mkdir(parents=True, exist_ok=True)
draft = target + ".draft"
Path(draft).unlink(missing_ok=True)
col = Collection(draft)
kind, deck = col.models.by_name("Basic"), col.decks.id("Default")
rows = [json.loads(line) for line in open(source)]
for start in range(0, len(rows), 5000):
    requests = []
    for question, answer, *_ in rows[start : start + 5000]:
        note = col.new_note(kind)
        note["Front"], note["Back"] = question, answer
        requests.append(AddNoteRequest(note, deck))
    col.add_notes(requests)
cards, today = col.db.list("select id from cards order by due, id"), col.sched.today
config = col.decks.config_dict_for_deck_id(deck)
config["rev"]["perDay"] = config["new"]["perDay"] = 9999
col.decks.update_config(config)
col.close()
states, log = [], []
for card, (_, _, state, reviews) in zip(cards, rows):
    if state is None:
        continue
    due, interval, ease, lapses = state
    states.append((today + due, interval, ease, len(reviews), lapses, card))
    log += [(at, card, -1, grade, interval, interval, ease, ms, 1) for at, grade, ms in reviews]
log = [(number, *row[1:]) for number, row in enumerate(sorted(log), log[0][0] if log else 0)]
with sqlite3.connect(draft) as db:
    db.executemany("update cards set type = 2, queue = 2, due = ?, ivl = ?, factor = ?, reps = ?, "
                   "lapses = ? where id = ?", states)
    db.executemany("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", log)
db.close()
Path(draft).rename(target)
"""
ANKI_FIRST = """
import sys
from anki.collection import Collection
col = Collection(sys.argv[1])
print("first card:", col.sched.get_queued_cards(fetch_limit=1).cards[0].card.id, flush=True)
"""
ANKI_GRADES = """
import json, re, shutil, statistics, sys, time
from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer
shutil.copy(sys.argv[1], sys.argv[1] + ".copy")
col = Collection(sys.argv[1] + ".copy")
seconds = []
for _ in range(int(sys.argv[2])):
    found = col.sched.get_queued_cards(fetch_limit=1).cards
    if not found:
        break
    card = col.get_card(found[0].card.id)
    card.start_timer()
    answer = col.sched.build_answer(card=card, states=found[0].states, rating=CardAnswer.GOOD)
    began = time.perf_counter()
    col.sched.answer_card(answer)
    seconds.append(time.perf_counter() - began)
col.close()
print(json.dumps({"a_second": len(seconds) / sum(seconds),
      "median_ms": 1000 * statistics.median(seconds),
      "of_100_the_slowest_ms": 1000 * statistics.quantiles(seconds, n=100)[98],
      "mb": int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) / 1024}))
"""


def collection(python: Path, path: Path, deck: Deck, home: Path, today: Day) -> None:
    """A collection for anki with the cards of a deck, and what the store in `home` says of them."""
    if path.exists():
        return
    say(f"writing a collection of {len(deck.cards):,} cards for anki")
    reviews: dict[str, list[tuple[int, int, int]]] = {}
    with open_store(home / "progress.db") as store:
        records = store.records.of_deck(deck.name, scheduler("sm2"))
        for event in store.log.events(deck.name):
            given = reviews.setdefault(event.card, [])
            given.append((event.at, int(event.grade or 0), event.thinking_ms or 0))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        for card in deck.cards:
            state = records[card.id].state if card.id in records else None
            facts = state and (
                state.due - today,
                state.interval,
                round(state.memory[0] * 1000),
                state.lapses,
            )
            line = (card.question, card.answer, facts, reviews.get(card.id, []))
            file.write(json.dumps(line) + "\n")
        file.flush()
        last_line([str(python), "-c", ANKI_BUILD, file.name, str(path)])
