"""An update on its way through a batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Update

from bot.decoding import Account, Tap, Vote
from bot.kinds import ALLOWED_UPDATES, OTHER
from handlers import hot, quiz_taps
from storage.snapshot import Named
from storage.values.days import PostingId
from storage.values.people import ChatId, MessageId, TelegramId


@dataclass(slots=True)
class Letter:
    """One raw update: a vote or a hot tap decoded as such, anything else parsed, or neither."""

    raw: bytes
    number: int
    vote: Vote | None = None
    tap: Tap | None = None
    update: Update | None = None

    @property
    def kind(self) -> str:
        """Which kind of update it is."""
        if self.vote is not None:
            return "poll_answer"
        if self.tap is not None:
            return "callback_query"
        if self.update is None:
            return "poll"
        found = (kind for kind in ALLOWED_UPDATES if getattr(self.update, kind) is not None)
        return next(found, OTHER)

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


def named_in(read: Sequence[Letter]) -> Named:
    """Whom and what these updates name."""
    named = Named(numbers={letter.number for letter in read})
    for letter in read:
        if letter.vote is not None:
            named.polls.add(letter.vote.poll_id)
            if letter.vote.user is not None:
                named.people.add(TelegramId(letter.vote.user.id))
        elif letter.tap is not None:
            named.people.add(TelegramId(letter.tap.from_.id))
            posting_id = posting_tapped(letter.tap.data)
            if posting_id is not None:
                named.postings.add(posting_id)
                if quiz_taps.letter_named(letter.tap.data) is not None:
                    named.lettered.add(posting_id)
        elif letter.update is not None:
            _name(named, letter.update)
    return named


def _name(named: Named, update: Update) -> None:
    if update.effective_user is not None:
        named.people.add(TelegramId(update.effective_user.id))
    message = update.effective_message
    replied = message.reply_to_message if message is not None else None
    if message is not None and replied is not None:
        named.messages.add((ChatId(message.chat_id), MessageId(replied.message_id)))
    query = update.callback_query
    if query is not None and query.data:
        # Buttons that name a posting carry its number last, as «answer:12» does.
        last = query.data.rpartition(":")[2]
        if last.isdecimal() and len(last) <= 18:
            named.postings.add(PostingId(int(last)))
