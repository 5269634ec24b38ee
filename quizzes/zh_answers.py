"""One question of a plain text, as its lines gave it, made a question: which answer it has, and of
what kind it is."""

import re
from dataclasses import dataclass, field

from quizzes.answers import number, right_options, spellings, truth
from quizzes.building import Choice, Made, Maker
from quizzes.readings import left_out_essay, no_right_answer, notice
from quizzes.zh_keys import Given
from quizzes.zh_signs import BRIEF, ESSAY, folded, kind_in, options
from storage.values.messages import BadInput, Finding, Message, Place, message
from storage.values.questions import QuestionKind, Spelling

_LETTERS = r"[A-L](?:[\s,，、]*[A-L])*"
_TRUTH = "[√×✓✗✔✘✕]|正确|错误|对|错"
_BRACKETS = re.compile(
    rf"(?P<open>[（(【\[])\s*(?P<in>{_LETTERS}|{_TRUTH}|[TFxX])\s*(?P<close>[)）】\]])"
)
_UNDERLINED = re.compile(rf"_{{2,}}\s*(?P<in>{_LETTERS}|{_TRUTH})\s*_{{2,}}")
_FILLED = re.compile(r"_{2,}\s*([^_\s](?:[^_]{0,60}[^_\s])?)\s*_{2,}")
_BEHIND = re.compile(
    rf"(?P<before>[。.？?！!：:）)]|[\u4e00-\u9fff]\s|\s{{2,}})\s*(?P<in>{_LETTERS}|{_TRUTH})\s*$"
)
_MARKED = re.compile(r"\s*(?:[（(]\s*(?:正确答案|正确|√|✓|✔|对)\s*[)）]|[√✓✔])\s*$")
_GAP = re.compile(r"_{2,}|[（(【\[]\s*[)）】\]]")
_LONGEST_BRIEF = 30


@dataclass(slots=True)
class Draft:
    """A question as its lines gave it. ``part``: what was read last."""

    line: int
    number: int | None = None
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    answer: str = ""
    answer_line: int | None = None
    explanation: str = ""
    tags: list[str] = field(default_factory=list)
    kind: QuestionKind | str | None = None
    has_kind: bool = False
    given: Given | None = None
    part: str = "stem"

    @property
    def is_answerable(self) -> bool:
        """Whether it has all that a question may have, so that another may begin."""
        return bool(self.options or self.answer)


def answers_itself(text: str) -> bool:
    """Whether an answer stands in brackets in a text."""
    return bool(_BRACKETS.search(text))


def finished(
    draft: Draft, kind: QuestionKind | str | None, tag: str, place: Place, language: str
) -> Made:
    """The question, or why there is none. ``kind`` and ``tag``: those of its section."""
    own_kind, has_kind, stem = kind_in("\n".join(draft.stem))
    if draft.has_kind or has_kind:
        kind = draft.kind if draft.has_kind else own_kind
    if not draft.options:
        stem, found = options(stem)
        draft.options = [words for _, words in found]
    answer, stem = _answer(draft, stem, kind)
    explanation = draft.explanation or (draft.given.explanation if draft.given else "")
    tags = tuple(dict.fromkeys([*draft.tags, *filter(None, [tag])]))
    maker = Maker(place, language, stem.strip(), explanation, tags)
    if isinstance(answer, Message):
        return Finding(place, answer)
    if draft.options:
        return _choice(draft, maker, answer, kind)
    return _without_options(maker, answer, kind)


def _answer(draft: Draft, stem: str, kind: QuestionKind | str | None) -> tuple[str | Message, str]:
    """The answer as written, or what is wrong with it; and the stem without it."""
    given = draft.answer or (draft.given.words if draft.given else "")
    inside = [each for pattern in (_BRACKETS, _UNDERLINED) for each in pattern.finditer(stem)]
    inside = [each for each in inside if _may_answer(each["in"], draft, kind)]
    if given and (not inside or len(inside) > 1 or not _same(inside[0]["in"], given)):
        return given, stem
    if len(inside) == 1:
        found = inside[0]
        blank = "____" if "open" not in found.groupdict() else f"{found['open']}{found['close']}"
        return found["in"], stem[: found.start()] + blank + stem[found.end() :]
    if len(inside) > 1:
        return (
            message(
                "Several brackets of this question hold letters: which are the answer? Write "
                "答案： below it."
            ),
            stem,
        )
    marked = [at for at, words in enumerate(draft.options) if _MARKED.search(words)]
    if marked:
        draft.options = [_MARKED.sub("", words) for words in draft.options]
        return "".join(chr(ord("A") + at) for at in marked), stem
    behind = _BEHIND.search(stem)
    if behind and _may_answer(behind["in"], draft, kind):
        return behind["in"], stem[: behind.end("before")]
    return _filled_in(draft, stem)


