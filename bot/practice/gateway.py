"""The HTTP side: takes calls and downloads, and answers as Telegram does."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from aiohttp import web

from bot.practice import methods_chat, methods_edit, methods_send
from bot.practice.bodies import read_call
from bot.practice.faults import Fault, Faults
from bot.practice.incoming import Reading, Upload, reader_of
from bot.practice.limits import Gauge
from bot.practice.outgoing import OwnFault, check_result
from bot.practice.refusals import (
    BODY_TOO_BIG,
    NO_METHOD,
    NOT_SERVED,
    UNAUTHORIZED,
    WEBHOOK_ACTIVE,
    Refused,
)
from bot.practice.spec import load
from bot.practice.webhook import Webhook
from bot.practice.wire import Json
from bot.practice.world import World

LONGEST_POLL = 50
BODY_LIMIT = 60 * 1024 * 1024
HANDLERS = {**methods_send.METHODS, **methods_edit.METHODS, **methods_chat.METHODS}
COUNTED = frozenset(name for name in HANDLERS if name.startswith(("send", "editMessage"))) - {
    "sendChatAction"
}

log = logging.getLogger(__name__)

Note = Callable[[str, Mapping[str, Any], int, Json], None]


class Gateway:
    """Answers HTTP requests out of the world."""

    def __init__(
        self,
        world: World,
        token: str,
        gauge: Gauge,
        faults: Faults,
        webhook: Webhook,
        note: Note,
    ) -> None:
        self._world = world
        self._token = token
        self._gauge = gauge
        self._faults = faults
        self._webhook = webhook
        self._note = note
        self._names = {name.lower(): name for name in load().methods}

    def application(self) -> web.Application:
        """The aiohttp application to run."""
        application = web.Application(client_max_size=BODY_LIMIT)
        application.router.add_route("*", "/bot{token}/{method}", self._call)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        application.router.add_route("*", "/{rest:.*}", self._nothing)
        return application

    async def _nothing(self, request: web.Request) -> web.Response:
        return _answer(404, _refusal(Refused(404, "Not Found")))

    async def _download(self, request: web.Request) -> web.Response:
        file = self._world.files.at_path(request.match_info["path"])
        if request.match_info["token"] != self._token or file is None:
            return _answer(404, _refusal(Refused(404, "Not Found")))
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _call(self, request: web.Request) -> web.StreamResponse:
        asked = request.match_info["method"]
        method = self._names.get(asked.lower(), asked)
        params: Mapping[str, Any] = {}
        fault: Fault | None = None
        try:
            self._world.close_due_polls()
            if request.match_info["token"] != self._token:
                raise UNAUTHORIZED.error()
            params, uploads = await read_call(request)
            fault = self._faults.take(method, _chat_id(params))
            if fault is not None:
                await self._before(fault)
            if method not in load().methods:
                raise NO_METHOD.error()
            result = await self._result(method, params, uploads)
            if method != "getUpdates":  # checked when they were queued; forged ones on purpose not
                check_result(method, result)
            status, answer = 200, {"ok": True, "result": result}
        except _Cut:
            return self._cut(request, method, params)
        except web.HTTPRequestEntityTooLarge:
            refused = BODY_TOO_BIG.error()
            status, answer = refused.code, _refusal(refused)
        except Refused as refused:
            status, answer = refused.code, _refusal(refused)
        except OwnFault as own:
            log.exception("the practice server is at fault")
            own_words = f"Internal Server Error: practice server's own fault: {own}"
            status, answer = 500, _refusal(Refused(500, own_words))
        return self._after(fault, request, method, params, status, answer)

    async def _result(
        self, method: str, params: Mapping[str, Any], uploads: Mapping[str, Upload]
    ) -> Any:
        reading = Reading(self._world.second(), uploads)
        given = reader_of("methods", method).call(params, reading)
        if method in COUNTED and isinstance(given["chat_id"], int):
            is_paid = given.get("allow_paid_broadcast", False)
            self._gauge.count(given["chat_id"], self._world.now(), is_paid=is_paid)
        if handler := HANDLERS.get(method):
            return handler(self._world, given)
        if method == "getUpdates":
            return await self._get_updates(given)
        if method == "setWebhook":
            return await self._webhook.set(given)
        if method == "deleteWebhook":
            return await self._webhook.delete(given)
        if method == "getWebhookInfo":
            return self._webhook.info()
        raise NOT_SERVED.error(what=method)

    async def _get_updates(self, given: Json) -> list[Json]:
        if self._webhook.url:
            raise WEBHOOK_ACTIVE.error()
        world, updates = self._world, self._world.updates
        updates.allow(given.get("allowed_updates"))
        offset, limit = given.get("offset", 0), given.get("limit", 100)
        poll = updates.begin_poll()
        timeout = min(given.get("timeout", 0), LONGEST_POLL)
        ends_at = world.now().timestamp() + timeout
        wakings = updates.wakings
        while True:
            found = updates.fetch(offset, limit, world.now())
            left = ends_at - world.now().timestamp()
            if found or left <= 0 or updates.wakings != wakings or updates.is_stopped:
                updates.note_taken()
                return found
            # The sleep begins first: whoever is told of the waiting may then move the clock.
            await _first_of(world.clock.sleep(left), updates.changed())
            updates.check_poll(poll)

    async def _before(self, fault: Fault) -> None:
        match fault.kind:
            case "refuse":
                raise Refused(fault.code, fault.description, dict(fault.parameters) or None)
            case "delay":
                await self._world.clock.sleep(fault.seconds)
            case "cut":
                raise _Cut
            case "server_error":
                raise Refused(502, "Bad Gateway")

    def _after(
        self,
        fault: Fault | None,
        request: web.Request,
        method: str,
        params: Mapping[str, Any],
        status: int,
        answer: Json,
    ) -> web.StreamResponse:
        kind = fault.kind if fault is not None else None
        if kind == "lose":
            return self._cut(request, method, params, answer)
        self._note(method, params, status, answer)
        if kind == "server_error":
            page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
            return web.Response(status=502, text=page, content_type="text/html")
        if kind == "garbage":
            return web.Response(status=200, body=b'{"ok":tru', content_type="application/json")
        return _answer(status, answer)

    def _cut(
        self,
        request: web.Request,
        method: str,
        params: Mapping[str, Any],
        answer: Json | None = None,
    ) -> web.StreamResponse:
        self._note(method, params, 0, answer or {})
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)


class _Cut(Exception):
    """The connection is to be closed with nothing done."""


async def _first_of(*waits: Any) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def _chat_id(params: Mapping[str, Any]) -> int | None:
    try:
        return int(params["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None


def _refusal(refused: Refused) -> Json:
    found: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    return found | ({"parameters": refused.parameters} if refused.parameters else {})


def _answer(status: int, answer: Json) -> web.Response:
    try:
        body = msgspec.json.encode(answer)
    except UnicodeEncodeError:
        # Half of a surrogate pair, as a forged update may hold, can only be sent as an escape.
        body = json.dumps(answer).encode()
    return web.Response(status=status, body=body, content_type="application/json")
