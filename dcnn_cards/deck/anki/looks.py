"""The note types that cards become: their fields, their two sides and how these look.

Everything is told apart by size, weight, lines and opacity, and takes its colour from what is
around it, so that it is read in light and in night mode. A figure is as wide as the screen lets it,
with its columns in `--columns`.
"""

from __future__ import annotations

from dcnn_cards.deck.anki.form import NoteType, Template

OWN = "dcnn-cards"
"""What the names of these note types begin with."""

BASE = "Card"
"""The field that holds the card as its deck file has it, and is not shown."""

_COMMON = (
    "Context",
    "Question figure",
    "Answer figure",
    "Added",
    "Source says",
    "Correction",
    "Note",
    "Source",
    BASE,
)

_CSS = """
.card { font-family: system-ui, sans-serif; font-size: 19px; line-height: 1.45; text-align: left;
  max-width: 42em; margin: 0 auto; padding: 0 .6em; overflow-wrap: anywhere; }
.context, .source { opacity: .6; }
.context { font-size: .9em; border-left: 3px solid currentColor; padding-left: .7em; }
.question, .answer { margin: .7em 0; }
.said { margin: .9em 0; }
.said b.label { display: block; font-size: .75em; letter-spacing: .04em; opacity: .65; }
.source { font-size: .7em; margin-top: 1.5em; }
mark { background: none; color: inherit; font-weight: bold; }
del { opacity: .75; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
pre { overflow-x: auto; line-height: 1.25; font-size: .8em; }
pre.figure { line-height: 1.15;
  font-size: min(.85em, calc((100vw - 3em) * 1.6 / var(--columns, 80))); }
table { border-collapse: collapse; }
th, td { border: 1px solid currentColor; padding: .15em .5em; }
img { max-width: 100%; }
.cloze { font-weight: bold; border-bottom: 2px solid currentColor; }
mjx-container { overflow-x: auto; overflow-y: hidden; max-width: 100%; }
hr { border: 0; border-top: 1px solid currentColor; opacity: .35; }
""".strip()


def _shown(field: str, look: str, label: str = "") -> str:
    """A field in a block of its own, if there is anything in it."""
    said = f'<b class="label">{label}</b>' if label else ""
    return f'{{{{#{field}}}}}<div class="{look}">{said}{{{{{field}}}}}</div>{{{{/{field}}}}}'


_ABOVE = _shown("Context", "context")
_BELOW = "\n".join(
    [
        _shown("Added", "said", "added"),
        _shown("Source says", "said", "the document says"),
        _shown("Correction", "said", "what is wrong with that"),
        _shown("Note", "said", "note"),
        _shown("Source", "source"),
    ]
)


def _sides(name: str, asked: str, learned: str) -> Template:
    """A card that asks for the field `learned` by the field `asked`."""
    question = [_ABOVE, _shown(asked, "question"), _shown(f"{asked} figure", "figure")]
    answer = ["{{FrontSide}}", '<hr id="answer">', _shown(learned, "answer")]
    answer += [_shown(f"{learned} figure", "figure"), _BELOW]
    return Template(name, "\n".join(question), "\n".join(answer))


_FORWARD = _sides("Question", "Question", "Answer")
_FIELDS = ("Question", "Answer", *_COMMON)

BASIC = NoteType(OWN, _FIELDS, (_FORWARD,), css=_CSS)
"""A question and its answer."""

REVERSED = NoteType(
    f"{OWN}, both ways",
    _FIELDS,
    (_FORWARD, _sides("Back", "Answer", "Question")),
    css=_CSS,
)
"""A term and its definition, each asked by the other."""

_PARTS = "\n".join([_shown("Question", "question"), '<div class="answer">{{cloze:Text}}</div>'])
CLOZE = NoteType(
    f"{OWN}, cloze",
    ("Text", "Question", *_COMMON),
    (
        Template(
            "Cloze",
            "\n".join([_ABOVE, _PARTS, _shown("Question figure", "figure")]),
            "\n".join(
                [_ABOVE, _PARTS, _shown("Question figure", "figure"),
                 _shown("Answer figure", "figure"), _BELOW]
            ),
        ),
    ),
    cloze=True,
    css=_CSS,
)  # fmt: skip
"""A text with parts to be recalled."""
