"""Mathematical alphabets of Unicode, by the names that LaTeX has for them."""

from __future__ import annotations

from functools import lru_cache

# The first capital, small letter and digit of each alphabet in the block U+1D400 to U+1D7FF.
_STARTS = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "blackboard": (0x1D538, 0x1D552, 0x1D7D8),
    "script": (0x1D49C, 0x1D4B6, 0),
    "fraktur": (0x1D504, 0x1D51E, 0),
    "italic": (0x1D434, 0x1D44E, 0),
}
# The first capital and small Greek letter; TeX sets capital ones upright.
_GREEK = {"bold": (0x1D6A8, 0x1D6C2), "italic": (0, 0x1D6FC)}

# Letters that had a place in Unicode before the block was made.
_ELSEWHERE = {
    "blackboard": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "italic": dict(zip("h∂ϕϵϑϰϱϖ", "ℎ𝜕𝜙𝜖𝜗𝜘𝜚𝜛", strict=True)),
    "bold": dict(zip("∇∂ϕϵϑϰϱϖ", "𝛁𝛛𝛟𝛜𝛝𝛞𝛠𝛡", strict=True)),
}


@lru_cache(maxsize=1024)
def in_alphabet(sign: str, alphabet: str) -> str:
    """`sign` in a mathematical alphabet; unchanged if the alphabet does not have it."""
    if alphabet not in _STARTS or len(sign) != 1:
        return sign
    if sign in _ELSEWHERE.get(alphabet, ()):
        return _ELSEWHERE[alphabet][sign]
    capital, small, digit = _STARTS[alphabet]
    if "A" <= sign <= "Z":
        return chr(capital + ord(sign) - ord("A"))
    if "a" <= sign <= "z":
        return chr(small + ord(sign) - ord("a"))
    if digit and "0" <= sign <= "9":
        return chr(digit + ord(sign) - ord("0"))
    greek_capital, greek_small = _GREEK.get(alphabet, (0, 0))
    if greek_capital and "Α" <= sign <= "Ω":
        return chr(greek_capital + ord(sign) - ord("Α"))
    if greek_small and "α" <= sign <= "ω":
        return chr(greek_small + ord(sign) - ord("α"))
    return sign
