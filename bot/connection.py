"""How Telegram is reached, and the first words with it."""

import ssl
from functools import cache
from urllib.parse import urlsplit

import httpx
from msgspec import Struct
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.addresses import Webhook
from bot.clock import Clock
from bot.logs import logger
from storage.values.messages import BadInput, message

log = logger(__name__)


class Connection(Struct, frozen=True):
    """How Telegram, or what stands in for it, is reached; and where others reach us, if anywhere
    (``public_url``)."""

    token: str
    api_url: str
    file_url: str
    rate: int = 30
    webhook: Webhook | None = None
    public_url: str | None = None

    def request(self, connections: int, read_seconds: float) -> HTTPXRequest:
        """A pool of connections. A server on this machine is never asked through a proxy."""
        host = urlsplit(self.api_url).hostname or ""
        is_near = host == "localhost" or host.startswith("127.") or host == "::1"
        return HTTPXRequest(
            connection_pool_size=connections,
            connect_timeout=10,
            read_timeout=read_seconds,
            httpx_kwargs={"trust_env": not is_near, "verify": _trusted()},
        )


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are trusted: read once, for it takes longer than the rest of a start."""
    return httpx.create_ssl_context()


async def introduce(bot: Bot, clock: Clock, *, fetches: bool = True) -> None:
    """Ask Telegram who the bot is, and when it ``fetches`` its updates, see that it can."""
    pause = 1.0
    while True:
        try:
            await bot.initialize()
            if fetches:
                await bot.delete_webhook()
            return
        except InvalidToken:
            # Without the cause, which names the token.
            raise BadInput(
                message("Telegram doesn't know this token. Copy it again from BotFather.")
            ) from None
        except NetworkError as error:
            log.warning(
                "Telegram can't be reached, again soon",
                error=type(error).__name__,
                do="look at the network, and at SANXUE_API_URL",
            )
        except TelegramError as error:
            log.warning("Telegram answered with a fault, again soon", error=type(error).__name__)
        await clock.sleep(pause)
        pause = min(pause * 2, 30.0)
