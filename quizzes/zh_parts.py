"""The parts of one question of a plain text, read line by line into its draft."""

import re

from quizzes.zh_answers import Draft
from quizzes.zh_signs import Line, about, answer, explained, named_kind, options

_BETWEEN_TAGS = re.compile(r"[,，;；、|]+")


def begin(draft: Draft, text: str) -> None:
    """Take the first line of a question: its stem, and options that stand behind it."""
    _add_options(draft, text, to_stem=True)


def take_part(draft: Draft, line: Line) -> bool:
    """Take an option, an answer, an explanation or something else of the open question; whether the
    line was one."""
    own = answer(line)
    if own is not None:
        words, why = explained(own)
        draft.answer_line = line.number
        draft.answer = words or draft.answer
        draft.part = "answer"
        if why is not None:
            draft.explanation, draft.part = why, "explanation"
        return True
    before, why = explained(line.text)
    if why is not None and not before:
        draft.explanation, draft.part = why, "explanation"
        return True
    said = about(line)
    if said is not None:
        _take_about(draft, *said)
        return True
    return _add_options(draft, line.text)


def _take_about(draft: Draft, what: str, rest: str) -> None:
    draft.part = "about"
    if what == "题型":
        draft.kind, draft.has_kind = named_kind(rest), True
    elif what in ("知识点", "考点", "考查点", "章节", "标签"):
        draft.tags += [each.strip() for each in _BETWEEN_TAGS.split(rest) if each.strip()]


def _add_options(draft: Draft, text: str, *, to_stem: bool = False) -> bool:
    """Take the next options; ``to_stem``: those that stand behind the stem, in its line."""
    before, found = options(text)
    expected = chr(ord("A") + len(draft.options))
    if not found or found[0][0] != expected or bool(before) != to_stem:
        if to_stem:
            draft.stem.append(text.strip())
        return to_stem
    if draft.part in ("answer", "explanation") and not to_stem:
        return False
    if before:
        draft.stem.append(before)
    draft.options += [words for _, words in found]
    draft.part = "options"
    return True
