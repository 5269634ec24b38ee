"""What the jobs of a bot work with."""

from msgspec import Struct
from telegram import Bot

from bot.clock import Clock
from bot.outbox import Outbox
from storage.database import Database
from storage.units import Defaults
from storage.values.people import BotId, TelegramId


class Workshop(Struct, frozen=True):
    """The bot that has a job done, its database and clock, and where it puts what it has to say."""

    database: Database
    bot: Bot
    clock: Clock
    defaults: Defaults
    owner: TelegramId | None
    outbox: Outbox

    @property
    def bot_id(self) -> BotId:
        """The bot's number."""
        return BotId(self.bot.id)
