"""A rich renderable of typeset text. rich itself is imported when it asks."""

from __future__ import annotations

from dcnn_cards.frozen import Frozen
from dcnn_cards.typeset.block import Block, Run, Style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement
    from rich.text import Text

_OF_RICH = (Style.BOLD, Style.ITALIC, Style.BOLD_ITALIC, Style.STRUCK)
_NARROW = 16  # columns at which a text is measured for the least that it needs


class Typeset(Frozen):
    """`text` with its mathematics, set to the width that a rich console offers.

    A theme gives the styles their look under the names `typeset.math`, `typeset.relation`,
    `typeset.rule`, `typeset.text`, `typeset.code` and so on; without one, only bold, italic and the
    colours that formulas ask for show.
    """

    text: str
    ascii: bool = False

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from styled(self.block(options))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        from rich.measure import Measurement

        most = self._block(options.max_width, options).width
        least = self._block(min(_NARROW, options.max_width), options).width
        return Measurement(min(least, most), most)

    def block(self, options: ConsoleOptions) -> Block:
        """The text at the width that there is."""
        return self._block(options.max_width, options)

    def _block(self, width: int, options: ConsoleOptions) -> Block:
        from dcnn_cards.typeset import typeset

        return typeset(self.text, width=width, ascii=self.ascii or options.ascii_only)


class Markdown:
    """What `rich.markdown.Markdown` is, with mathematics: it takes that one's place.

    `style` goes under all of the text, `hyperlinks` says whether links may be followed. Styles that
    a console has no theme for look as in `LOOKS`. What else rich's takes is about colours and the
    place of lines that this does not set.
    """

    def __init__(
        self,
        markup: str,
        code_theme: str = "monokai",  # noqa: ARG002
        justify: str | None = None,  # noqa: ARG002
        style: str = "none",
        hyperlinks: bool = True,
        inline_code_lexer: str | None = None,  # noqa: ARG002
        inline_code_theme: str | None = None,  # noqa: ARG002
        *,
        ascii: bool = False,  # noqa: A002
    ) -> None:
        self.markup = markup
        self.style = style
        self.hyperlinks = hyperlinks
        self.ascii = ascii

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.theme import Theme

        lacking = {name: look for name, look in LOOKS.items() if not _is_known(name, console)}
        with console.use_theme(Theme(lacking, inherit=False)):
            block = Typeset(self.markup, ascii=self.ascii).block(options)
            for line in styled(block, links=self.hyperlinks):
                line.stylize_before(self.style)
                yield line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Typeset(self.markup, ascii=self.ascii).__rich_measure__(console, options)


def _is_known(style: str, console: Console) -> bool:
    from rich.errors import MissingStyle

    try:
        console.get_style(style)
    except MissingStyle:
        return False
    return True


LOOKS = {
    "typeset.code": "cyan", "typeset.keyword": "bold cyan", "typeset.literal": "green",
    "typeset.comment": "dim", "typeset.link": "underline", "typeset.address": "dim",
    "typeset.mark": "bold underline", "typeset.marker": "cyan", "typeset.source": "yellow",
    "typeset.more": "dim",
}  # fmt: skip
"""How a console without a theme of its own shows what a text is made of."""


def styled(block: Block, *, links: bool = True) -> Iterator[Text]:
    """The lines of a block for rich, which must not wrap them again."""
    from rich.text import Text

    for runs in block.lines:
        line = Text(no_wrap=True, overflow="ignore", end="\n")
        for run in runs:
            put(line, run, links=links)
        yield line


def put(line: Text, run: Run, *, links: bool = True) -> None:
    """Add a run to a line of rich's, which leads where it does if there are to be `links`."""
    line.append(run.text, style_name(run))
    if run.link and links:
        line.stylize(f"link {run.link}", len(line) - len(run.text))


def style_name(run: Run) -> str:
    """What rich is to call the style of `run`: one of its own, or `typeset.` and one of ours."""
    if run.colour:
        return run.colour
    if run.style is Style.PLAIN:
        return ""
    if run.style in _OF_RICH:
        return run.style.value
    return f"typeset.{run.style}"