def _filled_in(draft: Draft, stem: str) -> tuple[str, str]:
    """What stands in the gaps themselves."""
    filled = _FILLED.findall(stem) if not draft.options else []
    return "；".join(filled), _FILLED.sub("____", stem) if filled else stem


def _may_answer(words: str, draft: Draft, kind: QuestionKind | str | None) -> bool:
    """Whether what stands in brackets can be an answer to this question."""
    if truth(words) is not None and not re.fullmatch(r"[A-L]", words):
        return not draft.options or kind is QuestionKind.TRUE_FALSE
    letters = {ord(letter) - ord("A") for letter in folded(words) if letter.isalpha()}
    return bool(draft.options) and max(letters) < len(draft.options)


def _same(one: str, other: str) -> bool:
    return re.sub(r"[\s,，、]", "", folded(one)) == re.sub(r"[\s,，、.。]", "", folded(other))


def _choice(draft: Draft, maker: Maker, answer: str, kind: QuestionKind | str | None) -> Made:
    if not answer:
        return Finding(maker.place, no_right_answer())
    said = [truth(words) for words in draft.options]
    if truth(answer) is not None and said in ([True, False], [False, True]):
        return maker.true_false(bool(truth(answer)))
    try:
        right = right_options(answer, draft.options)
    except BadInput as error:
        return Finding(Place(maker.place.file, draft.answer_line or draft.line), error.said)
    if kind is QuestionKind.ONE and len(right) > 1:
        said_one = message("The question is said to have one right answer, but more are given.")
        return Finding(maker.place, said_one)
    choices = [Choice(words, at in right) for at, words in enumerate(draft.options)]
    return maker.choice(choices, several=True if kind is QuestionKind.SEVERAL else None)


def _without_options(maker: Maker, answer: str, kind: QuestionKind | str | None) -> Made:
    says = truth(answer)
    if kind is QuestionKind.TRUE_FALSE and answer.strip().upper() in ("A", "B"):
        says = answer.strip().upper() == "A"
    if _is_essay(answer, kind):
        made: Made = notice(maker.place, left_out_essay())
    elif not answer:
        made = Finding(maker.place, _nothing_to_answer(kind))
    elif says is not None and kind in (None, QuestionKind.TRUE_FALSE):
        made = maker.true_false(says)
    elif kind in (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.TRUE_FALSE):
        made = Finding(maker.place, _not_of_kind(answer))
    elif kind is None and re.fullmatch(_LETTERS, answer.strip()) and not _GAP.search(maker.stem):
        # Its options were not seen as such: what would be asked makes no sense.
        made = Finding(maker.place, _no_options())
    else:
        made = _typed(maker, answer, kind)
    return made


def _is_essay(answer: str, kind: QuestionKind | str | None) -> bool:
    is_long = len(answer) > _LONGEST_BRIEF
    return kind is ESSAY or (kind is BRIEF and (not answer or is_long)) or (not kind and is_long)


def _typed(maker: Maker, answer: str, kind: QuestionKind | str | None) -> Made:
    accepted = number(answer) if kind is QuestionKind.NUMERICAL else None
    if accepted:
        return maker.numerical([accepted])
    return maker.short([Spelling(each) for each in spellings(maker.stem, answer)])


def _nothing_to_answer(kind: QuestionKind | str | None) -> Message:
    if kind in (QuestionKind.ONE, QuestionKind.SEVERAL):
        return _no_options()
    return no_right_answer()


def _no_options() -> Message:
    return message("This question has no options. Each begins with its letter, such as A.")


def _not_of_kind(answer: str) -> Message:
    return message(
        "The answer “{answer}” doesn't fit the kind of question that the heading names.",
        answer=answer[:60],
    )
