"""What a paragraph looks like: a question, a heading, a label inside an answer, a leftover.

Only the paragraph's own words are judged here; its neighbours are weighed in `readers.prose`.
"""

from __future__ import annotations

import re

from dcnn_cards.markup import formulas, masked

_WH = "what why how which who whom whose when where"
_AUXILIARY = "is are was were do does did can could should would will has have may must"
# A sentence that starts with one of these asks for something, wherever it stands.
_ASKING = """calculate define derive describe develop discuss draw explain formulate give illustrate
list mention name outline proof prove rewrite sketch solve specify state summarise summarize
write""".split()
# These open an answer as easily as a question.
_ASKING_MAYBE = "compare compute determine fill find identify show take".split()
_SUPPOSING = "assume assuming consider given let suppose".split()
# What a verbless question with a colon asks for: "Main 2 problems with R-CNN:".
_ASKED_FOR = """advantage algorithm assumption benefit cause condition cons definition difference
disadvantage drawback equation example formula goal ingredient limitation method objective part
practice principle problem property pros reason rule step technique type way""".split()
_SENTENCE_WORD = re.compile(
    r"\b(?:is|are|was|were|be|becomes?|get|gets|holds?|we|we'll|well|let's|can|have|has|it|say)\b",
    re.IGNORECASE,
)
_LECTURE = re.compile(r"\b(?:lecture|lesson|chapter|part|unit|module|appendix)\b", re.IGNORECASE)
_WEEK = re.compile(r"week\s+(\d{1,3}[a-z]?)\b\s*(?:[-–—:]\s*(\S.*))?$", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|<[^<>]*>")
_BACK = re.compile(r"\b(?:this|these|those|such|above|previous|them)\b", re.IGNORECASE)
# What the authors write in place of an answer that they do not have.
_ADMISSION = re.compile(
    r"(?:(?:still|we) )?(?:don['’]?t|do not|does not) know\W*|no idea\W*|todo\W*|tbd\W*|\?+",
    re.IGNORECASE,
)


def first_word(text: str) -> str:
    """Return the first word of `text` in lower case, without punctuation."""
    match = re.match(r"[*_\"“'(]*([A-Za-z']+)", text)
    return match[1].lower() if match else ""


def week(text: str) -> str | None:
    """Return the week that the heading `text` opens ("8a"), or None."""
    match = _WEEK.match(text)
    return match[1].lower() if match else None


def bare(text: str) -> str:
    """Return `text` without the bold markers around the whole of it."""
    inner = text[2:-2]
    wrapped = len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in inner
    return inner.strip() if wrapped else text


def heading(text: str) -> tuple[int, str]:
    """Return the level of a Markdown heading, and its words."""
    marks, words = text.split(maxsplit=1)
    return len(marks), bare(words.rstrip("# "))


def numbered(text: str) -> tuple[int, str] | None:
    """Return the number and the words of a question such as "3. What is ...?"; else None."""
    match = re.match(r"(\d{1,3})[.)]\s+(\S.*)", text, re.DOTALL)
    if match is None or "\n" in text:
        return None
    words = bare(match[2])
    asks = ends_asking(words) or starts_asking(words) or may_start_asking(words)
    return (int(match[1]), words) if asks else None


def bold_question(text: str) -> tuple[str, str] | None:
    """Cut "**What is it?** An answer." behind its bold question; None if it has none."""
    match = re.match(r"\*\*(?P<question>[^*]+)\*\*\s*(?P<answer>\S.*)", text, re.DOTALL)
    if match is None or not (ends_asking(match["question"]) or starts_asking(match["question"])):
        return None
    return match["question"].strip(), match["answer"].strip()


def ends_asking(text: str) -> bool:
    """Say whether `text` ends in a question mark, or in an aside after one."""
    last = formulas(text)[-1:]
    at_end = last and last[0].display and last[0].end == len(text)
    if at_end and re.search(r"=\s*\?\s*$", last[0].latex):
        return True
    return bool(re.search(r"\?[*_\"”']*:?$", _masked(text))) or split_answer(text) == (text, "")


def starts_asking(text: str) -> bool:
    """Say whether `text` opens as a question or an order does, and does not end as a statement."""
    first = first_word(text)
    return first in _ASKING or (first in _WH.split()[:4] and not text.endswith((".", "!")))


def may_start_asking(text: str) -> bool:
    """Say whether `text` opens as an order that an answer could open with too."""
    first = first_word(text)
    return first in _ASKING_MAYBE or first in _SUPPOSING


def asks_late(text: str) -> bool:
    """Say whether a paragraph that ends in a colon asks after a comma: "..., state what ...:"."""
    clauses = text.removesuffix(":").split(",")[1:]
    asking = (*_WH.split(), *_ASKING)
    return text.endswith(":") and any(first_word(clause.strip()) in asking for clause in clauses)


def names_what_is_asked(text: str) -> bool:
    """Say whether `text` is a verbless question: "Best practice for activation functions:"."""
    if not text.endswith(":") or _SENTENCE_WORD.search(text) or len(text.split()) < 3:
        return False
    nouns = {word.strip(":").lower() for word in text.split()}
    nouns |= {noun.removesuffix("s") for noun in nouns}
    return (text[0].isupper() or text[0].isdigit()) and not nouns.isdisjoint(_ASKED_FOR)


def refers_back(text: str) -> bool:
    """Say whether a question cannot be understood without the one before: "Why is this bad?"."""
    plain = masked(_ASIDE.sub("", text), lambda _: "x").replace("following", "")
    bare_question = plain.endswith("?") and len(plain.split()) <= 2 and not formulas(text)
    return bool(_BACK.search(plain)) or bare_question


def label_words(text: str) -> int:
    """Count the words of a label inside an answer ("Training:", "Stride 1:"); 0 if it is none."""
    if not text.endswith(":") or _SENTENCE_WORD.search(text):
        return 0
    return len(text.split())


def is_title(text: str) -> bool:
    """Say whether `text` looks like a heading: few words, no sentence, capitals or a colon."""
    plain = text.removesuffix(":")
    if "\n" in text or len(plain.split()) > 6 or re.search(r"[.,;!?=()]", plain):
        return False
    if formulas(text):
        return False
    if first_word(text) in (*_ASKING, *_ASKING_MAYBE, *_WH.split(), *_SUPPOSING):
        return False
    capitals = all(word[0].isupper() for word in plain.split() if len(word) > 3)
    return plain[:1].isupper() and (capitals or text.endswith(":"))


def is_section_title(text: str) -> bool:
    """Say whether a title opens a section of its own rather than a topic within one."""
    return week(text) is not None or bool(_LECTURE.search(text))


def is_admission(text: str) -> bool:
    """Say whether an answer only says that there is none: "Still don't know."."""
    return bool(_ADMISSION.fullmatch(text.strip()))


def is_fragment(text: str) -> bool:
    """Say whether `text` is a few words without a sentence, as the labels in a figure are."""
    return len(text.split()) <= 3 and not re.search(r"[.,:;!?=]", text) and not formulas(text)


def leftover(text: str) -> str | None:
    """Return why `text` belongs on no card, if its own words say so, else None."""
    if re.match(r"(?:slides?|page|p\.)\s*\d+", text, re.IGNORECASE):
        return "a pointer to a slide or page that is not in the document"
    if re.match(r"figure\b.*\b(?:copyright|adapted|credit|courtesy)\b", text, re.IGNORECASE):
        return "the credit of a figure that is not in the document"
    return None


def is_caption(text: str) -> bool:
    """Say whether `text` is the caption of a figure."""
    return bool(re.match(r"(?:figure|fig\.|image)\s*\d*\s*:", text, re.IGNORECASE))


def is_short_reply(text: str) -> bool:
    """Say whether a paragraph with a question mark could itself be a doubtful answer."""
    opens = (*_WH.split(), *_AUXILIARY.split(), *_ASKING)
    return text.endswith("?") and len(text.split()) <= 4 and first_word(text) not in opens


def split_answer(text: str) -> tuple[str, str] | None:
    """Cut a paragraph after its question: ("What is ...?", "The entire image.").

    The answer is "" when what follows the question mark still belongs to the question: an aside in
    brackets, or another sentence that asks. None when there is no question mark to cut at.
    """
    marks = [match.end() for match in re.finditer(r"\?(?=\s)", _masked(text))]
    if not marks or text.endswith("?"):
        return None
    question, rest = text[: marks[-1]].strip(), text[marks[-1] :].strip()
    aside = re.fullmatch(r"\([^()]*\)[.:]?|<[^<>]*>", rest)
    return (text, "") if aside or starts_asking(rest) else (question, rest)


def _masked(text: str) -> str:
    """Return `text`, as long as it was, with formulas and asides in brackets crossed out."""
    text = masked(text, lambda source: "x" * len(source))
    for pattern in (re.compile(r"\([^()]*\)"), re.compile(r"<[^<>]*>")):
        text = pattern.sub(lambda match: "x" * len(match[0]), text)
    return text
