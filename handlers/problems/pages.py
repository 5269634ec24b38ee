"""The ledger's pages, and a problem's own."""

from handlers.gate import records_for
from handlers.own_units import in_charge_of
from handlers.problems.access import Seen, ledger_of, seen, speaker
from handlers.turn import Turn
from programme.problems.changing import topics_offered
from programme.records.counted import around, counted
from programme.records.keeping import may_take_back
from programme.records.scene import scene
from reports.problems import ledger as ledgers
from reports.problems import page as reports
from reports.problems.page import Page
from reports.records.counting import Told
from reports.said import Said
from storage import problems, records
from storage.units import units
from storage.values.records import Record


async def ledger_button(turn: Turn, unit: str, number: int) -> None:
    """Show a page of a unit's ledger."""
    at = await ledger_of(turn, unit)
    found = await problems.ledger(turn.tx, at.unit.id, ledgers.SHOWN + 1, number * ledgers.SHOWN)
    shown, more = found[: ledgers.SHOWN], len(found) > ledgers.SHOWN
    whose = {each.person_id for each in shown if each.person_id is not None}
    at = await scene(turn.tx, at.unit, turn.now, also=whose)
    own = await in_charge_of(turn)
    others = [each for each in own if each.id != at.unit.id and records_for(turn.known, each)]
    turn.edit(ledgers.ledger_page(turn.own_words, at, shown, number, others, more=more))


async def own_button(turn: Turn, number: int) -> None:
    """Show the problems to which the speaker sees."""
    found = await problems.seen_to_by(
        turn.tx, speaker(turn), ledgers.SHOWN + 1, number * ledgers.SHOWN
    )
    shown = found[: ledgers.SHOWN]
    at = await units(turn.tx, list({each.unit_id for each in shown}), turn.defaults)
    scenes = {each: await scene(turn.tx, unit, turn.now) for each, unit in at.items()}
    told = [(each, scenes[each.unit_id]) for each in shown if each.unit_id in scenes]
    more = len(found) > ledgers.SHOWN
    turn.edit(ledgers.own_page(turn.own_words, told, number, more=more))


async def show_button(turn: Turn, number: str) -> None:
    """Show a problem."""
    turn.edit(await told(turn, await seen(turn, number)))


async def files_button(turn: Turn, number: str) -> None:
    """Send the photos and files that lie with a problem."""
    for record in await records_of(turn, await seen(turn, number)):
        for file in record.files:
            if file.bot_id == turn.bot_id:
                turn.show(file.media, file.file_id)


async def told(turn: Turn, it: Seen, notice: str = "", kept: Record | None = None) -> Said:
    """A problem's page. ``kept``: the record that was put down just now; what it counts for is
    told."""
    page = await page_of(turn, it)
    counts = None
    if kept is not None:
        known = await around(turn.tx, [kept], turn.now, turn.defaults)
        counts = Told(counted(kept, known), it.at.today, speaker(turn), names=it.whole)
    return reports.problem_page(turn.own_words, page, notice, counts)


async def page_of(turn: Turn, it: Seen) -> Page:
    """What is known of a problem."""
    history = await records.changes_of(turn.tx, it.problem.record_id)
    by = {each.by for each in history if each.by is not None}
    it = await seen(turn, str(it.problem.id), by)
    kept = await records_of(turn, it)
    return Page(
        problem=it.problem,
        at=it.at,
        whole=it.whole,
        history=history,
        files=any(each.files for each in kept),
        topics=topics_offered(kept[0], it.at) if it.whole else (),
        can_undo=_can_undo(turn, it, kept),
    )


async def records_of(turn: Turn, it: Seen) -> list[Record]:
    """The record of a problem's being found, and that of its being solved the last time."""
    numbers = [it.problem.record_id, it.problem.solved_record_id]
    found = [await records.record_with(turn.tx, each) for each in numbers if each is not None]
    return [each for each in found if each is not None]


def _can_undo(turn: Turn, it: Seen, kept: list[Record]) -> bool:
    """Whether the last thing was put down by the speaker just now."""
    last = kept[0] if it.problem.is_open else kept[-1]
    mine = last.by == speaker(turn) and (it.whole or not it.problem.is_open)
    return mine and may_take_back(last, turn.now)
