"""The record that a button names, as far as the speaker may see and change it."""

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from handlers.gate import oversees, records_for, records_own
from handlers.member import too_old
from handlers.own_units import held
from handlers.turn import Turn
from programme.duties.confirming import Asking, after_record
from programme.records.counted import around, counted, put_down_before, to_make_up
from programme.records.scene import Scene, scene
from reports.records.card import Card
from reports.records.counting import Told
from storage import records
from storage.units import children, units
from storage.units import unit as unit_of
from storage.values.duties import DutyBook
from storage.values.messages import Refused, message
from storage.values.people import PersonId, Role, Unit
from storage.values.records import Record, RecordId, RecordState

TOO_OLD = too_old("/record")
_ON_NO_LIST = message(
    "What is put down bears a name, and you are on no list here yet. Please ask a secretary to let "
    "you in, or have yourself put on the roster."
)


class Found(Struct, frozen=True):
    """A record with what is known at its unit. ``may_change``: it is the speaker's to change, as a
    unit's or as their own; ``names``: they may read names."""

    record: Record
    at: Scene
    may_change: bool = True
    names: bool = True


def speaker(turn: Turn) -> PersonId:
    """Who puts something down. Raises :class:`Refused` for an owner who is on no list."""
    if turn.known.person is None:
        raise Refused(_ON_NO_LIST)
    return turn.known.person.id


async def units_to_record(turn: Turn) -> list[Unit]:
    """The units at which the speaker puts something down, their offices' first."""
    own = await held(turn, Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
    if turn.known.is_owner:
        top = await units(turn.tx, await children(turn.tx, None), turn.defaults)
        own += [each for each in top.values() if each not in own]
    own += [each for each in await held(turn, Role.CADRE, Role.COMMITTEE) if each not in own]
    home = turn.home
    if home is not None and home not in own and own and records_own(turn.known, home):
        own.append(home)
    return own


async def found(
    turn: Turn, number: int, also: Collection[PersonId] = (), *, to_see: bool = False
) -> Found:
    """The record of a number, to be changed, or only ``to_see`` it. Raises :class:`Refused` for one
    that there isn't, or that is not the speaker's. ``also``: persons who are to be named."""
    record = await records.record_with(turn.tx, RecordId(number))
    unit = await unit_of(turn.tx, record.unit_id, turn.defaults) if record else None
    if record is None or unit is None:
        raise Refused(TOO_OLD)
    whole, own = records_for(turn.known, unit), _is_own(turn, record, unit)
    if record.state is RecordState.DRAFT:
        # Nobody looks over another's shoulder.
        whole = whole and record.by == speaker(turn)
    sees = to_see and oversees(turn.known, unit) and record.state is not RecordState.DRAFT
    if not (whole or own or sees):
        raise Refused(TOO_OLD)
    at = await scene(turn.tx, unit, turn.now, record, own=own and not whole, also=also)
    return Found(record, at, whole or own, whole)


async def card_of(turn: Turn, shown: Found) -> Card:
    """The record's card: what it counts for is worked out."""
    record = shown.record
    known = await around(turn.tx, [record], turn.now, turn.defaults)
    reader = turn.known.person.id if turn.known.person else None
    told = Told(counted(record, known), shown.at.today, reader, names=shown.names)
    if not shown.may_change:
        return Card(record, shown.at, told)
    own_units = len(await units_to_record(turn)) if shown.at.own else 1
    candidates = to_make_up(record, known)
    is_new = record.state is RecordState.DRAFT and not shown.at.own
    before = put_down_before(record, known) if is_new else None
    return Card(record, shown.at, told, own_units, can_make_up=bool(candidates), before=before)


def again(shown: Found, record: Record) -> Found:
    """The same with the record as it is now."""
    return replace(shown, record=record)


async def ask_to_confirm(turn: Turn, record: Record) -> None:
    """Ask the unit above about what a record brings to be confirmed."""
    asking = Asking(turn.tx, turn.bot_id, turn.now, turn.defaults, turn.owner)
    for delivery in await after_record(asking, record):
        turn.page.deliver(delivery)


def has_places(book: DutyBook) -> bool:
    """Whether records can name places, pairs or stations."""
    return bool(book.places)


def _is_own(turn: Turn, record: Record, unit: Unit) -> bool:
    person = turn.known.person
    if person is None or not records_own(turn.known, unit):
        return False
    alone = [each.person_id for each in record.people] == [person.id]
    return alone and person.id in (record.by, record.on_behalf_of)
