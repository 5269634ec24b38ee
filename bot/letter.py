"""An update on its way through a batch."""

from dataclasses import dataclass

from telegram import Update

from bot.decoding import Account, Tap, Vote
from handlers import hot, quiz_taps
from storage.values.days import PostingId


@dataclass(slots=True)
class Letter:
    """One raw update: a vote or a hot tap decoded as such, anything else parsed, or neither."""

    raw: bytes
    number: int
    vote: Vote | None = None
    tap: Tap | None = None
    update: Update | None = None

    @property
    def author(self) -> Account | None:
        """Who voted, tapped or wrote; None where nobody did, or a bot."""
        if self.vote is not None:
            return self.vote.user
        if self.tap is not None:
            return self.tap.from_
        user = self.update.effective_user if self.update is not None else None
        if user is None or user.is_bot:
            return None
        return Account(user.id, user.first_name, user.last_name or "")


def posting_tapped(data: str) -> PostingId | None:
    """The posting that the button of a hot tap names; None for any other button."""
    letter = quiz_taps.letter_named(data)
    return letter.posting_id if letter else hot.posting_named(data)
