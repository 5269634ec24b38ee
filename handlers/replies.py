"""Replies in a group to the day's posts: a bare confirmation checks in, anything else is a note."""

from datetime import date

from handlers.gate import Allowed, Command, chat_of, may, may_act
from handlers.thanks import FOR_CHECK_IN, FOR_NOTE, in_kept_album, thank
from handlers.turn import Turn
from handlers.written import Written, is_command, written
from programme.calendar import local_day
from programme.counters import counter
from programme.deeds import NewNote, check_in, keep_note
from programme.replies import is_check_in
from storage.doers import Doer
from storage.values.days import STUDIES, Posting, SlotKind
from storage.values.notes import NoteMedia
from storage.values.people import MessageId


async def reply_to_post(turn: Turn) -> None:
    """Take a reply to one of the day's three posts; every other reply is none of the bot's.

    Nobody is turned away in front of the group: what does not count is passed over in silence.
    """
    posting = _posting(turn)
    message = turn.update.effective_message
    said = written(message) if message is not None and not is_command(message) else None
    doer = turn.doer
    if posting is None or said is None or doer is None or not _may_write(turn):
        return
    if posting.kind is SlotKind.MORNING and _confirms(said):
        await _check_in(turn, doer, posting)
    else:
        await _keep(turn, doer, posting, said)


async def rest_of_album(turn: Turn) -> None:
    """Take a picture that replies to nothing, but belongs to an album whose first one did."""
    message = turn.update.effective_message
    said = written(message) if message is not None else None
    if said is not None:
        await in_kept_album(turn, said)


def answers_post(turn: Turn) -> bool:
    """Whether a message replies to one of the day's three posts."""
    return _posting(turn) is not None


def _posting(turn: Turn) -> Posting | None:
    message = turn.update.effective_message
    replied = message.reply_to_message if message is not None else None
    if replied is None:
        return None
    posting = turn.page.posting_of(turn.chat_id, MessageId(replied.message_id))
    return posting if posting is not None and posting.kind in STUDIES else None


def _may_write(turn: Turn) -> bool:
    return isinstance(may(turn.known, chat_of(turn), Command.WRITE), Allowed)


def _confirms(said: Written) -> bool:
    only_words = said.media is None or said.media is NoteMedia.STICKER
    return only_words and is_check_in(said.text)


async def _check_in(turn: Turn, doer: Doer, posting: Posting) -> None:
    verdict = may_act(doer.home_on(posting.day), posting.unit_id)
    if not isinstance(verdict, Allowed) or not turn.page.may_make_up(posting, turn.now):
        return
    points = turn.page.settings_of(posting).points
    done = await check_in(turn.page, doer, posting.day, turn.now, points)
    if done.new:
        turn.page.deliver(counter(posting, turn.now))
    thank(turn, FOR_CHECK_IN)


async def _keep(turn: Turn, doer: Doer, posting: Posting, said: Written) -> None:
    message = turn.update.effective_message
    assert message is not None
    day = _day_of_note(turn, doer, posting)
    if day is None:
        return
    note = NewNote(
        day=day,
        chat_id=turn.chat_id,
        message_id=MessageId(message.message_id),
        text=said.text,
        files=said.files,
        private=turn.in_private,
    )
    if not await in_kept_album(turn, said):
        await keep_note(turn.page, doer, note, turn.now, turn.page.settings_of(posting).points)
    thank(turn, FOR_NOTE)


def _day_of_note(turn: Turn, doer: Doer, posting: Posting) -> date | None:
    """The post's own day; today for a reply to a post that is closed: a note is never lost."""
    day = posting.day
    if not turn.page.may_make_up(posting, turn.now) and turn.home is not None:
        day = local_day(turn.now, turn.home.time_zone)
    return day if doer.home_on(day) is not None else None
