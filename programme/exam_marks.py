"""By which answer key the questions of a test are marked: always by the newest that fits.

Answers hold what was chosen, so a key that is put right puts all results right, too: they are
worked out whenever they are looked at.
"""

from collections.abc import Collection, Mapping

from storage import questions
from storage.database import Transaction
from storage.questions import same_options
from storage.sittings import Answered
from storage.values.days import QuestionId
from storage.values.questions import Question


async def questions_to_mark(
    tx: Transaction, rows: Collection[Answered]
) -> Mapping[tuple[QuestionId, int], Question]:
    """The question that marks each answer, by the question's id and the revision asked: the newest
    revision, or, when its options have changed since, the one that was asked."""
    pairs = {(row.asked.question_id, row.asked.revision, row.newest) for row in rows}
    wanted = {(q, number) for q, *numbers in pairs for number in numbers}
    bodies = await questions.bodies(tx, wanted)
    return {
        (q, asked): bodies[q, newest]
        if same_options(bodies[q, asked], bodies[q, newest])
        else bodies[q, asked]
        for q, asked, newest in pairs
    }
