"""/mydata and /forgetme: what is held on somebody, told to them or erased."""

from datetime import timedelta

from handlers.cards import shown_key, take_shown_back
from handlers.gate import Command, require
from handlers.member import TOO_OLD, button_parts
from handlers.sharing import hide_in_group
from handlers.turn import Turn
from programme.forgetting import forget, to_hand_over
from programme.sharing import WayBack
from reports.forgetting import done, forgotten, hand_over_first, really_forget, stays, what_goes
from reports.keyboard import Keys
from reports.my_data import DATA_JOB, being_gathered
from reports.notebook import Hidden
from reports.said import Said
from storage import jobs
from storage.moments import earliest
from storage.notes import shared_notes
from storage.pictures import shown_by
from storage.values.messages import Refused

TRACES_JOB = "forget-traces"
"""The kind of job that clears a forgotten chat's number from what was sent."""
# The last messages are sent by then.
_GOODBYE = timedelta(hours=1)


async def my_data(turn: Turn) -> None:
    """Answer /mydata: a job gathers it all."""
    require(turn, Command.MYDATA)
    payload = {
        "chat": turn.chat_id,
        "language": turn.own_language,
        "paper": f"{DATA_JOB}:{turn.chat_id}:{earliest(turn.now)}",
    }
    # Asked again while it is being made: one file will do.
    await jobs.put(turn.tx, turn.bot_id, DATA_JOB, f"{DATA_JOB}:{turn.chat_id}:", turn.now, payload)
    turn.reply(being_gathered(turn.own_words))


async def forget_me(turn: Turn) -> None:
    """Answer /forgetme: what goes, what stays."""
    require(turn, Command.FORGETME)
    turn.reply(await _hand_over(turn) or what_goes(turn.own_words))


async def forget_button(turn: Turn) -> None:
    """The two questions' buttons (``forget:sure``, ``forget:yes``, ``forget:no``)."""
    require(turn, Command.FORGETME)
    wish, kept_by = button_parts(turn)[-1], await _hand_over(turn)
    if wish not in ("no", "sure", "yes"):
        raise Refused(TOO_OLD)
    if wish == "no":
        turn.edit(stays(turn.own_words))
    elif kept_by is not None:
        turn.edit(kept_by)
    elif wish == "sure":
        turn.edit(really_forget(turn.own_words))
    else:
        await _forget(turn)


async def _forget(turn: Turn) -> None:
    person = turn.known.person
    notes = await shared_notes(turn.tx, person.id) if person is not None else ()
    hidden = [await hide_in_group(turn, note) for note in notes]
    shown = await shown_by(turn.tx, turn.bot_id, shown_key(turn))
    ways = [await take_shown_back(turn, key) for key in shown]
    file_stays = Hidden.FILE_STAYS in hidden or WayBack.REPLACE_CAPTION in ways
    await forget(turn.tx, turn.bot_id, turn.known, turn.home, turn.now)
    traces = {"chat": turn.chat_id}
    key = f"{TRACES_JOB}:{turn.chat_id}:"
    await jobs.put(turn.tx, turn.bot_id, TRACES_JOB, key, turn.now + _GOODBYE, traces)
    turn.known_anew = True
    turn.keys_anew = Keys.NONE
    turn.edit(done(turn.own_words))
    turn.reply(forgotten(turn.own_words, file_stays=file_stays))


async def _hand_over(turn: Turn) -> Said | None:
    """What the speaker is told who has to hand something over first."""
    found = await to_hand_over(turn.tx, turn.known, turn.now, turn.defaults)
    if not found.needed:
        return None
    names = [unit.name for unit in found.units]
    return hand_over_first(turn.own_words, names, is_owner=found.is_owner)
