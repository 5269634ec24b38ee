"""Aiken, Moodle's plainest format for multiple choice.

The grammar, as read here::

    file     = ( question | blank line )*
    question = stem option+ answer
    stem     = one or more lines
    option   = letter ( "." | ")" ) text     the letters from A on; a line that is none goes on
    answer   = "ANSWER:" letter              with further letters when several are right
"""

import re
from dataclasses import dataclass, field

from quizzes.building import Choice, Made, Maker
from quizzes.readings import Reading, Sourced
from storage.values.messages import Finding, Place, message

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*[:：]\s*([A-Z](?:[\s,]*[A-Z])*)\s*\.?\s*", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*\d{1,4}\s*[.、．)）]")


def is_aiken(text: str) -> bool:
    """Whether a text has options and answers as Aiken writes them, and no numbered questions."""
    lines = [line for line in text.splitlines() if line.strip()]
    has_answers = any(_ANSWER.fullmatch(line) for line in lines)
    is_numbered = any(_NUMBERED.match(line) for line in lines)
    return has_answers and not is_numbered and any(_OPTION.match(line) for line in lines)


@dataclass(slots=True)
class _Draft:
    """A question as far as it has been read."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


def read_aiken(text: str, file: str, language: str) -> Reading:
    """The questions of an Aiken file, all in ``language``."""
    sourced: list[Sourced] = []
    findings: list[Finding] = []
    draft = _Draft()
    for number, line in enumerate(text.splitlines(), 1):
        answer = _ANSWER.fullmatch(line)
        if answer is None:
            _take(draft, line, number)
            continue
        made = _made(draft, answer[1], Place(file, draft.line or number), language)
        if isinstance(made, Finding):
            findings.append(made)
        else:
            sourced.append(made)
        draft = _Draft()
    if draft.stem:
        said = message("This question has no line such as ANSWER: A.")
        findings.append(Finding(Place(file, draft.line), said))
    return Reading(tuple(sourced), tuple(findings))


def _take(draft: _Draft, line: str, number: int) -> None:
    option = _OPTION.fullmatch(line)
    if not line.strip():
        return
    draft.line = draft.line or number
    if option and draft.stem and ord(option[1]) - ord("A") == len(draft.options):
        draft.options.append(option[2].strip())
    elif draft.options:
        draft.options[-1] += f" {line.strip()}"
    else:
        draft.stem.append(line.strip())


def _made(draft: _Draft, answer: str, place: Place, language: str) -> Made:
    right = {ord(letter) - ord("A") for letter in answer.upper() if letter.isalpha()}
    if right and max(right) >= len(draft.options):
        said = message("The answer {answer} is none of the options.", answer=answer.upper())
        return Finding(place, said)
    stem = "\n".join(draft.stem)
    maker = Maker(place, language, stem)
    return maker.choice([Choice(o, at in right) for at, o in enumerate(draft.options)])
