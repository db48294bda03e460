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
angle ∠
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
Vert,Arrowvert ‖ ||
vert,arrowvert,bracevert | |
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
textzerooldstyle 0 0
textoneoldstyle 1 1
texttwooldstyle 2 2
textthreeoldstyle 3 3
textfouroldstyle 4 4
textfiveoldstyle 5 5
textsixoldstyle 6 6
textsevenoldstyle 7 7
texteightoldstyle 8 8
textnineoldstyle 9 9
textcentoldstyle ¢ c
textdollaroldstyle $ $
textasteriskcentered * *
textbullet •
textexclamdown ¡
textordfeminine ª
textordmasculine º
textparagraph ¶
textperiodcentered ·
textquestiondown ¿
textsection §
textvisiblespace ␣
textacutedbl ˝
textasciiacute ´
textasciibreve ˘
textasciicaron ˇ
textasciidieresis ¨
textasciimacron ¯
textgravedbl ˵
texttildelow ˷
textbaht ฿
textcent ¢
textcolonmonetary ₡
textcurrency ¤
textdong ₫
texteuro €
textflorin ƒ
textguarani ₲
textlira ₤
textnaira ₦
textpeso ₱
textwon ₩
textyen ¥
textcircledP ℗
textcopyleft ©
textservicemark ℠
texttrademark ™
textbigcircle ◯
textblank ␢
textbrokenbar ¦
textdiscount ⁒
textestimated ℮
textinterrobang ‽
textinterrobangdown ⸘
textmusicalnote ♪
textnumero №
textopenbullet ◦
textpertenthousand ‱
textperthousand ‰
textrecipe ℞
textreferencemark ※
textlangle 〈
textrangle 〉
textlbrackdbl ⟦
textrbrackdbl ⟧
textlquill ⁅
textrquill ⁆
textcelsius ℃
textdiv ÷
textdownarrow ↓
textfractionsolidus ⁄
textleftarrow ←
textlnot ¬
textmho ℧
textminus −
textmu µ
textohm Ω
textonehalf ½
textonequarter ¼
textonesuperior ¹
textpm ±
textrightarrow →
textsurd √
textthreequarters ¾
textthreesuperior ³
texttimes ×
texttwosuperior ²
textuparrow ↑
textborn * *
textdied †
textdivorced ⚮
textmarried ⚭
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
