"""The question banks of somebody's units: which there are, and removing one."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from storage import banks, exams, office_acts
from storage.database import Transaction
from storage.values.banks import Bank
from storage.values.exams import Source, SourceKind
from storage.values.messages import Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import PersonId, Unit


class OwnBank(Struct, frozen=True):
    """A bank and the unit that it belongs to."""

    bank: Bank
    unit: Unit


async def own_banks(tx: Transaction, units: Sequence[Unit]) -> Sequence[OwnBank]:
    """The banks that belong to these very units, the last imported first."""
    found = await banks.banks_of(tx, [unit.id for unit in units])
    own = [OwnBank(bank, unit) for unit in units for bank in found[unit.id]]
    return sorted(own, key=lambda each: (each.bank.imported_at, each.bank.id), reverse=True)


async def remove(tx: Transaction, own: OwnBank, by: PersonId | None, now: datetime) -> None:
    """Let a bank be asked no more. What was asked from it stays as it is.

    Raises :class:`Refused` while a test that is announced draws from it.
    """
    if await exams.announced_from(tx, Source(SourceKind.BANK, str(own.bank.id))):
        raise Refused(
            message(
                "A test that isn't over yet draws from this bank. Remove the bank when it has "
                "closed, or call the test off first: /test"
            )
        )
    await banks.remove_bank(tx, own.bank.id)
    if by is not None:
        act = OfficeAct(own.unit.id, ActKind.BANK_REMOVED, by, now, detail=own.bank.title)
        await office_acts.add(tx, act)
