"""`dcnn-cards import`: a document becomes a deck, or changes the deck it became before."""

from __future__ import annotations

import hashlib
import os
import shlex
from pathlib import Path

import click

from dcnn_cards.app.anki_import import Choice, import_package
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.cli.options import rollover_option, scheduler_options
from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.importers import Imported, import_document
from dcnn_cards.deck.importers.merge import merge, with_digests
from dcnn_cards.deck.importers.report import account, changes, summary
from dcnn_cards.deck.reading import decoded, parse_deck, read_bytes, read_deck, read_text
from dcnn_cards.deck.writing import deck_name, dump_deck, with_source
from dcnn_cards.errors import CardsError, shown
from dcnn_cards.program import as_called
from dcnn_cards.signs import visible
from dcnn_cards.terminal.door import say
from dcnn_cards.terminal.package_view import not_carried, told
from dcnn_cards.whole_file import write_whole

_PACKAGES = (".apkg", ".colpkg")


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The deck to write; without it, SOURCE with the ending .yaml.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    help="Write what was left out and what to check to this file, not to the screen.",
)
@click.option(
    "--deck-name", "of_deck", help="Of a package of Anki: the deck in it, if it holds several."
)
@click.option(
    "--progress", is_flag=True, help="Of a package of Anki: what was answered there, too."
)
@scheduler_options
@rollover_option
def command(
    source: Path,
    output: Path | None,
    report: Path | None,
    of_deck: str | None,
    progress: bool,
    scheduling: Scheduling,
    rollover: int,
) -> None:
    """Turn the questions and answers in SOURCE, or a package of Anki, into a deck.

    Importing again into a deck keeps its ids and what was edited by hand; what changed in the
    document is taken over and reported.
    """
    if source.suffix.lower() in _PACKAGES:
        _of_package(
            Choice(source, output, of_deck), scheduling if progress else None, rollover, report
        )
        return
    if of_deck is not None or progress:
        raise click.UsageError("--deck-name and --progress are for packages of Anki.")
    if source.is_dir():
        read_text(source)  # says so
    path = output or source.with_suffix(".yaml")
    if source.suffix.lower() in (".yaml", ".yml") and _is_deck(source):
        raise CardsError("is a deck already", _next_steps(source), source)
    if path.resolve() == source.resolve():
        raise click.UsageError("the deck would replace its own source; name another file with -o.")
    data = read_bytes(source)
    document = decoded(data, source)
    try:
        imported = import_document(document)
    except CardsError as error:
        error.file = source
        raise
    sha256 = hashlib.sha256(data).hexdigest()
    source_file = visible(Path(os.path.relpath(source, path.parent)).as_posix())
    if path.is_file():
        text, done = _again(path, imported, source_file, sha256)
    else:
        text = dump_deck(_new_deck(path, imported, source_file, sha256))
        done = f"{path} is new"
    _, problems = parse_deck(text)
    if problems:
        what = f"the deck would be wrong in line {problems[0].line}: {problems[0].what}"
        raise CardsError(what, fix="Nothing was written.", file=path)
    if report:
        write_whole(report, f"{summary(imported)}\n\n{account(imported)}\n")
    write_whole(path, text)
    say(f"{source}: {summary(imported)}")
    say(done)
    say(f"report: {report}" if report else f"\n{account(imported)}")
    say(f"\n{as_called(_next_steps(path))}")


def _of_package(
    choice: Choice, scheduling: Scheduling | None, rollover: int, report: Path | None
) -> None:
    imported = import_package(choice, scheduling, rollover)
    if report:
        write_whole(report, f"{told(imported)}\n\n{not_carried(imported.lost, None)}\n")
    say(f"{shown(choice.source)}: {told(imported)}")
    say(f"report: {report}" if report else not_carried(imported.lost))
    say(f"\n{as_called(_next_steps(imported.path))}")


def _next_steps(deck: Path) -> str:
    """What can be done with a deck, as commands."""
    named = shlex.quote(str(deck))
    return f"Study it: dcnn-cards quiz --deck {named}\nCheck it: dcnn-cards check {named}"


def _new_deck(path: Path, imported: Imported, source_file: str, sha256: str) -> Deck:
    title = imported.title or shown(Path(path.stem))
    name = deck_name(path.stem)
    return Deck(name, " ".join(title.split()), imported.cards, path, source_file, sha256)


def _is_deck(path: Path) -> bool:
    deck, _ = parse_deck(read_text(path))
    return deck is not None


def _again(path: Path, imported: Imported, source_file: str, sha256: str) -> tuple[str, str]:
    """Return the deck in `path` as importing again leaves it, and what that did."""
    deck = read_deck(path)
    text = read_text(path)
    if deck.source_sha256 == sha256:
        text = with_digests(deck, imported.lines).apply(text)
        return text, f"{path} is unchanged: it was made from this very document"
    if not any(card.source for card in deck.cards):
        raise CardsError(
            "the deck there was not imported from a document",
            fix="Name another file with -o; nothing was written.",
            file=path,
        )
    merged = merge(deck, imported)
    return with_source(merged.apply(text), source_file, sha256), f"{path}: {changes(merged)}"
