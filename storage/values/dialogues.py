"""What a person was asked in private and has yet to answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The open question of a private chat: its kind, and what belongs to it."""

    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)
