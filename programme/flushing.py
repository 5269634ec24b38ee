"""Writing a batch's additions down, at its end or before a handler reads with queries."""

from datetime import date, datetime

from programme.book import Additions, Book
from programme.streaks import from_history
from storage import batch, history, outbox
from storage.values.days import Streak
from storage.values.people import PersonId, UnitId


async def flush(book: Book, now: datetime) -> None:
    """Write what the kept pages added; the book goes on from there."""
    added, book.pending = book.pending, Additions()
    tx = book.tx
    for person, day in added.undone:
        await history.delete_check_in(tx, person, day)
    await batch.write_check_ins(tx, added.check_ins)
    await batch.write_answers(tx, added.answers)
    await batch.write_notes(tx, added.notes)
    await batch.write_member_days(tx, list(added.member_days.values()))
    await batch.write_streaks(tx, list(added.streaks.values()))
    await batch.park(tx, book.bot_id, added.parked, now)
    for person, unit in added.rebuilt:
        await _rebuild(book, person, unit)
    # One counter is asked for once a batch, however many taps it counts.
    await outbox.put(tx, {delivery.key: delivery for delivery in added.deliveries}.values())


async def _rebuild(book: Book, person: PersonId, unit: UnitId) -> None:
    acted = await history.days_acted(book.tx, person)
    counting = await history.days_counting(book.tx, unit)
    streak = from_history(person, acted, counting)
    await batch.write_streaks(book.tx, [streak or Streak(person, 0, date.min)])
    if streak:
        book.streaks[person] = streak
    else:
        book.streaks.pop(person, None)
