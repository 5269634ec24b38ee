"""Thanking for what was written: once, however many pictures an album has."""

from handlers.turn import Turn
from handlers.written import Written
from reports.said import Said
from storage.notes import add_to_album
from storage.outbox import payload_of
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import MessageId

FOR_NOTE = "👏"
FOR_CHECK_IN = "👍"


def thank(turn: Turn, emoji: str) -> None:
    """Thank in the group with a reaction; where reactions are off nothing is said."""
    if album_of(turn) is None:
        turn.react(emoji)
        return
    message = turn.update.effective_message
    assert message is not None
    _once(turn, DeliveryKind.REACTION, {"message_id": message.message_id, "emoji": emoji})


def say_once(turn: Turn, said: Said, *, quoting: bool = False) -> None:
    """Answer in private, as a reply where ``quoting`` is asked for; an album's pictures come as
    messages of their own and get one answer."""
    if album_of(turn) is None:
        turn.reply(said, quoting=quoting)
        return
    message = turn.update.effective_message
    assert message is not None
    first = {"message_id": message.message_id}
    quote = {"reply_to": message.message_id} if quoting else {}
    _once(turn, DeliveryKind.TEXT, {**first, **quote, **said.payload()})


async def in_kept_album(turn: Turn, said: Written) -> bool:
    """Whether a message is one more picture of an album of which the note is kept already: then
    the picture, and a caption that comes with it, are kept with that note.

    The thanks for an album stand in the outbox under its name, and say which message was its
    first.
    """
    if album_of(turn) is None:
        return False
    thanks = await payload_of(turn.tx, turn.bot_id, _album_key(turn))
    if thanks is None:
        return False
    first = MessageId(thanks["message_id"])
    await add_to_album(turn.tx, turn.bot_id, turn.chat_id, first, said.text, said.files)
    return True


def album_of(turn: Turn) -> str | None:
    """The album that the message belongs to."""
    message = turn.update.effective_message
    return message.media_group_id if message is not None else None


def _once(turn: Turn, kind: DeliveryKind, payload: dict[str, object]) -> None:
    turn.page.deliver(
        NewDelivery(
            bot_id=turn.bot_id,
            key=_album_key(turn),
            rank=Rank.REPLY,
            kind=kind,
            chat_id=turn.chat_id,
            language=turn.language,
            not_before=turn.now,
            payload=payload,
        )
    )


def _album_key(turn: Turn) -> str:
    return f"album:{turn.chat_id}:{turn.telegram_id}:{album_of(turn)}"
