"""/today: the day's three. In private one's own, in a group where the posts stand."""

from handlers.gate import Command, require
from handlers.member import Member, day_of, member, streak_of
from handlers.turn import Turn
from programme.calendar import local_day
from programme.status import situation_of
from programme.today import studies
from reports.said import Said
from reports.today import today_in_group, today_text
from storage import deeds
from storage.postings import study_postings, study_slots
from storage.values.people import Unit


async def today(turn: Turn) -> None:
    """Answer /today."""
    if turn.in_private:
        turn.reply(await todays_three(turn, member(turn, Command.TODAY)))
        return
    require(turn, Command.TODAY)
    assert turn.group is not None
    turn.reply(await _in_group(turn, turn.group))


async def todays_three(turn: Turn, who: Member) -> Said:
    """The day's three as they stand for a member, for that member's eyes."""
    slots = await study_slots(turn.tx, turn.bot_id, who.unit.id, who.today)
    postings = await study_postings(turn.tx, turn.bot_id, who.unit.id, who.today)
    done = await day_of(turn, who)
    answered = await deeds.answers_to(turn.tx, who.id, [posting.id for posting in postings])
    three = studies(slots, postings, done, answered, turn.now)
    why = await situation_of(turn.tx, turn.bot_id, who.unit, who.today, slots)
    streak = await streak_of(turn, who)
    return today_text(turn.own_words, three, who.unit.time_zone, streak, why)


async def _in_group(turn: Turn, unit: Unit) -> Said:
    day = local_day(turn.now, unit.time_zone)
    slots = await study_slots(turn.tx, turn.bot_id, unit.id, day)
    postings = await study_postings(turn.tx, turn.bot_id, unit.id, day)
    three = studies(slots, postings, None, (), turn.now)
    return today_in_group(turn.words, three, unit.time_zone)
