"""/calendar: what is due and planned as a file for the own calendar, and links to it."""

from handlers.gate import Command, calendar_reader, require
from handlers.member import button_parts, too_old
from handlers.own_units import in_charge_of, named_in
from handlers.turn import Turn
from programme.calendars.links import MOST, new_link, revoke_links
from reports.calendars import replies as reports
from storage import calendar_feeds, jobs
from storage.calendar_feeds import Feed
from storage.moments import earliest
from storage.units import units
from storage.values.messages import Refused, message
from storage.values.people import PersonId, Unit

PATH = "/calendar"
"""Where, below the public address, calendars are fetched."""
_TOO_OLD = too_old("/calendar")
_NO_LINKS = message("A link isn't set up here: there is only the file.")


async def calendar(turn: Turn) -> None:
    """Answer /calendar: a job makes the file."""
    require(turn, Command.CALENDAR)
    first, *others = await _units(turn)
    await _make(turn, first)
    person = turn.known.person
    own = await calendar_feeds.alive(turn.tx, first.id, person.id) if person else ()
    said = reports.on_its_way(
        turn.own_words,
        first,
        others,
        with_link=turn.public_url is not None and person is not None,
        revocable=bool(own),
    )
    turn.reply(said)


async def calendar_button(turn: Turn) -> None:
    """A tap on ``calendar:file:<unit>``, ``calendar:link:<unit>`` or ``calendar:revoke:<unit>``."""
    require(turn, Command.CALENDAR)
    match button_parts(turn)[1:]:
        case [reports.FILE, number]:
            await _make(turn, await _named(turn, number))
            turn.toast(reports.on_its_way_again(turn.own_words))
        case [reports.LINK, number]:
            await _link(turn, await _named(turn, number))
        case [reports.REVOKE, number]:
            unit = await _named(turn, number)
            count = await revoke_links(turn.tx, unit.id, _reader(turn), turn.now)
            turn.edit(reports.revoked(turn.own_words, unit, count))
        case _:
            raise Refused(_TOO_OLD)


async def _named(turn: Turn, number: str) -> Unit:
    return named_in(await _units(turn), number, _TOO_OLD)


async def _link(turn: Turn, unit: Unit) -> None:
    if turn.public_url is None:
        raise Refused(_NO_LINKS)
    feed = Feed(unit.id, _reader(turn), turn.own_language)
    secret = await new_link(turn.tx, feed, turn.now)
    address = f"{turn.public_url}{PATH}/{secret}.ics"
    turn.reply(reports.link_made(turn.own_words, unit, address, MOST))


async def _make(turn: Turn, unit: Unit) -> None:
    payload = {
        "unit": unit.id,
        "chat": turn.chat_id,
        "language": turn.own_language,
        "paper": f"{reports.CALENDAR_JOB}:{turn.chat_id}:{unit.id}:{earliest(turn.now)}",
    }
    # Asked again while it is being made: one file will do.
    key = f"{reports.CALENDAR_JOB}:{turn.chat_id}:{unit.id}"
    await jobs.put(turn.tx, turn.bot_id, reports.CALENDAR_JOB, key, turn.now, payload)


async def _units(turn: Turn) -> list[Unit]:
    """The units of which the speaker may have a calendar, those that they look after first; never
    empty."""
    known = turn.known
    own = {each.id: each for each in await in_charge_of(turn)}
    held = (each.unit_id for each in known.appointments)
    ids = dict.fromkeys((*([known.home] if known.home else []), *held, *known.guest_of))
    own |= await units(turn.tx, [each for each in ids if each not in own], turn.defaults)
    found = [each for each in own.values() if calendar_reader(known, each) is not None]
    if not found:
        raise Refused(_TOO_OLD)
    return found


def _reader(turn: Turn) -> PersonId:
    if turn.known.person is None:
        raise Refused(_TOO_OLD)
    return turn.known.person.id
