"""Asking Telegram, from a command, who the bot is."""

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.settings import Settings
from storage.faults import NotNow
from storage.values.messages import BadInput, message

_SECONDS = 8.0


async def username_by_token(settings: Settings) -> str:
    """The bot's user name. Raises :class:`BadInput` for a token that Telegram doesn't know and
    :class:`NotNow` when Telegram can't be reached."""
    assert settings.token is not None
    request = HTTPXRequest(connect_timeout=_SECONDS, read_timeout=_SECONDS)
    bot = Bot(
        settings.token.get_secret_value(),
        base_url=settings.api_url,
        base_file_url=settings.file_base_url,
        request=request,
    )
    # The causes are left out on purpose: they hold addresses, and these hold the token.
    try:
        async with request:
            return (await bot.get_me()).username or ""
    except InvalidToken:
        raise BadInput(
            message("Telegram doesn't know this token. Copy it again from BotFather.")
        ) from None
    except NetworkError:
        raise NotNow(
            message(
                "{api} can't be reached. Look at the network, or at SANXUE_API_URL.",
                api=settings.api_url,
            )
        ) from None
    except TelegramError:
        raise NotNow(
            message("{api} doesn't answer as it should. Try again later.", api=settings.api_url)
        ) from None
