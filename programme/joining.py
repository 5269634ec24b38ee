"""Being let into a branch: asking, and what the branch's secretary decides.

Whoever asks says who of the branch's list they are, or that they are not on it. The first decision
counts. One request is open for one Telegram user; asking for something else takes it back.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum, auto

from msgspec import Struct

from programme.belonging import enter, never_came
from programme.calendar import local_day
from programme.merging import merge, refuse_two
from storage import join_requests, office_acts
from storage.database import Transaction
from storage.doers import doers
from storage.join_requests import change, open_as, open_by, refused_at
from storage.people import Member, add_person, claim, members, person, unclaim
from storage.values.joining import JoinRequest, JoinState
from storage.values.messages import Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import Person, PersonId, TelegramId, Unit, UnitId

REMIND_AFTER = timedelta(days=1)
"""When whoever decides is reminded of a request, if its asker asks again."""
_REST = timedelta(hours=12)
_MOST_REFUSALS = 3

Mark = str | date | int
"""What tells somebody from others of the same name: the end of the organisation's own id, the day
of joining, or else a number in the order of the list."""

_TAKEN = message(
    "Somebody has been let in under that name meanwhile. If it is yours, please speak to your "
    "secretary; or choose again: /join."
)


class Asked(Struct, frozen=True):
    """A request that waits. ``new``: it was not asked before; ``remind``: that is a while ago.
    ``replaced`` are the asker's earlier ones, which are taken back by it."""

    request: JoinRequest
    new: bool
    remind: bool = False
    replaced: Sequence[JoinRequest] = ()


class LetIn(Struct, frozen=True):
    """Somebody who was let in. ``left`` is the branch that was their home until now.

    ``others`` are those who said that they were the same person, and can't be any more.
    ``may_undo``: a slip can still be taken back. ``merged``: they stood there twice, so the streak
    is to be worked out afresh.
    """

    person: Person
    left: UnitId | None = None
    others: Sequence[JoinRequest] = ()
    may_undo: bool = False
    merged: bool = False


async def unclaimed(tx: Transaction, unit: UnitId, today: date) -> Sequence[Member]:
    """Who is at home in a branch and has not been found in Telegram yet."""
    return [
        each
        for each in await members(tx, unit, today)
        if each.person.telegram_id is None and each.person.name
    ]


def marks(listed: Sequence[Member]) -> Mapping[PersonId, Mark]:
    """What tells those apart who share a name with another in the list; nothing for the rest."""
    found: dict[PersonId, Mark] = {}
    for alike in _by_name(listed):
        endings = [(each.person.external_id or "")[-4:] for each in alike]
        joined = [each.since for each in alike]
        for number, each in enumerate(alike, 1):
            if all(endings) and len(set(endings)) == len(alike):
                found[each.person.id] = endings[number - 1]
            elif len(set(joined)) == len(alike):
                found[each.person.id] = each.since
            else:
                found[each.person.id] = number
    return found


def listed_as(known: Person, listed: Sequence[Member]) -> Person | None:
    """Whom of a branch's list somebody must be whom the bot knows already: the only one of that
    name, unless the organisation's own ids say that they are two."""
    alike = [each.person for each in listed if each.person.name == known.name]
    if len(alike) != 1:
        return None
    two = alike[0].external_id and known.external_id
    return None if two and alike[0].external_id != known.external_id else alike[0]


def rest_after(refused: Sequence[JoinRequest], now: datetime) -> None:
    """Raise :class:`Refused` for somebody who was not let into this branch just now, or too often.

    ``refused`` are their refused requests, the latest first.
    """
    if len(refused) >= _MOST_REFUSALS:
        raise Refused(
            message(
                "This branch could not place you several times. Please speak to its secretary: "
                "they can send you a link that lets you in."
            )
        )
    if refused and refused[0].decided_at and now - refused[0].decided_at < _REST:
        raise Refused(
            message(
                "The secretary could not place you just now. Please have a word with them, and "
                "ask again tomorrow."
            )
        )


async def ask(tx: Transaction, new: JoinRequest, now: datetime) -> Asked:
    """Ask to be let in. The same question again is not asked twice.

    Raises :class:`Refused` when the name is somebody's by now, or after a refusal.
    """
    before = await open_by(tx, new.telegram_id)
    same = next((each for each in before if _is_same(each, new)), None)
    if same is not None:
        return Asked(same, new=False, remind=now - same.asked_at >= REMIND_AFTER)
    rest_after(await refused_at(tx, new.unit_id, new.telegram_id), now)
    await _refuse_taken(tx, new)
    for each in before:
        await change(tx, each, JoinState.WITHDRAWN, None, now)
    return Asked(await join_requests.add(tx, new), new=True, replaced=before)


