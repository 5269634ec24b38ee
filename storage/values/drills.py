"""Practising in private: what somebody remembers, and where they are in today's questions."""

from datetime import date, datetime

from msgspec import Struct, field

from storage.values.days import PostingId, QuestionId
from storage.values.people import PersonId


class Memory(Struct, frozen=True):
    """What somebody remembers of a question: FSRS's stability (in days) and difficulty (1 to 10),
    the local day of the last answer, and the one on which it is due again."""

    stability: float
    difficulty: float
    last: date
    due: date


class Row(Struct, frozen=True):
    """Days of practice in a row: how many, the last of them, and the day by which the next is to
    come, on which something is due again."""

    length: int = 0
    last: date | None = None
    expected: date | None = None

    def on(self, today: date) -> int:
        """How long the row is today, which is still open; 0 when it is broken."""
        broken = self.expected is not None and today > self.expected
        return 0 if broken else self.length


class Drill(Struct, frozen=True):
    """Where somebody is: the local day on which they practised last and how many questions they
    answered on it, the number of the question shown last, and that question with the revision
    shown, while it waits for its answer.

    Numbers only grow: an older one is that of a button that is spent. ``fed_until``: the answers
    given in the group have been looked through up to this day.
    """

    day: date | None = None
    done: int = 0
    number: int = 0
    question_id: QuestionId | None = None
    revision: int | None = None
    fed_until: date | None = None
    row: Row = field(default_factory=Row)


class Card(Struct, frozen=True):
    """What somebody remembers of a question, reckoned by the key of ``revision``; ``newest`` is the
    number of the question's newest one."""

    question_id: QuestionId
    memory: Memory
    revision: int
    newest: int


class Review(Struct, frozen=True):
    """One answer of somebody to a question, in a drill or, with its ``posting``, in the group.

    ``given`` is what was answered, as :class:`storage.values.given.Given` keeps it, to the
    question as ``revision`` shows it; never whether it was right.
    """

    person_id: PersonId
    question_id: QuestionId
    day: date
    at: datetime
    given: str
    revision: int
    posting: PostingId | None = None
