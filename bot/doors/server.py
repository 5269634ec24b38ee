"""The one web server: the webhook, calendars, /healthz, /readyz and /metrics.

It listens before the bot is at work, and while another process works for its token, so that whoever
watches sees it stand by. Only the webhook and the calendars are meant for the outside.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from bot.addresses import Listen, Webhook
from bot.application import Application
from bot.condition import Condition
from bot.doors.readiness import Readiness
from bot.doors.turnstile import Turnstile
from bot.doors.web_intake import WebIntake
from bot.logs import logger
from bot.metrics import Metrics
from bot.pulse import Part
from handlers.calendars import PATH
from storage import letters
from storage.database import passes
from storage.outbox import backlog
from storage.values.messages import BadInput, message

log = logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
BODY_LIMIT = 1024 * 1024
"""Bytes of the largest update that is taken; Telegram's own are a few thousand."""

_BODY_SECONDS = 20.0
_LAST_ANSWERS = 10.0
"""Seconds for which a stopping server waits for answers that are being written."""

_FETCHED_A_MINUTE, _ONE_FETCHED_A_MINUTE = 300, 6
"""So many calendars are fetched in a minute, and so often one of them."""
_A_MINUTE = {"Retry-After": "60"}

_NOT_YET = Condition("the bot is not at work yet: it starts, or another process works", "wait")


class Doors:
    """The server's pages. Without an application, what runs is only alive. ``metrics`` is to be
    told of the application's work."""

    def __init__(self, webhook: Webhook | None, public_url: str | None = None) -> None:
        self._webhook = webhook
        self._public_url = public_url
        self.metrics = Metrics()
        self._turnstile = Turnstile(_FETCHED_A_MINUTE, _ONE_FETCHED_A_MINUTE)
        self._application: Application | None = None
        self._readiness: Readiness | None = None

    @asynccontextmanager
    async def lead_to(self, application: Application) -> AsyncIterator[None]:
        """While this application is at work, the doors are its."""
        self._application, self._readiness = application, Readiness(application)
        try:
            yield
        finally:
            readiness, self._readiness = self._readiness, None
            self._application = None
            await readiness.close()

    def pages(self) -> web.Application:
        """All pages."""
        pages = web.Application(client_max_size=BODY_LIMIT)
        pages.router.add_get("/healthz", self._health)
        pages.router.add_get("/readyz", self._ready)
        pages.router.add_get("/metrics", self._metrics)
        if self._webhook is not None:
            pages.router.add_post(self._webhook.path, self._brought)
        if self._public_url is not None:
            # A proxy passes the path on as it is.
            below = f"{urlsplit(self._public_url).path}{PATH}"
            pages.router.add_get(below + "/{secret:[A-Za-z0-9_-]+}.ics", self._calendar)
        return pages

    async def _health(self, _request: web.Request) -> web.Response:
        """That the loop answers is shown by answering; whether the parts turn, by their pulse."""
        silent: Sequence[Part] = self._application.pulse.silent() if self._application else ()
        if not silent:
            return web.json_response({"status": "alive"})
        told = {"status": "stands still", "parts": silent, "do": "start the bot again"}
        return web.json_response(told, status=503)

    async def _ready(self, _request: web.Request) -> web.Response:
        conditions: Mapping[str, Condition] = {"bot": _NOT_YET}
        if self._readiness is not None:
            conditions = await self._readiness.conditions()
        is_ready = all(each.is_well for each in conditions.values())
        parts = {name: _shown(each) for name, each in conditions.items()}
        told = {"ready": is_ready, "parts": parts}
        return web.json_response(told, status=200 if is_ready else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        bot = self._application
        if bot is None:
            return web.Response(text="")
        try:
            async with bot.database.reading() as tx:
                waits = await backlog(tx, bot.bot_id)
                kept = await letters.count(tx, bot.bot_id)
        except Exception as error:
            if not passes(error):
                raise
            # What is counted in memory is worth most when the database is in trouble.
            log.warning("the database can't be asked for its figures", error=type(error).__name__)
        else:
            self.metrics.now(bot.clock.now(), waits, kept, bot.intake.counted_until)
        page = generate_latest(self.metrics.registry)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    async def _brought(self, request: web.Request) -> web.Response:
        """An update that Telegram brings: 200 once it is stored, and never before."""
        if not self._is_telegram(request):
            return self._answer("refused", 403)
        bot = self._application
        if bot is None or not isinstance(bot.intake, WebIntake):
            return self._answer("failed", 503)
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                raw = await request.read()
        except web.HTTPRequestEntityTooLarge:
            log.warning("a request at the webhook was too large", most=BODY_LIMIT)
            return self._answer("refused", 413)
        except TimeoutError:
            return self._answer("refused", 408)
        if await bot.intake.take(raw):
            return self._answer("stored", 200)
        return self._answer("failed", 500)

    async def _calendar(self, request: web.Request) -> web.Response:
        """A calendar, to whoever knows its secret; of which nothing is told, or logged."""
        bot, secret = self._application, request.match_info["secret"]
        if bot is None:
            return web.Response(status=503, headers=_A_MINUTE)
        if not self._turnstile.lets_in(secret, bot.clock.now()):
            return web.Response(status=429, headers=_A_MINUTE)
        try:
            found = await bot.calendars.fetched(secret)
        except Exception as error:
            if not passes(error):
                raise
            return web.Response(status=503, headers=_A_MINUTE)
        if found is None:
            return web.Response(status=404)
        kept = {"Cache-Control": "private, max-age=900"}
        return web.Response(body=found, content_type="text/calendar", charset="utf-8", headers=kept)

    def _is_telegram(self, request: web.Request) -> bool:
        """Whether the secret is right; how much of it is, the time taken doesn't tell."""
        assert self._webhook is not None
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._webhook.secret.encode())

    def _answer(self, outcome: str, status: int) -> web.Response:
        self.metrics.request(outcome)
        return web.Response(status=status)


def _shown(condition: Condition) -> dict[str, object]:
    if condition.is_well:
        return {"ok": True}
    return {"ok": False, "what": condition.what, "do": condition.do}


@asynccontextmanager
async def opened(
    listen: Listen, webhook: Webhook | None, public_url: str | None = None
) -> AsyncIterator[Doors]:
    """The server, listening while the block runs; requests that have begun come to their end.
    Calendars are to be had below ``public_url``.

    Raises :class:`BadInput` when it can't listen there.
    """
    doors = Doors(webhook, public_url)
    runner = web.AppRunner(doors.pages(), access_log=None, shutdown_timeout=_LAST_ANSWERS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, listen.host, listen.port).start()
        except OSError as error:
            said = message(
                "{address} can't be listened on ({reason}). See whether another program does, or "
                "write another SANXUE_LISTEN.",
                address=str(listen),
                reason=error.strerror or type(error).__name__,
            )
            raise BadInput(said) from None
        log.info("listening", address=str(listen))
        yield doors
    finally:
        await runner.cleanup()
