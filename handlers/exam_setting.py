"""Setting a test, in private: a summary with buttons, and a few things that can be typed."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec.structs import replace

from handlers.exam_office import (
    ask_for_sheet,
    exam_with_unit,
    may_set,
    show_counts,
    show_list,
    show_set,
)
from handlers.exams import exams_page
from handlers.gate import Command, require
from handlers.member import button_parts, is_number, too_old
from handlers.own_units import in_charge_of, named_in
from handlers.turn import Turn
from handlers.written import typed
from programme.calendar import local_day
from programme.exam_audience import audience_size, audience_tags
from programme.exam_choices import (
    Part,
    with_days,
    with_number_chosen,
    with_tag,
    with_typed,
)
from programme.exam_sources import questions_of, sources_for, tags_in
from programme.exams import announce, call_off, hindrance, opened_draft, settle, source_of
from reports import exam_setting as reports
from reports.exam_office import ALL_SET, COUNTS, LIST, SHEET
from reports.exam_parts import ask_typed, part_page, source_code, source_page
from reports.said import Said
from storage import dialogues
from storage.values.dialogues import Dialogue
from storage.values.exams import Exam, ExamState, Terms
from storage.values.messages import Refused
from storage.values.people import Unit, UnitId

_TOO_OLD = too_old("/test")
PART = "exam-part"
_PATIENCE = timedelta(hours=1)


async def setting_button(turn: Turn) -> None:
    """A tap on ``exam-set:all``, ``exam-set:new``, ``exam-set:new:<unit>``, ``exam-set:<test>``,
    ``exam-set:<test>:<what>`` or ``exam-set:<test>:<what>:<value>``."""
    require(turn, Command.SET_TEST)
    match button_parts(turn)[1:]:
        case [kind] if kind == ALL_SET:
            turn.edit(await exams_page(turn))
        case [reports.NEW]:
            await _new(turn, await in_charge_of(turn))
        case [reports.NEW, number]:
            await _new(turn, [named_in(await in_charge_of(turn), number, _TOO_OLD)])
        case [number, *what] if is_number(number):
            exam, at = await exam_with_unit(turn, int(number))
            await _about(turn, exam, at, what)
        case _:
            raise Refused(_TOO_OLD)


async def part_written(turn: Turn, asked: Dialogue) -> None:
    """Take what was typed about a draft."""
    require(turn, Command.SET_TEST)
    part = str(asked.payload.get("part", ""))
    exam, at = await exam_with_unit(turn, int(asked.payload.get("exam", 0)))
    if part not in tuple(Part) or not may_set(turn, at):
        raise Refused(_TOO_OLD)
    tags = [tag for tag, _ in await _question_tags(turn, exam, at)]
    today = local_day(turn.now, at.time_zone)
    terms = with_typed(exam.terms, Part(part), typed(turn.update), tags, today)
    changed = await settle(turn.tx, exam, terms)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    turn.reply(await _summary(turn, changed, at, turn.own_words("Set.")))


async def _new(turn: Turn, own: Sequence[Unit]) -> None:
    if len(own) > 1:
        turn.edit(reports.which_unit(turn.own_words, own))
        return
    by = turn.known.person.id if turn.known.person else None
    draft = await opened_draft(turn.tx, own[0], by, turn.now)
    turn.edit(await _summary(turn, draft, own[0]))


async def _about(turn: Turn, exam: Exam, at: Unit, what: list[str]) -> None:
    match what:
        case [kind, number] if kind == LIST and is_number(number):
            await show_list(turn, exam, at, UnitId(int(number)))
        case [kind, page] if kind == COUNTS and is_number(page):
            await show_counts(turn, exam, at, int(page))
        case [kind] if kind == SHEET:
            await ask_for_sheet(turn, exam, at)
        case [] if exam.state is not ExamState.DRAFT:
            await show_set(turn, exam, at)
        case [reports.DROP, *sure] if sure in ([], ["yes"]):
            await _drop(turn, exam, at, sure=bool(sure))
        case _:
            await _about_draft(turn, exam, at, what)


async def _about_draft(turn: Turn, exam: Exam, at: Unit, what: list[str]) -> None:
    if exam.state is not ExamState.DRAFT or not may_set(turn, at):
        raise Refused(_TOO_OLD)
    match what:
        case []:
            turn.edit(await _summary(turn, exam, at))
        case [reports.ANNOUNCE]:
            set_ = await announce(turn.tx, turn.bot_id, exam, at, turn.now)
            turn.edit(reports.announced(turn.own_words, set_))
        case [part] if part in tuple(Part):
            await _show_part(turn, exam, at, Part(part))
        case [part, reports.OTHER] if part in tuple(Part):
            await _ask(turn, exam, Part(part))
        case [part, value] if part in tuple(Part):
            await _choose(turn, exam, at, Part(part), value)
        case _:
            raise Refused(_TOO_OLD)


async def _show_part(turn: Turn, exam: Exam, at: Unit, part: Part) -> None:
    if part is Part.TITLE:
        await _ask(turn, exam, part)
        return
    if part is Part.SOURCE:
        offered = await sources_for(turn.tx, at)
        turn.edit(source_page(turn.own_words, exam, offered))
        return
    tags = await _tags(turn, exam, at, part)
    turn.edit(part_page(turn.own_words, exam, part, tags))


async def _choose(turn: Turn, exam: Exam, at: Unit, part: Part, value: str) -> None:
    terms = await _chosen(turn, exam, at, part, value)
    if terms is None:
        raise Refused(_TOO_OLD)
    changed = await settle(turn.tx, exam, terms)
    if part in (Part.TAGS, Part.AUDIENCE):
        # More than one may be meant: the page stays.
        await _show_part(turn, changed, at, part)
    else:
        turn.edit(await _summary(turn, changed, at))


async def _chosen(turn: Turn, exam: Exam, at: Unit, part: Part, value: str) -> Terms | None:
    """The terms after a tap; None for a value that is not offered."""
    terms = exam.terms
    match part:
        case Part.SOURCE:
            return await _from_source(turn, terms, at, value)
        case Part.TAGS | Part.AUDIENCE:
            known = [tag for tag, _ in await _tags(turn, exam, at, part)]
            return with_tag(terms, part, value, known)
        case Part.WINDOW:
            return with_days(terms, value, local_day(turn.now, at.time_zone))
        case Part.RESULTS if value in ("once", "later"):
            return replace(terms, at_once=value == "once")
        case Part.GROUP if value in ("yes", "no"):
            return replace(terms, in_group=value == "yes")
        case _:
            return with_number_chosen(terms, part, value)


async def _from_source(turn: Turn, terms: Terms, at: Unit, value: str) -> Terms | None:
    """The terms with other questions: tags that were chosen before may mean nothing there."""
    for each in await sources_for(turn.tx, at):
        if source_code(each.source) == value:
            count = min(terms.count, each.size)
            return replace(terms, source=each.source, tags=(), shares=(), count=count)
    return None


async def _ask(turn: Turn, exam: Exam, part: Part) -> None:
    asked = Dialogue(PART, {"exam": exam.id, "part": part.value})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)
    turn.reply(ask_typed(turn.own_words, part))


async def _drop(turn: Turn, exam: Exam, at: Unit, *, sure: bool) -> None:
    if not may_set(turn, at):
        raise Refused(_TOO_OLD)
    if not sure and exam.state is not ExamState.DRAFT:
        turn.edit(reports.sure_to_drop(turn.own_words, exam))
        return
    await call_off(turn.tx, exam)
    turn.edit(reports.dropped(turn.own_words))


async def _summary(turn: Turn, exam: Exam, at: Unit, notice: str = "") -> Said:
    size = await audience_size(turn.tx, exam.terms, at, turn.now, turn.defaults)
    draft = reports.Draft(
        exam,
        at,
        await source_of(turn.tx, exam, at),
        size.branches,
        size.people,
        await hindrance(turn.tx, exam, at, turn.now),
    )
    return reports.summary(turn.own_words, draft, notice)


async def _tags(turn: Turn, exam: Exam, at: Unit, part: Part) -> Sequence[tuple[str, int]]:
    if part is Part.TAGS:
        return await _question_tags(turn, exam, at)
    if part is Part.AUDIENCE:
        return await audience_tags(turn.tx, at)
    return ()


async def _question_tags(turn: Turn, exam: Exam, at: Unit) -> Sequence[tuple[str, int]]:
    return tags_in(await questions_of(turn.tx, at, exam.terms.source))
