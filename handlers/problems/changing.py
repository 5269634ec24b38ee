"""A problem changed by taps and by what is typed; solved; looked back at."""

from handlers.member import is_number
from handlers.problems.access import TOO_OLD, Seen, seen, seen_whole, speaker
from handlers.problems.adding import (
    PATIENCE,
    PHOTOS,
    WRITTEN,
    new_written,
    wait_for_photos,
    words_and_files,
)
from handlers.problems.pages import page_of, told
from handlers.records.finding import ask_to_confirm
from handlers.thanks import say_once
from handlers.turn import Turn
from handlers.written import attached, typed
from programme.problems import ledger
from programme.problems.changing import with_chosen, with_typed
from programme.problems.telling import tell_whose
from programme.records import keeping
from programme.records.changing import with_files
from programme.records.kinds import Part
from reports.problems import page as reports
from reports.problems.words import OTHER, SOLVE
from reports.said import Said
from storage import dialogues, problems, records
from storage.values.dialogues import Dialogue
from storage.values.messages import BadInput, Refused, message
from storage.values.problems import Problem
from storage.values.records import RecordFile, RecordId, RecordState

_TYPED = (Part.PROBLEM, Part.MEASURE)
"""What there is nothing to choose of."""
_PARTS = (*_TYPED, Part.SEES_TO, Part.DUE, Part.TOPIC)


async def part_button(turn: Turn, number: str, part: str, rest: list[str]) -> None:
    """A tap on one thing about a problem: to be asked for it, or with what was chosen."""
    it = await seen_whole(turn, number)
    if part not in _PARTS or not it.problem.is_open:
        raise Refused(TOO_OLD)
    about = Part(part)
    match rest:
        case [] if about in _TYPED:
            await _ask(turn, it.problem, about)
        case []:
            turn.edit(reports.part_page(turn.own_words, await page_of(turn, it), about))
        case ["page", page] if is_number(page):
            shown = await page_of(turn, it)
            turn.edit(reports.part_page(turn.own_words, shown, about, int(page)))
        case [value] if value == OTHER and about is Part.DUE:
            await _ask(turn, it.problem, about)
        case [value]:
            new = with_chosen(it.problem, about, value, it.at)
            if new is None:
                raise Refused(TOO_OLD)
            turn.edit(await _changed(turn, it, new, about))
        case _:
            raise Refused(TOO_OLD)


async def solve_button(turn: Turn, number: str) -> None:
    """Ask what was done about a problem."""
    it = await seen(turn, number)
    if not it.problem.is_open:
        turn.edit(await told(turn, it))
        return
    await _wait(turn, it.problem, SOLVE)
    turn.reply(reports.ask_solution(turn.own_words, it.problem))


async def again_button(turn: Turn, number: str) -> None:
    """A look back has found it not solved after all."""
    it = await seen_whole(turn, number)
    if it.problem.is_open:
        raise Refused(TOO_OLD)
    await ledger.reopen(turn.tx, it.problem, speaker(turn), turn.now, it.at.today)
    notice = turn.own_words("Open again. What is to be done now, and by when?")
    turn.edit(await told(turn, await seen(turn, number), notice))


async def good_button(turn: Turn, number: str) -> None:
    """A look back has found that it stays solved."""
    it = await seen_whole(turn, number)
    if it.problem.is_open:
        raise Refused(TOO_OLD)
    await ledger.settle(turn.tx, it.problem, speaker(turn), turn.now)
    turn.edit(await told(turn, await seen(turn, number), turn.own_words("Solved for good.")))


async def undo_button(turn: Turn, number: str) -> None:
    """Take back what was put down just now."""
    it = await seen(turn, number)
    if not (await page_of(turn, it)).can_undo:
        raise Refused(TOO_OLD)
    await _take_back(turn, it)


