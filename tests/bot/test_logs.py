"""Logs: one line an event, ids and no words of people's, and no secret anywhere."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from pydantic import SecretStr

from bot.logs import REDACTED, LogFormat, Redaction, logger, set_up_logging

SECRET = "AAF-abcdefghijklmnopqrstuvwxyz_0123"
TOKEN = f"7000000001:{SECRET}"
PASSWORD = 'pass"word/ü'

Start = Callable[..., StringIO]


@pytest.fixture
def start() -> Iterator[Start]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level

    def begin(log_format: LogFormat = "text", level: str = "debug") -> StringIO:
        stream = StringIO()
        token = SecretStr(TOKEN)
        set_up_logging(level, token, stream, log_format=log_format, secrets=[PASSWORD, "short"])
        return stream

    yield begin
    root.handlers = handlers
    root.setLevel(level)


FORMATS = pytest.mark.parametrize("log_format", ["text", "json"])


@FORMATS
def test_the_token_is_taken_out_of_every_line(start: Start, log_format: LogFormat) -> None:
    stream = start(log_format)
    library, own = logging.getLogger("somebody.else"), logger("bot.intake")
    library.warning("asked %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    library.warning("quoted %s", TOKEN.replace(":", "%3A"), extra={"more": TOKEN})
    own.warning(f"fetching {TOKEN} failed", url=TOKEN, named={"deep": [TOKEN]})
    own.info("connected", password=PASSWORD)
    try:
        raise RuntimeError(f"The token `{TOKEN}` was rejected")
    except RuntimeError:
        library.exception("failed", stack_info=True)
        own.error("failed too", exc_info=True)
    written = stream.getvalue()
    assert written.count("RuntimeError: The token") == 2
    assert written.count(REDACTED) == 9
    assert SECRET not in written
    assert "word/" not in written


def test_a_line_of_json_is_an_object_with_its_values(start: Start) -> None:
    stream = start("json")
    logger("bot.batcher").info("batch stored", updates=3, failed=1)
    logging.getLogger("programme.ticking").error("a slot failed", extra={"slot": 7})
    own, below = map(json.loads, stream.getvalue().splitlines())
    assert own["time"].endswith("Z")
    assert {k: v for k, v in own.items() if k != "time"} == {
        "level": "info",
        "logger": "bot.batcher",
        "event": "batch stored",
        "updates": 3,
        "failed": 1,
    }
    assert (below["level"], below["event"], below["slot"]) == ("error", "a slot failed", 7)


def test_a_line_of_text_reads_from_left_to_right(start: Start) -> None:
    stream = start()
    logger("bot.batcher").error("update failed", update=17, do="mend it")
    [line] = stream.getvalue().splitlines()
    assert line.partition(" ")[2] == "[error] update failed [bot.batcher] update=17 do='mend it'"


def test_what_lies_below_the_level_is_not_logged(start: Start) -> None:
    stream = start(level="warning")
    logger("bot.batcher").info("batch stored", updates=3)
    logging.getLogger("programme.ticking").info("nothing")
    assert stream.getvalue() == ""


def test_a_traceback_does_not_tell_the_values_of_variables(start: Start) -> None:
    stream = start("json")
    try:
        note = "只有我自己知道的话"
        raise ValueError(len(note))
    except ValueError:
        logger("bot.worker").error("job failed", exc_info=True)
    told = json.loads(stream.getvalue())["exception"]
    # The line itself stands in the traceback; what the variable held does not, once made.
    assert told.endswith("ValueError: 9")
    assert "locals" not in told


def test_addresses_of_requests_are_not_logged_at_all(start: Start) -> None:
    stream = start()
    for name in ("httpx", "httpcore.connection", "telegram.ext"):
        logging.getLogger(name).info("GET https://api.telegram.org/bot…")
    # Nor is an answer, which holds what somebody wrote.
    logging.getLogger("telegram.request.BaseRequest").error("no JSON: %s", "只有我自己知道的话")
    assert stream.getvalue() == ""


def test_a_short_secret_is_only_looked_for_whole() -> None:
    assert Redaction(SecretStr("12:ab"))("about 12:ab") == f"about {REDACTED}"
    assert Redaction(None, ["short"])("a short one") == "a short one"
