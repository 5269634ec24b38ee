"""The words that all talk of problems shares."""

from datetime import date
from html import escape

from programme.problems.ledger import Tally
from reports.duties.entries import shown_day_of
from reports.duties.words import due_in_words
from reports.said import Button
from reports.wording import Words
from storage.values.people import Unit
from storage.values.problems import Problem, ProblemState

PROBLEM = "problem"
"""What the data of a problem's buttons begins with."""
AT, OWN, NEW = "at", "own", "new"
SOLVE, AGAIN, GOOD, UNDO, DROP, OTHER, SEE = (
    *("solve", "again", "good", "undo", "drop", "other", "see"),
)


def state_of(words: Words, problem: Problem, today: date) -> str:
    """How it stands with a problem, as plain text: 3 days left; solved 20 May; solved for good."""
    if problem.state is ProblemState.SETTLED:
        return words("solved for good")
    if not problem.is_open and problem.solved_on is not None:
        return words("solved {day}", day=shown_day_of(words, problem.solved_on, today))
    if problem.due is None:
        return words("no day set")
    return due_in_words(words, problem.due, today)


def tally_line(words: Words, tally: Tally) -> str:
    """How many problems are open and overdue, as HTML."""
    said = words("Problems: {open} open", open=tally.open)
    if tally.overdue:
        said = words("{said}, {overdue} overdue", said=said, overdue=tally.overdue)
    return escape(said, quote=False)


def to_ledger(words: Words, unit: Unit, page: int = 0) -> Button:
    """The button to a unit's ledger."""
    return Button(words("Problems"), data=f"{PROBLEM}:{AT}:{unit.id}:{page}")


def one(problem: Problem, *what: object) -> str:
    """The data of a button that does something about one problem."""
    return ":".join([PROBLEM, str(problem.id), *(str(each) for each in what)])
