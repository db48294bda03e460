"""Ordinary signs, brackets, punctuation and dots."""

ORDINARY = """
infty,infin ∞ infinity
forall ∀
exists,exist ∃
nexists ∄ not-exists
emptyset,empty,varnothing ∅ {}
neg,lnot ¬ not-
top ⊤ T
bot ⊥ _|_
angle,ang ∠
measuredangle ∡
sphericalangle ∢
triangle △
blacktriangle ▲
triangledown ▽
blacktriangledown ▼
square,Box □ []
blacksquare ■ []
lozenge ◊ <>
blacklozenge ⧫ <>
Diamond ◇ <>
diamondsuit,diamonds ♢
clubsuit,clubs ♣
heartsuit,hearts ♡
spadesuit,spades ♠
bigstar ★ *
checkmark ✓
maltese ✠
flat ♭
natural ♮
sharp ♯
prime ′ '
backprime ‵ `
degree,textdegree ° deg
surd √ sqrt
complement ∁
yen ¥
pounds,mathsterling,textsterling £
copyright,textcopyright © (c)
circledR,textregistered ® (R)
circledS Ⓢ (S)
sect,S § S.
P ¶ P.
dag,textdagger † +
ddag,textdaggerdbl ‡ ++
textdollar,$ $
% %
lq ‘ '
rq ’ '
_,underscore,textunderscore _
& &
# #
backslash,textbackslash \\
| ‖ ||
Vert ‖ ||
vert | |
vdots,varvdots ⋮ :
slash / /
textquotesingle ' '
diagup ╱ /
diagdown ╲ \\
"""

OPENING = """
lparen ( (
lbrack [ [
lbrace { {
{ { {
langle,lang ⟨ <
lfloor ⌊ |_
lceil ⌈ |^
lvert | |
lVert ‖ ||
lgroup ⟮ (
llbracket,lBrack ⟦ [[
lmoustache ⎰ (
ulcorner ⌜ |^
llcorner ⌞ |_
lBrace ⦃ {|
"""

CLOSING = """
rparen ) )
rbrack ] ]
rbrace } }
} } }
rangle,rang ⟩ >
rfloor ⌋ _|
rceil ⌉ ^|
rvert | |
rVert ‖ ||
rgroup ⟯ )
rrbracket,rBrack ⟧ ]]
rmoustache ⎱ )
urcorner ⌝ ^|
lrcorner ⌟ _|
rBrace ⦄ |}
"""

PUNCTUATION = """
comma , ,
colon : :
ldotp . .
cdotp ⋅ *
"""

DOTS = """
ldots,dotsc,dotso,dotsx,mathellipsis,textellipsis … ...
cdots,dotsb,dotsi,dotsm ⋯ ...
ddots ⋱ ...
iddots ⋰ ...
"""

# What LaTeX names for running text; listed last, as most of these signs have a mathematical name.
TEXT = """
textendash – -
textemdash — --
textquoteleft ‘ '
textquoteright ’ '
textquotedblleft “ "
textquotedblright ” "
textless < <
textgreater > >
textbar | |
textbardbl ‖ ||
textbraceleft { {
textbraceright } }
textasciitilde ~ ~
textasciicircum ^ ^
"""

TYPOGRAPHY = {
    "“": '"',
    "”": '"',
    "„": '"',
    "«": "<<",
    "»": ">>",
    "‘": "'",
    "’": "'",
    "‚": ",",
    "‹": "<",
    "›": ">",
    "–": "-",
    "—": "--",
    "‐": "-",
    "‑": "-",
    "―": "--",
    "•": "*",
    "◦": "o",
    "∙": "*",
    "\u00a0": " ",
    "µ": "u",
    "€": "EUR",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "œ": "oe",
    "Œ": "OE",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Ð": "D",
    "Þ": "Th",
    "þ": "th",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
}
"""Signs of running text and their ASCII spelling."""
