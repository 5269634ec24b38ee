"""What the bot called, in short, for the panel beside the chat."""

import contextlib
import json
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from bot.clock import Clock
from bot.practice.events import Event, EventHub
from bot.practice.server import PracticeServer
from bot.practice.wire import Json

_KEPT = 150
_LONGEST = 90
_LONGEST_ALL = 600
_NOT_TOLD = frozenset({"parse_mode", "link_preview_options"})


class CallLine(Struct, frozen=True):
    """One call: what was asked in short, and what came of it. ``status`` is that of HTTP."""

    number: int
    method: str
    params: str
    status: int
    answer: str


class _Telling(EventHub):
    """Tells every event at once, in its order, to the one who is set."""

    def __init__(self) -> None:
        super().__init__()
        self.on_event: Callable[[Event], None] = lambda event: None

    @property
    def is_heard(self) -> bool:
        return True

    def tell(self, event: Event) -> None:
        super().tell(event)
        self.on_event(event)


class WatchedServer(PracticeServer):
    """A practice server that tells what happens on it, and keeps the newest ``_KEPT`` of its calls
    in short."""

    def __init__(self, clock: Clock, name: str) -> None:
        super().__init__(clock, bot_first_name=name, keep_calls=False)
        self.lines: deque[CallLine] = deque(maxlen=_KEPT)
        self.sent = 0
        self.on_call: Callable[[CallLine], None] = lambda line: None
        self.world.events = self.telling = _Telling()

    def note(self, method: str, params: Mapping[str, Any], status: int, answer: Json) -> None:
        """Keep a call in short. Asking for updates when there are none is not worth a line."""
        super().note(method, params, status, answer)
        if method == "getUpdates" and not answer.get("result"):
            return
        if method.startswith("send") and status == 200:
            self.sent += 1
        line = CallLine(self.call_count, method, _told(params), status, _outcome(method, answer))
        self.lines.append(line)
        self.on_call(line)


def _outcome(method: str, answer: Json) -> str:
    if not answer.get("ok", True):
        return str(answer.get("description", ""))
    result = answer.get("result")
    if method == "getUpdates" and isinstance(result, list):
        kinds = [next((k for k in each if k != "update_id"), "?") for each in result]
        return ", ".join(kinds)
    if isinstance(result, dict) and "message_id" in result:
        return f"message {result['message_id']}"
    if isinstance(result, dict | list):
        return "ok"
    return str(result).lower()


def _readable(value: Any) -> str:
    """A parameter as text; what came as JSON without the escapes of its letters."""
    if isinstance(value, str) and value[:1] in "[{":
        with contextlib.suppress(ValueError):
            value = json.loads(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _told(params: Mapping[str, Any]) -> str:
    """The parameters as ``name=value``, each cut to a length that can be read."""
    pieces = []
    for name, value in params.items():
        if name in _NOT_TOLD:
            continue
        text = " ".join(_readable(value).split())
        pieces.append(f"{name}={text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}")
    return ", ".join(pieces)[:_LONGEST_ALL]
