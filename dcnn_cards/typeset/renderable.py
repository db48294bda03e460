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
        yield from styled(self._block(options.max_width, options))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        from rich.measure import Measurement

        most = self._block(options.max_width, options).width
        least = self._block(min(_NARROW, options.max_width), options).width
        return Measurement(min(least, most), most)

    def _block(self, width: int, options: ConsoleOptions) -> Block:
        from dcnn_cards.typeset import typeset

        return typeset(self.text, width=width, ascii=self.ascii or options.ascii_only)


def styled(block: Block) -> Iterator[Text]:
    """The lines of a block for rich, which must not wrap them again."""
    from rich.text import Text

    for runs in block.lines:
        line = Text(no_wrap=True, overflow="ignore", end="\n")
        for run in runs:
            put(line, run)
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
