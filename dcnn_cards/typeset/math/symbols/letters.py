"""Greek letters and signs made from letters."""

GREEK = """
alpha α
beta β
gamma γ
delta δ
epsilon ϵ
varepsilon ε
zeta ζ
eta η
theta θ
vartheta,thetasym ϑ
iota ι
kappa κ
varkappa ϰ kappa
lambda λ
mu μ
nu ν
xi ξ
omicron ο
pi π
varpi ϖ
rho ρ
varrho ϱ
sigma σ
varsigma ς
tau τ
upsilon υ
phi ϕ
varphi φ
chi χ
psi ψ
omega ω
digamma ϝ
Alpha Α
Beta Β
Gamma,varGamma Γ
Delta,varDelta Δ
Epsilon Ε
Zeta Ζ
Eta Η
Theta,varTheta Θ
Iota Ι
Kappa Κ
Lambda,varLambda Λ
Mu Μ
Nu Ν
Xi,varXi Ξ
Omicron Ο
Pi,varPi Π
Rho Ρ
Sigma,varSigma Σ
Tau Τ
Upsilon,varUpsilon Υ
Phi,varPhi Φ
Chi Χ
Psi,varPsi Ψ
Omega,varOmega Ω
"""

LETTERLIKE = """
imath,i ı i
jmath,j ȷ j
aleph,alef,alefsym ℵ
beth ℶ
gimel ℷ
daleth ℸ
ell ℓ l
hbar,hslash ℏ
Re,Real,real ℜ
Im,Image,image ℑ
wp,weierp ℘
partial,part ∂ d
nabla ∇
eth ð
mho ℧
Finv Ⅎ
Game ⅁
Bbbk 𝕜 k
N,natnums ℕ N
R,reals,Reals ℝ R
Z ℤ Z
Complex,cnums,C ℂ C
Q ℚ Q
H ℍ H
T T T
AA Å A
aa å a
ss ß
ae æ
AE Æ
oe œ
OE Œ
o ø
O Ø
TeX TeX
LaTeX LaTeX
KaTeX KaTeX
"""
