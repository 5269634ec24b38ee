"""What people who hold an office are told, together or one, and are told when it is settled."""

from collections.abc import Callable, Sequence

from handlers.turn import Turn
from programme.calendar import is_quiet
from programme.office_holders import Holder
from reports.said import Said
from reports.wording import Words, words
from storage.chats import active
from storage.sent import sent_under
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId, Person, Unit
from storage.withdrawals import withdraw_all

Spoken = Callable[[Words], Said]
"""Something that is said in whatever language its reader has."""


def tell_all(turn: Turn, key: str, holders: Sequence[Holder], unit: Unit, said: Spoken) -> None:
    """Tell each of these people in private; the same key says it once."""
    for holder in holders:
        chat_id = ChatId(holder.telegram_id)
        _tell(turn, f"{key}:{holder.telegram_id}", chat_id, holder.language, unit, said)


async def tell_person(turn: Turn, person: Person, unit: Unit, what: str, said: Spoken) -> None:
    """Tell somebody of a branch in private what was just decided for them, if that chat is there;
    ``what`` is a word for the reason."""
    if person.telegram_id is None:
        return
    chat_id = ChatId(person.telegram_id)
    if chat_id not in await active(turn.tx, turn.bot_id, [chat_id]):
        return
    key = f"{what}:{unit.id}:{turn.now.timestamp():.0f}:{person.id}"
    _tell(turn, key, chat_id, person.language or unit.language, unit, said)


async def settle(turn: Turn, key: str, said: Spoken, *, here_too: bool = False) -> None:
    """Let the others see below the same question that it is settled; who has not got it yet needs
    it no more. ``here_too``: so does the speaker, below any message but the tapped one."""
    tapped = turn.update.effective_message
    await withdraw_all(turn.tx, turn.bot_id, f"{key}:", turn.now)
    for sent in await sent_under(turn.tx, turn.bot_id, f"{key}:"):
        is_tapped = tapped is not None and sent.message_id == tapped.message_id
        if sent.chat_id == turn.chat_id and (is_tapped or not here_too):
            continue
        spoken = said(words(sent.language))
        turn.page.deliver(
            NewDelivery(
                bot_id=turn.bot_id,
                key=f"settled:{turn.update.update_id}:{key}:{sent.chat_id}:{sent.message_id}",
                rank=Rank.REPLY,
                kind=DeliveryKind.EDIT,
                chat_id=sent.chat_id,
                language=sent.language,
                not_before=turn.now,
                payload={"message_id": sent.message_id, **spoken.payload()},
            )
        )


def _tell(turn: Turn, key: str, chat_id: ChatId, language: str, unit: Unit, said: Spoken) -> None:
    """Tell one person in private; where it is night for the unit, without a sound."""
    sounds = not is_quiet(turn.now, unit.time_zone)
    turn.page.deliver(
        NewDelivery(
            bot_id=turn.bot_id,
            key=key,
            rank=Rank.REMINDER,
            kind=DeliveryKind.TEXT,
            chat_id=chat_id,
            language=language,
            not_before=turn.now,
            payload={**said(words(language)).payload(), "sounds": sounds},
        )
    )
