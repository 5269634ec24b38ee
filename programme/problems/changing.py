"""What can be said about a problem: typed, or chosen. Plain rules."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from programme.records.choices import topics_for
from programme.records.kinds import Part, code
from programme.records.scene import Scene
from programme.records.typed import LONGEST_LINE, LONGEST_TEXT
from programme.typed_days import read_days
from storage.values.duties import Topic
from storage.values.messages import BadInput, message
from storage.values.people import PersonId
from storage.values.problems import Problem
from storage.values.records import Record

NONE = "none"
PARTS = (Part.MEASURE, Part.SEES_TO, Part.DUE, Part.TOPIC, Part.PROBLEM)
"""What can be changed, in the order in which it is offered."""
_LONGEST_PROBLEM = 300
_WEEK = timedelta(days=7)


def read_problem(text: str) -> str:
    """What is wrong, in a line or a few. Raises :class:`BadInput` with what to write."""
    said = " ".join(text.split())
    if not said or len(said) > _LONGEST_PROBLEM:
        raise BadInput(
            message(
                "Please write what is wrong, in at most {most} characters.", most=_LONGEST_PROBLEM
            )
        )
    return said


def with_typed(problem: Problem, part: Part, text: str, today: date) -> Problem:
    """The problem after something was typed. Raises :class:`BadInput` with what to write."""
    match part:
        case Part.PROBLEM:
            return replace(problem, problem=read_problem(text))
        case Part.MEASURE:
            return replace(problem, measure=read_problem(text))
        case Part.DUE:
            return replace(problem, due=_read_due(text, today))
        case _:
            raise BadInput(message("Please choose by the buttons."))


def with_chosen(problem: Problem, part: Part, value: str, at: Scene) -> Problem | None:
    """The problem after a tap; None for a value that is not offered."""
    people: dict[str, PersonId] = {str(each): each for each in at.names}
    days = {str(day): day for day in days_offered(at.today)}
    kinds = {code(each.key): each.key for each in at.book.topics}
    values: dict[Part, Collection[str]] = {
        Part.SEES_TO: people,
        Part.DUE: days,
        Part.TOPIC: kinds,
    }
    offered = values.get(part, ())
    if part not in values or (value != NONE and value not in offered):
        return None
    match part:
        case Part.SEES_TO:
            return replace(problem, person_id=people.get(value))
        case Part.DUE:
            return replace(problem, due=days.get(value))
        case _:
            return replace(problem, kind=kinds.get(value, ""))


def days_offered(today: date) -> Sequence[date]:
    """The due dates that are offered as buttons: in a week, in two, the ends of this month, of this
    quarter and of this year; each once, and none before tomorrow."""
    in_quarter = 2 - (today.month - 1) % 3
    ends = (_month_end(today, ahead) for ahead in (0, in_quarter, 12 - today.month))
    found = {today + _WEEK, today + 2 * _WEEK, *ends}
    return sorted(each for each in found if each > today)


def topic_of(problem: Problem, at: Scene) -> Topic | None:
    """The topic of the duties that a problem is of."""
    return next((each for each in at.book.topics if each.key == problem.kind), None)


def topics_offered(found: Record, at: Scene) -> Sequence[Topic]:
    """The topics of which a problem can be: those that duties ask for which its record counts."""
    return topics_for(found.kinds, at.book)


def as_recorded(problem: Problem, at: Scene) -> tuple[str, str]:
    """The topic and the text of the record of a problem's being found.

    The topic names what it is of, as duties look for that word in it.
    """
    topic, line = topic_of(problem, at), problem.problem
    if topic is not None:
        name = topic.titles.get(at.unit.language) or next(iter(topic.titles.values()))
        line = f"{name} {line}"
    text = f"{problem.problem}\n{problem.measure}" if problem.measure else problem.problem
    return line[:LONGEST_LINE].rstrip(), text[:LONGEST_TEXT]


def _read_due(text: str, today: date) -> date:
    day = read_days(text, today).last
    if day < today:
        raise BadInput(message("That day is not ahead. Please write a later one."))
    return day


def _month_end(today: date, ahead: int) -> date:
    year, month = divmod(today.year * 12 + today.month + ahead, 12)
    return date(year, month + 1, 1) - timedelta(days=1)
