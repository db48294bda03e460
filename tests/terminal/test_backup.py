"""What a session shows of its backup, and of one that fails."""

from __future__ import annotations

from pathlib import Path

from dcnn_cards.schedule import scheduler
from dcnn_cards.store import copies, open_store
from tests.schedule.histories import review
from tests.terminal.pty_session import running, small_deck


def filled(home: Path) -> Path:
    path = home / "progress.db"
    with open_store(path) as store:
        store.append(review(1), scheduler())
    return path


def test_the_first_grade_of_a_day_makes_one_and_nothing_is_said(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        assert copies.kept(path) == []
        session.press(" 3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
        assert "backup" not in session.after_end()
    assert [copies.look_into(copy).events for copy in copies.kept(path)] == [1]


def test_practice_makes_none(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), "--all") as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    assert copies.kept(path) == []


def test_one_that_fails_is_told_in_the_session_and_at_its_end(tmp_path: Path) -> None:
    path = filled(tmp_path)
    copies.folder_of(path).write_text("a file where the folder should be")
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, columns=60, rows=20) as session:
        session.see("alpha")
        session.press(" 3")
        shown = "".join(session.see("beta", "! No backup was made today:").split())
        assert f"{copies.folder_of(path)}:Fileexists.Yourreviewsaresavedallthesame." in shown
        session.press(" ")
        assert "backup" not in session.see("1 Again")  # once is enough
        session.press("3")
        session.see("gamma")
        session.press("q")
        assert session.ended() == 0
        end = "".join(session.after_end().split())
    assert end.startswith("2cardsstudied")
    assert f"{copies.folder_of(path)}:Fileexists.Yourreviewsaresavedallthesame." in end
    with open_store(path) as store:
        assert len(list(store.log.events())) == 3
