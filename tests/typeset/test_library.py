"""The typesetter without the program around it: for rich, and as a command of its own."""

from __future__ import annotations

import inspect
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich import markdown
from rich.console import Console
from rich.panel import Panel
from rich.theme import Theme

from dcnn_cards.typeset import Markdown, typeset

TEXT = "# Title\n\nSee [it](https://e.org/a), `code` and $\\frac{a}{b}$.\n\n| a |\n|---|\n| $x$ |\n"


def printed(renderable: object, *, colours: bool = False, theme: Theme | None = None) -> str:
    out = StringIO()
    Console(file=out, width=40, force_terminal=colours, theme=theme).print(renderable)
    return out.getvalue()


def test_it_takes_the_place_of_richs_markdown() -> None:
    theirs = inspect.signature(markdown.Markdown).parameters
    ours = inspect.signature(Markdown).parameters
    assert {name: theirs[name].default for name in theirs} == {
        name: ours[name].default for name in theirs
    }
    assert printed(Markdown(TEXT)) == typeset(TEXT, width=40).plain + "\n"
    assert "│ See it (https://e.org/a), code and" in printed(Panel(Markdown(TEXT)))


def test_links_are_followed_where_that_is_asked_for() -> None:
    assert "\x1b]8;" in printed(Markdown(TEXT), colours=True)
    assert "\x1b]8;" not in printed(Markdown(TEXT, hyperlinks=False), colours=True)
    assert "\x1b]8;" not in printed(Markdown(TEXT))
    for unsafe in ("javascript:a", "file:///etc/passwd", "a/b.md"):
        assert "\x1b]8;" not in printed(Markdown(f"[a](<{unsafe}>)"), colours=True)
        assert "\x1b]8;" not in printed(Markdown(f'<a href="{unsafe}">a</a>'), colours=True)
    link = Markdown("[a](<https://e.org/é\x1b]0;b\x07\x9b>)")
    hostile = printed(link, colours=True)
    assert "(https://e.org/é␛]0;b␇\ufffd)" in printed(link)
    assert "\x1b]0" not in hostile
    assert not {"\x07", "\x9b"} & set(hostile)


def test_a_theme_of_the_console_goes_before_our_looks() -> None:
    own = printed(Markdown("`a`"), colours=True, theme=Theme({"typeset.code": "red"}))
    assert own == "\x1b[31ma\x1b[0m\n"
    assert printed(Markdown("`a`", style="bold"), colours=True) == "\x1b[1;36ma\x1b[0m\n"


def command(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dcnn_cards.typeset", *arguments],
        input=text, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize("options", [{}, {"ascii": True}, {"linear": True}])
def test_a_file_is_set_by_itself(tmp_path: Path, options: dict[str, bool]) -> None:
    file = tmp_path / "a.md"
    file.write_text(TEXT, encoding="utf-8")
    done = command(str(file), "--width", "30", *(f"--{name}" for name in options))
    assert (done.returncode, done.stderr) == (0, "")
    expected = typeset(TEXT, width=30, **options).plain  # type: ignore[arg-type]
    assert done.stdout == expected + "\n"


def test_what_cannot_be_read_is_said() -> None:
    done = command("no/such/file")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no/such/file" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert command(text="$x^2$").stdout == "x²\n"
