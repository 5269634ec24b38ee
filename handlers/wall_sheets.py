"""The branch's week on one page, for the wall, asked for by its secretary below /members."""

from datetime import timedelta

from handlers.gate import Command, require
from handlers.member import button_parts
from handlers.own_units import looked_after, named_in
from handlers.turn import Turn
from programme.calendar import local_day, week_of
from reports.wall_sheet import WALL_SHEET_JOB, being_printed
from storage import jobs
from storage.moments import earliest


async def wall_sheet_button(turn: Turn) -> None:
    """Have the sheet made (button ``wall:<unit>``). On a Sunday it is next week's: this week's
    would hang for an evening."""
    require(turn, Command.MEMBERS)
    branch = named_in(await looked_after(turn), button_parts(turn)[-1])
    monday, _ = week_of(local_day(turn.now, branch.time_zone) + timedelta(days=1))
    payload = {
        "unit": branch.id,
        "day": monday.isoformat(),
        "chat": turn.chat_id,
        "language": turn.own_language,
        "paper": f"{WALL_SHEET_JOB}:{turn.chat_id}:{branch.id}:{earliest(turn.now)}",
    }
    # A second tap while the first one is being made changes nothing.
    key = f"{WALL_SHEET_JOB}:{turn.chat_id}:{branch.id}"
    await jobs.put(turn.tx, turn.bot_id, WALL_SHEET_JOB, key, turn.now, payload)
    turn.toast(being_printed(turn.own_words))
