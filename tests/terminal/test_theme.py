"""What the screen looks like: on which ground, in how many colours, and as the user wants it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dcnn_cards.terminal.theme import (
    STYLE_NAMES,
    THEMES,
    Look,
    Theme,
    follows_links,
    rich_name,
    theme,
)
from dcnn_cards.typeset import Style
from tests.terminal.pty_session import running

DECK = r"""
deck: colours
title: Colours
cards:
  - id: a
    question: Name three.
    answer: |
      1. `code`
      2. $\color{green}{x} = \badly{y$
      3. $a \le b$
  - {id: b, question: And then?, answer: It., correction: It was not so.}
"""


def colours(home: Path, *arguments: str, **environment: str) -> set[str]:
    """The colours, as SGR parameters, of a session with a bit of everything."""
    deck = home / "deck.yaml"
    deck.write_text(DECK)
    with running(home, "quiz", "--deck", str(deck), *arguments, **environment) as session:  # type: ignore[arg-type]
        session.see("Name three.")
        session.press(" a")
        session.see("3 Good")
        session.press("3")
        session.see("And then?")
        session.press(" ")
        session.see("correction", "It was not so.")
        session.press("f1q")
        assert session.ended() == 0
        output = session.output.decode()
    given = [each for found in re.findall("\x1b\\[([0-9;]*)m", output) for each in found.split(";")]
    return {each for each in given if re.fullmatch("[349][0-9]|38|48", each)} - {"39", "49"}


def test_every_look_has_a_style_and_every_style_of_a_theme_is_one() -> None:
    names = {rich_name(name) for name in STYLE_NAMES}
    # These look like what they are.
    plain = {Style.PLAIN, Style.BOLD, Style.ITALIC, Style.BOLD_ITALIC, Style.STRUCK}
    assert names == {*Look, *(f"typeset.{style}" for style in Style if style not in plain)}
    for name in THEMES:
        theme(name, theme(name).styles())


def test_a_dark_ground_gets_no_blue_and_a_light_one_no_yellow_or_cyan(tmp_path: Path) -> None:
    assert {"33", "36"} <= (dark := colours(tmp_path, "--theme", "dark", TERM="xterm"))
    assert not dark & {"34", "94"}
    light = colours(tmp_path, "--theme", "light", "--all", TERM="xterm")
    assert "34" in light
    assert not light & {"33", "36", "93", "96"}


@pytest.mark.parametrize(
    ("said", "ground"),
    [("15;0", "dark"), ("0;15", "light"), ("0;default;7", "light"), ("", "auto")],
)
def test_the_ground_is_what_the_terminal_says(said: str, ground: str) -> None:
    told = Theme("auto").styles({"COLORFGBG": said})
    assert told == theme(ground).styles({})


def test_words_have_colours_for_either_ground_where_it_is_not_known() -> None:
    of_signs = {"bar", "again", "hard", "good", "easy"}
    for name, style in theme("auto").styles({}).items():
        coloured = {"green", "yellow", "blue", "cyan"} & set(style.split())
        assert name in of_signs or not coloured, name


@pytest.mark.parametrize("term", ["xterm", "xterm-16color", "xterm-256color"])
def test_the_colours_are_those_of_the_terminal(tmp_path: Path, term: str) -> None:
    assert not colours(tmp_path, TERM=term) & {"38", "48"}


def test_without_colour_there_is_none(tmp_path: Path) -> None:
    assert colours(tmp_path, NO_COLOR="1") == set()
    assert colours(tmp_path, "--theme", "mono", "--all") == set()


def test_styles_can_be_others(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[theme]\nbase = "mono"\nhard = "blue on white"\nrelation = "#ff8700"\n'
    )
    given = colours(tmp_path, TERM="xterm-256color", COLORTERM="truecolor")
    assert given == {"34", "47", "38"}
    # What is asked for on the command line is not mixed with them.
    assert colours(tmp_path, "--theme", "mono", "--all") == set()


@pytest.mark.parametrize(
    ("term", "follows"),
    [("xterm-256color", True), ("tmux", True), ("linux", False), ("dumb", False), ("vt100", False)],
)
def test_links_go_to_terminals_that_take_them(term: str, follows: bool) -> None:
    assert follows_links({"TERM": term}) is follows
    assert not follows_links({})
