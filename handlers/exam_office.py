"""Tests for those who may set them: what there is below /test, who took one, and the sheet."""

from collections.abc import Sequence

from handlers.gate import looks_after, oversees
from handlers.member import too_old
from handlers.own_units import in_charge_of, looked_after
from handlers.turn import Turn
from programme.exam_results import branch_results
from programme.exam_sheet import SHEET_JOB
from reports import exam_office as reports
from reports.exam_results import branch_list, counts_page
from reports.said import Said
from storage import exams, jobs
from storage.moments import earliest
from storage.units import ancestors, branches_below, units
from storage.units import unit as unit_of
from storage.values.exams import Exam, ExamId, ExamState
from storage.values.messages import Refused
from storage.values.people import Unit, UnitId

_TOO_OLD = too_old("/test")
_SHOWN = 6
_BRANCHES = 10
"""How many branches an organiser sees at once."""


async def office_part(turn: Turn, said: Said, *, is_member: bool) -> Said:
    """The answer to /test with what somebody with an office may do, below what all may."""
    own = await in_charge_of(turn)
    if not own:
        return said
    ids = [each.id for each in own]
    states = (ExamState.DRAFT, ExamState.SET, ExamState.CLOSED)
    set_here = await exams.exams_at(turn.tx, ids, *states, limit=_SHOWN)
    listed = await _from_above(turn, own)
    rows = reports.office_rows(turn.own_words, set_here, listed, turn.now)
    text = said.text if is_member or set_here else reports.nothing_set(turn.own_words)
    if not is_member and set_here:
        text = reports.what_is_set(turn.own_words)
    return Said(text, (*said.buttons, *rows))


def may_set(turn: Turn, unit: Unit) -> bool:
    """Whether the speaker may set tests at a unit, and see what came of them in numbers."""
    return looks_after(turn.known, unit) or oversees(turn.known, unit)


async def exam_with_unit(turn: Turn, number: int) -> tuple[Exam, Unit]:
    """A test and its unit. Raises :class:`Refused` for one that there isn't."""
    exam = await exams.exam(turn.tx, ExamId(number))
    at = await unit_of(turn.tx, exam.unit_id, turn.defaults) if exam else None
    if exam is None or at is None:
        raise Refused(_TOO_OLD)
    return exam, at


async def show_set(turn: Turn, exam: Exam, at: Unit) -> None:
    """The page of a test that is announced."""
    own = await _looked_after_below(turn, exam)
    if exam.state is ExamState.DROPPED or not may_set(turn, at):
        raise Refused(_TOO_OLD)
    stuck = await exams.closing_failed(turn.tx, turn.bot_id, exam.id)
    turn.edit(reports.set_page(turn.own_words, exam, at, own, turn.now, stuck=stuck))


async def show_list(turn: Turn, exam: Exam, at: Unit, unit_id: UnitId) -> None:
    """A branch by name, for whoever looks after it."""
    branch = next((u for u in await _looked_after_below(turn, exam) if u.id == unit_id), None)
    if branch is None or exam.state not in (ExamState.SET, ExamState.CLOSED):
        raise Refused(_TOO_OLD)
    [found] = await branch_results(turn.tx, turn.bot_id, exam, [branch], turn.now)
    said = branch_list(turn.own_words, found, turn.now)
    back = exam if may_set(turn, at) else None
    turn.edit(reports.with_way_back(turn.own_words, said, back))


async def show_counts(turn: Turn, exam: Exam, at: Unit, page: int) -> None:
    """The branches in numbers, for whoever oversees them."""
    if not may_set(turn, at) or exam.state not in (ExamState.SET, ExamState.CLOSED):
        raise Refused(_TOO_OLD)
    ids = await branches_below(turn.tx, exam.unit_id)
    pages = max(1, -(-len(ids) // _BRANCHES))
    number = min(page, pages - 1)
    some = ids[number * _BRANCHES : (number + 1) * _BRANCHES]
    shown = list((await units(turn.tx, some, turn.defaults)).values())
    found = await branch_results(turn.tx, turn.bot_id, exam, shown, turn.now)
    said = counts_page(turn.own_words, exam, found, (number, pages), turn.now)
    turn.edit(reports.with_pages(turn.own_words, said, exam, number, pages))


async def ask_for_sheet(turn: Turn, exam: Exam, at: Unit) -> None:
    """Have the sheet made. A second tap while it is being made changes nothing."""
    if not may_set(turn, at) or exam.state not in (ExamState.SET, ExamState.CLOSED):
        raise Refused(_TOO_OLD)
    payload = {
        "exam": exam.id,
        "chat": turn.chat_id,
        "language": turn.own_language,
        "paper": f"exam:{turn.chat_id}:{exam.id}:{earliest(turn.now)}",
    }
    key = f"{SHEET_JOB}:{turn.chat_id}:{exam.id}"
    await jobs.put(turn.tx, turn.bot_id, SHEET_JOB, key, turn.now, payload)
    turn.toast(reports.being_made(turn.own_words))


async def _from_above(turn: Turn, own: Sequence[Unit]) -> list[tuple[Exam, Unit]]:
    """Tests that were set above the branches that the speaker looks after, with the branch."""
    set_for = {each.id for each in own}
    found: list[tuple[Exam, Unit]] = []
    for branch in await looked_after(turn):
        line = [step for step in ancestors(branch.path) if step not in set_for]
        states = (ExamState.SET, ExamState.CLOSED)
        above = await exams.exams_at(turn.tx, line, *states, limit=_SHOWN)
        found += [(exam, branch) for exam in above if _has_begun(exam, turn)]
    return found[:_SHOWN]


async def _looked_after_below(turn: Turn, exam: Exam) -> list[Unit]:
    """The branches below a test's unit that the speaker looks after."""
    own = await looked_after(turn)
    return [each for each in own if exam.unit_id in ancestors(each.path)]


def _has_begun(exam: Exam, turn: Turn) -> bool:
    return exam.opens_at is not None and exam.opens_at <= turn.now
