r"""siunitx: `\SI{3}{\meter\per\second}`, `\num{1e3}`, `\ang{30}`, and `\qty` with two groups."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.lexer import Sort, Token
from dcnn_cards.typeset.math.node import Node
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command

_PREFIXES = dict(
    pair.split("=")
    for pair in (
        "yocto=y zepto=z atto=a femto=f pico=p nano=n micro=µ milli=m centi=c deci=d deca=da "
        "deka=da hecto=h kilo=k mega=M giga=G tera=T peta=P exa=E zetta=Z yotta=Y kibi=Ki "
        "mebi=Mi gibi=Gi tebi=Ti"
    ).split()
)
_UNITS = dict(
    pair.split("=")
    for pair in (
        "ampere=A candela=cd kelvin=K kilogram=kg metre=m meter=m mole=mol second=s becquerel=Bq "
        "celsius=°C degreeCelsius=°C coulomb=C farad=F gray=Gy hertz=Hz henry=H joule=J lumen=lm "
        "katal=kat lux=lx newton=N ohm=Ω pascal=Pa radian=rad siemens=S sievert=Sv steradian=sr "
        "tesla=T volt=V watt=W weber=Wb day=d hour=h minute=min hectare=ha litre=L liter=L tonne=t "
        "degree=° arcminute=′ arcsecond=″ percent=% gram=g bar=bar electronvolt=eV angstrom=Å "
        "atomicmassunit=u dalton=Da bit=bit byte=B decibel=dB bel=B neper=Np knot=kn barn=b "
        "astronomicalunit=au parsec=pc rpm=rpm mmHg=mmHg "
        "kg=kg km=km cm=cm mm=mm um=µm nm=nm ms=ms us=µs ns=ns Hz=Hz kHz=kHz MHz=MHz GHz=GHz "
        "mV=mV kV=kV mA=mA kW=kW MW=MW kWh=kWh eV=eV keV=keV MeV=MeV GeV=GeV TeV=TeV mol=mol"
    ).split()
)
_POWERS = {"square": "2", "cubic": "3"}
_RAISED = {"squared": "2", "cubed": "3"}
_NUMBER = re.compile(
    r"([+\-]?[\d.,\s]*)(?:\(([\d.]+)\)|\+-([\d.,]+))?(?:[eEdD]([+\-]?\d+))?(.*)", re.DOTALL
)


@command("num", "numproduct")
def _number(parser: Parser, _name: str) -> Node:
    parser.optional_tokens()
    return parser.written(f"{{{number(_source(parser.argument_tokens()))}}}")


@command("si", "unit")
def _unit(parser: Parser, _name: str) -> Node:
    parser.optional_tokens()
    return parser.written(f"{{{unit(parser.argument_tokens())}}}")


@command("SI")
def _quantity(parser: Parser, _name: str) -> Node:
    parser.optional_tokens()
    return quantity(parser, parser.argument_tokens())


def quantity(parser: Parser, amount: Iterable[Token]) -> Node:
    """A number that has been read, with its unit, which comes next."""
    parser.optional_tokens()
    written = unit(parser.argument_tokens())
    space = "" if written.startswith(("°", "′", "″")) and "C" not in written else r"\,"
    return parser.written(f"{{{number(_source(amount))}{space}{written}}}")


@command("SIrange", "qtyrange", "numrange")
def _range(parser: Parser, name: str) -> Node:
    parser.optional_tokens()
    first, last = (number(_source(parser.argument_tokens())) for _ in range(2))
    written = "" if name == "numrange" else rf"\,{unit(parser.argument_tokens())}"
    return parser.written(rf"{{{first}{written}\text{{ to }}{last}{written}}}")


@command("SIlist", "qtylist", "numlist")
def _list(parser: Parser, name: str) -> Node:
    parser.optional_tokens()
    numbers = [number(part) for part in _source(parser.argument_tokens()).split(";")]
    written = "" if name == "numlist" else rf"\,{unit(parser.argument_tokens())}"
    *others, last = (each + written for each in numbers)
    listed = r",\ ".join(others) + (r"\text{ and }" if others else "") + last
    return parser.written(f"{{{listed}}}")


@command("ang")
def _angle(parser: Parser, _name: str) -> Node:
    parser.optional_tokens()
    if parser.peek().sort != Sort.OPEN:  # the sign of that name
        return symbols.character("∠")
    parts = _source(parser.argument_tokens()).split(";")
    written = (part + sign for part, sign in zip(parts, "°′″", strict=False) if part.strip())
    return parser.written(f"{{{''.join(written)}}}")


@command("DeclareSIUnit", "sisetup")
def _declared(parser: Parser, name: str) -> Node:
    if name == "DeclareSIUnit":
        parser.put(r"\def#1{\mathrm{#2}}", parser.argument_tokens(), parser.argument_tokens())
        return parser.atom()
    parser.argument_tokens()
    return parser.written("{}")


def _source(tokens: Iterable[Token]) -> str:
    return "".join(token.source for token in tokens)


def number(text: str) -> str:
    """A number as LaTeX: `1.2(3)e4`, `1+-0.1`, `2x3`."""
    if "x" in text:
        return r"\times ".join(number(part) for part in text.split("x"))
    found = _NUMBER.match(text.strip())
    assert found is not None
    mantissa, uncertain, about, power, rest = found.groups()
    made = "{" + mantissa.replace(" ", "").replace(",", "{,}") + "}" if mantissa.strip() else ""
    made += f"({uncertain})" if uncertain else rf"\pm {about}" if about else ""
    if power:
        made += (r"\times " if made and mantissa.strip() not in "+-" else "") + f"10^{{{power}}}"
    return made + rest


def unit(tokens: Iterable[Token]) -> str:
    r"""A unit as LaTeX; `\per` makes the power of what follows negative, as siunitx does."""
    made: list[str] = []
    prefix = sign = power = ""
    await_power = False
    for token in tokens:
        name = token.text
        if token.sort != Sort.COMMAND:
            if await_power and token.sort not in (Sort.OPEN, Sort.CLOSE, Sort.SPACE):
                made[-1] += f"^{{{sign}{name}}}"
                await_power, sign = False, ""
            elif token.sort == Sort.CHARACTER and name in (".", "*"):
                made.append(r"\cdot ")
            elif token.sort == Sort.CHARACTER and name.isalpha():
                made.append(rf"\mathrm{{{name}}}")
            elif token.sort not in (Sort.OPEN, Sort.CLOSE) or (made and made[-1][-1:] in "^_"):
                made.append(r"\," if name in (" ", "~") else token.source)
        elif name == "per":
            sign = "-"
        elif name in _PREFIXES:
            prefix = _PREFIXES[name]
        elif name in _POWERS:
            power = _POWERS[name]
        elif name in _RAISED and made:
            below = "-" if made[-1].endswith("^{-1}") else ""
            made[-1] = f"{made[-1].removesuffix('^{-1}')}^{{{below}{_RAISED[name]}}}"
        elif name == "tothe" and made:
            sign = "-" if made[-1].endswith("^{-1}") else ""
            made[-1] = made[-1].removesuffix("^{-1}")
            await_power = True
        elif name in ("of", "highlight", "cancel"):
            continue
        else:
            raised = f"^{{{sign}{power or '1'}}}" if sign or power else ""
            shown = _UNITS.get(name, name if name.isalpha() else "")
            apart = r"\," if made and made[-1] not in (r"\,", r"\cdot ", "/") else ""
            made += [apart, rf"\mathrm{{{prefix}{_safe(shown)}}}{raised}"]
            prefix = sign = power = ""
    return "".join(made)


def _safe(text: str) -> str:
    return text.replace("%", r"\%")
