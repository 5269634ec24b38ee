"""Logging: where it goes, and that no token ever gets there."""

import logging
import sys
import time
from typing import TextIO

from pydantic import SecretStr

REDACTED = "[token]"
# A shorter one could stand in any word by chance; then only the whole token is looked for.
_SHORTEST_SECRET = 8
# They write the address of every request, which holds the token, at their lower levels.
_TALKATIVE = (
    "apscheduler",
    "httpx",
    "httpcore",
    "telegram",
    "aiohttp.access",
    "aiosqlite",
    "alembic",
)


class TokenFilter(logging.Filter):
    """Takes the token out of whatever is logged, tracebacks included."""

    def __init__(self, token: SecretStr | None) -> None:
        super().__init__()
        self._secrets = _secrets(token)
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record passes, without the token."""
        record.msg, record.args = self.redact(record.getMessage()), ()
        if record.exc_info:
            # A handler writes this text, and would write the exception itself without it.
            record.exc_text = self.redact(self._formatter.formatException(record.exc_info))
            record.exc_info = None
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)
        return True

    def redact(self, text: str) -> str:
        """The text without the token."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return text


def set_up_logging(level: str, token: SecretStr | None, stream: TextIO | None = None) -> None:
    """Log to ``stream`` (the standard error when None) from this level up, times in UTC."""
    handler = logging.StreamHandler(stream or sys.stderr)
    formatter = logging.Formatter(
        "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(TokenFilter(token))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _secrets(token: SecretStr | None) -> tuple[str, ...]:
    if token is None:
        return ()
    whole = token.get_secret_value()
    # Percent-encoding changes the colon between the parts, so the second is looked for by itself.
    number, _, secret = whole.partition(":")
    alone = (secret,) if len(secret) >= _SHORTEST_SECRET else ()
    return (whole, f"{number}%3A{secret}", *alone)
