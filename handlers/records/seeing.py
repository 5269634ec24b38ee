"""A record as it was put down: seen, taken back, deleted, put back."""

from handlers.gate import Command, require
from handlers.records.cards import show_card
from handlers.records.finding import TOO_OLD, Found, again, ask_to_confirm, card_of, found, speaker
from handlers.turn import Turn
from programme.records import keeping
from reports.records import showing as reports
from reports.said import Said
from storage import records
from storage.values.messages import Refused
from storage.values.records import RecordId, RecordState


async def show_button(turn: Turn, number: int) -> None:
    """Show a record with what it counts for and its history."""
    require(turn, Command.RECORD)
    shown = await _found(turn, number)
    if shown.record.state is RecordState.DRAFT:
        await show_card(turn, shown)
    else:
        turn.edit(await _page(turn, shown))


async def files_button(turn: Turn, number: int) -> None:
    """Send the photos and files of a record once more."""
    require(turn, Command.RECORD)
    shown = await _found(turn, number)
    for file in shown.record.files:
        if file.bot_id == turn.bot_id:
            turn.show(file.media, file.file_id)


async def undo_button(turn: Turn, number: int) -> None:
    """Take back what was just put down: it is a draft again."""
    shown = await _to_change(turn, number)
    at = None if shown.at.own else shown.at
    draft = await keeping.take_back(turn.tx, shown.record, speaker(turn), turn.now, at)
    await show_card(turn, again(shown, draft), turn.own_words("Taken back: it is a draft again."))


async def delete_button(turn: Turn, number: int, *, sure: bool) -> None:
    """Delete a record, once that was confirmed."""
    shown = await _to_change(turn, number)
    if shown.record.state is not RecordState.KEPT:
        raise Refused(TOO_OLD)
    if not sure:
        turn.edit(reports.sure_to_delete(turn.own_words, shown.record))
        return
    at = None if shown.at.own else shown.at
    await keeping.delete(turn.tx, shown.record, speaker(turn), turn.now, at)
    turn.edit(await _page(turn, await _found(turn, number), turn.own_words("Deleted.")))


async def restore_button(turn: Turn, number: int) -> None:
    """Put a deleted record back."""
    shown = await _to_change(turn, number)
    if shown.record.state is not RecordState.DELETED:
        raise Refused(TOO_OLD)
    at = None if shown.at.own else shown.at
    back = await keeping.restore(turn.tx, shown.record, speaker(turn), turn.now, at)
    await ask_to_confirm(turn, back)
    turn.edit(await _page(turn, await _found(turn, number), turn.own_words("Put back.")))


async def _to_change(turn: Turn, number: int) -> Found:
    require(turn, Command.RECORD)
    return await found(turn, number)


async def _found(turn: Turn, number: int) -> Found:
    history = await records.changes_of(turn.tx, RecordId(number))
    by = {each.by for each in history if each.by is not None}
    return await found(turn, number, by, to_see=True)


async def _page(turn: Turn, shown: Found, notice: str = "") -> Said:
    history = await records.changes_of(turn.tx, shown.record.id)
    card = await card_of(turn, shown)
    page = reports.Shown(card, history, turn.now, shown.may_change, shown.names)
    return reports.record_page(turn.own_words, page, notice)
