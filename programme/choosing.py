"""Which study item and which questions a branch gets next. Rules over plain values."""

from collections.abc import Collection, Mapping, Sequence

from quizzes.choosing import AskedBefore, Candidate, choose
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


def next_questions(
    slot: Slot,
    questions: Sequence[Askable],
    today: Collection[Item],
    had: Had,
    count: int,
) -> tuple[Askable, ...]:
    """The questions of a noon, those about the morning's items first.

    ``today`` are the items that the branch was given in the morning.
    """
    by_key = {question.key: question for question in questions}
    key_of = {question.id: question.key for question in questions}
    wanted = {tag for item in today for tag in (item.key, item.document, *item.tags)}
    asked = {
        key_of[question]: AskedBefore(day)
        for question, day in had.questions.items()
        if question in key_of
    }
    last = key_of.get(had.last_question) if had.last_question is not None else None
    chosen = choose(
        [Candidate(question.key, question.tags) for question in questions],
        wanted,
        asked,
        by_key[last].tags if last else (),
        f"{slot.unit_id}:{slot.day}",
        count=count,
    )
    return tuple(by_key[key] for key in chosen)
