"""Tests for those who set them or look after a branch: what there is, and a page for each."""

from collections.abc import Sequence
from datetime import datetime

from reports.exam_setting import DROP, NEW, SETTING
from reports.exams import in_short, name_of, shown_moment
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.exams import Exam, ExamState
from storage.values.people import Unit

LIST, COUNTS, SHEET, ALL_SET = "list", "counts", "sheet", "all"


def office_rows(
    words: Words, set_here: Sequence[Exam], listed: Sequence[tuple[Exam, Unit]], now: datetime
) -> Rows:
    """The buttons below /test for somebody who may set tests: those there are, and a new one.
    ``listed``: tests from above, with the branch that the reader looks after."""
    rows = [(_button(words, each, now),) for each in set_here]
    rows += [
        (
            Button(
                words("List: {name}", name=name_of(words, exam.terms)),
                data=f"{SETTING}:{exam.id}:{LIST}:{unit.id}",
            ),
        )
        for exam, unit in listed
    ]
    return (*rows, (Button(words("Set a test"), data=f"{SETTING}:{NEW}"),))


def nothing_set(words: Words) -> str:
    """What /test says where there is nothing yet."""
    return words("There is no test yet. Set one: it takes two taps.")


def what_is_set(words: Words) -> str:
    """What stands above the tests that there are."""
    return words("The tests that are set, and those that were:")


def set_page(
    words: Words, exam: Exam, unit: Unit, own: Sequence[Unit], now: datetime, *, stuck: bool = False
) -> Said:
    """A test that is announced, for whoever may set it. ``own``: branches it concerns that the
    reader looks after, and so knows by name; ``stuck``: its results could not be sent so far."""
    lines = [
        words.html("<b>{name}</b> · {unit}", name=name_of(words, exam.terms), unit=unit.name),
        state_line(words, exam, now, unit.time_zone),
        in_short(words, exam.terms),
    ]
    if stuck:
        lines.append(
            words(
                "The results are late: something went wrong with me, and I keep trying. They can "
                "be looked at here; if this lasts, please tell whoever runs the bot."
            )
        )
    base = f"{SETTING}:{exam.id}"
    rows: list[tuple[Button, ...]] = [
        (Button(words("List: {name}", name=each.name), data=f"{base}:{LIST}:{each.id}"),)
        for each in own
    ]
    if not (len(own) == 1 and own[0].id == exam.unit_id):
        rows.append((Button(words("By branch"), data=f"{base}:{COUNTS}:0"),))
    rows.append((Button(words("As a sheet"), data=f"{base}:{SHEET}"),))
    if exam.state is ExamState.SET and not exam.is_over(now):
        rows.append((Button(words("Call it off"), data=f"{base}:{DROP}"),))
    rows.append((Button(words("Back"), data=f"{SETTING}:{ALL_SET}"),))
    return Said("\n".join(lines), tuple(rows))


def state_line(words: Words, exam: Exam, now: datetime, zone: str) -> str:
    """How far a test has come, as HTML."""
    if exam.state is ExamState.DRAFT:
        return words("a draft")
    if exam.state is ExamState.DROPPED:
        return words("called off")
    assert exam.opens_at is not None and exam.closes_at is not None
    if now < exam.opens_at:
        return words("opens {moment}", moment=shown_moment(words, exam.opens_at, zone))
    closes = shown_moment(words, exam.closes_at, zone)
    if exam.is_over(now):
        return words("closed {moment}", moment=closes)
    return words("open until {moment}", moment=closes)


def with_pages(words: Words, said: Said, exam: Exam, number: int, pages: int) -> Said:
    """The counts by branch with the ways to other pages, and back."""
    base = f"{SETTING}:{exam.id}"
    turns = []
    if number > 0:
        turns.append(Button(words("Previous"), data=f"{base}:{COUNTS}:{number - 1}"))
    if number + 1 < pages:
        turns.append(Button(words("Next"), data=f"{base}:{COUNTS}:{number + 1}"))
    rows: Rows = (tuple(turns),) if turns else ()
    return Said(said.text, (*rows, (Button(words("Back"), data=base),)))


def with_way_back(words: Words, said: Said, exam: Exam | None) -> Said:
    """A page about a test, with the way back to it; None: to all there are."""
    back = ALL_SET if exam is None else str(exam.id)
    return Said(said.text, ((Button(words("Back"), data=f"{SETTING}:{back}"),),))


def being_made(words: Words) -> str:
    """That the sheet is on its way."""
    return words("The sheet is on its way; it takes a moment.")


def _button(words: Words, exam: Exam, now: datetime) -> Button:
    name = name_of(words, exam.terms)
    if exam.state is ExamState.DRAFT:
        label = words("Draft: {name}", name=name)
    elif exam.is_over(now):
        label = words("Over: {name}", name=name)
    else:
        label = (
            words("Open: {name}", name=name)
            if exam.is_open(now)
            else words("To come: {name}", name=name)
        )
    return Button(label, data=f"{SETTING}:{exam.id}")
