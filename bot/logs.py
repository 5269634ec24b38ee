"""Logging: one line an event, as text or JSON, with ids and no names; and no secret ever in it.

The bot's own modules log through :func:`logger` (structlog): an event in plain English and values
by name; a warning or an error that somebody can mend says how under ``do``. What libraries and the
floors below log with the standard library's ``logging`` goes through the same formatter.
"""

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal, TextIO
from urllib.parse import quote

import structlog
from pydantic import SecretStr
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

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

REPORT = "this is a fault in Sanxue: send this line to whoever looks after it"
LOOK_AT_DATABASE = "if it does not pass: look at the database, its disk and SANXUE_DATABASE"
LOOK_AT_LETTERS = (
    "sanxue deadletters show NUMBER tells more; sanxue deadletters retry once it is mended"
)

# It logs the whole of an answer that is no JSON, somebody's words with it. Every error that it
# meets comes to us besides, and is logged in our words.
_TELLTALE = "telegram.request"

LogFormat = Literal["text", "json"]


def logger(name: str) -> BoundLogger:
    """A logger for one module. What it logs is a record of the standard library's ``logging``, so
    that it costs next to nothing below the level in force, and says nothing before
    :func:`set_up_logging` is called."""
    made: BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=BoundLogger,
        cache_logger_on_first_use=True,
    )
    return made


class Redaction:
    """Takes secrets out of texts: the bot's token, and others, however they are written."""

    def __init__(self, token: SecretStr | None, others: Iterable[str] = ()) -> None:
        plain = [*_parts(token), *(each for each in others if len(each) >= _SHORTEST_SECRET)]
        # In addresses, and in JSON, some characters are written in another way.
        written = [form for each in plain for form in (each, quote(each, ""), _in_json(each))]
        self._secrets = tuple(dict.fromkeys(written))

    def __call__(self, text: str) -> str:
        """The text without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return text


class LogFormatter(ProcessorFormatter):
    """A record as one line (and its traceback) with all secrets taken out at the very end."""

    def __init__(self, log_format: LogFormat, redaction: Redaction, *, colors: bool) -> None:
        renderer: Processor = structlog.processors.JSONRenderer()
        if log_format == "text":
            renderer = structlog.dev.ConsoleRenderer(
                colors=colors,
                pad_event_to=0,
                pad_level=False,
                sort_keys=False,
                timestamp_key="time",
                # The others would show the values of variables, and these hold people's words.
                exception_formatter=structlog.dev.plain_traceback,
            )
        super().__init__(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder()],
            processors=[
                _head,
                structlog.processors.format_exc_info,
                ProcessorFormatter.remove_processors_meta,
                renderer,
            ],
        )
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """The record in words."""
        return self._redaction(super().format(record))


def set_up_logging(
    level: str,
    token: SecretStr | None,
    stream: TextIO | None = None,
    *,
    log_format: LogFormat = "text",
    secrets: Iterable[str] = (),
) -> None:
    """Log to ``stream`` (the standard error when None) from this level up, times in UTC.

    ``secrets`` are what must not be logged besides the token.
    """
    to = stream or sys.stderr
    handler = logging.StreamHandler(to)
    redaction = Redaction(token, secrets)
    handler.setFormatter(LogFormatter(log_format, redaction, colors=to.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(_TELLTALE).setLevel(logging.CRITICAL)


def _head(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What stands first in every line: when, how grave, where, what."""
    record: logging.LogRecord = event["_record"]
    moment = datetime.fromtimestamp(record.created, UTC)
    first: dict[str, Any] = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
    }
    if (stack := event.pop("stack_info", None)) is not None:
        # Under this name the renderers know it.
        event["stack"] = stack
    return first | {"event": event.pop("event")} | dict(event)


def _parts(token: SecretStr | None) -> tuple[str, ...]:
    if token is None:
        return ()
    whole = token.get_secret_value()
    # Some ways of writing change the colon between the parts: the second is looked for by itself.
    secret = whole.partition(":")[2]
    return (whole, secret) if len(secret) >= _SHORTEST_SECRET else (whole,)


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]
