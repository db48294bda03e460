"""Reading a large deck, and importing a document."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from dcnn_cards.app.decks import shipped_deck
from dcnn_cards.schedule.units import DeckName
from scripts.bench.figure import Bench
from scripts.bench.harness import first_output, part, program


def load_part(deck: DeckName, folder: str) -> dict[str, float]:
    """Reads a deck, and every card of it."""
    from dcnn_cards.deck.compiled import load_deck

    began = time.perf_counter()
    cards = load_deck(Path(deck), Path(folder)).cards
    opened = time.perf_counter() - began
    list(cards)
    return {"seconds": opened, "all_seconds": time.perf_counter() - began}


def measure(bench: Bench) -> None:
    """Times reading the large deck, and importing a document."""
    deck = bench.decks["large"]
    with tempfile.TemporaryDirectory() as folder:
        bench.results.put("large deck: first load", **part("load", deck, folder))
        time.sleep(2.5)
        part("load", deck, folder)  # a deck that was just written is looked at twice
        bench.results.put("large deck: cached load", **part("load", deck, folder))
        document = Path(folder) / "document.md"
        text = (shipped_deck().parent / "dcnn-qa.md").read_text(encoding="utf-8")
        copies = max(1, bench.scale.cards // 10 // bench.shipped)
        document.write_text("\n".join(f"{text}\n" for _ in range(copies)), encoding="utf-8")
        made = Path(folder) / "made.yaml"
        took = first_output(program("import", document, "-o", made), Path(folder))
        cards = copies * bench.shipped
        bench.results.put("import", cards=cards, seconds=took.seconds, mb=took.megabytes)
