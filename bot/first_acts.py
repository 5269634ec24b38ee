"""Who does something for the first time in a batch: the bot may take them in by it."""

from collections.abc import Collection
from datetime import datetime

from telegram import Message

from bot.letter import Letter, posting_tapped
from handlers.senders import is_ignored
from handlers.written import is_command, written
from programme.book import Book
from programme.taking_in import FirstAct, first_act, follow_names, take_in
from storage.batch import ParkedVote
from storage.snapshot import Posted
from storage.units import Defaults
from storage.values.people import ChatId, MessageId, TelegramId


async def note_authors(
    book: Book, letters: Collection[Letter], now: datetime, defaults: Defaults
) -> None:
    """Take in strangers whose act allows it, and follow changed names, before anything is handled.

    It costs a batch of known people a look at each.
    """
    names: dict[TelegramId, str] = {}
    acts: list[FirstAct] = []
    for letter in letters:
        author = letter.author
        if author is None:
            continue
        speaker = TelegramId(author.id)
        doer = book.doers.get(speaker)
        if doer is None:
            act = _act(book, letter, speaker, author.full_name)
            acts += [act] if act is not None else []
        elif doer.person.telegram_name is not None:
            names[speaker] = author.full_name
    if names:
        await follow_names(book, names)
    if acts:
        await take_in(book, acts, now, defaults)


async def note_voters(
    book: Book, votes: Collection[ParkedVote], now: datetime, defaults: Defaults
) -> None:
    """Take in the strangers among those whose votes waited for their poll."""
    found = (
        first_act(vote.telegram_id, vote.name, book.by_poll.get(vote.poll_id), in_time=True)
        for vote in votes
        if vote.chosen
    )
    await take_in(book, [act for act in found if act is not None], now, defaults)


def _act(book: Book, letter: Letter, speaker: TelegramId, name: str) -> FirstAct | None:
    if letter.vote is not None:
        posted = book.by_poll.get(letter.vote.poll_id) if letter.vote.option_ids else None
        return first_act(speaker, name, posted, in_time=True)
    if letter.tap is not None:
        tapped = letter.tap.message
        posting_id = posting_tapped(letter.tap.data)
        posted = book.by_posting.get(posting_id) if posting_id is not None else None
        return first_act(speaker, name, _there(posted, tapped.chat.id if tapped else 0))
    update = letter.update
    if update is None or is_ignored(update):
        return None
    return first_act(speaker, name, _written_to(book, update.message))


def _written_to(book: Book, message: Message | None) -> Posted | None:
    """The post that somebody has replied to with words or a picture of their own."""
    replied = message.reply_to_message if message is not None else None
    if message is None or replied is None or is_command(message) or written(message) is None:
        return None
    where = ChatId(message.chat_id), MessageId(replied.message_id)
    return _there(book.by_message.get(where), message.chat_id)


def _there(posted: Posted | None, chat: int) -> Posted | None:
    """A post of the very group in which something was done."""
    is_there = posted is not None and chat < 0 and posted.posting.chat_id == chat
    return posted if is_there else None
