"""What CONTRIBUTING says of the tree: what it names is there, every room is on its map."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "dcnn_cards"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
SPANS = re.findall(r"`([^`\n]+)`", CONTRIBUTING)
PATHS = [
    word for span in SPANS for word in span.split() if re.fullmatch(r"[\w./-]*/[\w./-]*", word)
]
TO_BE_WRITTEN = ("NAME", "NNNN")
FOLDERS = (ROOT, PACKAGE, PACKAGE / "deck", PACKAGE / "deck/importers", PACKAGE / "typeset/math")


def test_it_is_short() -> None:
    assert len(CONTRIBUTING.splitlines()) <= 200


def test_every_file_and_folder_that_it_names_is_there() -> None:
    named = {path for path in PATHS if not any(word in path for word in TO_BE_WRITTEN)}
    missing = [path for path in named if not any(_is_there(folder / path) for folder in FOLDERS)]
    assert len(named) > 40
    assert sorted(missing) == []


def test_every_module_that_it_has_python_run_is_there() -> None:
    modules = re.findall(r"python -m ([\w.]+)", CONTRIBUTING)
    paths = [ROOT.joinpath(*module.split(".")) for module in modules]
    assert modules
    assert [path for path in paths if not path.is_dir() and not _is_there(path)] == []


def test_every_room_is_on_the_map() -> None:
    names = {path.stem for path in PACKAGE.iterdir() if not path.name.startswith(("_", "py.typed"))}
    assert [name for name in sorted(names) if not re.search(rf"`{name}/?`", CONTRIBUTING)] == []


def _is_there(path: Path) -> bool:
    return path.exists() or path.with_suffix(".py").exists()
