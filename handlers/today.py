"""/today: the day's three. In private one's own, in a group where the posts stand."""

from datetime import date

from handlers.gate import Command, require
from handlers.member import Member, day_of, member, streak_of
from handlers.turn import Turn
from programme.absences import on_leave_until, paused_until
from programme.calendar import local_day
from programme.catching_up import missed_days
from programme.planning import coming_post
from programme.status import situation_of
from programme.today import studies
from reports.absence import own_leave_line, paused_line
from reports.catching_up import to_catch_up
from reports.said import Said
from reports.today import today_in_group, today_text
from reports.wording import Words
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
    why = await situation_of(turn.tx, turn.bot_id, who.unit, who.today, slots, turn.now)
    streak = await streak_of(turn, who)
    missed = await missed_days(turn.page, who.doer, who.unit, turn.now)
    said = today_text(turn.own_words, three, who.unit.time_zone, streak, why)
    to_do = to_catch_up(turn.own_words, sum(each.count for each in missed))
    lines = [said.text, *await _resting(turn, turn.own_words, who.unit, who.today)]
    own = await on_leave_until(turn.tx, who.id, who.today)
    if own is not None:
        lines.append(own_leave_line(turn.own_words, own))
    return Said("\n".join(lines), (*said.buttons, *to_do))


async def _in_group(turn: Turn, unit: Unit) -> Said:
    day = local_day(turn.now, unit.time_zone)
    slots = await study_slots(turn.tx, turn.bot_id, unit.id, day)
    postings = await study_postings(turn.tx, turn.bot_id, unit.id, day)
    three = studies(slots, postings, None, (), turn.now)
    said = today_in_group(turn.words, three, unit.time_zone)
    lines = [said.text, *await _resting(turn, turn.words, unit, day)]
    return Said("\n".join(lines), said.buttons)


async def _resting(turn: Turn, spoken: Words, unit: Unit, day: date) -> list[str]:
    """That the branch pauses, if it does."""
    until = await paused_until(turn.tx, unit.id, day)
    if until is None:
        return []
    goes_on = await coming_post(turn.tx, turn.bot_id, unit, turn.now)
    return [paused_line(spoken, until, goes_on, day)]
