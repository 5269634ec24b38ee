"""The page's routes, and what keeps other web pages out of them.

Only a browser on this machine that asks for this machine by name or number is answered, so that a
name on the Internet that points here gets nothing; and only the page itself may act: a request
that changes anything is a POST of JSON with the page's own origin.
"""

from collections.abc import Awaitable, Callable
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec
from aiohttp import web
from msgspec.structs import asdict

from bot.practice.cannot import CannotDo
from bot.practice.page import deeds, shown
from bot.practice.page.page import Page
from bot.practice.page.players import NobodyThere
from bot.practice.page.stream import stream
from bot.practice.page.words import page_words
from programme.importing import NothingImported
from reports import wording
from reports.wording import LANGUAGES, Words
from storage.values.messages import Message, SanxueError, message

PAGE: web.AppKey[Page] = web.AppKey("page", Page)
LARGEST_BODY = 30 * 1024 * 1024

_NAMES = ("127.0.0.1", "localhost")
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8": "image/jpeg"}
_SOUNDS = {b"OggS": "audio/ogg", b"\x1aE\xdf\xa3": "audio/webm", b"RIFF": "audio/wav"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(page: Page) -> web.Application:
    """The aiohttp application that serves a page."""
    app = web.Application(middlewares=[_guarded], client_max_size=LARGEST_BODY)
    app[PAGE] = page
    app.router.add_get("/", _index)
    app.router.add_get("/static/{name}", _static)
    app.router.add_get("/words/{language}.json", _words)
    app.router.add_get("/events", _events)
    app.router.add_get("/files/{file_id}", _file)
    app.router.add_post("/deeds", _deed)
    app.router.add_post("/clock", _clock)
    app.router.add_post("/life", _life)
    app.router.add_post("/restart", _restart)
    return app


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.host.rpartition(":")[0] not in _NAMES and request.host not in _NAMES:
        raise web.HTTPForbidden(text="This page is for this machine only.")
    if request.method == "POST" and not _is_own(request):
        raise web.HTTPForbidden(text="Only the page itself may do this.")
    try:
        return await handler(request)
    except (CannotDo, NobodyThere, SanxueError) as refused:
        return _told(request, refused.said, 409, _findings(request, refused))
    except msgspec.DecodeError:
        return _told(request, message("The page asked for something that can't be read."), 400)


def _is_own(request: web.Request) -> bool:
    is_json = request.content_type == "application/json"
    return is_json and request.headers.get("Origin") == f"http://{request.host}"


def _words_of(request: web.Request) -> Words:
    asked = request.headers.get("Accept-Language", "")[:2]
    return wording.words(asked if asked in LANGUAGES else LANGUAGES[0])


def _told(
    request: web.Request, said: Message, status: int, findings: list[str] | None = None
) -> web.Response:
    told = {"said": _words_of(request).say(said), "findings": findings or []}
    return web.json_response(told, status=status, headers=_HEADERS)


def _findings(request: web.Request, refused: Exception) -> list[str]:
    """Where the faults of imported files stand, a line each."""
    if not isinstance(refused, NothingImported):
        return []
    words = _words_of(request)
    lines = []
    for each in refused.findings:
        place = ", ".join(str(p) for p in (each.place.file, each.place.line) if p is not None)
        lines.append(f"{place}: {words.say(each.said)}")
    return lines


# -- what is served --------------------------------------------------------------------------------


async def _index(_: web.Request) -> web.Response:
    return _asset("index.html")


async def _static(request: web.Request) -> web.Response:
    return _asset(request.match_info["name"])


def _asset(name: str) -> web.Response:
    file = next((each for each in _assets() if each.name == name), None)
    suffix = "." + name.rpartition(".")[2]
    if file is None or suffix not in _TYPES:
        raise web.HTTPNotFound
    return web.Response(
        body=file.read_bytes(), content_type=_TYPES[suffix], charset="utf-8", headers=_HEADERS
    )


def _assets() -> list[Traversable]:
    return list((resources.files("bot.practice.page") / "static").iterdir())


async def _words(request: web.Request) -> web.Response:
    language = request.match_info["language"]
    if language not in LANGUAGES:
        raise web.HTTPNotFound
    return web.json_response(page_words(wording.words(language)), headers=_HEADERS)


async def _events(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
    await response.prepare(request)
    try:
        async for piece in stream(request.app[PAGE], request.query.get("as", "")):
            await response.write(piece)
    except ConnectionError:
        # The page was closed.
        pass
    return response


async def _file(request: web.Request) -> web.Response:
    """A file that somebody sent. Only pictures and sounds are shown; the rest is for saving."""
    play = request.app[PAGE].play
    file = play.server.world.files.find(request.match_info["file_id"])
    if file is None:
        raise web.HTTPNotFound
    known = {**_PICTURES, **_SOUNDS}
    kind = next((k for start, k in known.items() if file.content.startswith(start)), None)
    headers = {**_HEADERS, "Content-Security-Policy": "default-src 'none'; sandbox"}
    if kind is None:
        headers["Content-Disposition"] = "attachment"
    return web.Response(
        body=file.content, content_type=kind or "application/octet-stream", headers=headers
    )


# -- what is done ----------------------------------------------------------------------------------


async def _deed(request: web.Request) -> web.Response:
    outcome = await deeds.do(request.app[PAGE].play, await request.read())
    return web.json_response(asdict(outcome), headers=_HEADERS)


async def _clock(request: web.Request) -> web.Response:
    play = request.app[PAGE].play
    asked = msgspec.json.decode(await request.read(), type=deeds.ClockMove)
    play.player(asked.who)
    if play.is_moving:
        return _told(request, message("The clock is on its way already."), 409)
    if asked.to == "week":
        await play.to_next_week([asked.who])
    elif asked.to == "day":
        await play.to_next_day([asked.who])
    elif not await play.to_next_post([asked.who], still=asked.still):
        raise CannotDo(_nothing_comes(play.is_bound))
    return web.json_response(shown.clock(play), headers=_HEADERS)


def _nothing_comes(is_bound: bool) -> Message:
    if is_bound:
        return message("Nothing is posted in the coming thirty days. It is thirty days later now.")
    return message("The bot is not in the group yet, so it posts nothing there.")


async def _life(request: web.Request) -> web.Response:
    asked = msgspec.json.decode(await request.read(), type=deeds.LifeSwitch)
    request.app[PAGE].play.switch_life(asked.on)
    return web.json_response({}, headers=_HEADERS)


async def _restart(request: web.Request) -> web.Response:
    asked = msgspec.json.decode(await request.read(), type=deeds.Restart)
    await request.app[PAGE].restart(asked.language, is_bound=asked.bound)
    return web.json_response({}, headers=_HEADERS)
