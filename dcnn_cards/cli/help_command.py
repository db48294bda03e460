"""`dcnn-cards help`: what is to be looked up, printed from the tables that the program reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import click

from dcnn_cards.app.exam_document import EXAM_FIELDS
from dcnn_cards.cli.config import NAMES, option_name
from dcnn_cards.cli.judge_command import JUDGE_FIELDS
from dcnn_cards.deck.card import CARD_KEYS, FIELDS
from dcnn_cards.deck.kinds import examples
from dcnn_cards.deck.schema import DECK_KEYS
from dcnn_cards.errors import CardsError
from dcnn_cards.program import NAME, as_called
from dcnn_cards.progress.comparison import COMPARISON_FIELDS
from dcnn_cards.progress.document import STATS_FIELDS
from dcnn_cards.progress.evaluation import EVALUATION_FIELDS
from dcnn_cards.progress.exports import CARD_FIELDS, REVIEW_FIELDS, memory_fields
from dcnn_cards.progress.fields import Field
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.progress.policies import POLICY_FIELDS
from dcnn_cards.progress.workload import SIMULATION_FIELDS
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.terminal.keymap import ACTIONS
from dcnn_cards.terminal.theme import STYLE_NAMES

DECK = r"""
deck: dcnn
title: Deep convolutional networks
cards:
  - id: w8a-momentum
    week: 8a
    topic: Momentum
    question: Write down the momentum formula
    answer: |
      $$v_{t+1} = \rho v_t - \nabla f(W_t)$$
    corrected: |
      $$v_{t+1} = \rho v_t + \nabla f(W_t)$$
    correction: |
      The sign of the gradient ...
    aliases: [heavy ball]
"""
"""A deck as an example."""

CONFIG = """
new = 10                     # new cards a day
scheduler = "fsrs"
deck = "mine.yaml"           # beside this file

[keys]                       # an action, and its keys
reveal = ["space", "n"]
again = "r"

[theme]
base = "dark"
hard = "bold bright_yellow"  # or dim italic #5f87ff
"""
"""A config file as an example."""


class _Page(click.HelpFormatter):
    """A page whose commands are as this program was called, before lines are made of them."""

    def write_text(self, text: str) -> None:
        """Write `text`, wrapped."""
        super().write_text(as_called(text))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms and what they mean, in two columns."""
        shown = [(as_called(term), as_called(means)) for term, means in rows]
        super().write_dl(shown, col_max, col_spacing)


class _TopicName(click.Choice[str]):
    """The name of a topic."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return `value` if there is such a topic; fail as click does otherwise."""
        if value not in self.choices:
            of_it = f" {NAME} {value} --help tells of the command." * (value in _commands(ctx))
            self.fail(f"there is no topic {value!r}. Topics: {', '.join(TOPICS)}.{of_it}", param)
        return value


class Topic(NamedTuple):
    """Something to look up: what it is, and what writes it onto a page."""

    about: str
    write: Callable[[click.Context, click.HelpFormatter], None]


def _formats(ctx: click.Context, page: click.HelpFormatter) -> None:
    page.write_text(
        "What scripts can rely on. The name a.b stands for the field b of a, or of each entry of"
        " the list a. Dates and times are as in ISO 8601."
    )
    with page.section("Formats"):
        page.write_dl([(name, text_format(name).MEANING) for name in FORMATS])
    for document, fields in documents().items():
        forms = "|".join(_formats_of(ctx, document.split()[0]))
        with page.section(f"dcnn-cards {document} --format {forms}"):
            page.write_dl(fields)


def documents() -> dict[str, Sequence[tuple[str, str]]]:
    """Return the fields of what each command writes for scripts, and what they mean."""
    return {
        "export reviews": REVIEW_FIELDS,
        "export cards": (*CARD_FIELDS, *_memory_fields()),
        "stats": STATS_FIELDS,
        "schedulers": COMPARISON_FIELDS,
        "evaluate": EVALUATION_FIELDS,
        "exam": EXAM_FIELDS,
        "simulate": SIMULATION_FIELDS,
        "simulate --exam": POLICY_FIELDS,
        "judge": JUDGE_FIELDS,
        "list": [
            *_card_keys(),
            ("state", "how far the card has come, and flagged, put off, leech"),
        ],
    }


def _card_keys() -> list[tuple[str, str]]:
    meanings = {field.name: field.key.meaning for field in FIELDS}
    return [(key, meanings[key]) for key in CARD_KEYS]


def _memory_fields() -> Iterator[Field]:
    for name in SCHEDULERS:
        with suppress(CardsError):  # what a missing library would need is in no export
            yield from memory_fields(scheduler(name))


def _formats_of(ctx: click.Context, name: str) -> list[str]:
    (option,) = (option for option in _options(ctx, name) if option_name(option) == "format")
    assert isinstance(option.type, click.Choice)
    return [form for form in option.type.choices if form != "table"]


