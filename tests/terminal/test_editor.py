"""How editors of all makes are called: on a line, and on no file but the deck."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcnn_cards.terminal.editor import arguments, edit


@pytest.mark.parametrize(
    ("editor", "called"),
    [
        ("vi", "+12 /decks/a.yaml"),
        ("/usr/bin/nano", "+12 /decks/a.yaml"),
        ("emacsclient", "+12 /decks/a.yaml"),
        ("micro", "+12 /decks/a.yaml"),
        ("gedit", "+12 /decks/a.yaml"),
        ("code", "--goto /decks/a.yaml:12"),
        ("/snap/bin/codium", "--goto /decks/a.yaml:12"),
        ("cursor", "--goto /decks/a.yaml:12"),
        ("code-insiders", "--goto /decks/a.yaml:12"),
        ("subl", "/decks/a.yaml:12"),
        ("zed", "/decks/a.yaml:12"),
        ("hx", "/decks/a.yaml:12"),
        ("kate", "--line 12 /decks/a.yaml"),
        ("pycharm", "--line 12 /decks/a.yaml"),
        ("mate", "--line=12 /decks/a.yaml"),
        ("xdg-open", "/decks/a.yaml"),
    ],
)
def test_each_takes_the_line_in_its_own_way(editor: str, called: str) -> None:
    assert " ".join(arguments(editor, Path("/decks/a.yaml"), 12)) == called


@pytest.mark.parametrize(
    "name", ["+!touch PWNED", "-R.yaml", "{path}.yaml", "a:3.yaml", "a b.yaml"]
)
@pytest.mark.parametrize(
    "called", ["code --wait", "env A=1 zed --wait", "vi", "", "sh -c 'exec echo' x"]
)
def test_the_deck_is_one_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, called: str
) -> None:
    seen: list[list[str]] = []

    class Editor:
        def __init__(self, words: list[str]) -> None:
            seen.append(words)

        def wait(self) -> int:
            return 0

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dcnn_cards.terminal.editor.subprocess.Popen", Editor)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", called)
    edit(Path(name), 7)
    (words,) = seen
    with_file = [word for word in words if name in word]
    assert len(with_file) == 1
    assert with_file[0].startswith(f"{tmp_path}/{name}")
    assert not any(word.startswith("+") and name in word for word in words)
