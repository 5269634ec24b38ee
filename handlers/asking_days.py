"""Days that are asked for in words: «other days»."""

from datetime import date, timedelta

from handlers.turn import Turn
from handlers.written import typed
from programme.typed_days import Days, read_days
from reports.absence import ask_days
from storage import dialogues
from storage.values.dialogues import Dialogue

_PATIENCE = timedelta(hours=1)


async def ask_for_days(turn: Turn, asked: Dialogue) -> None:
    """Ask for days; whoever takes the answers of this kind reads them by :func:`days_typed`."""
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)
    turn.reply(ask_days(turn.own_words))


def days_typed(turn: Turn, today: date) -> Days:
    """The days that were typed. Raises :class:`BadInput` for what are none."""
    return read_days(typed(turn.update), today)
