"""/me: streak, this week and last, the own place; told to oneself only."""

from handlers.gate import Command
from handlers.member import Member, member_to_tell, streak_of
from handlers.private_chats import can_write_to
from handlers.turn import Turn
from programme.small_groups import is_small
from programme.standings import Period, place_of, still_here, until_today, whole_before
from programme.streaks import freezes_used
from reports.me import Myself, me_text, open_private_chat
from storage import deeds, pauses
from storage.behalf import put_down_for
from storage.standings import standings


async def me(turn: Turn) -> None:
    """Answer /me in private; in a group that is where the answer goes, without a word there."""
    who = member_to_tell(turn, Command.ME)
    if turn.in_private or await can_write_to(turn):
        turn.tell(me_text(turn.own_words, await _myself(turn, who)))
    else:
        turn.reply(open_private_chat(turn.words, turn.bot_username))


async def _myself(turn: Turn, who: Member) -> Myself:
    week = until_today(Period.WEEK, who.today)
    before = whole_before(Period.WEEK, who.today)
    branch = await standings(turn.tx, who.unit.id, week.first, week.last)
    streak = await streak_of(turn, who)
    missed = turn.page.book.missed.of(who.id)
    return Myself(
        streak=streak,
        freezes_used=freezes_used(turn.page.streak(who.id), who.today, missed),
        leaves=(await pauses.of_people(turn.tx, [who.id], who.today)).get(who.id, ()),
        this_week=await deeds.totals(turn.tx, who.id, week.first, week.last),
        last_week=await deeds.totals(turn.tx, who.id, before.first, before.last),
        # In a small branch one's own place would say how the others do.
        placed=None if is_small(still_here(branch)) else place_of(branch, who.id),
        members=len(branch),
        put_down=await put_down_for(turn.tx, who.id, before.first, who.today),
    )
