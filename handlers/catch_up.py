"""Catching up on earlier study days: the list, and what each of its buttons opens."""

from handlers.gate import Command
from handlers.member import Member, button_parts, day_named, member
from handlers.notes import ask_for_missed
from handlers.taps import item_to_read, question_to_answer
from handlers.turn import Turn
from programme.catching_up import MissedDay, missed_days
from reports.catching_up import catch_up_text
from storage.values.messages import message

_DONE_ALREADY = message("That is done already, or its day is closed by now.")


async def show_missed(turn: Turn) -> None:
    """What can be caught up on (button ``catchup:show``)."""
    who = member(turn, Command.MY_DAY)
    await _show(turn, who)


async def read_missed(turn: Turn) -> None:
    """What was to be read on an earlier day (button ``catchup:read:<day>``)."""
    missed = await _missed(turn, member(turn, Command.MY_DAY))
    if missed is None or not missed.items:
        await _is_done(turn)
        return
    *others, last = missed.items
    for each in others:
        # The day is read once: the last item has the button.
        turn.reply(await item_to_read(turn, each, done=True))
    turn.reply(await item_to_read(turn, last, done=False))


async def answer_missed(turn: Turn) -> None:
    """The first question left of an earlier day (button ``catchup:answer:<day>``)."""
    missed = await _missed(turn, member(turn, Command.ANSWER))
    if missed is None or not missed.questions:
        await _is_done(turn)
    else:
        turn.reply(await question_to_answer(turn, missed.questions[0]))


async def write_missed(turn: Turn) -> None:
    """Ask for the note of an earlier day (button ``catchup:note:<day>``)."""
    missed = await _missed(turn, member(turn, Command.NOTE))
    if missed is None or not missed.note:
        await _is_done(turn)
    else:
        await ask_for_missed(turn, missed.day)


async def _missed(turn: Turn, who: Member) -> MissedDay | None:
    """What is missing of the day that the button names; None when nothing is."""
    day = day_named(button_parts(turn)[-1])
    found = await missed_days(turn.page, who.doer, who.unit, turn.now)
    return next((each for each in found if each.day == day), None)


async def _show(turn: Turn, who: Member) -> None:
    missed = await missed_days(turn.page, who.doer, who.unit, turn.now)
    turn.edit(catch_up_text(turn.own_words, missed, who.today))


async def _is_done(turn: Turn) -> None:
    """The button is older than what was done since: the list is shown as it is now."""
    turn.toast(turn.own_words.say(_DONE_ALREADY))
    await _show(turn, member(turn, Command.MY_DAY))