def _keys(_: click.Context, page: click.HelpFormatter) -> None:
    page.write_text(
        "What the keys of a session do. The config file may give an action other keys, by the name"
        " on the left; `dcnn-cards config` shows yours. Ctrl-C ends a session whatever is set, and"
        " the mouse wheel scrolls in most terminals. With --plain you type a key or the name of an"
        " action, and Enter."
    )
    width = max(map(len, ACTIONS))
    with page.section("Actions, and their keys"):
        page.write_dl(
            [
                (f"{name:<{width}}  {', '.join(action.keys)}", action.means)
                for name, action in ACTIONS.items()
            ]
        )


def _settings(ctx: click.Context, page: click.HelpFormatter) -> None:
    page.write_text(
        "What the config file may set, as the options of commands do, and the variables of the"
        " environment for the same. What is given on the command line comes first, then what is in"
        " the environment, then the file. `dcnn-cards config` shows where the file is, what"
        " everything is set to, and where that comes from."
    )
    with page.section("Names in the config file"):
        options = {option_name(option): option for option in _options(ctx, "quiz")}
        page.write_dl([(name, _setting(options[name], ctx)) for name in NAMES])
    with page.section("Tables in the config file"):
        page.write_dl(
            [
                ("[keys]", "keys of a session, by action: `dcnn-cards help keys`"),
                ("[theme]", "base, a name that theme takes, and styles by what has them: "
                 f"{', '.join(STYLE_NAMES)}"),
            ]
        )  # fmt: skip
    with page.section("For example"):
        _verbatim(page, CONFIG)
    with page.section("Further variables of the environment"):
        page.write_dl(
            [
                ("DCNN_CARDS_HOME", "the folder of progress, config file and cache"),
                ("DCNN_CARDS_QUIZ_LIMIT", "and so on: DCNN_CARDS_, the command, and its option"),
                ("NO_COLOR", "if it is set, no colours"),
                ("VISUAL, EDITOR", "the editor that cards are opened in"),
            ]
        )


def _setting(option: click.Option, ctx: click.Context) -> str:
    _, words = option.get_help_record(ctx) or ("", "")
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    one_of = f"One of {', '.join(choices)}." if choices else ""
    return " ".join((*words.split(), *one_of.split(), str(option.envvar)))


def _deck(_: click.Context, page: click.HelpFormatter) -> None:
    page.write_text(
        "A deck is a YAML file that you may edit in any editor; what commands change in it leaves"
        " comments and order as they are. `dcnn-cards check` names each fault with its line."
    )
    with page.section("Keys of the deck"):
        page.write_dl(list(DECK_KEYS.items()))
    with page.section("Keys of a card"):
        page.write_dl(_card_keys())
    page.write_paragraph()
    page.write_text(
        "Only id and question are needed. A card without anything to show as its answer is not"
        " asked. It is introduced after the card that it follows, which is shown above it unless it"
        " has a context. Where question or answer err, the corrected ones are asked, shown, judged"
        " and exported, and the source's words come after them, with what differs marked. Beside a"
        " figure name.txt may lie a plain name.ascii.txt, which --ascii shows."
    )
    page.write_paragraph()
    page.write_text(
        "By one of `cloze`, `reversed`, `steps`, `vary` and `choices` a card is of another kind."
        " The parts of one are reviewed apart, under ids such as mycard#c1 and mycard#back: one a"
        " day, unless nothing else is due; with one put off the others wait, too. Wherever cards"
        " are counted, as new, due or reviewed, each part is one. The texts of a card with `vary`"
        " have 100 blanks at most; `check` tries 1,000 draws of it, or as many as take a fraction"
        " of a second."
    )
    with page.section("For example"):
        _verbatim(page, DECK)
    with page.section("Other kinds of cards"):
        _verbatim(page, examples())


def _commands(ctx: click.Context | None) -> list[str]:
    group = ctx.find_root().command if ctx else None
    return group.list_commands(ctx) if ctx and isinstance(group, click.Group) else []


def _options(ctx: click.Context, name: str) -> list[click.Option]:
    commands = ctx.find_root().command
    command = commands.get_command(ctx, name) if isinstance(commands, click.Group) else None
    return [each for each in command.params if isinstance(each, click.Option)] if command else []


def _verbatim(page: click.HelpFormatter, text: str) -> None:
    for line in text.strip().splitlines():
        page.write(f"{' ' * page.current_indent}{line}\n" if line else "\n")


TOPICS = {
    "formats": Topic("What commands write for scripts: every field, and what it means.", _formats),
    "keys": Topic("The keys of a session.", _keys),
    "settings": Topic("What the config file and the environment may set.", _settings),
    "deck": Topic("The deck file.", _deck),
}


@click.command()
@click.argument("topic", required=False, type=_TopicName(TOPICS), metavar="[TOPIC]")
@click.pass_context
def command(ctx: click.Context, topic: str | None) -> None:
    """Show what there is to know about TOPIC; without one, list the topics."""
    page = _Page(max_width=ctx.max_content_width)
    if topic:
        TOPICS[topic].write(ctx, page)
    else:
        with page.section("Topics of `dcnn-cards help`"):
            page.write_dl([(name, each.about) for name, each in TOPICS.items()])
        page.write_paragraph()
        page.write_text("Each command tells of its options: `dcnn-cards quiz --help`.")
    click.echo(page.getvalue(), nl=False)
