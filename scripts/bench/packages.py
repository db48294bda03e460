"""Measures packages of Anki, out and in, next to genanki writing the same notes without a history.

    python -m scripts.bench.packages [NOTES [REVIEWS]]

Each is a process of its own; what is told is the time that it took of a processor, since nothing
in them waits, and its ratio to genanki's, whose notes have the fields that ours wrote. The texts of
the deck are those of the shipped one, made different from each other, so that none is had from a
cache.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import platformdirs

from dcnn_cards.app.clock import this_day
from dcnn_cards.app.decks import shipped_deck
from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.schedule.units import DeckName
from scripts.bench.data import copy_of, make_store
from scripts.bench.peers import environment, plain_environment

GENANKI = "genanki==0.13.1"
_GENANKI_WRITES = """
import sqlite3, sys, tempfile, zipfile, genanki
with tempfile.TemporaryDirectory() as folder:
    zipfile.ZipFile(sys.argv[1]).extract("collection.anki2", folder)
    db = sqlite3.connect(folder + "/collection.anki2")
    query = "select guid, flds from notes"
    rows = [(guid, fields.split("\\x1f")) for guid, fields in db.execute(query)]
names = ["F%d" % at for at in range(12)]
model = genanki.Model(1, "Mine", fields=[{"name": name} for name in names],
    templates=[{"name": "C", "qfmt": "{{F0}}{{F2}}", "afmt": "{{FrontSide}}<hr id=answer>{{F1}}"}])
deck = genanki.Deck(2, "Mine")
for guid, fields in rows:
    deck.add_note(genanki.Note(model=model, fields=(fields + [""] * 12)[:12], guid=guid))
genanki.Package(deck).write_to_file(sys.argv[2])
"""


def processor_seconds(command: list[str], home: Path) -> float:
    """What a process took of the processor, from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    kept = {**plain_environment(), "DCNN_CARDS_HOME": str(home), "PATH": os.environ["PATH"]}
    subprocess.run(command, check=True, capture_output=True, env=kept)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Makes a deck with a past, takes it out and in, and tells what that took."""
    notes, reviews = (*map(int, sys.argv[1:3]), *(10_000, 200_000)[len(sys.argv[1:3]) :])
    folder = platformdirs.user_cache_path("dcnn-cards") / "peers"
    genanki = environment("genanki", (GENANKI,), folder)
    with tempfile.TemporaryDirectory() as made:
        home, deck = Path(made) / "home", Path(made) / "deck.yaml"
        home.mkdir()
        shipped = read_deck(shipped_deck())
        cards = [copy_of(shipped.cards, number) for number in range(notes)]
        cards = [
            card if card.steps or card.cloze else card.replace(answer=f"{card.answer} ({at})")
            for at, card in enumerate(cards)
        ]
        deck.write_text(dump_deck(Deck(DeckName("large"), "Large", cards)), encoding="utf-8")
        make_store(home / "progress.db", read_deck(deck), reviews, this_day(4))
        package, theirs = Path(made) / "ours.apkg", Path(made) / "theirs.apkg"
        program = [sys.executable, "-m", "dcnn_cards"]
        out = [*program, "export", "anki", "--deck", str(deck), "-o", str(package)]
        back = [*program, "import", str(package), "-o", str(Path(made) / "back.yaml"), "--progress"]
        took = {
            "out": processor_seconds(out, home),
            "in, with the reviews": processor_seconds(back, Path(made) / "other"),
            "genanki, without any": processor_seconds(
                [str(genanki), "-c", _GENANKI_WRITES, str(package), str(theirs)], home
            ),
        }
    print(f"{notes:,} notes, {reviews:,} reviews, in seconds of a processor")
    for what, seconds in took.items():
        ratio = seconds / took["genanki, without any"]
        print(f"{what:<24}{seconds:8.2f}{ratio:8.2f}")


if __name__ == "__main__":
    main()
