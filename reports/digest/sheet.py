"""The digest's sheet as a workbook: units, duties, questions, and members of one's own branches."""

from collections.abc import Sequence
from datetime import datetime

from programme.digest.figures import share_done
from programme.digest.sheet import DigestSheet, DutyRow, MemberRow, QuestionRow, UnitRow
from reports.duties.words import duty_title, headed, state_name
from reports.languages import text_in
from reports.names import shortened
from reports.wording import Words
from reports.workbooks import Column, Shape, Table, Value, workbook

_STEM = 200
_LONGEST = 60


def digest_workbook(words: Words, found: DigestSheet, made_at: datetime) -> bytes:
    """The workbook as a file, in one language; sheets of nothing are left out."""
    tables = [_units(words, found.units)]
    if found.duties:
        tables.append(_duties(words, found.duties))
    if found.members:
        tables.append(_members(words, found.members))
    if found.questions:
        tables.append(_questions(words, found.questions))
    return workbook(tables, made_at)


def sheet_name(words: Words, found: DigestSheet) -> str:
    """What the file is called."""
    name = shortened(found.scope.units[0].name, _LONGEST)
    unit = "".join("-" if each in '\\/:*?"<>|' or not each.isprintable() else each for each in name)
    week = words("Week")
    return f"{week} {unit} {found.scope.day.isoformat()}.xlsx"


def sheet_comes(words: Words, title: str, found: DigestSheet) -> str:
    """What stands below the file, as HTML: also what it leaves out."""
    lines = [words.html("{unit}: all figures of the week.", unit=title)]
    if not found.is_whole:
        lines.append(
            words(
                "There are too many units for a row each: it goes down {levels} levels, and what "
                "lies below is counted in them. Questions stand in the sheets of the units below.",
                levels=1 + max(len(row.above) for row in found.units),
            )
        )
    if not found.lists_all:
        lines.append(
            words("Of the duties it lists {count}, those due longest.", count=len(found.duties))
        )
    return "\n".join(lines)


def _units(words: Words, rows: Sequence[UnitRow]) -> Table:
    columns = [
        Column(words("Units above"), width=28),
        Column(words("Unit"), width=24),
        Column(words("Number of branches"), Shape.COUNT, 9),
        Column(words("Number of members"), Shape.COUNT, 9),
        Column(words("Three studies done"), Shape.SHARE, 11),
        Column(words("The week before"), Shape.SHARE, 11),
        Column(words("Studies read"), Shape.COUNT, 9),
        Column(words("Answered"), Shape.COUNT, 9),
        Column(words("Right"), Shape.SHARE, 9),
        Column(words("Notes"), Shape.COUNT, 9),
        Column(words("Duties"), Shape.COUNT, 9),
        Column(words("In order"), Shape.COUNT, 9),
        Column(words("Overdue duties"), Shape.COUNT, 9),
        Column(words("Newly overdue"), Shape.COUNT, 9),
        Column(words("Due soon, not begun"), Shape.COUNT, 11),
        Column(words("Silent branches"), Shape.COUNT, 10),
        Column(words("Unreachable groups"), Shape.COUNT, 10),
        Column(words("Branches with missed posts"), Shape.COUNT, 12),
    ]
    return Table(words("Units"), columns, [_unit(row) for row in rows])


def _unit(row: UnitRow) -> Sequence[Value]:
    figures, duties, week = row.figures, row.figures.duties, row.figures.week
    # What a few people did stays with them.
    done: Sequence[Value] = [None] * 6
    silent: Value = None
    if not figures.is_small:
        right = week.right / week.answered if week.answered else None
        shares = share_done(week), share_done(figures.before)
        done = [*shares, week.check_ins, week.answered, right, week.notes]
        silent = figures.silent
    return [
        " / ".join(row.above),
        row.unit.name,
        figures.size.branches,
        figures.size.members,
        *done,
        duties.all,
        duties.met,
        duties.overdue,
        duties.newly,
        duties.coming,
        silent,
        figures.unreachable,
        figures.missed,
    ]


def _duties(words: Words, rows: Sequence[DutyRow]) -> Table:
    columns = [
        Column(words("Unit"), width=24),
        Column(words("Duty"), width=30),
        Column(words("Whose"), width=12),
        Column(words("Number"), Shape.COUNT, 9),
        Column(words("State"), width=12),
        Column(words("From"), Shape.DAY, 12),
        Column(words("Due"), Shape.DAY, 12),
    ]
    listed: list[Sequence[Value]] = [
        [
            row.unit.name,
            duty_title(words, row.duty) if row.duty else row.owed.duty_key,
            words("people in office or members") if row.owed.personal else words("the unit"),
            row.owed.number,
            headed(state_name(words, row.owed.state)),
            row.owed.first,
            row.owed.due,
        ]
        for row in rows
    ]
    return Table(words("Duties"), columns, listed)


def _members(words: Words, rows: Sequence[MemberRow]) -> Table:
    columns = [
        Column(words("Branch"), width=24),
        Column(words("Name"), width=16),
        Column(words("Days with a study"), Shape.COUNT, 10),
        Column(words("Studies read"), Shape.COUNT, 9),
        Column(words("Answered"), Shape.COUNT, 9),
        Column(words("Right"), Shape.COUNT, 9),
        Column(words("Notes"), Shape.COUNT, 9),
    ]
    listed: list[Sequence[Value]] = [
        [
            row.branch.name,
            row.person.name,
            sum(day.acted for day in row.days),
            sum(day.check_ins for day in row.days),
            sum(day.answered for day in row.days),
            sum(day.right for day in row.days),
            sum(day.notes for day in row.days),
        ]
        for row in rows
    ]
    return Table(words("Members of my branches"), columns, listed)


def _questions(words: Words, rows: Sequence[QuestionRow]) -> Table:
    columns = [
        Column(words("Question asked"), width=60),
        Column(words("Number of branches"), Shape.COUNT, 9),
        Column(words("Answered"), Shape.COUNT, 9),
        Column(words("Right"), Shape.SHARE, 9),
        Column(words("Key in doubt"), width=12),
    ]
    listed: list[Sequence[Value]] = [
        [
            text_in(row.question.texts, words.language).stem.strip()[:_STEM],
            row.branches,
            row.answered,
            row.right / row.answered if row.answered else None,
            words("yes") if row.is_in_alarm else "",
        ]
        for row in rows
    ]
    return Table(words("Questions"), columns, listed)
