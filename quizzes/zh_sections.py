"""Which answers of keys belong to which questions of a plain text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quizzes.zh_answers import Draft
from quizzes.zh_keys import Given, Key
from storage.values.messages import Message, message
from storage.values.questions import QuestionKind


@dataclass(slots=True)
class Section:
    """Questions that are numbered in one row."""

    kind: QuestionKind | str | None = None
    tag: str = ""
    drafts: list[Draft] = field(default_factory=list)


def give_answers(sections: Sequence[Section], keys: Sequence[Key]) -> list[tuple[int, Message]]:
    """Give each question its answer from the keys; what is said to answers without a question."""
    lost = []
    for key in keys:
        target = _target(sections[: key.after], key)
        for number, given in key.answers.items():
            draft = _draft_for(number, target, sections[: key.after])
            if draft is None:
                said = message("There is no question {number} for this answer.", number=number)
                lost.append((given.line, said))
            else:
                draft.given = given
    return lost


def _target(sections: Sequence[Section], key: Key) -> Section | None:
    """The section that a key speaks of: of its kind and chapter, the first without answers."""
    free = [each for each in sections if any(_lacks(draft, key.answers) for draft in each.drafts)]
    in_chapter = [each for each in free if key.chapter and each.tag == key.chapter] or free
    of_kind = [each for each in in_chapter if key.kind and each.kind == key.kind] or in_chapter
    return of_kind[0] if of_kind else None


def _draft_for(number: int, target: Section | None, sections: Sequence[Section]) -> Draft | None:
    order = [target, *sections] if target is not None else list(sections)
    for section in order:
        for draft in section.drafts:
            if draft.number == number and draft.given is None:
                return draft
    return None


def _lacks(draft: Draft, answers: dict[int, Given]) -> bool:
    return draft.number in answers and draft.given is None
