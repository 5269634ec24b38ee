"""Messages as a story or a page looks at them: frozen, with plain values."""

from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from bot.practice.html import Entity, Formatted, as_html
from bot.practice.records import Message, Poll, User


class Button(Struct, frozen=True):
    """An inline button; exactly one of ``data`` and ``url`` is usually there."""

    label: str
    data: str | None = None
    url: str | None = None


class PollView(Struct, frozen=True):
    """A poll and who voted for what: user id to the numbers of the chosen options."""

    id: str
    question: str
    options: tuple[str, ...]
    is_quiz: bool
    is_anonymous: bool
    allows_multiple_answers: bool
    allows_revoting: bool
    shuffles: bool
    correct: tuple[int, ...]
    explanation: str
    close_date: datetime | None
    is_closed: bool
    votes: dict[int, tuple[int, ...]]


class MediaView(Struct, frozen=True):
    """A file in a message."""

    kind: str
    name: str
    content: bytes
    file_id: str


class MessageView(Struct, frozen=True):
    """A message as it stands in the chat now. ``text`` is a caption where there is media.

    ``keyboard`` are the keys that came below the chat with it: none take the old ones away, None
    left them as they were.
    """

    chat_id: int
    message_id: int
    sender: User
    date: datetime
    text: str
    entities: tuple[Entity, ...]
    rows: tuple[tuple[Button, ...], ...]
    poll: PollView | None
    media: MediaView | None
    keyboard: tuple[tuple[str, ...], ...] | None
    reactions: dict[int, tuple[str, ...]]
    reply_to: int | None
    thread: int | None
    is_silent: bool
    is_edited: bool
    is_pinned: bool
    service: dict[str, Any]

    @property
    def html(self) -> str:
        """The text with its formatting, as HTML."""
        return as_html(Formatted(self.text, self.entities))

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All inline buttons in reading order."""
        return tuple(button for row in self.rows for button in row)


def view_of(message: Message, *, is_pinned: bool = False) -> MessageView:
    """A frozen picture of ``message``."""
    content = message.content or Formatted("")
    media = message.media
    return MessageView(
        chat_id=message.chat_id,
        message_id=message.message_id,
        sender=message.sender,
        date=datetime.fromtimestamp(message.date, UTC),
        text=content.text,
        entities=content.entities,
        rows=_rows(message.markup),
        poll=_poll_view(message.poll) if message.poll else None,
        media=MediaView(media.kind, media.file.name, media.file.content, media.file.file_id)
        if media
        else None,
        keyboard=message.keyboard,
        reactions=dict(message.reactions or {}),
        reply_to=message.reply_to,
        thread=message.thread_id,
        is_silent=message.is_silent,
        is_edited=message.edit_date is not None,
        is_pinned=is_pinned,
        service=dict(message.service or {}),
    )


def _rows(markup: dict[str, Any] | None) -> tuple[tuple[Button, ...], ...]:
    rows = (markup or {}).get("inline_keyboard", ())
    return tuple(
        tuple(Button(each["text"], each.get("callback_data"), each.get("url")) for each in row)
        for row in rows
    )


def _poll_view(poll: Poll) -> PollView:
    return PollView(
        id=poll.id,
        question=poll.question.text,
        options=tuple(option.text for option in poll.options),
        is_quiz=poll.is_quiz,
        is_anonymous=poll.is_anonymous,
        allows_multiple_answers=poll.allows_multiple_answers,
        allows_revoting=poll.allows_revoting,
        shuffles=poll.shuffles,
        correct=poll.correct,
        explanation=poll.explanation.text if poll.explanation else "",
        close_date=datetime.fromtimestamp(poll.close_date, UTC) if poll.close_date else None,
        is_closed=poll.is_closed,
        votes=dict(poll.votes),
    )
