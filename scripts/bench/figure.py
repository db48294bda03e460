"""What every figure is given: what there is to measure on, and where its results go."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from scripts.bench.data import Scale
from scripts.bench.peers import say


@dataclass
class Results:
    """What was measured, as rows of tables and as values by name."""

    values: dict[str, dict[str, float]] = field(default_factory=dict)
    goals: list[tuple[str, str, str, bool]] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, **values: float) -> None:
        """Note what was measured of one thing."""
        self.values.setdefault(name, {}).update(values)
        say(f"  {name}: {', '.join(f'{key} {value:,.4g}' for key, value in values.items())}")

    def goal(self, name: str, wanted: str, found: float, unit: str, *, met: bool) -> None:
        """Note whether a goal was met."""
        self.goals.append((name, wanted, f"{found:,.4g}{unit}", met))


@dataclass(frozen=True, slots=True)
class Bench:
    """What there is to measure on, and where the results go."""

    scale: Scale
    data: Path
    decks: dict[str, Path]
    shipped: int  # cards of the small deck
    anki: Path | None
    fsrs: Path | None
    results: Results

    def home(self, size: str, filling: str) -> Path:
        """The folder of the store that is `filling` ("empty" or "full") for a deck."""
        return self.data / size / filling
