"""A problem's page, what can be said about it, and the answers to what was done."""

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from programme.problems.changing import NONE, PARTS, days_offered, topic_of
from programme.records.kinds import Part, code
from programme.records.scene import Scene
from reports.duties.entries import shown_day_of
from reports.duties.words import due_in_words
from reports.languages import text_in
from reports.names import shown_name
from reports.problems.words import (
    AGAIN,
    DROP,
    GOOD,
    OTHER,
    SEE,
    SOLVE,
    UNDO,
    one,
    state_of,
    to_ledger,
)
from reports.records.counting import Told, how_often
from reports.records.showing import change_line
from reports.records.words import part_name
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.duties import Topic
from storage.values.people import Unit
from storage.values.problems import Problem, ProblemState
from storage.values.records import RecordChange

_PAGE = 12
_IN_A_ROW = 3


class Page(Struct, frozen=True):
    """A problem as somebody sees it.

    ``whole``: they look after its unit; else they only see to it. ``files``: photos lie with it.
    ``topics``: of which it can be. ``can_undo``: the last thing was put down just now.
    """

    problem: Problem
    at: Scene
    whole: bool
    history: Sequence[RecordChange] = ()
    files: bool = False
    topics: Sequence[Topic] = ()
    can_undo: bool = False


def problem_page(words: Words, page: Page, notice: str = "", told: Told | None = None) -> Said:
    """All that is known of a problem. ``notice``, as plain text, is what was done just now, and
    ``told`` what the record of it counts for."""
    problem, at = page.problem, page.at
    lines = [f"✓ {escape(notice, quote=False)}"] if notice else []
    counts = how_often(words, told, kept=True) if told is not None else ""
    lines += [escape(counts, quote=False)] if counts else []
    lines += [""] if lines else []
    lines += [words.html("<b>{problem}</b>", problem=problem.problem), *_details(words, page)]
    if page.history:
        lines += ["", words("<b>History</b>")]
        lines += [change_line(words, each, at, names=page.whole) for each in page.history]
    return Said("\n".join(lines), _buttons(words, page))


def ask_typed(words: Words, part: Part) -> Said:
    """Asks for what is typed."""
    asked = {
        Part.PROBLEM: words("What is wrong? Please write it anew, in a line."),
        Part.MEASURE: words("What is to be done about it? Please write it in a line."),
        Part.DUE: words("By when? Please write the day, such as <b>6.25</b>."),
    }
    return Said(asked.get(part, words("Please choose by the buttons.")))


def ask_solution(words: Words, problem: Problem) -> Said:
    """Asks what was done."""
    text = words.html("<b>{problem}</b>", problem=problem.problem)
    ask = words("What was done? Please write it in a line; a photo can come along.")
    return Said(f"{text}\n{ask}")


def part_page(words: Words, page: Page, part: Part, number: int = 0) -> Said:
    """One thing that can be chosen."""
    asked = {
        Part.SEES_TO: words("Who sees to it? I tell them, and they can say when it is solved."),
        Part.DUE: words("By when should it be solved?"),
        Part.TOPIC: words("What is it about? A duty asks for one of these."),
    }
    base = one(page.problem, part.value)
    rows: Rows
    match part:
        case Part.SEES_TO:
            rows = _people(words, page, base, number)
        case Part.DUE:
            rows = _days(words, page, base)
        case _:
            rows = tuple(
                (Button(_topic(words, page, each), data=f"{base}:{code(each.key)}"),)
                for each in page.topics
            )
    none = (Button(words("Leave it open"), data=f"{base}:{NONE}"),)
    back = (Button(words("Back"), data=one(page.problem)),)
    return Said(asked.get(part, ""), (*rows, (*none, *back)))


def photo_came(words: Words, problem: Problem) -> Said:
    """That a photo was added."""
    return Said(
        words.html("Added to: {what}", what=problem.problem),
        ((Button(words("Look at it"), data=one(problem)),),),
    )


def taken_back(words: Words, unit: Unit) -> Said:
    """That a problem was taken out of the ledger."""
    text = words("Taken out of the ledger. Its record is kept as deleted, and can be put back.")
    return Said(text, ((to_ledger(words, unit),),))


def sure_to_drop(words: Words, problem: Problem) -> Said:
    """Asks once more before a problem goes out of the ledger."""
    text = words("Take it out of the ledger? That is for what was no problem at all.")
    yes = Button(words("Take it out"), data=one(problem, DROP, "yes"))
    return Said(text, ((yes, Button(words("Leave it"), data=one(problem))),))


