"""Writing a batch's additions down, at its end or before a handler reads with queries."""

from datetime import date, datetime

from programme.book import Additions, Book
from programme.streaks import from_history
from storage import batch, history, outbox
from storage.batch import NewRows
from storage.values.days import Streak
from storage.values.people import PersonId


async def flush(book: Book, now: datetime) -> None:
    """Write what the kept pages added; the book goes on from there."""
    added, book.pending = book.pending, Additions()
    tx = book.tx
    for person, day in added.undone:
        await history.delete_check_in(tx, person, day)
    new = NewRows(
        answers=added.answers,
        check_ins=added.check_ins,
        notes=added.notes,
        member_days=added.member_days.values(),
        streaks=added.streaks.values(),
        parked=added.parked,
        handled=added.handled,
    )
    await batch.write(tx, book.bot_id, new, now)
    for person in added.rebuilt:
        await _rebuild(book, person, now)
    # One counter is asked for once a batch, however many taps it counts.
    if added.deliveries:
        await outbox.put(tx, {delivery.key: delivery for delivery in added.deliveries}.values())


async def _rebuild(book: Book, person: PersonId, now: datetime) -> None:
    acted = await history.days_acted(book.tx, person)
    counting = await history.days_counting(book.tx, person)
    streak = from_history(person, acted, counting)
    new = NewRows(streaks=[streak or Streak(person, 0, date.min)])
    await batch.write(book.tx, book.bot_id, new, now)
    if streak:
        book.streaks[person] = streak
    else:
        book.streaks.pop(person, None)
