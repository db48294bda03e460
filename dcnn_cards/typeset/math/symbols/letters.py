"""Greek letters and signs made from letters."""

GREEK = """
alpha,upalpha α
beta,upbeta β
gamma,upgamma γ
delta,updelta δ
epsilon,upepsilon ϵ
varepsilon,upvarepsilon ε
zeta,upzeta ζ
eta,upeta η
theta,uptheta θ
vartheta,thetasym,upvartheta ϑ
iota,upiota ι
kappa,upkappa κ
varkappa ϰ kappa
lambda,uplambda λ
mu,upmu μ
nu,upnu ν
xi,upxi ξ
omicron,upomicron ο
pi,uppi π
varpi,upvarpi ϖ
rho,uprho ρ
varrho,upvarrho ϱ
sigma,upsigma σ
varsigma,upvarsigma ς
tau,uptau τ
upsilon,upupsilon υ
phi,upphi ϕ
varphi,upvarphi φ
chi,upchi χ
psi,uppsi ψ
omega,upomega ω
digamma ϝ
Alpha Α
Beta Β
Gamma,varGamma,Upgamma Γ
Delta,varDelta,Updelta Δ
Epsilon Ε
Zeta Ζ
Eta Η
Theta,varTheta,Uptheta Θ
Iota Ι
Kappa Κ
Lambda,varLambda,Uplambda Λ
Mu Μ
Nu Ν
Xi,varXi,Upxi Ξ
Omicron Ο
Pi,varPi,Uppi Π
Rho Ρ
Sigma,varSigma,Upsigma Σ
Tau Τ
Upsilon,varUpsilon,Upupsilon Υ
Phi,varPhi,Upphi Φ
Chi Χ
Psi,varPsi,Uppsi Ψ
Omega,varOmega,Upomega Ω
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
