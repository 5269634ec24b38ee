"""What is written in private and is no command: an answer to a question, else perhaps a note."""

from collections.abc import Awaitable, Callable, Mapping

from handlers import (
    banks,
    behalf,
    branch_pause,
    drill,
    exam_setting,
    exams,
    joining,
    leave,
    notes,
    offices,
    replies,
    settings,
)
from handlers.turn import Turn
from storage import dialogues
from storage.values.dialogues import Dialogue

ANSWERS: Mapping[str, Callable[[Turn, Dialogue], Awaitable[None]]] = {
    behalf.THEIR_NOTE: behalf.note_written,
    leave.LEAVE: leave.days_written,
    branch_pause.PAUSE: branch_pause.days_written,
    drill.DRILL: drill.answer_written,
    exam_setting.PART: exam_setting.part_written,
    exams.ANSWER: exams.answer_written,
    joining.JOIN: joining.branch_written,
    offices.STAND_IN: offices.days_written,
    settings.ZONE: settings.zone_written,
}
"""By the kind of what was asked: who takes the answer."""


async def private_text(turn: Turn) -> None:
    """Hand a message to whoever asked for it."""
    asked = await dialogues.open_dialogue(turn.tx, turn.bot_id, turn.chat_id, turn.now)
    take = ANSWERS.get(asked.kind) if asked is not None else None
    if asked is None and replies.answers_post(turn):
        # A branch without a group has its posts here.
        await replies.reply_to_post(turn)
    elif (asked is None or asked.kind != notes.NOTE) and take is None and banks.holds_bank(turn):
        await banks.offer_bank(turn)
    elif asked is None or take is None:
        await notes.private_message(turn)
    else:
        await take(turn, asked)