def yours(words: Words, problem: Problem, unit: Unit, at: Scene) -> Said:
    """Told to somebody who is to see to a problem."""
    lines = [
        words.html("{unit}: would you see to this?", unit=unit.name),
        words.html("<b>{problem}</b>", problem=problem.problem),
    ]
    if problem.measure:
        lines.append(
            words.html("{part}: {said}", part=part_name(words, Part.MEASURE), said=problem.measure)
        )
    if problem.due is not None:
        name, due = part_name(words, Part.DUE), _due(words, problem, at)
        lines.append(words.html("{part}: {said}", part=name, said=due))
    solved = Button(words("It's solved"), data=one(problem, SOLVE))
    return Said("\n".join(lines), ((solved, Button(words("Look at it"), data=one(problem))),))


def _details(words: Words, page: Page) -> list[str]:
    problem, at = page.problem, page.at
    topic = topic_of(problem, at)
    told = (
        (words("State"), _state(words, page)),
        (part_name(words, Part.TOPIC), text_in(topic.titles, words.language) if topic else ""),
        (part_name(words, Part.MEASURE), problem.measure),
        (part_name(words, Part.SEES_TO), _whose(words, page)),
        (part_name(words, Part.DUE), _due(words, problem, at) if problem.due else ""),
        (words("What was done"), problem.solution),
    )
    return [words.html("{part}: {said}", part=part, said=said) for part, said in told if said]


def _state(words: Words, page: Page) -> str:
    problem = page.problem
    if not problem.is_open:
        return state_of(words, problem, page.at.today)
    if problem.is_overdue(page.at.today):
        return words("overdue")
    if problem.reopened:
        return words.count("came back once", "came back {count} times", count=problem.reopened)
    return words("still open")


def _whose(words: Words, page: Page) -> str:
    name = page.at.name(page.problem.person_id)
    return shown_name(name) if name else ""


def _due(words: Words, problem: Problem, at: Scene) -> str:
    assert problem.due is not None
    day = shown_day_of(words, problem.due, at.today)
    if not problem.is_open:
        return day
    left = due_in_words(words, problem.due, at.today)
    return words("{day} ({left})", day=day, left=left)


def _buttons(words: Words, page: Page) -> Rows:
    problem = page.problem
    rows: list[tuple[Button, ...]] = []
    if problem.is_open:
        rows.append((Button(words("It's solved"), data=one(problem, SOLVE)),))
    elif page.whole:
        again = Button(words("Still not solved"), data=one(problem, AGAIN))
        good = Button(words("Solved for good"), data=one(problem, GOOD))
        is_settled = problem.state is ProblemState.SETTLED
        rows.append((again,) if is_settled else (good, again))
    if page.whole and problem.is_open:
        parts = [part for part in PARTS if part is not Part.TOPIC or page.topics]
        taps = [Button(part_name(words, part), data=one(problem, part.value)) for part in parts]
        rows += (tuple(taps[n : n + _IN_A_ROW]) for n in range(0, len(taps), _IN_A_ROW))
    last = [Button(words("See photos and files"), data=one(problem, SEE))] if page.files else []
    if page.can_undo:
        last.append(Button(words("Undo"), data=one(problem, UNDO)))
    elif page.whole and problem.is_open:
        last.append(Button(words("Take it out"), data=one(problem, DROP)))
    rows.append((*last, to_ledger(words, page.at.unit)) if page.whole else tuple(last))
    return tuple(row for row in rows if row)


def _people(words: Words, page: Page, base: str, number: int) -> Rows:
    people = page.at.people
    taps = [
        Button(
            _chosen(each.id == page.problem.person_id) + shown_name(each.name),
            data=f"{base}:{each.id}",
        )
        for each in people[number * _PAGE :][:_PAGE]
    ]
    rows = tuple(tuple(taps[n : n + _IN_A_ROW]) for n in range(0, len(taps), _IN_A_ROW))
    more = (number + 1) * _PAGE < len(people)
    return (*rows, *turning(words, f"{base}:page", number, more=more))


def _topic(words: Words, page: Page, topic: Topic) -> str:
    return _chosen(topic.key == page.problem.kind) + text_in(topic.titles, words.language)


def _days(words: Words, page: Page, base: str) -> Rows:
    today = page.at.today
    taps = [
        Button(
            _chosen(day == page.problem.due) + shown_day_of(words, day, today), data=f"{base}:{day}"
        )
        for day in days_offered(today)
    ]
    taps.append(Button(words("Another day"), data=f"{base}:{OTHER}"))
    return tuple(tuple(taps[n : n + _IN_A_ROW]) for n in range(0, len(taps), _IN_A_ROW))


def _chosen(now: bool) -> str:
    return "✓ " if now else ""
