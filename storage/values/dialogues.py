"""What a person was asked in private and has yet to answer."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class Dialogue(Struct, frozen=True):
    """The open question of a private chat: its kind, and what belongs to it."""

    kind: str
    payload: Mapping[str, Any] = {}
