"""How a node is to be set: style, form and alphabet."""

from __future__ import annotations

from dcnn_cards.frozen import Frozen, enumerated
from dcnn_cards.typeset.math.errors import TallError


@enumerated
class MathStyle(int):
    """TeX's styles; cells come in one size, so the two script styles are one."""

    DISPLAY: MathStyle
    TEXT: MathStyle
    SCRIPT: MathStyle


@enumerated
class Form(int):
    """How many rows there are to lay a node out in.

    PICTURE may take any number. ROW is a single row that looks like a picture, LINE a single row
    in which `_` and `^` may stand for scripts; both raise TallError where one row will not do.
    """

    PICTURE: Form
    ROW: Form
    LINE: Form


class Setting(Frozen):
    """What a node is told when it is laid out.

    `pairs` is how many pairs of brackets, one within another, may still be added for the sake of
    one row: a few are easy to read. With `linear` one row has to do, whatever it takes. Parts of
    fractions, roots and tables that are wider than `room` cells are broken, `parts` levels of them,
    one within another; with a room of 0 none is.
    """

    style: MathStyle = MathStyle.DISPLAY
    form: Form = Form.PICTURE
    ascii: bool = False
    alphabet: str = ""
    pairs: int = 1
    linear: bool = False
    room: int = 0
    parts: int = 3

    @property
    def is_script(self) -> bool:
        """Whether spaces between atoms are left out."""
        return self.style is MathStyle.SCRIPT

    @property
    def is_display(self) -> bool:
        """Whether limits stand above and below their operator."""
        return self.style is MathStyle.DISPLAY and self.form is Form.PICTURE

    def with_style(self, style: MathStyle) -> Setting:
        """The same with another style."""
        if style is self.style:
            return self
        return Setting(
            style, self.form, self.ascii, self.alphabet, self.pairs, self.linear, self.room,
            self.parts,
        )  # fmt: skip

    def smaller(self) -> Setting:
        """The setting of a numerator or a matrix cell."""
        return self.with_style(max(self.style, MathStyle.TEXT))

    def script(self) -> Setting:
        """The setting of a script."""
        return self.with_style(MathStyle.SCRIPT)

    def with_form(self, form: Form) -> Setting:
        """The same in another form."""
        return self.replace(form=form)

    def with_alphabet(self, alphabet: str) -> Setting:
        """The same with letters of another alphabet."""
        return self if alphabet == self.alphabet else self.replace(alphabet=alphabet)

    def plain(self) -> Setting:
        """The same without italics, which no script character has."""
        return self.with_alphabet("") if self.alphabet == "italic" else self

    def in_brackets(self) -> Setting:
        """The setting of what gets brackets for the sake of one row; TallError if none are left."""
        if self.linear:
            return self
        if self.pairs == 0:
            raise TallError
        return self.replace(pairs=self.pairs - 1)
