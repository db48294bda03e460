"""Binary operators, big operators and named functions."""

BINARY = """
times × x
div ÷ /
cdot,centerdot,sdot ⋅ *
ast ∗ *
star ⋆ *
circ,ring ∘ o
bullet,bull ∙ *
pm,plusmn ± +-
mp ∓ -+
cap ∩ &
cup ∪ U
uplus ⊎ U+
sqcap ⊓ n
sqcup ⊔ u
vee,lor,or ∨ or
wedge,land,and ∧ and
setminus,smallsetminus ∖ \\
wr ≀ wr
oplus ⊕ (+)
ominus ⊖ (-)
minuso ⦵ -o-
otimes ⊗ (x)
oslash ⊘ (/)
odot ⊙ (.)
circledast ⊛ (*)
circledcirc ⊚ (o)
circleddash ⊝ (-)
boxplus ⊞ [+]
boxminus ⊟ [-]
boxtimes ⊠ [x]
boxdot ⊡ [.]
dagger † +
ddagger,Dagger ‡ ++
And & &
amalg ⨿ II
diamond ⋄ <>
bigcirc ◯ O
bigtriangleup △ /\\
bigtriangledown ▽ \\/
triangleleft ◃ <|
triangleright ▹ |>
lhd ⊲ <|
rhd ⊳ |>
unlhd ⊴ <|=
unrhd ⊵ |>=
Cap,doublecap ⋒ &&
Cup,doublecup ⋓ UU
barwedge ⊼ nand
veebar ⊻ xor
doublebarwedge ⩞ nand
curlywedge ⋏ and
curlyvee ⋎ or
ltimes ⋉ |x
rtimes ⋊ x|
leftthreetimes ⋋ x
rightthreetimes ⋌ x
intercal ⊺ T
dotplus ∔ +.
divideontimes ⋇ */
gtrdot ⋗ .>
lessdot ⋖ <.
"""

# command, glyph, spelling, and whether limits stand above and below it in displays
BIG = """
sum ∑ sum limits
prod ∏ prod limits
coprod ∐ coprod limits
bigcup ⋃ U limits
bigcap ⋂ & limits
bigvee ⋁ or limits
bigwedge ⋀ and limits
bigoplus ⨁ (+) limits
bigotimes ⨂ (x) limits
bigodot ⨀ (.) limits
biguplus ⨄ U+ limits
bigsqcup ⨆ u limits
bigtimes ⨉ x limits
int,smallint,intop ∫ int beside
iint ∬ iint beside
iiint ∭ iiint beside
iiiint ⨌ iiiint beside
oint,ointop ∮ oint beside
oiint ∯ oiint beside
oiiint ∰ oiiint beside
"""

# command and spelling where they differ
LIMIT_FUNCTIONS = """
Argmax=arg_max Argmin=arg_min essinf=ess_inf esssup=ess_sup
E=𝔼 EE=𝔼 Expect=𝔼 Prob=ℙ PP=ℙ
lim limsup=lim_sup liminf=lim_inf max min sup inf det gcd Pr argmax=arg_max argmin=arg_min plim
injlim=inj_lim projlim=proj_lim
"""

FUNCTIONS = """
arccos arcsin arctan arctg arcctg arccot arcsec arccsc arsinh arcosh artanh arg
ch cos cosec cosech cosh cot cotg coth csc ctg cth deg dim exp hom
ker lg ln log sec sech sgn sin sinh sh csch tan tanh tg th
sen senh tgh diag rank tr Tr erf vers cas sinc
softmax sigmoid ReLU relu GELU KL Var Cov Corr trace sign erfc logit Cat Bern Unif supp conv MSE MLP
"""
