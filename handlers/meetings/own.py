"""A member's own meetings: taking back that one is there, and saying that one was noted wrong."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.gate import Command, looks_after, require
from handlers.meetings.access import TOO_OLD, may_run, require_belonging, spoken_of, telling
from handlers.meetings.signing import undo_key
from handlers.member import button_parts, is_number
from handlers.speaker import own_person
from handlers.turn import Turn
from programme.calendar import first_daytime
from programme.meetings.attending import take_back
from programme.meetings.disputing import Seen, dispute, leave, mend, seen_by
from programme.meetings.timing import doors
from programme.office_holders import Holder, whom_to_ask
from programme.records.scene import book_at
from reports.meetings import own as reports
from reports.meetings.own import LEAVE, MEND, MINE, NOT_HERE, STAYED, WENT, Been, Coming
from reports.meetings.words import Spoken
from reports.said import Said
from reports.wording import words
from storage import meeting_people, meetings, outbox
from storage.people import person as person_with
from storage.units import units
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.messages import Refused
from storage.values.people import ChatId, Person, PersonId, Unit, UnitId
from storage.withdrawals import forget

_WORTH_SAYING = timedelta(days=7)


async def own_front(turn: Turn) -> None:
    """Show the speaker their own meetings, in private: what the button on a held meeting's card
    leads to."""
    require(turn, Command.OWN_MEETING)
    turn.reply(await own_meetings(turn))


async def own_button(turn: Turn) -> None:
    """A tap on ``meet:own:mine``, ``meet:own:<meeting>:undo``, ``…:in`` or ``…:out``."""
    require(turn, Command.OWN_MEETING)
    parts = button_parts(turn)[2:]
    if parts == [MINE]:
        turn.edit(await own_meetings(turn))
        return
    if len(parts) != len(("meeting", "what")):
        raise Refused(TOO_OLD)
    spoken = await spoken_of(turn, parts[0])
    require_belonging(turn, spoken.unit)
    if parts[1] == NOT_HERE:
        await _take_back(turn, spoken)
    elif parts[1] in (WENT, STAYED):
        await _dispute(turn, spoken, there=parts[1] == WENT)
    else:
        raise Refused(TOO_OLD)


async def own_meetings(turn: Turn, notice: str = "") -> Said:
    """The meetings of the speaker's branches: those to come, and those of the last month."""
    found = await _own_units(turn)
    person = await own_person(turn)
    books = {unit.id: await book_at(turn.tx, unit) for unit in found.values()}
    coming = []
    for each in await meetings.planned(turn.tx, list(found), turn.now):
        if each.ends_at is None or each.ends_at + _WORTH_SHOWING < turn.now:
            continue
        spoken = Spoken(each, found[each.unit_id], books[each.unit_id])
        said = (await meeting_people.attendance(turn.tx, each.id)).get(person)
        noted = said is not None and said.was_there
        own = said is not None and noted and said.by == person
        coming.append(Coming(spoken, doors(each, turn.now), here=own, noted=noted))
    been = [
        Been(Spoken(e.meeting, found[e.meeting.unit_id], books[e.meeting.unit_id]), e)
        for e in await seen_by(turn.tx, person, list(found), turn.now)
    ]
    return reports.own_page(turn.own_words, coming, been, notice)


async def decide(turn: Turn, number: str, act: str, who: str, way: str) -> None:
    """A tap of whoever looks after the meeting: mend what somebody says is wrong, or leave it."""
    spoken = await spoken_of(turn, number)
    if not await _is_asked(turn, spoken.unit):
        raise Refused(TOO_OLD)
    if not is_number(who) or way not in (WENT, STAYED):
        raise Refused(TOO_OLD)
    person = await person_with(turn.tx, PersonId(int(who)))
    if person is None:
        raise Refused(TOO_OLD)
    by, there = await own_person(turn), way == WENT
    do = {MEND: mend, LEAVE: leave}[act]
    await do(turn.tx, spoken.meeting.id, person.id, by, turn.now, there=there)
    turn.edit(reports.decided(turn.own_words, spoken, person.name, mended=act == MEND))
    await _tell_outcome(turn, spoken, person, mended=act == MEND, there=there)
    if act == MEND:
        await telling(turn, spoken).renew_cards()


