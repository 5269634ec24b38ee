"""News for those who can mend it, when a chat or a topic can't be written in any more."""

from msgspec import Struct

from bot.clock import Clock
from bot.logs import logger
from programme.topics import topic_lost_news
from programme.unreachable import secretary_news, unreachable_news
from storage import outbox
from storage.database import Transaction
from storage.units import Defaults, unit
from storage.values.people import BotId, ChatId, TelegramId, UnitId

log = logger(__name__)


class News(Struct, frozen=True):
    """Puts the news into the outbox, in the transaction that notes what was found; see
    :class:`bot.outbox.UnreachableHook` and :class:`bot.outbox.TopicLostHook`."""

    bot_id: BotId
    clock: Clock
    defaults: Defaults
    owner: TelegramId | None

    async def unreachable(
        self, tx: Transaction, unit_id: UnitId | None, chat_id: ChatId, reason: str
    ) -> None:
        """A unit's chat, or a private one, which has no unit, can't be written to."""
        now = self.clock.now()
        if unit_id is None:
            lost = TelegramId(chat_id)
            news = await secretary_news(tx, self.bot_id, lost, now, self.defaults, self.owner)
            await outbox.put(tx, news)
            return
        log.warning(
            "a unit's chat can't be reached; the unit above is told",
            chat=chat_id,
            unit=unit_id,
            reason=reason,
        )
        branch = await unit(tx, unit_id, self.defaults)
        if branch is not None:
            event = f"{now.timestamp():.0f}"
            news = await unreachable_news(
                tx, self.bot_id, branch, chat_id, event, reason, now, self.owner
            )
            await outbox.put(tx, news)

    async def topic_lost(self, tx: Transaction, unit_id: UnitId, chat_id: ChatId) -> None:
        """The topic in which a unit's posts stood can't be written in."""
        log.warning(
            "a unit's topic can't be written in; its posts go to the general one",
            chat=chat_id,
            unit=unit_id,
        )
        branch = await unit(tx, unit_id, self.defaults)
        if branch is not None:
            now = self.clock.now()
            await outbox.put(tx, await topic_lost_news(tx, self.bot_id, branch, chat_id, now))
