"""The people whom one can be on the page."""

from typing import Literal

from msgspec import Struct

from bot.practice.page.habits import Habits
from bot.practice.records import User
from storage.values.messages import Message

Part = Literal["secretary", "organiser", "member"]


class Player(Struct, frozen=True):
    """Somebody of the branch, or above it.

    ``about`` is what a stranger should know of them; "" when there is no more than their part.
    ``user`` is None for somebody without Telegram: one can't be them, but others act for them.
    """

    key: str
    name: str
    about: str
    part: Part
    user: User | None
    habits: Habits | None = None
    has_met_bot: bool = False


class NobodyThere(Exception):
    """The page named somebody whom one can't be."""

    def __init__(self, said: Message) -> None:
        super().__init__(str(said))
        self.said = said
