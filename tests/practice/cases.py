"""What a refusal that follows from the Bot API's description looks like, and how it is checked."""

from typing import Any

from msgspec import Struct

from bot.practice.spec import load
from tests.practice.conftest import Caller


class Case(Struct, frozen=True):
    """A call that is refused: why (``says``), and where the description says so (``cited``).

    ``accepted`` are parameters just within the rule, which must be taken.
    """

    method: str
    params: dict[str, Any]
    place: str
    cited: str
    says: str
    accepted: dict[str, Any] | None = None


def name_of(case: Case) -> str:
    return f"{case.place}: {case.says}"


async def check(case: Case, call: Caller, **more: Any) -> None:
    """Make the call of ``case`` with ``more`` parameters and look at its refusal."""
    assert case.cited in load().described(case.place)

    answer = await call(case.method, **more, **case.params)

    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert answer["description"].startswith("Bad Request: ")
    assert case.says in answer["description"]
    if case.accepted is not None:
        assert (await call(case.method, **more, **case.accepted))["ok"]
