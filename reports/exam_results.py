"""What came of a test, told to whoever sat it, and to whoever looks after a branch or above it."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from programme.exam_results import BranchResults
from programme.exam_taking import Paper
from quizzes.sittings import may_begin_another
from reports.exams import BEGIN, EXAM, LOOK, name_of, shown_moment
from reports.lists import listed
from reports.names import shown_name
from reports.private_questions import Private, asked, asked_again, verdict
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.exams import Exam, SittingId
from storage.values.given import Given
from storage.values.people import Person
from storage.values.questions import QuestionKind

_NAMES = 40
"""So many names are a list to be read; the rest is a number."""


def handed_in(words: Words, it: Paper, now: datetime, zone: str, sat: int) -> Said:
    """What is said when a sitting has ended: the result, or when it comes. ``sat``: how often its
    member has sat the test."""
    lines = []
    if it.sitting.by_time:
        lines.append(words("The time is over; what you answered is handed in."))
    if it.shows_results(now):
        lines += _result_lines(words, it)
        if it.exam.is_open(now) and may_begin_another(sat, it.exam.terms.attempts):
            lines.append(words("If you like, try once more: the best counts."))
        return Said("\n".join(lines), _result_buttons(words, it, now, sat))
    if not it.sitting.by_time:
        lines.append(words("It's handed in. Well done!"))
    assert it.exam.closes_at is not None
    until = shown_moment(words, it.exam.closes_at, zone)
    lines.append(words.html("You'll have the result when the test closes, {until}.", until=until))
    return Said("\n".join(lines))


def to_look_at(it: Paper) -> list[int]:
    """The questions that were not answered in full, by their places."""
    return [place for place, mark in enumerate(it.marks) if mark < 1]


def review(words: Words, it: Paper, shown: Private, number: int) -> Said:
    """One of the questions that were not right, with what is right and why. ``number`` counts
    from 0 among them."""
    places = to_look_at(it)
    place = places[number]
    head = words.html(
        "<b>To look at again: {number} of {count}</b>", number=number + 1, count=len(places)
    )
    given = it.given[place]
    said = asked_again(words, shown, given, head) if given else _unanswered(words, shown, head)
    told = verdict(words, shown, given or Given(), it.marks[place])
    sitting = it.sitting.id
    buttons = []
    if number > 0:
        buttons.append(_look(words("Previous question"), sitting, number - 1))
    if number + 1 < len(places):
        buttons.append(_look(words("Next question"), sitting, number + 1))
    return Said(f"{said}\n\n{told}", (tuple(buttons),) if buttons else ())


def branch_list(words: Words, found: BranchResults, now: datetime) -> Said:
    """A branch by name, for whoever looks after it. Who passed is told once the members may know
    it themselves."""
    exam, passed = found.exam, found.passed
    lines = [
        words.html(
            "<b>{name}</b> · {branch}", name=name_of(words, exam.terms), branch=found.unit.name
        ),
        taken_line(words, found, now),
    ]
    has_pass = _tells_pass(exam, now)
    taken = [each.person for each in found.taken]
    enough = [each.person for each in passed]
    others = [each.person for each in found.taken if each not in passed]
    at_it = [each.person for each in found.results if each.paper is None]
    groups = (
        (words("Passed"), enough if has_pass else []),
        (words("Taken, not passed yet"), others if has_pass else []),
        (words("Taken"), [] if has_pass else taken),
        (words("At it just now"), at_it),
        (words("Not yet"), found.missing),
        (words("Not yet, on leave"), found.away),
        (words("Without a private chat with me"), found.unreached),
    )
    for title, people in groups:
        if people:
            lines += ["", _named(words, title, people)]
    return Said("\n".join(lines))


def counts_page(
    words: Words,
    exam: Exam,
    found: Sequence[BranchResults],
    place: tuple[int, int],
    now: datetime,
) -> Said:
    """The branches in numbers, for whoever oversees them; a page of them. ``place``: which page,
    counted from 0, of how many."""
    number, pages = place
    lines = [words.html("<b>{name}</b> by branch", name=name_of(words, exam.terms))]
    lines += [
        words.html(
            "· {branch}: {counts}", branch=each.unit.name, counts=taken_line(words, each, now)
        )
        for each in found
    ]
    if pages > 1:
        lines += ["", words("Page {number} of {pages}", number=number + 1, pages=pages)]
    return Said("\n".join(lines))


def taken_line(words: Words, found: BranchResults, now: datetime) -> str:
    """How many of how many have sat it, and for how many it was enough; as plain text."""
    taken, asked = len(found.taken), found.asked
    if not _tells_pass(found.exam, now):
        return words("{taken} of {asked} took it", taken=taken, asked=asked)
    return words(
        "{taken} of {asked} took it, {passed} passed",
        taken=taken,
        asked=asked,
        passed=len(found.passed),
    )


def _tells_pass(exam: Exam, now: datetime) -> bool:
    return bool(exam.terms.pass_percent) and (exam.terms.at_once or exam.is_over(now))


def _result_lines(words: Words, it: Paper) -> list[str]:
    terms, score = it.exam.terms, it.score
    name = name_of(words, terms)
    lines = [words.html("<b>{name}: {percent} %</b>", name=name, percent=score.percent)]
    right = sum(1 for each in it.marks if each == 1)
    part = sum(1 for each in it.marks if 0 < each < 1)
    open_ones = it.answered.count(False)
    lines.append(words("Right: {right} of {count}.", right=right, count=len(it.marks)))
    if part:
        lines.append(words("Partly right: {count}.", count=part))
    if open_ones:
        lines.append(words("Not answered: {count}.", count=open_ones))
    if terms.pass_percent and score.passes(terms.pass_percent):
        lines.append(words("Passed. Well done!"))
    elif terms.pass_percent:
        lines.append(
            words(
                "From {percent} % on it's a pass. Not this time, never mind: it pays to look at "
                "what was wrong.",
                percent=terms.pass_percent,
            )
        )
    return lines


def _result_buttons(words: Words, it: Paper, now: datetime, sat: int) -> Rows:
    rows: Rows = ()
    if to_look_at(it):
        rows += ((_look(words("See what was wrong"), it.sitting.id, 0),),)
    if it.exam.is_open(now) and may_begin_another(sat, it.exam.terms.attempts):
        rows += ((Button(words("Once more"), data=f"{EXAM}:{BEGIN}:{it.exam.id}"),),)
    return rows


def _unanswered(words: Words, shown: Private, head: str) -> str:
    without = shown.is_typed or shown.kind is QuestionKind.MATCHING
    stem = f"{head}\n\n{escape(shown.text.stem.strip(), quote=False)}"
    said = stem if without else asked(words, shown, head).text
    skipped = words("You had not come to this one.")
    return f"{said}\n\n{skipped}"


def _look(label: str, sitting: SittingId, number: int) -> Button:
    return Button(label, data=f"{EXAM}:{LOOK}:{sitting}:{number}")


def _named(words: Words, title: str, people: Sequence[Person]) -> str:
    names = listed(words, [shown_name(each.name) for each in people[:_NAMES]])
    rest = len(people) - _NAMES
    if rest > 0:
        names = words("{names} and {count} more", names=names, count=rest)
    return words.html(
        "<b>{title} ({count}):</b> {names}", title=title, count=len(people), names=names
    )
