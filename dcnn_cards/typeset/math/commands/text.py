r"""Words within mathematics: `\text`, `\textbf`, `\mbox`, with spaces kept and `$...$` inside."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

import re
import unicodedata

from dcnn_cards.typeset.cells import visible
from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import painted, text_box
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.fonts import in_alphabet
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import Group, Marked, Node, Row, nodes_of
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import COMMANDS, Ending, command, registered
from dcnn_cards.typeset.math.row import Piece, Pieces
from dcnn_cards.typeset.math.setting import MathStyle, Setting

_WORDS = (
    "text textrm textnormal textup textmd textit textbf textsf texttt textsl textsc emph mbox hbox "
    "fbox"
).split()
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "r": "\u030a", "c": "\u0327",
    "textcircled": "\u20dd",
}  # fmt: skip
_SIGNS = {"textbackslash": "\\", "ldots": "…", "dots": "…", "\\": " ", ",": " ", "quad": "  "}
# Sizes and letters, which words of a terminal have but one of.
_SWITCHES = set(
    "tiny sixptsize scriptsize footnotesize small normalsize large Large LARGE huge Huge rm it bf "
    "sf tt sl sc em boldmath unboldmath itshape bfseries scshape upshape normalfont relax "
    "centering displaystyle textstyle scriptstyle"
    .split()
)  # fmt: skip
_LINED = {"underline", "overline", "uline", "sout", "cancel", "boxed"}
_ENDS = {Sort.CLOSE, Sort.END}


class Words(Node):
    """Text as it is written, with its spaces."""

    text: str
    alphabet: str = ""

    def shown(self, setting: Setting) -> str:
        """The characters shown."""
        if setting.ascii:
            return symbols.to_ascii(self.text)
        if not self.alphabet:
            return self.text
        return "".join(in_alphabet(sign, self.alphabet) for sign in self.text)

    def pieces(self, setting: Setting) -> Pieces:
        text = self.shown(setting)
        parts = enumerate(_PARTS.split(text))
        return tuple([_between(part) if nth % 2 else _word_piece(part) for nth, part in parts])

    def glyphs(self, setting: Setting) -> str | None:
        return self.shown(setting)


# Blanks and signs between words: lines break there, and beside a slash they need brackets.
_PARTS = re.compile(r"(?<=\S)( +|[-+/=\u2010-\u2014\u2212])(?=\S)")


def _word_piece(part: str) -> Piece:
    return Piece(painted(text_box(part), "text"))


def _between(part: str) -> Piece:
    """What stands between two words."""
    box = painted(text_box(part), "text")
    return Piece(box, Atom.PUNCT, Atom.PUNCT, space=part.isspace())


class Inline(Node):
    """A formula within text: no limits above and below."""

    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        return self.body.pieces(setting.with_style(max(setting.style, MathStyle.TEXT)))


_BOLD = {"textbf"}


@command(*_WORDS)
def _text(parser: Parser, name: str) -> Node:
    words = text_argument(parser)
    return _bold(words) if name in _BOLD else words


def _bold(words: Node) -> Node:
    """Words in bold letters; formulas among them stay as they are."""
    if isinstance(words, Words):
        return words.replace(alphabet="bold")
    if isinstance(words, Group):
        return Group(Row(tuple(_bold(part) for part in nodes_of(words.body))))
    return words


@command(*"'`^\"~=.cvur")
def _accented(parser: Parser, name: str) -> Node:
    """A letter with an accent of running text."""
    return _with_accent(parser, name)


def text_argument(parser: Parser) -> Node:
    """An argument that is read as words."""
    if not parser.take(Sort.OPEN):
        return Words(parser.next().text)
    words = _words(parser)
    parser.expect(Sort.CLOSE)
    return words


def _words(parser: Parser) -> Node:
    """Words up to the brace that closes them."""
    parts: list[Node] = []
    text = ""
    while (token := parser.peek_raw()).sort not in _ENDS:
        if token.sort == Sort.COMMAND and token.text in parser.macros:
            parser.peek()  # which puts in its place what it stands for
            continue
        node: Node | None = None
        parser.next_raw()
        if token.sort == Sort.DOLLAR:
            node = Inline(parser.row())
            parser.expect(Sort.DOLLAR)
        elif token.sort == Sort.OPEN:
            node = parser.nested(lambda: _words(parser))
            parser.expect(Sort.CLOSE)
        elif token.sort == Sort.COMMAND:
            node = _command(parser, token.text)
        if node is None:
            text += " " if token.text == "~" else token.text
            continue
        if text:
            parts.append(Words(_ligated(text)))
            text = ""
        parts.append(node)
    if text:
        parts.append(Words(_ligated(text)))
    return Group(Row(tuple(parts))) if len(parts) != 1 else parts[0]


COMMANDS[")"] = Ending()  # of what began with \\( within words


def _ligated(text: str) -> str:
    """`text` with the dashes and quotes that LaTeX makes of several signs."""
    for signs, one in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")):
        text = text.replace(signs, one)
    return text


def _command(parser: Parser, name: str) -> Node:
    if name in _WORDS:
        return parser.nested(lambda: _text(parser, name))
    if name == "(":
        node = Inline(parser.row())
        parser.expect(Sort.COMMAND, ")")
        return node
    if name in _SIGNS or name == " ":
        return _word(parser, name, _SIGNS.get(name, " "))
    if name in _ACCENTS:
        return _with_accent(parser, name)
    if name in _SWITCHES:
        return _word(parser, name, "")
    symbol = symbols.named(name)
    if symbol is None and name in _LINED:
        return parser.written(rf"\{name}{{\text{{#1}}}}", parser.argument_tokens())
    if symbol is None:
        meaning = COMMANDS.get(name) or registered(name, COMMANDS)
        if callable(meaning):
            return parser.nested(lambda: meaning(parser, name))
        parser.unknown.append(f"unknown command \\{name} in text")
        return Marked(f"\\{name}")
    return _word(parser, name, symbol.glyph)


def _with_accent(parser: Parser, name: str) -> Node:
    letter = "".join(token.text for token in parser.argument_tokens())
    return Words(unicodedata.normalize("NFC", letter[:1] + _ACCENTS[name]) + letter[1:])


def _word(parser: Parser, name: str, text: str) -> Node:
    """The words that a command stands for; a space that ends its name is not shown."""
    if name.isalpha() and parser.peek_raw().sort == Sort.SPACE:
        parser.next_raw()
    return Words(text)


@command("verb", "verb*")
def _verb(parser: Parser, _name: str) -> Node:
    """What stands between two equal signs, as it is."""
    sign, text = parser.next_raw().text, ""
    while (token := parser.next_raw()).text != sign:
        if token.sort == Sort.END:
            raise MathError(f"\\verb is not closed with {sign}")
        text += token.source
    return Words(text)


@command("url")
def _url(parser: Parser, _name: str) -> Node:
    return Words(parser.name())


@command("href")
def _href(parser: Parser, _name: str) -> Node:
    parser.name()  # where a link leads is no business of a formula in a terminal
    return parser.argument()


_BASES = {"'": 8, '"': 16}


@command("char")
def _char(parser: Parser, _name: str) -> Node:
    """A character by its number: decimal, octal after ', hexadecimal after \", itself after `."""
    first = parser.next()
    if first.text == "`":
        return symbols.character(parser.next_bare().text)
    base = _BASES.get(first.text, 10)
    digits = first.text if base == 10 else ""
    while parser.peek_raw().text in set("0123456789abcdefABCDEF"[: 10 if base < 16 else None]):
        digits += parser.next_raw().text
    try:
        return symbols.character(visible(chr(int(digits, base))))
    except (ValueError, OverflowError) as error:
        raise MathError("\\char without a character's number") from error
