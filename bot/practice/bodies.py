"""Takes the parameters of a call out of an HTTP request.

The four ways that https://core.telegram.org/bots/api#making-requests names: query string, form,
JSON body, and multipart form with files.
"""

import json
from typing import Any

from aiohttp import web

from bot.practice.incoming import Upload
from bot.practice.refusals import Refused


async def read_call(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters as they came, and the uploaded files by the name of their part."""
    params: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    kind = request.content_type
    if kind == "application/json":
        params |= await _json_body(request)
    elif kind == "multipart/form-data":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.file.read())
            else:
                params[name] = value
    elif kind == "application/x-www-form-urlencoded":
        params |= dict(await request.post())
    return params, uploads


async def _json_body(request: web.Request) -> dict[str, Any]:
    text = await request.text()
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused(400, "Bad Request: can't parse request JSON object")
    return found
