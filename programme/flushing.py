"""Writing a batch's additions down, at its end or before a handler reads with queries."""

from collections.abc import Collection
from datetime import date, datetime

from programme.additions import Additions
from programme.book import Book
from programme.streaks import from_history
from storage import batch, history, outbox
from storage.batch import NewRows
from storage.database import Transaction
from storage.values.days import Streak
from storage.values.people import PersonId


async def flush(book: Book, now: datetime) -> None:
    """Write what the kept pages added; the book goes on from there."""
    added, book.pending = book.pending, Additions()
    tx = book.tx
    for person, day in added.undone:
        await history.delete_check_in(tx, person, day)
    new = NewRows(
        answers=added.answers.values(),
        changed=added.changed,
        picks=added.picks,
        check_ins=added.check_ins,
        notes=added.notes,
        member_days=added.member_days.values(),
        before=added.before,
        streaks=added.streaks.values(),
        parked=added.parked,
        handled=added.handled,
    )
    await batch.write(tx, book.bot_id, new, now)
    if added.rebuilt:
        await _rebuild(book, added.rebuilt, now)
    # One counter is asked for once a batch, however many taps it counts.
    if added.deliveries:
        await outbox.put(tx, {delivery.key: delivery for delivery in added.deliveries}.values())


async def _rebuild(book: Book, people: Collection[PersonId], now: datetime) -> None:
    rebuilt = await streaks_from_history(book.tx, people)
    rows = [streak or Streak(person, 0, date.min) for person, streak in rebuilt.items()]
    await batch.write(book.tx, book.bot_id, NewRows(streaks=rows), now)
    await book.streaks_anew(rebuilt)


async def streaks_from_history(
    tx: Transaction, people: Collection[PersonId]
) -> dict[PersonId, Streak | None]:
    """The streaks that these people's whole histories give; None for who did nothing."""
    acted = await history.days_acted(tx, people)
    counting = await history.days_counting(tx, people)
    return {
        person: from_history(person, acted.get(person, ()), counting.get(person, ()))
        for person in people
    }
