"""Everything that leaves the server is whole: checked always, and loudly."""

import copy
from typing import Any

import pytest

from bot.practice.outgoing import OwnFault, check_object, check_result

USER = {"id": 1, "is_bot": False, "first_name": "Li"}
MESSAGE: dict[str, Any] = {
    "message_id": 1,
    "date": 2,
    "chat": {"id": 3, "type": "private"},
    "from": USER,
    "text": "x",
    "entities": [{"type": "bold", "offset": 0, "length": 1}],
}


def broken(path: str, value: Any = None) -> dict[str, Any]:
    """MESSAGE with the value at ``path`` replaced, or taken out."""
    found = copy.deepcopy(MESSAGE)
    *way, last = path.split(".")
    inside: Any = found
    for step in way:
        inside = inside[int(step) if step.isdigit() else step]
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    return found


def test_a_whole_message_passes() -> None:
    check_object("Message", MESSAGE)
    check_result("sendMessage", MESSAGE)
    check_result("editMessageText", True)


@pytest.mark.parametrize(
    "faulty",
    [
        broken("date"),
        broken("date", "2"),
        broken("date", True),
        broken("from.is_bot"),
        broken("chat.type", 5),
        broken("entities.0.offset"),
        broken("entities", {}),
        broken("colour", "red"),
        broken("reply_to_message", {"message_id": 1}),
    ],
)
def test_a_faulty_message_is_found(faulty: dict[str, Any]) -> None:
    with pytest.raises(OwnFault):
        check_object("Message", faulty)


def test_constants_and_alternatives_are_held() -> None:
    member = {"status": "member", "user": USER}
    check_result("getChatMember", member)
    with pytest.raises(OwnFault):
        check_result("getChatMember", member | {"status": "administrator"})
    with pytest.raises(OwnFault):
        check_result("sendMessage", True)
