"""Somebody's wish to be let into a branch."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from storage.values.people import BotId, PersonId, TelegramId, UnitId

JoinRequestId = NewType("JoinRequestId", int)


class JoinState(StrEnum):
    """``WITHDRAWN``: by the asker, who may have asked anew. ``TAKEN``: somebody else was let in
    under that name."""

    ASKED = "asked"
    LET_IN = "let-in"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TAKEN = "taken"


class JoinRequest(Struct, frozen=True):
    """Who asks to be let into a branch, and whom of its list they say they are.

    ``name`` is their name in Telegram. ``person_id`` is None for somebody who is not on the list.
    ``home``: the branch is to be their home, not a second branch. ``language`` is the one in which
    they asked.
    """

    id: JoinRequestId
    bot_id: BotId
    unit_id: UnitId
    telegram_id: TelegramId
    name: str
    person_id: PersonId | None
    asked_at: datetime
    home: bool = True
    language: str = ""
    state: JoinState = JoinState.ASKED
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
