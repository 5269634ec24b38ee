"""Coming into a branch, moving from one to another, and leaving.

A person has one home, where the daily acts count, and may be a guest in further branches. Whoever
comes counts from that local day; whoever leaves counts up to that day, and what they did stays.
"""

from datetime import date, timedelta

from storage.database import Transaction
from storage.memberships import Membership, end_membership, memberships_of, move_day
from storage.people import add_membership
from storage.values.people import PersonId, UnitId

_DAY = timedelta(days=1)


async def enter(
    tx: Transaction, person: PersonId, unit: UnitId, today: date, *, home: bool
) -> UnitId | None:
    """Let a person belong to a branch from today on; the branch that was their home until now, if
    they have moved.

    Who moves leaves the old home the day before, and what they have done today counts in the new
    one, so that no day counts twice.
    """
    running = [m for m in await memberships_of(tx, person) if _runs(m, today)]
    home = home or any(each.unit_id == unit and each.home for each in running)
    here = next((m for m in running if m.unit_id == unit and m.home == home), None)
    left = None
    for each in running:
        # In one branch nobody is twice; and there is one home.
        if each is not here and (each.unit_id == unit or (home and each.home)):
            await end_membership(tx, each, today - _DAY)
            if each.home:
                left = each.unit_id
                await move_day(tx, person, today, each.unit_id, unit)
    if here is None:
        await add_membership(tx, person, unit, today, home=home)
    elif here.until is not None:
        await end_membership(tx, here, None)
    return left if left != unit else None


async def leave(tx: Transaction, person: PersonId, unit: UnitId, today: date) -> bool:
    """Let a person belong to a branch up to today; False when they have left it before."""
    here = await _here(tx, person, unit, today)
    for each in here:
        await end_membership(tx, each, today)
    return any(each.until is None for each in here)


async def stay(tx: Transaction, person: PersonId, unit: UnitId, today: date) -> bool:
    """Take back that a person leaves a branch today; False when it is too late for that."""
    here = await _here(tx, person, unit, today)
    for each in here:
        await end_membership(tx, each, None)
    return bool(here)


async def never_came(tx: Transaction, person: PersonId, unit: UnitId, today: date) -> bool:
    """Take back that a person came into a branch today; False when they came before."""
    came = [m for m in await _here(tx, person, unit, today) if m.since == today]
    for each in came:
        await end_membership(tx, each, today - _DAY)
    return bool(came)


async def _here(tx: Transaction, person: PersonId, unit: UnitId, today: date) -> list[Membership]:
    found = await memberships_of(tx, person)
    return [each for each in found if each.unit_id == unit and _runs(each, today)]


def _runs(membership: Membership, today: date) -> bool:
    """Whether a membership is in force today; an end that lies ahead is no end yet."""
    return membership.since <= today and (membership.until is None or membership.until >= today)
