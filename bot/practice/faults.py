"""Faults on request: what a network and a busy Telegram do to a call."""

from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

FaultKind = Literal["refuse", "delay", "cut", "lose", "server_error", "garbage"]


class Fault(Struct, frozen=True):
    """What shall happen to the next calls that fit.

    ``refuse`` answers with ``code``, ``description`` and ``parameters``; ``delay`` waits
    ``seconds`` by the clock and then goes on; ``cut`` closes the connection with nothing done;
    ``lose`` does what was asked and closes the connection before the answer; ``server_error``
    answers 502 in HTML as a gateway does; ``garbage`` does what was asked and answers no JSON.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    code: int = 400
    description: str = "Bad Request: refused on request"
    parameters: dict[str, Any] = {}
    seconds: float = 0.0

    def fits(self, method: str, chat_id: int | None) -> bool:
        """True when the fault is meant for this call."""
        is_method = self.method is None or self.method.lower() == method.lower()
        return is_method and self.chat_id in (None, chat_id)


class Faults:
    """The faults that wait for their calls, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let ``fault`` happen to the next ``fault.times`` calls that fit it."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Forget all that have not happened."""
        self._waiting.clear()

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that happens to this call, used up by one."""
        for place, fault in enumerate(self._waiting):
            if fault.fits(method, chat_id):
                if fault.times > 1:
                    self._waiting[place] = replace(fault, times=fault.times - 1)
                else:
                    del self._waiting[place]
                return fault
        return None
