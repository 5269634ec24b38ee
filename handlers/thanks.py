"""Thanking for what was written: once, however many pictures an album has."""

from handlers.turn import Turn
from reports.said import Said
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank

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


def say_once(turn: Turn, said: Said) -> None:
    """Answer in private; an album's pictures come as messages of their own and get one answer."""
    if album_of(turn) is None:
        turn.reply(said)
    else:
        _once(turn, DeliveryKind.TEXT, dict(said.payload()))


def album_of(turn: Turn) -> str | None:
    """The album that the message belongs to."""
    message = turn.update.effective_message
    return message.media_group_id if message is not None else None


def _once(turn: Turn, kind: DeliveryKind, payload: dict[str, object]) -> None:
    turn.page.deliver(
        NewDelivery(
            bot_id=turn.bot_id,
            key=f"album:{turn.chat_id}:{album_of(turn)}:{kind.value}",
            rank=Rank.REPLY,
            kind=kind,
            chat_id=turn.chat_id,
            language=turn.language,
            not_before=turn.now,
            payload=payload,
        )
    )
