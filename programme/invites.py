"""Personal invitations: links that let one person in, as a member or with an office."""

from datetime import date, datetime

from msgspec import Struct

from programme.belonging import enter
from programme.binding import VALID_FOR, Sender, new_code, read_code, refuse_spent
from programme.calendar import local_day
from programme.merging import merge, refuse_two
from storage import office_acts
from storage.codes import Code, Opens, add_codes, find_code, use_code
from storage.database import Transaction
from storage.known import known_by_telegram
from storage.people import add_person, appoint, claim, members, people_as, person
from storage.units import Defaults, children
from storage.units import unit as unit_of
from storage.values.messages import BadInput, Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import Known, Person, PersonId, Role, Unit, UnitId

_ROLES = {Opens.SECRETARY: Role.SECRETARY, Opens.ORGANISER: Role.ORGANISER}


class Invited(Struct, frozen=True):
    """Somebody who came by a link. ``new``: False when the link had done its work before.

    ``left`` is the branch that was their home until now. ``merged``: they stood there twice, so
    the streak is to be worked out afresh.
    """

    unit: Unit
    person: Person
    opens: Opens
    new: bool = True
    left: UnitId | None = None
    merged: bool = False


class WhichHome(Struct, frozen=True):
    """Somebody who is at home elsewhere has yet to say what the branch is to be for them."""

    unit: Unit
    home: UnitId
    code: str


def personal_link(bot_username: str, code: str) -> str:
    """The link that opens the private chat with the bot and carries the code."""
    return f"https://t.me/{bot_username}?start={code}"


async def meant_by(tx: Transaction, unit: Unit, written: str, today: date) -> Person | None:
    """Whom of a unit's list somebody means by a name or by the organisation's own id.

    None for nobody there; raises :class:`BadInput` when several bear the name.
    """
    listed = {each.person.id: each.person for each in await members(tx, unit.id, today)}
    held = await people_as(tx, [unit.id], today, *Role)
    listed |= {each.id: each for each in held[unit.id]}
    found = [each for each in listed.values() if each.external_id == written]
    found = found or [each for each in listed.values() if each.name == written]
    if len(found) > 1:
        raise BadInput(
            message(
                "Several people of {unit} are named {name}. Say which by the organisation's id: "
                "{ids}.",
                unit=unit.name,
                name=written,
                ids=", ".join(sorted(each.external_id or "?" for each in found)),
            )
        )
    return found[0] if found else None


async def make_personal_code(
    tx: Transaction,
    unit: Unit,
    opens: Opens,
    now: datetime,
    meant: Person | None = None,
    name: str = "",
) -> Code:
    """A fresh code for one person, good once and for seven days."""
    code = Code(
        new_code(),
        unit.id,
        now,
        now + VALID_FOR,
        opens=opens,
        person_id=meant.id if meant else None,
        name=meant.name if meant else name,
    )
    await add_codes(tx, [code])
    return code


async def accept(
    tx: Transaction,
    typed: str,
    sender: Sender,
    now: datetime,
    defaults: Defaults,
    *,
    home: bool | None = None,
) -> Invited | WhichHome:
    """Let somebody in by their link. ``home``: what they chose, if they were asked.

    Raises :class:`Refused` for a link that can't be used, or is somebody else's.
    """
    code = await _personal(tx, typed)
    unit = await unit_of(tx, code.unit_id, defaults)
    assert unit is not None
    known = (await known_by_telegram(tx, [sender.telegram_id], now, defaults))[sender.telegram_id]
    if code.used_by == sender.telegram_id and known.person is not None:
        return Invited(unit, known.person, code.opens, new=False)
    refuse_spent(code, now)
    await _refuse_others(tx, code, known)
    if code.opens is Opens.MEMBER:
        if known.home == unit.id:
            assert known.person is not None
            return Invited(unit, known.person, code.opens, new=False)
        if known.home is not None and home is None:
            return WhichHome(unit, known.home, code.code)
    await use_code(tx, code.code, sender.telegram_id, now)
    return await _let_in(tx, code, unit, sender, known, now, home=home is not False)


async def _let_in(
    tx: Transaction,
    code: Code,
    unit: Unit,
    sender: Sender,
    known: Known,
    now: datetime,
    *,
    home: bool,
) -> Invited:
    today = local_day(now, unit.time_zone)
    who, merged = await _who(tx, code, unit, sender, known.person, today)
    left = None
    if code.opens is Opens.MEMBER:
        left = await enter(tx, who.id, unit.id, today, home=home)
    elif code.opens is Opens.SECRETARY and not known.home and not await children(tx, unit.id):
        await enter(tx, who.id, unit.id, today, home=True)
    if code.opens in _ROLES:
        await appoint(tx, who.id, unit.id, _ROLES[code.opens], today)
    act = OfficeAct(unit.id, ActKind.CAME_BY_INVITE, who.id, now, who.id, None, code.opens.value)
    await office_acts.add(tx, act)
    return Invited(unit, who, code.opens, left=left, merged=merged)


async def _who(
    tx: Transaction, code: Code, unit: Unit, sender: Sender, known: Person | None, today: date
) -> tuple[Person, bool]:
    """The person that came, and whether two rows were made one for it."""
    meant = await person(tx, code.person_id) if code.person_id else None
    if meant is not None and meant.telegram_id is None:
        if known is not None:
            return await merge(tx, known, meant, unit, today), True
        await claim(tx, meant.id, sender.telegram_id, today)
        return meant, False
    if known is not None:
        return known, False
    follows = None if code.name else sender.name
    name = code.name or sender.name
    new = Person(PersonId(0), name, sender.telegram_id, telegram_name=follows)
    return await add_person(tx, new), False


async def _personal(tx: Transaction, typed: str) -> Code:
    code = await find_code(tx, read_code(typed))
    if code is None:
        raise Refused(
            message(
                "This link isn't known. Please open it once more from the message you got, or ask "
                "for a new one."
            )
        )
    if code.opens is Opens.GROUP:
        raise Refused(
            message(
                "This code is for the branch's group: please add me there and write /bind and the "
                "code."
            )
        )
    return code


async def _refuse_others(tx: Transaction, code: Code, known: Known) -> None:
    meant = await person(tx, code.person_id) if code.person_id else None
    if meant is None:
        return
    if meant.telegram_id not in (None, known.telegram_id):
        raise Refused(
            message(
                "This link is for {name}, and the bot knows them by another Telegram account. "
                "Please ask for one of your own.",
                name=meant.name,
            )
        )
    if known.person is not None and known.person.id != meant.id:
        refuse_two(known.person, meant)
