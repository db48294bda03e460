"""Reads a question-and-answer document whose markup is its paragraphs, and Markdown's if it has it.

One pass over the blocks gives each a role, from its own words (`phrases`) and from what stands
around it: whether the last question still lacks an answer, what comes next, how large the gap is.
"""

from __future__ import annotations

from collections.abc import Sequence

from dcnn_cards.deck.importers import phrases
from dcnn_cards.deck.importers.blocks import Block, Shape, split_blocks
from dcnn_cards.deck.importers.outline import Entry, Note, Outline
from dcnn_cards.deck.importers.readers import Sniffed

# This many blank lines in a row are where the conversion dropped a figure.
FIGURE_GAP = 3


def sniff(document: str) -> Sniffed:  # noqa: ARG001
    """Take any text, if nobody is surer of it."""
    return Sniffed(0.1, "paragraphs, of which some ask")


def read(document: str) -> Outline:
    """Read `document` into entries, headings and an account of what was left out."""
    return _Reader(split_blocks(document)).read()


class _Reader:
    """The pass itself: where it is in the document, and what it has read so far."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.outline = Outline()
        self.section: str = ""
        self.week: str | None = None
        self.topic = ""
        self.entry: Entry | None = None
        self.lead_in: Block | None = None
        self.number = 0  # of the last numbered question
        self.section_level = _section_level(blocks)

    def read(self) -> Outline:
        start = self.front_matter()
        for at in range(start, len(self.blocks)):
            self.take(at)
        if self.lead_in:
            self.open_card(self.lead_in, self.lead_in.text)
        return self.outline

    def front_matter(self) -> int:
        """Leave out what stands before the first section; return where that begins."""
        opens = (at for at, block in enumerate(self.blocks) if self.opens_section(block))
        start = next(opens, 0)
        open_questions = False
        for block in self.blocks[:start]:
            if not self.outline.title:
                line = block.text.split("\n")[0]
                is_heading = block.shape is Shape.HEADING
                self.outline.title = phrases.heading(line)[1] if is_heading else line
            heads = block.text.rstrip().endswith(":")
            open_questions = open_questions or (heads and "question" in block.text.lower())
            why = "an open question of the authors" if open_questions else "front matter"
            self.leave_out(block, f"{why}, before the first section")
        headings = [block for block in self.blocks if block.shape is Shape.HEADING]
        if (
            len(headings) == 1 and headings[0] is self.blocks[0]
        ):  # its one heading is that of the document, too
            self.outline.title = phrases.heading(headings[0].text)[1]
        return start

    def take(self, at: int) -> None:
        """Give the block at `at` its role."""
        block = self.blocks[at]
        text = phrases.bare(block.text)
        if block.shape is Shape.HEADING:
            self.take_heading(block)
            return
        if self.entry and block.gap >= FIGURE_GAP and self.lead_in is None:
            self.entry.figure_lost = True
        if block.shape is Shape.TEXT and self.take_aside(at, text):
            return
        numbered = phrases.numbered(text) if block.shape is Shape.LIST else None
        if numbered and numbered[0] in (1, self.number + 1):
            self.number = numbered[0]
            self.take_question(at, numbered[1])
        elif block.shape in (Shape.TEXT, Shape.DISPLAY) and self.is_question(at, text):
            self.take_question(at, text)
        else:
            self.take_answer(block, text)

    def take_heading(self, block: Block) -> None:
        """Open the section or topic of a Markdown heading."""
        level, words = phrases.heading(block.text)
        if level <= self.section_level:
            self.open_section(block, words)
        else:
            self.open_topic(block, words)

    def take_aside(self, at: int, text: str) -> bool:
        """Take the block if it is a heading or leftover; say whether it was."""
        block = self.blocks[at]
        if why := phrases.leftover(text):
            self.leave_out(block, why)
        elif phrases.week(text):
            self.open_section(block, text)
        elif self.waiting() and phrases.is_caption(text) and self.entry:
            self.entry.ask(block.text, block.span)
            self.doubt(block, "part of the question", "a caption under a question without answer")
        elif self.waiting():
            return False
        elif self.in_fragments(at):
            self.leave_out(block, "looks like a label in a figure that is not in the document")
            self.doubt(block, "left out", "looks like a label in a lost figure")
        elif phrases.is_title(text) and self.question_follows(at):
            if phrases.is_section_title(text):
                self.open_section(block, text)
            else:
                self.open_topic(block, text)
        else:
            return False
        return True

    def is_question(self, at: int, text: str) -> bool:
        """Say whether the block at `at` asks; note it where that could be seen otherwise."""
        block = self.blocks[at]
        if phrases.bold_question(text):
            return True
        if phrases.ends_asking(text):
            reply = phrases.is_short_reply(text) and self.waiting() and not self.answer_follows(at)
            if reply:
                self.doubt(block, "an answer", "a question mark, but right under a question")
            return not reply
        if block.shape is Shape.DISPLAY:
            return False
        if phrases.starts_asking(text):
            return True
        if phrases.asks_late(text) and not self.waiting():
            return True
        if phrases.may_start_asking(text) and (not self.waiting() or self.figure_due()):
            self.doubt(block, "a question", "it could go on with the answer before it")
            return True
        if self.waiting():
            return False
        if split := phrases.split_answer(text):
            if split[1]:
                self.doubt(block, f"a question with its answer: {split[1]!r}", "on one line")
            return True
        if phrases.names_what_is_asked(text) and not self.is_next_label(text):
            self.doubt(block, "a question", "a colon, but neither a verb nor a question mark")
            return True
        return False

    def take_question(self, at: int, text: str) -> None:
        block = self.blocks[at]
        if text.endswith(":") and self.lead_in is None and self.leads_in(at):
            self.doubt(block, "opens the question under it", "asks, but a question follows at once")
            self.lead_in = block
            self.entry = None
            return
        question, answer = phrases.bold_question(text) or phrases.split_answer(text) or (text, "")
        entry = self.open_card(
            self.lead_in or block, self.lead_in.text if self.lead_in else question
        )
        if self.lead_in:
            entry.ask(question, block.span)
            self.lead_in = None
        if answer:
            entry.reply(answer, block.span)

    def take_answer(self, block: Block, text: str) -> None:
        if self.entry is None:
            self.leave_out(block, "no question before it")
            self.doubt(block, "left out", "no question before it")
            return
        if self.entry.answer_span is None:
            self.entry.label_words = phrases.label_words(text)
        self.entry.reply(text, block.span)

    def open_section(self, block: Block, text: str) -> None:
        self.section, self.week, self.topic = text.removesuffix(":"), phrases.week(text), ""
        self.entry = None
        self.outline.headings.append(Note(block.span, text, "section"))

    def opens_section(self, block: Block) -> bool:
        """Say whether a section begins with this block."""
        if block.shape is Shape.HEADING:
            return phrases.heading(block.text)[0] == self.section_level
        return block.shape is Shape.TEXT and phrases.week(block.text) is not None

    def open_topic(self, block: Block, text: str) -> None:
        self.topic, self.entry = text.removesuffix(":").strip(), None
        self.outline.headings.append(Note(block.span, text, "topic"))

    def open_card(self, block: Block, text: str) -> Entry:
        self.entry = Entry(self.section, self.week, self.topic, [text], block.span)
        self.outline.entries.append(self.entry)
        return self.entry

    def waiting(self) -> bool:
        """Say whether the last question still lacks an answer."""
        return self.lead_in is not None or (
            self.entry is not None and self.entry.answer_span is None
        )

    def is_next_label(self, text: str) -> bool:
        """Say whether `text` is a label like the one that opened the answer."""
        return (
            self.entry is not None and 0 < phrases.label_words(text) <= self.entry.label_words + 1
        )

    def figure_due(self) -> bool:
        """Say whether the last question's answer was lost with a figure."""
        return self.entry is not None and self.entry.figure_lost

    def question_follows(self, at: int) -> bool:
        """Say whether the next block opens as a question."""
        if at + 1 == len(self.blocks):
            return False
        following = self.blocks[at + 1]
        text = phrases.bare(following.text)
        return following.shape is Shape.TEXT and (
            phrases.ends_asking(text) or phrases.starts_asking(text)
        )

    def answer_follows(self, at: int) -> bool:
        """Say whether the next block goes on here rather than asks or opens a section."""
        if at + 1 == len(self.blocks) or self.question_follows(at):
            return False
        return not phrases.week(self.blocks[at + 1].text)

    def leads_in(self, at: int) -> bool:
        """Say whether another question follows at once, with no room for a figure between."""
        return self.question_follows(at) and self.blocks[at + 1].gap < FIGURE_GAP

    def in_fragments(self, at: int) -> bool:
        """Say whether the block is one of several fragments in a row, as labels of a figure are."""
        if not self.is_fragment(at):
            return False
        before = (
            self.outline.left_out and self.outline.left_out[-1].span == self.blocks[at - 1].span
        )
        return bool(before) or self.is_fragment(at + 1)

    def is_fragment(self, at: int) -> bool:
        if at >= len(self.blocks) or self.blocks[at].shape is not Shape.TEXT:
            return False
        text = self.blocks[at].text
        asks = phrases.starts_asking(text) or phrases.may_start_asking(text)
        return phrases.is_fragment(text) and not asks and phrases.week(text) is None

    def leave_out(self, block: Block, why: str) -> None:
        self.outline.left_out.append(Note(block.span, block.text, why))

    def doubt(self, block: Block, decision: str, why: str) -> None:
        self.outline.unsure.append(Note(block.span, block.text, f"taken as {decision}: {why}"))


def _section_level(blocks: Sequence[Block]) -> int:
    """The level of the headings that open sections: the second where the first is the title's."""
    levels = [phrases.heading(block.text)[0] for block in blocks if block.shape is Shape.HEADING]
    distinct = sorted(set(levels))
    if len(distinct) > 1 and levels.count(distinct[0]) == 1:
        return distinct[1]
    return distinct[0] if distinct else 0
