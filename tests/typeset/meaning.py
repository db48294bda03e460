"""What a formula on one line says, as a number: a small grammar of the linear form, by itself.

Two formulas say the same if they have the same value whatever their letters stand for. So letters
stand for numbers of a large field that nobody chose, scripts, roots and functions for functions of
which nothing is known; sums, products and quotients are those of the field. `read` gives the value
of a line, `value` and the functions after it that of a formula as it was made.

On a line a quotient has one factor below its slash, a letter with its argument counting as one, and
takes from before it whatever makes no difference: a · b/c is (ab)/c. Spaces part nothing but words.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

FIELD = 2**61 - 1
"""How many numbers there are: a prime."""

_SCRIPTS = {"<super>": "^", "<sub>": "_"}
_OPENING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
_WORDS = ("root", "sqrt", "choose", "sin", "log")
_FUNCTIONS = {"sin", "log"}
_RELATIONS = "=<>≤≥→∼∈"
_TOKEN = re.compile(rf"\s+|{'|'.join(_WORDS)}|\d+(?:\.\d+)?|.", re.DOTALL)
_END = ""


class NotReadError(Exception):
    """The line has something that is not in the grammar."""


def value(name: str, *parts: int) -> int:
    """What a letter, or a function of which nothing is known, stands for."""
    said = f"{name}({','.join(map(str, parts))})".encode()
    return int.from_bytes(sha256(said).digest()[:8], "big") % FIELD


def inverse(number: int) -> int:
    """One over a number; over nothing it is some number."""
    return pow(number, -1, FIELD) if number else value("1/0")


def number(digits: str) -> int:
    """A number as written."""
    return int(digits) % FIELD if digits.isdecimal() else value(digits)


def listed(parts: list[int | str]) -> int:
    """Terms with commas and relations between them; one by itself is what it is."""
    if len(parts) == 1 and isinstance(parts[0], int):
        return parts[0]
    return value("list " + " ".join(map(str, parts)))


def read(line: str) -> int:
    """The value of a line of the linear form; NotReadError if the grammar lacks what it has."""
    reader = _Reader(_tokens(line))
    found = reader.list()
    if reader.next != _END:
        raise NotReadError(f"{reader.next!r} in {line!r}")
    return found


def _tokens(line: str) -> list[str]:
    """Signs, numbers and words, with each run of script characters as `^{` or `_{` and `}`."""
    text = run = ""
    bare = (sign for sign in unicodedata.normalize("NFD", line) if not unicodedata.combining(sign))
    for sign in bare:
        form, *codes = unicodedata.decomposition(sign).split() or [""]
        mark = _SCRIPTS.get(form, "")
        if mark != run:
            text += ("}" if run else "") + (f"{mark}{{" if mark else "")
            run = mark
        if form == "<fraction>":
            text += f"({'/'.join(''.join(chr(int(code, 16)) for code in codes).split('⁄'))})"
        elif form in ("<font>", *_SCRIPTS):
            text += "".join(chr(int(code, 16)) for code in codes)
        else:
            text += sign
    text += "}" if run else ""
    text = text.replace("cancel(", "(")
    return _TOKEN.findall(text.replace("−", "-").replace("⋅", "·").replace("*", "·"))


class _Reader:
    """Reads by recursive descent."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._in_bars = False

    @property
    def next(self) -> str:
        """The next token that is no space."""
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    @property
    def right_behind(self) -> str:
        """The next token, which may be a space."""
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def take(self) -> str:
        token = self.next
        self._at += 1
        return token

    def expect(self, token: str) -> None:
        if self.take() != token:
            raise NotReadError(f"{token} missing in {''.join(self._tokens)}")

    def list(self) -> int:
        """Sums with commas, semicolons and relations between them."""
        parts: list[int | str] = [self.sum()]
        while self.next and self.next in ",;" + _RELATIONS:
            parts += [self.take(), self.sum()]
        return listed(parts)

    def sum(self) -> int:
        total = -self.signed() if self._sign("-") else self.signed()
        while self.next in ("+", "-"):
            sign = self.take()
            term = self.signed()
            total += term if sign == "+" else -term
        return total % FIELD

    def _sign(self, sign: str) -> bool:
        found = self.next == sign
        self._at += found
        return found

    def signed(self) -> int:
        return -self.product() if self._sign("-") else self.product()

    def product(self) -> int:
        """Factors side by side, and below slashes."""
        found = self.factor()
        while True:
            token = self.next
            if token == "/":
                self.take()
                found = found * inverse(self.denominator()) % FIELD
            elif token == "·":
                self.take()
                found = found * self.factor() % FIELD
            elif self._begins_factor(token):
                found = found * self.factor() % FIELD
            else:
                return found

    def _begins_factor(self, token: str) -> bool:
        if token == "|":
            return not self._in_bars
        return token not in (_END, "choose") and (
            token[0].isalnum() or token in _OPENING or token in "√^"
        )

    def denominator(self) -> int:
        """One factor; of a letter, with its argument."""
        letter = self.next.isalpha()
        found = self.factor()
        if letter and self.right_behind == "(":
            found = found * self.factor() % FIELD
        return found

    def factor(self) -> int:
        """A letter, a number, something in brackets, a root or a function, with its scripts."""
        if self.next == "^":  # the index of a root, which stands before it
            index = self.script()
            self.expect("√")
            return self.scripted(value("root", index, self.radicand()))
        token = self.take()
        if token in ("√", "sqrt"):
            return self.scripted(value("root", 2, self.radicand()))
        if token == "root":
            self.expect("(")
            index = self.sum()
            self.expect(",")
            body = self.list()
            self.expect(")")
            return self.scripted(value("root", index, body))
        if token in _FUNCTIONS:
            function = self.scripted(value(token))
            return value("apply", function, self.factor())
        if token == "|":
            self._in_bars = True
            body = self.list()
            self._in_bars = False
            self.expect("|")
            return self.scripted(value("||", body))
        if token in _OPENING:
            return self.scripted(self.enclosed(_OPENING[token]))
        if token.isalpha():
            return self.scripted(value(token))
        if token[:1].isdigit():
            return self.scripted(number(token))
        raise NotReadError(f"{token!r} in {''.join(self._tokens)!r}")

    def enclosed(self, closing: str) -> int:
        """What is in brackets, up to the one that closes them."""
        body = self.list()
        if self.next == "choose":
            self.take()
            body = value("choose", body, self.list())
        self.expect(closing)
        return body

    def radicand(self) -> int:
        """What is under a root: something in brackets, or one sign without scripts."""
        if self.next == "(":
            self.take()
            return self.enclosed(")")
        token = self.take()
        return value(token) if token.isalpha() else number(token[:1])

    def scripted(self, base: int) -> int:
        """`base` with the scripts that stand right behind it."""
        sub: int | None = None
        sup: int | None = None
        while self.right_behind in ("_", "^", "′"):
            if self.right_behind == "^" and self._is_index():
                break
            mark = self.right_behind
            if mark == "′":
                self.take()
                base = value("prime", base)
            elif mark == "_":
                sub = self.script()
            else:
                sup = self.script()
        base = base if sub is None else value("sub", base, sub)
        return base if sup is None else value("sup", base, sup)

    def _is_index(self) -> bool:
        """Whether a run of small letters up there stands before a root."""
        if self._tokens[self._at + 1 : self._at + 2] != ["{"]:
            return False
        end = self._tokens.index("}", self._at)
        return self._tokens[end + 1 : end + 2] == ["√"]

    def script(self) -> int:
        """What stands behind `_` or `^`: in brackets, a number, a word of letters or one sign."""
        self.take()
        if self.next in _OPENING:
            return self.enclosed(_OPENING[self.take()])
        if self.next[:1].isdigit():
            return number(self.take())
        found = value(self.take())
        while self.right_behind.isalpha():
            found = found * value(self.take()) % FIELD
        return found
