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
from handlers.duties import reminders, ruling
from handlers.meetings import minutes, running
from handlers.meetings import planning as meeting_planning
from handlers.member import too_old
from handlers.problems import adding as problem_adding
from handlers.problems import buttons as problem_buttons
from handlers.problems import changing as problem_changing
from handlers.records import cards, deeds, typing
from handlers.records import places as record_places
from handlers.turn import Turn
from storage import dialogues
from storage.values.dialogues import Dialogue
from storage.values.messages import Message, Refused, message

ANSWERS: Mapping[str, Callable[[Turn, Dialogue], Awaitable[None]]] = {
    behalf.THEIR_NOTE: behalf.note_written,
    cards.WRITTEN: typing.part_written,
    deeds.WRITTEN: deeds.deed_written,
    record_places.WRITTEN: record_places.name_written,
    leave.LEAVE: leave.days_written,
    branch_pause.PAUSE: branch_pause.days_written,
    drill.DRILL: drill.answer_written,
    exam_setting.PART: exam_setting.part_written,
    exams.ANSWER: exams.answer_written,
    problem_adding.WRITTEN: problem_buttons.problem_written,
    reminders.REMIND: reminders.day_written,
    ruling.REASON: ruling.reason_written,
    joining.JOIN: joining.branch_written,
    meeting_planning.PART: meeting_planning.part_written,
    running.GUESTS: running.guests_written,
    running.MINUTES: minutes.minutes_sent,
    offices.STAND_IN: offices.days_written,
    settings.ZONE: settings.zone_written,
}
"""By the kind of what was asked: who takes the answer."""
_ARE_MEANT = (typing.is_meant, deeds.is_meant, problem_changing.is_meant)


async def private_text(turn: Turn) -> None:
    """Hand a message to whoever asked for it."""
    asked = await dialogues.open_dialogue(turn.tx, turn.bot_id, turn.chat_id, turn.now)
    if asked is not None and not all(is_meant(turn, asked) for is_meant in _ARE_MEANT):
        asked = None
    take = ANSWERS.get(asked.kind) if asked is not None else None
    if asked is None and replies.answers_post(turn):
        # A branch without a group has its posts here.
        await replies.reply_to_post(turn)
    elif (asked is None or asked.kind != notes.NOTE) and take is None and banks.holds_bank(turn):
        await banks.offer_bank(turn)
    elif asked is None or take is None:
        await notes.private_message(turn)
    else:
        await _taken(turn, asked, take)


async def _taken(
    turn: Turn, asked: Dialogue, take: Callable[[Turn, Dialogue], Awaitable[None]]
) -> None:
    try:
        await take(turn, asked)
    except Refused as refused:
        if refused.said.id != too_old("").id:
            raise
        # Nobody is left to wait for an answer; what is written next is something else.
        await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
        raise Refused(_gone(refused.said)) from None


def _gone(said: Message) -> Message:
    """That what was asked about is gone; ``said`` is what a button that led there would say."""
    command = said.values.get("command", "/today")
    return message(
        "What I asked about isn't there any more. Please send {command} for what there is.",
        command=command,
    )