async def let_in(
    tx: Transaction, request: JoinRequest, unit: Unit, by: PersonId, now: datetime
) -> LetIn | None:
    """Let the asker into the branch from its local today on; None when it was decided otherwise.

    A refusal may be changed into this. Raises :class:`Refused` when the name is taken by now.
    """
    await _refuse_taken(tx, request)
    if not await change(tx, request, JoinState.LET_IN, by, now):
        return None
    today = local_day(now, unit.time_zone)
    others = await open_as(tx, request.person_id) if request.person_id else ()
    who, kind = await _who(tx, request, unit, today)
    left = await enter(tx, who.id, unit.id, today, home=request.home)
    for each in others:
        await change(tx, each, JoinState.TAKEN, by, now)
    act = OfficeAct(unit.id, ActKind.LET_IN, by, now, who.id)
    await office_acts.add(tx, act)
    return LetIn(who, left, others, kind is _Who.NEW, kind is _Who.MERGED)


async def refuse(tx: Transaction, request: JoinRequest, by: PersonId, now: datetime) -> bool:
    """Don't let the asker in; False when it was decided otherwise."""
    if not await change(tx, request, JoinState.REFUSED, by, now):
        return False
    act = OfficeAct(request.unit_id, ActKind.NOT_LET_IN, by, now, None, None, request.name)
    await office_acts.add(tx, act)
    return True


async def take_back(
    tx: Transaction, request: JoinRequest, unit: Unit, by: PersonId, now: datetime
) -> bool:
    """Take back that somebody was let in by a slip; False when it is too late for that.

    It is as if they had been refused: they may be let in after all. Only who came with this
    request, and today, can go again; who moved here has moved.
    """
    today = local_day(now, unit.time_zone)
    found = (await doers(tx, [request.telegram_id])).get(request.telegram_id)
    decided = request.decided_at
    if found is None or decided is None or local_day(decided, unit.time_zone) != today:
        return False
    who = found.person
    was_listed = request.person_id == who.id
    if not (was_listed or [home.since for home in found.homes] == [today]):
        return False
    if not await change(tx, request, JoinState.REFUSED, by, now):
        return False
    if was_listed:
        await unclaim(tx, who.id)
    else:
        await never_came(tx, who.id, unit.id, today)
    await office_acts.add(tx, OfficeAct(unit.id, ActKind.TAKEN_BACK, by, now, who.id))
    return True


class _Who(Enum):
    """How the asker is known: only now, since before, or twice until now."""

    NEW = auto()
    KNOWN = auto()
    MERGED = auto()


async def _who(
    tx: Transaction, request: JoinRequest, unit: Unit, today: date
) -> tuple[Person, _Who]:
    """The person that the asker is."""
    account = request.telegram_id
    known = await _known(tx, account)
    meant = await person(tx, request.person_id) if request.person_id else None
    if meant is not None and meant.telegram_id is None:
        if known is not None:
            return await merge(tx, known, meant, unit, today), _Who.MERGED
        await claim(tx, meant.id, account, today)
        return meant, _Who.NEW
    if known is not None:
        return known, _Who.KNOWN
    named = Person(PersonId(0), request.name, account, telegram_name=request.name)
    return await add_person(tx, named), _Who.NEW


async def _refuse_taken(tx: Transaction, request: JoinRequest) -> None:
    meant = await person(tx, request.person_id) if request.person_id else None
    if meant is None:
        return
    if meant.telegram_id not in (None, request.telegram_id):
        raise Refused(_TAKEN)
    known = await _known(tx, request.telegram_id)
    if known is not None and known.id != meant.id:
        refuse_two(known, meant)


async def _known(tx: Transaction, account: TelegramId) -> Person | None:
    found = (await doers(tx, [account])).get(account)
    return await person(tx, found.person.id) if found is not None else None


def _is_same(one: JoinRequest, other: JoinRequest) -> bool:
    return (one.unit_id, one.person_id, one.home) == (other.unit_id, other.person_id, other.home)


def _by_name(listed: Sequence[Member]) -> list[list[Member]]:
    """Those who share a name with others."""
    names: dict[str, list[Member]] = {}
    for each in listed:
        names.setdefault(each.person.name, []).append(each)
    return [alike for alike in names.values() if len(alike) > 1]
