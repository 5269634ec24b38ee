"""Which study item and which questions a branch gets next. Rules over plain values."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from quizzes.choosing import AskedBefore, Candidate, Shelf
from storage.had import Had
from storage.questions import Askable
from storage.values.days import QuestionId
from storage.values.programme_files import Item, WhenFinished


def next_items(
    order: Sequence[str], had: Mapping[str, int], count: int, finished: WhenFinished
) -> tuple[str, ...]:
    """The keys of the next items: the first that the branch has not had.

    When all are had: from the beginning again, or nothing, as the programme says. ``had`` says how
    often the branch has had each item.
    """
    if finished is WhenFinished.STOP:
        return tuple(key for key in order if not had.get(key))[:count]
    ranked = sorted(range(len(order)), key=lambda at: (had.get(order[at], 0), at))
    return tuple(order[at] for at in ranked[:count])


class Bank:
    """A version's questions, made ready once for all the branches that are asked from it."""

    def __init__(self, questions: Sequence[Askable]) -> None:
        self.questions = questions
        self.by_key = {question.key: question for question in questions}
        self.by_id = {question.id: question for question in questions}
        self.shelf = Shelf([Candidate(question.key, question.tags) for question in questions])


def next_questions(
    seed: str,
    questions: Bank | Sequence[Askable],
    today: Collection[Item],
    had: Had,
    count: int,
    recalls: Mapping[QuestionId, float] | None = None,
) -> tuple[Askable, ...]:
    """The questions of a noon, those about the morning's items first.

    ``seed`` names branch and day. ``questions``: as a :class:`Bank` when several branches are asked
    from them. ``today`` are the items that the branch was given in the morning. ``recalls`` says
    how likely each of :func:`weighed_questions` is still remembered.
    """
    bank = questions if isinstance(questions, Bank) else Bank(questions)
    asked = _asked(bank, had)
    for question, recall in (recalls or {}).items():
        key = bank.by_id[question].key
        asked[key] = replace(asked[key], recall=recall)
    last = None if had.last_question is None else bank.by_id.get(had.last_question)
    chosen = bank.shelf.choose(_wanted(today), asked, last.tags if last else (), seed, count=count)
    return tuple(bank.by_key[key] for key in chosen)


def weighed_questions(
    bank: Bank, today: Collection[Item], had: Had, count: int
) -> list[QuestionId]:
    """The questions of which it matters how well they are remembered, as their turn may come again;
    none while there are others that the branch was never asked."""
    weighed = bank.shelf.weighed(_wanted(today), _asked(bank, had), count)
    return [bank.by_key[key].id for key in weighed]


def _wanted(today: Collection[Item]) -> set[str]:
    return {tag for item in today for tag in (item.key, item.document, *item.tags)}


def _asked(bank: Bank, had: Had) -> dict[str, AskedBefore]:
    return {
        bank.by_id[question].key: _asked_on(day)
        for question, day in had.questions.items()
        if question in bank.by_id
    }


# Branches share their days: a tick needs each of them once.
_asked_on = lru_cache(maxsize=4096)(AskedBefore)
