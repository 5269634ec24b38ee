"""Asking the unit above to confirm what was done, once a record makes it enough.

The message names the obligation only; it is put in words, and looked at once more, when it is sent:
whether it is still to be confirmed, and whether its reader still decides about it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from programme.calendar import first_daytime
from programme.duties.counting import kinds_of
from programme.duties.facts import UnitFacts, is_meant
from programme.duties.loading import load_matters
from programme.duties.references import reference
from programme.duties.rights import who_decides
from programme.duties.standing import Standing
from programme.duties.viewing import span_in_view
from programme.duties.working_out import work_out
from programme.records.keeping import UNDO_WITHIN
from storage import duty_books
from storage.database import Transaction
from storage.duty_books import KeptBook
from storage.duty_people import units_of_people
from storage.moments import earliest
from storage.units import Defaults, units
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.duties import Duty, DutyBook, State
from storage.values.people import BotId, ChatId, TelegramId, Unit
from storage.values.records import Record

_ASKED_FOR = timedelta(days=30)
"""How long the question is worth sending; /matters shows what waits in any case."""


class Asking(Struct, frozen=True):
    """By which bot, when, and who stands above all."""

    tx: Transaction
    bot_id: BotId
    now: datetime
    defaults: Defaults
    owner: TelegramId | None


async def after_record(asking: Asking, record: Record) -> list[NewDelivery]:
    """What is to be sent after a record was kept, changed or restored: a question to the unit above
    for each obligation that it brings to be confirmed."""
    people = {each.person_id for each in record.people}
    ids = {record.unit_id} | (await units_of_people(asking.tx, people) if people else set())
    found = (await units(asking.tx, sorted(ids), asking.defaults)).values()
    keys = {unit.programme_key or "" for unit in found}
    books = {key: await duty_books.books(asking.tx, key) for key in keys}
    wanted = {
        unit.id: _confirmed_duties(books[unit.programme_key or ""], unit, record) for unit in found
    }
    concerned = [unit for unit in found if wanted[unit.id]]
    if not concerned:
        return []
    first, last = span_in_view(record.day)
    loaded = await load_matters(asking.tx, concerned, first, last, asking.now)
    told: list[NewDelivery] = []
    for unit in concerned:
        for each in work_out(loaded[unit.id], first, last, wanted[unit.id]):
            counts = any(counted.id == record.id for counted in each.counted)
            # What had to come first may be what this record is.
            if counts or each.obligation.duty.needs:
                told += await ask_above(asking, unit, each)
    return told


async def ask_above(asking: Asking, unit: Unit, standing: Standing) -> list[NewDelivery]:
    """One question to each of the nearest who decide about an obligation at ``unit``; nothing
    unless it waits to be confirmed. The same records are asked about once."""
    if standing.state is not State.AWAITING:
        return []
    obligation = standing.obligation
    holders = await who_decides(
        asking.tx, asking.bot_id, unit, obligation, asking.now, asking.owner
    )
    changed = last_change(standing)
    # Before that what was put down can be taken back with a tap.
    at = first_daytime(asking.now + UNDO_WITHIN, unit.time_zone)
    named = reference(obligation)
    return [
        NewDelivery(
            bot_id=asking.bot_id,
            key=f"{question_key(named)}:{changed}:{holder.telegram_id}",
            rank=Rank.REMINDER,
            kind=DeliveryKind.AWAITING,
            chat_id=ChatId(holder.telegram_id),
            language=holder.language,
            not_before=at,
            payload={"obligation": named, "changed": changed},
            expires_at=at + _ASKED_FOR,
        )
        for holder in holders
    ]


def last_change(standing: Standing) -> int:
    """When the records that made it enough were last changed, in seconds since the epoch."""
    used = [r for r in standing.counted if standing.done_on is None or r.day <= standing.done_on]
    return max((earliest(record.changed_at) for record in used), default=0)


def question_key(named: str) -> str:
    """What the keys of all questions about an obligation begin with, before a colon."""
    return f"confirm:{named}"


def _confirmed_duties(books: Sequence[KeptBook], unit: Unit, record: Record) -> set[str]:
    """The duties at a unit that somebody confirms and that a record may bring to it."""
    book = books[0].book if books else DutyBook()
    kinds, at = kinds_of(record, book), UnitFacts(unit, is_branch=False)
    return {
        duty.key
        for duty in book.duties
        if duty.confirmed
        and is_meant(duty.who, at, book)
        and not kinds.isdisjoint(_kinds_towards(duty, book))
    }


def _kinds_towards(duty: Duty, book: DutyBook) -> set[str]:
    """The kinds of record by which a duty, and all that comes before it, is met."""
    known, waiting, kinds = {duty.key}, [duty], set[str]()
    while waiting:
        each = waiting.pop()
        kinds.update(each.counting.kinds)
        needed = [found for key in each.needs if key not in known and (found := book.duty(key))]
        known.update(found.key for found in needed)
        waiting += needed
    return kinds