async def drop_button(turn: Turn, number: str, *, sure: bool) -> None:
    """Take out of the ledger what was no problem, once that was confirmed."""
    it = await seen_whole(turn, number)
    if not it.problem.is_open:
        raise Refused(TOO_OLD)
    if sure:
        await _take_back(turn, it)
    else:
        turn.edit(reports.sure_to_drop(turn.own_words, it.problem))


def is_meant(turn: Turn, asked: Dialogue) -> bool:
    """Whether a message answers the question about a problem; one that waits for photos is
    answered by photos alone."""
    if asked.kind != WRITTEN or asked.payload.get("part") != PHOTOS:
        return True
    written = turn.update.effective_message
    return written is not None and bool(written.photo)


async def problem_written(turn: Turn, asked: Dialogue) -> None:
    """Take what was typed or sent about a problem."""
    number = asked.payload.get("problem")
    if number is None:
        await new_written(turn, asked)
        return
    it = await seen(turn, str(number))
    part = str(asked.payload.get("part", ""))
    if part == PHOTOS:
        await _photo_sent(turn, it, RecordId(int(asked.payload.get("record", 0))))
    elif not it.problem.is_open:
        raise Refused(TOO_OLD)
    elif part == SOLVE:
        await _solved(turn, it)
    elif part in _PARTS and it.whole:
        about = Part(part)
        new = with_typed(it.problem, about, typed(turn.update), it.at.today)
        await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
        turn.reply(await _changed(turn, it, new, about))
    else:
        raise Refused(TOO_OLD)


async def _solved(turn: Turn, it: Seen) -> None:
    text, files = words_and_files(turn)
    kept = await ledger.solve(turn.tx, it.at, it.problem, text, speaker(turn), turn.now, files)
    await ask_to_confirm(turn, kept)
    await wait_for_photos(turn, it.problem, kept.id)
    notice = turn.own_words("Solved, and put down.")
    say_once(turn, await told(turn, await seen(turn, str(it.problem.id)), notice, kept))


async def _photo_sent(turn: Turn, it: Seen, number: RecordId) -> None:
    record = await records.record_with(turn.tx, number)
    mine = (it.problem.record_id, it.problem.solved_record_id)
    if record is None or record.id not in mine or record.state is not RecordState.KEPT:
        raise Refused(TOO_OLD)
    written = turn.update.effective_message
    file = attached(written) if written is not None else None
    if file is None:
        raise BadInput(message("Please send a photo or a file, or tap a button."))
    new = with_files(record, [RecordFile(turn.bot_id, file.media, file.id)])
    kept = await keeping.change(turn.tx, record, new, Part.FILES, speaker(turn), turn.now)
    await ask_to_confirm(turn, kept)
    say_once(turn, reports.photo_came(turn.own_words, it.problem))


async def _changed(turn: Turn, it: Seen, new: Problem, part: Part) -> Said:
    kept = await ledger.change(turn.tx, it.at, it.problem, new, part, speaker(turn), turn.now)
    if part is Part.SEES_TO and kept.person_id != speaker(turn):
        for delivery in await tell_whose(turn.tx, turn.bot_id, kept, it.at.unit, turn.now):
            turn.page.deliver(delivery)
    return await told(turn, await seen(turn, str(kept.id)))


async def _take_back(turn: Turn, it: Seen) -> None:
    await ledger.take_back(turn.tx, it.at, it.problem, speaker(turn), turn.now)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, WRITTEN)
    left = await problems.problem(turn.tx, it.problem.id)
    if left is None:
        turn.edit(reports.taken_back(turn.own_words, it.at.unit))
    else:
        page = await told(turn, await seen(turn, str(left.id)), turn.own_words("Taken back."))
        turn.edit(page)


async def _ask(turn: Turn, problem: Problem, part: Part) -> None:
    await _wait(turn, problem, part.value)
    turn.reply(reports.ask_typed(turn.own_words, part))


async def _wait(turn: Turn, problem: Problem, part: str) -> None:
    asked = Dialogue(WRITTEN, {"problem": problem.id, "part": part})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + PATIENCE)
