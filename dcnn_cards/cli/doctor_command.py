"""`dcnn-cards doctor`: is the store sound, what is derived from the log right, what is kept?"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from shlex import quote

import click

from dcnn_cards.app.clock import now
from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.app.upkeep import backup_named, elsewhere, label_of, newest_sound, reviewed_ahead
from dcnn_cards.busy import busy
from dcnn_cards.cli.options import deck_option, scheduler_options
from dcnn_cards.counted import counted
from dcnn_cards.deck.card import Deck
from dcnn_cards.errors import CardsError
from dcnn_cards.program import called
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import Day, Millis
from dcnn_cards.store import Store, copies, default_path, open_store
from dcnn_cards.store.restore import restore as put_back
from dcnn_cards.terminal.door import say, tell, tell_error
from dcnn_cards.typeset import visible

# So many lines of one kind are shown.
_MAX_LINES = 20
_NEWEST = "newest"


@click.command()
@click.option("--rebuild", is_flag=True, help="Derive every card's state again from the log.")
@click.option(
    "--restore",
    "which",
    is_flag=False,
    flag_value=_NEWEST,
    metavar="[WHICH]",
    help="Put a backup back: the newest sound one, or that of a date, or a file. Newer reviews are "
    "taken over, and the present store is kept under another name.",
)
@click.option("--self-test", is_flag=True, help="Try the program itself, in a folder of its own.")
@deck_option
@scheduler_options
def command(
    rebuild: bool,
    which: str | None,
    self_test: bool,
    deck_path: Path | None,
    scheduling: Scheduling,
) -> None:
    """Check the store and its backups, or put a backup back.

    The file itself is checked, then each card's state against its reviews. Reviews of cards that
    are no longer in their deck are listed; they are kept.
    """
    if self_test:
        _try_out()
        return
    # Backups lie beside the store itself, where its path is a link.
    path = default_path().resolve()
    if which is not None:
        _restore(path, which, scheduling)
        return
    sound = False
    try:
        with open_store(path, create=False) as store:
            if not path.exists():
                say(f"{path}: no store yet; the first session makes it")
                return
            algorithm = scheduling.scheduler(store)
            if rebuild:
                cards = store.records.rebuild(algorithm)
                say(f"{path}: derived {cards:,} cards again from the log")
            sound = _is_sound(store, algorithm)
            if sound:
                _tell_reviews(store, deck_path, algorithm)
    except CardsError as error:
        tell_error(error)
    _tell_backups(path)
    if not sound:
        sys.exit(1)


def _try_out() -> None:
    """Say of each thing that the program needs here whether it has it; exit with 1 if one lacks."""
    from dcnn_cards.cli.self_test import self_test

    lacks = 0
    for tried, result, fault in self_test():
        say(_plain(f"{tried}: {f'FAILED: {fault}' if fault else result}"))
        lacks += bool(fault)
    if lacks:
        sys.exit(1)


def _is_sound(store: Store, scheduler: Scheduler) -> bool:
    """Say what is wrong with the store and what to do about it."""
    with busy("checking the store"):
        damage = store.damage()
    differences = [] if damage else store.records.differences(scheduler)
    if damage:
        _tell([f"{store.path}: {line}" for line in damage])
        tell(
            f"Your reviews may still be whole. `{called()} doctor --restore` puts the newest"
            " sound backup back, together with the newer reviews that can be read, and keeps this"
            " file."
        )
    elif differences:
        _tell([f"{store.path}: {line}" for line in differences])
        tell(
            "No review is missing. What is derived from them can be made again:\n"
            f"{called()} doctor --rebuild"
        )
    return not (damage or differences)


def _tell(lines: list[str]) -> None:
    for line in lines[:_MAX_LINES]:
        tell(_plain(line))
    if len(lines) > _MAX_LINES:
        tell(f"... and {len(lines) - _MAX_LINES:,} more")


def _tell_reviews(store: Store, deck_path: Path | None, scheduler: Scheduler) -> None:
    """Say how many reviews there are, and which are of cards that are gone."""
    reviewed = store.log.reviewed()
    events, _ = store.log.since(Millis(-1))
    reviews = sum(count for _, _, count, _ in reviewed)
    undone = reviews - store.log.standing_reviews()
    taken_back = f" ({undone:,} of them taken back)" * bool(undone)
    events_of_all = counted(events, "event")
    say(f"{store.path}: sound; {counted(reviews, 'review')}{taken_back}, {events_of_all}")
    later, newest = store.log.since(now())
    if newest is not None:
        say(
            f"{counted(later, 'event')} will only have happened by {_moment(newest)}: the clock "
            "was ahead when they were made, or is behind now. They are kept, and what is done "
            "later counts later:"
        )
        for event in store.log.later_than(now(), _MAX_LINES):
            say(
                f"  {_plain(event.card)}: {event.kind} of {date.fromordinal(event.day)}, "
                f"dated {_moment(event.at)}"
            )
    try:
        deck = load_deck(deck_path)
    except CardsError as error:
        tell(f"Whether cards are gone cannot be said: {error}")
        return
    _tell_ahead(store, deck, deck_path, scheduler)
    gone, others = elsewhere(reviewed, deck)
    if gone:
        say(f"gone from deck `{deck.name}` ({deck.path}), their reviews kept:")
    for _, card, count, day in gone[:_MAX_LINES]:
        last = date.fromordinal(day).isoformat()
        say(f"  {_plain(card)}: {counted(count, 'review')}, the last on {last}")
    if len(gone) > _MAX_LINES:
        say(f"  ... and {counted(len(gone) - _MAX_LINES, 'card')} more")
    if others:
        counts = (f"{_plain(name)} ({counted(n, 'review')})" for name, n in others.items())
        say(f"other decks: {', '.join(counts)}")


def _tell_ahead(store: Store, deck: Deck, deck_path: Path | None, scheduler: Scheduler) -> None:
    """Say which cards stay away since they were reviewed by a clock that was ahead, and a remedy.

    A day begins no earlier than its date.
    """
    records = store.records.of_deck(deck.name, scheduler)
    ahead = reviewed_ahead(deck, records, Day(date.today().toordinal()))
    if not ahead:
        return
    named = [quote(card) for card in ahead[:_MAX_LINES]]
    of_deck = ["--deck", quote(str(deck_path))] if deck_path else []
    click.echo(
        f"{counted(len(ahead), 'card')} reviewed by a clock that was ahead will come as many days "
        "late. This\nlets them begin anew today:"
    )
    click.echo(_plain(f"  {called()} reset {' '.join((*of_deck, *named))}"))
    if len(ahead) > _MAX_LINES:
        click.echo(f"  ... and {counted(len(ahead) - _MAX_LINES, 'card')} more after these")


def _tell_backups(path: Path) -> None:
    found = copies.kept(path)
    if not found:
        say("no backups yet; one is made every day before the first grade")
        return
    say(f"backups in {found[0].parent}:")
    for copy in found:
        try:
            with busy(f"looking into {copy.name}"):
                contents = copies.look_into(copy)
            what = counted(contents.reviews, "review")
            if contents.newest is not None:
                what += f", the last at {_moment(contents.newest)}"
        except CardsError as error:
            what = error.what
        say(f"  {label_of(path, copy):10}  {_size(copy):>9}  {what}")


def _restore(path: Path, which: str, scheduling: Scheduling) -> None:
    newest = which == _NEWEST
    backup = newest_sound(path, _tell_passed_over) if newest else backup_named(path, which)
    with busy(f"putting back {backup.name}"):
        done = put_back(path, backup, scheduling.scheduler)
    newer = [
        f"{count:,} newer ones from {what}" for what, count in done.taken_over.items() if count
    ]
    say(
        f"{path}: {counted(done.reviews, 'review')}, {done.reviews - done.newer:,} of them from "
        f"the backup {backup.name}, {', '.join(newer) or '0 newer ones'}"
    )
    if done.aside is None:
        return
    if not done.whole:
        say(
            "Not all of that store could be read: reviews from after the backup may be missing.\n"
            "`sqlite3 FILE .recover` can sometimes read more of it."
        )
    say(f"It is kept as {done.aside}\nIf nothing is missing you can delete it.")


def _tell_passed_over(problem: CardsError) -> None:
    tell(f"passed over: {problem}")


def _moment(at: Millis) -> str:
    """An instant on the local clock; as a number of days when it is past the calendar."""
    try:
        return f"{datetime.fromtimestamp(at / 1000):%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return f"day {at // 86_400_000:,} after 1970"


def _plain(text: str) -> str:
    """What the store says, on one line and unable to steer the terminal."""
    return visible(text.replace("\n", " "))


def _size(copy: Path) -> str:
    size = copy.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
