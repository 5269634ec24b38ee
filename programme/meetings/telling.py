"""What is told of a meeting to those whom it concerns: a card, its changes, and one line of news.

Deliveries name the meeting only; they are put in words, and looked at once more, when they are
sent. Nothing sounds, and at night nothing new is said unless it were too late in the morning.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from programme.calendar import local_day
from programme.meetings.people import people_expected
from programme.meetings.timing import told_at
from programme.places import EVERYWHERE, PrivateChat, places_of
from storage import chats, meeting_cards, outbox
from storage.database import Transaction
from storage.people import count_members
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.meetings import Meeting
from storage.values.people import BotId, ChatId, Unit

_WORTH_SAYING = timedelta(hours=3)
"""So long after its beginning a meeting is still announced, when it could not be before."""
_EDITS_FOR = timedelta(days=2)
# A group takes 20 messages a minute in all: its counter is renewed at most this often.
_COUNTED_EVERY = timedelta(seconds=10)


class Telling(Struct, frozen=True):
    """What is told of one unit's meeting now, by which bot. ``rank``: how urgent it is."""

    tx: Transaction
    bot_id: BotId
    meeting: Meeting
    unit: Unit
    now: datetime
    rank: Rank = Rank.REMINDER

    async def announce(self) -> bool:
        """Post the card; whether there is anywhere to post it."""
        found = await places(self.tx, self.bot_id, self.unit, self.now)
        await outbox.put(self.tx, [self._card(each, self._card_key(each)) for each in found])
        return bool(found)

    async def tell_change(self) -> None:
        """Put the cards right, and say in one line what has changed; where there is no card any
        more, post a new one. A card that is still on its way says it all by itself."""
        await self.renew_cards()
        found = await places(self.tx, self.bot_id, self.unit, self.now)
        cards = await meeting_cards.cards_of(self.tx, self.bot_id, self.meeting.id)
        stand = {card.chat_id for card in cards}
        keys = {self._card_key(each): each for each in found}
        known = await outbox.before(self.tx, self.bot_id, keys)
        for key, each in keys.items():
            if key in known and known[key].done_at is None:
                continue
            if each.chat_id in stand:
                await outbox.put(self.tx, [self._news(each)])
            elif self.meeting.is_on:
                anew = f"{key}:{self.meeting.revision}"
                await outbox.put(self.tx, [self._card(each, anew)])

    async def renew_cards(self) -> None:
        """Put the cards right without a word."""
        cards = await meeting_cards.cards_of(self.tx, self.bot_id, self.meeting.id)
        found = await places(self.tx, self.bot_id, self.unit, self.now)
        to = {each.chat_id: each for each in found}
        to |= {card.chat_id: PrivateChat(card.chat_id, card.language) for card in cards}
        await outbox.put(self.tx, [self._edit(each) for each in to.values()])

    async def renew_count(self) -> None:
        """Wish that the group's card show how many are there; many wishes are one edit."""
        cards = await meeting_cards.cards_of(self.tx, self.bot_id, self.meeting.id)
        await outbox.put(
            self.tx,
            [
                replace(
                    self._to(
                        PrivateChat(card.chat_id, card.language),
                        DeliveryKind.MEETING_COUNT,
                        f"meeting-count:{self.meeting.id}:{card.chat_id}",
                    ),
                    rank=Rank.COUNTER,
                    not_before=self.now + _COUNTED_EVERY,
                )
                for card in cards
                if card.chat_id < 0
            ],
        )

    def _card_key(self, to: PrivateChat) -> str:
        return f"meeting:{self.meeting.id}:{to.chat_id}"

    def _card(self, to: PrivateChat, key: str) -> NewDelivery:
        assert self.meeting.starts_at is not None
        said = self._to(to, DeliveryKind.MEETING, key)
        return replace(
            said,
            not_before=told_at(self.now, self.unit.time_zone, self.meeting),
            expires_at=self.meeting.starts_at + _WORTH_SAYING,
        )

    def _news(self, to: PrivateChat) -> NewDelivery:
        revision = self.meeting.revision
        said = self._to(
            to,
            DeliveryKind.MEETING_NEWS,
            f"meeting-news:{self.meeting.id}:{revision}:{to.chat_id}",
        )
        return replace(
            said,
            payload={**said.payload, "revision": revision},
            not_before=told_at(self.now, self.unit.time_zone, self.meeting),
        )

    def _edit(self, to: PrivateChat) -> NewDelivery:
        # Behind a card that is on its way: that may say what held a moment ago.
        changed = f"{self.meeting.revision}:{self.meeting.state}:{self.now.timestamp():.0f}"
        said = self._to(
            to,
            DeliveryKind.MEETING_EDIT,
            f"meeting-edit:{self.meeting.id}:{changed}:{to.chat_id}",
        )
        return replace(said, after_key=self._card_key(to))

    def _to(self, to: PrivateChat, kind: DeliveryKind, key: str) -> NewDelivery:
        return NewDelivery(
            bot_id=self.bot_id,
            key=key,
            rank=self.rank,
            kind=kind,
            chat_id=to.chat_id,
            language=to.language,
            not_before=self.now,
            payload={"meeting": self.meeting.id},
            expires_at=self.now + _EDITS_FOR,
        )


async def places(
    tx: Transaction, bot_id: BotId, unit: Unit, now: datetime
) -> Sequence[PrivateChat]:
    """The chats in which a unit's meetings are announced: its group; the private chats of a branch
    that has chosen so; those of who holds an office, where nobody is at home. None for a branch
    that has no place for its posts."""
    found = await places_of(tx, bot_id, [unit], now)
    chat = found.chats.get(unit.id)
    if chat is not None and chat.chat_id != EVERYWHERE:
        return [PrivateChat(chat.chat_id, unit.language)]
    if chat is not None:
        return found.private[unit.id]
    day = local_day(now, unit.time_zone)
    if (await count_members(tx, [unit.id], day))[unit.id]:
        return ()
    people = await people_expected(tx, unit, "", day)
    to = {ChatId(each.telegram_id): each for each in people if each.telegram_id is not None}
    open_chats = await chats.active(tx, bot_id, to.keys()) if to else set()
    return [
        PrivateChat(chat_id, person.language or unit.language)
        for chat_id, person in to.items()
        if chat_id in open_chats
    ]
