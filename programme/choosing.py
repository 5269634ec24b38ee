"""Which study item and which questions a branch gets next. Rules over plain values."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from quizzes.choosing import AskedBefore, Candidate, Shelf
from storage.questions import Askable
from storage.slots import Had
from storage.values.days import Slot
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
    slot: Slot,
    questions: Bank | Sequence[Askable],
    today: Collection[Item],
    had: Had,
    count: int,
) -> tuple[Askable, ...]:
    """The questions of a noon, those about the morning's items first.

    ``questions``: as a :class:`Bank` when several branches are asked from them. ``today`` are the
    items that the branch was given in the morning.
    """
    bank = questions if isinstance(questions, Bank) else Bank(questions)
    wanted = {tag for item in today for tag in (item.key, item.document, *item.tags)}
    asked = {
        bank.by_id[question].key: _asked_on(day)
        for question, day in had.questions.items()
        if question in bank.by_id
    }
    last = None if had.last_question is None else bank.by_id.get(had.last_question)
    seed = f"{slot.unit_id}:{slot.day}"
    chosen = bank.shelf.choose(wanted, asked, last.tags if last else (), seed, count=count)
    return tuple(bank.by_key[key] for key in chosen)


# Branches share their days: a tick needs each of them once.
_asked_on = lru_cache(maxsize=4096)(AskedBefore)