async def _is_asked(turn: Turn, unit: Unit) -> bool:
    """Whether the speaker decides for a unit; where nobody looks after it, the unit above does."""
    if await may_run(turn, unit):
        return True
    holders = await whom_to_ask(turn.tx, turn.bot_id, unit, turn.now, turn.owner)
    return turn.telegram_id in {each.telegram_id for each in holders}


async def _take_back(turn: Turn, spoken: Spoken) -> None:
    person = await own_person(turn)
    undone = spoken.meeting.is_on and await take_back(telling(turn, spoken), person)
    if undone:
        # A new tap may be a slip again: then it is offered again.
        await forget(turn.tx, turn.bot_id, undo_key(spoken, person))
    turn.edit(reports.not_here_any_more(turn.own_words, undone=undone))


async def _dispute(turn: Turn, spoken: Spoken, *, there: bool) -> None:
    person = await own_person(turn)
    seen = await _seen(turn, spoken, person)
    if seen.was_there is there:
        raise Refused(TOO_OLD)
    if looks_after(turn.known, spoken.unit):
        await mend(turn.tx, spoken.meeting.id, person, person, turn.now, there=there)
        turn.edit(await own_meetings(turn, f"✓ {turn.own_words('Mended.')}"))
        return
    holders = await dispute(turn.tx, turn.bot_id, seen, spoken.unit, person, turn.now, turn.owner)
    name = turn.known.person.name if turn.known.person else ""
    asked = [each for each in holders if each.telegram_id != turn.telegram_id]
    await outbox.put(
        turn.tx, [_asked(turn, spoken, each, person, name, there=there) for each in asked]
    )
    notice = reports.passed_on(turn.own_words, to_somebody=bool(asked))
    turn.edit(await own_meetings(turn, notice))


async def _seen(turn: Turn, spoken: Spoken, person: PersonId) -> Seen:
    seen = await seen_by(turn.tx, person, [spoken.unit.id], turn.now)
    found = next((each for each in seen if each.meeting.id == spoken.meeting.id), None)
    if found is None:
        raise Refused(TOO_OLD)
    return found


def _asked(
    turn: Turn, spoken: Spoken, holder: Holder, person: PersonId, name: str, *, there: bool
) -> NewDelivery:
    at = first_daytime(turn.now, spoken.unit.time_zone)
    said = reports.to_decide(words(holder.language), spoken, person, name, there=there)
    way = WENT if there else STAYED
    return NewDelivery(
        bot_id=turn.bot_id,
        key=f"meeting-wrong:{spoken.meeting.id}:{person}:{way}:{holder.telegram_id}",
        rank=Rank.REMINDER,
        kind=DeliveryKind.TEXT,
        chat_id=ChatId(holder.telegram_id),
        language=holder.language,
        not_before=at,
        payload=said.payload(),
        expires_at=at + _WORTH_SAYING,
    )


async def _tell_outcome(
    turn: Turn, spoken: Spoken, person: Person, *, mended: bool, there: bool
) -> None:
    if person.telegram_id is None:
        return
    language = person.language or spoken.unit.language
    said = reports.told_outcome(words(language), spoken, mended=mended, there=there)
    at = first_daytime(turn.now, spoken.unit.time_zone)
    outcome = f"{MEND if mended else LEAVE}:{WENT if there else STAYED}"
    told = NewDelivery(
        bot_id=turn.bot_id,
        key=f"meeting-mended:{spoken.meeting.id}:{person.id}:{outcome}:{turn.now.timestamp():.0f}",
        rank=Rank.REMINDER,
        kind=DeliveryKind.TEXT,
        chat_id=ChatId(person.telegram_id),
        language=language,
        not_before=at,
        payload=said.payload(),
        expires_at=at + _WORTH_SAYING,
    )
    await outbox.put(turn.tx, [told])


async def _own_units(turn: Turn) -> dict[UnitId, Unit]:
    known = turn.known
    ids: Sequence[UnitId] = [known.home] if known.home else []
    held = [each.unit_id for each in known.appointments]
    return await units(turn.tx, list(dict.fromkeys([*ids, *known.guest_of, *held])), turn.defaults)


_WORTH_SHOWING = timedelta(days=1)
