"""What is said when somebody writes a note, or might have."""

from reports.names import shown_name
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.notes import NoteMedia
from storage.values.people import MessageId


def note_prompt(words: Words) -> Said:
    """The question that a note in private answers."""
    return Said(
        words(
            "Anything to say? A line, a voice note or a photo of your notebook: send it now and "
            "it's kept. To leave it for now, send /cancel."
        )
    )


def note_kept(words: Words, streak: int, shareable: MessageId | None = None) -> Said:
    """The answer to a note in private; ``shareable`` is its message, when it has a group."""
    text = words.count(
        "Saved, for your eyes only. {count} day running.",
        "Saved, for your eyes only. {count} days running.",
        count=streak,
    )
    return Said(text, ((share_button(words, shareable),),) if shareable else ())


def share_button(words: Words, message_id: MessageId) -> Button:
    """The button that shows a private note to the group."""
    return Button(words("Share it"), data=f"note:share:{message_id}")


def note_offered(words: Words, *, shareable: bool) -> Said:
    """The question about a message in private that nothing had asked for."""
    saving = [Button(words("Save it"), data="offer:save")]
    if shareable:
        saving.append(Button(words("Share it"), data="offer:share"))
    leaving = (Button(words("Leave it"), data="offer:leave"),)
    return Said(words("Shall I keep this as today's note?"), (tuple(saving), leaving))


def not_kept(words: Words) -> Said:
    """The answer to leaving what was offered."""
    return Said(words("All right, not kept."))


def not_a_note(words: Words) -> Said:
    """The answer to a message in private that can't be a note: somebody else's words, a place."""
    return Said(
        words(
            "I keep only what you wrote, said or photographed yourself. What else there is: /help."
        )
    )


def nothing_open(words: Words) -> Said:
    """The answer to /cancel when nothing was asked."""
    return Said(words("Nothing is open just now, so there is nothing to leave."))


def left_open(words: Words) -> Said:
    """The answer to /cancel."""
    return Said(words("All right, left for another time."))


def write_in_private(words: Words, username: str) -> Said:
    """The pointer from a group to the private chat, for notes and for the notebook."""
    return Said(
        words("Notes are between you and me: let's do it in private."),
        private_chat_button(words, username, "note"),
    )


def notebook_in_private(words: Words, username: str) -> Said:
    """The pointer from a group to the notebook."""
    return Said(
        words("Your notebook is for your eyes only: let's open it in private."),
        private_chat_button(words, username, "notebook"),
    )


def private_chat_button(words: Words, username: str, start: str) -> Rows:
    """A button that opens the private chat with the bot; ``start`` is what /start is told."""
    return ((Button(words("To our chat"), url=f"https://t.me/{username}?start={start}"),),)


def media_in_words(words: Words, media: NoteMedia | None) -> str:
    """What a note came with; empty for text alone."""
    if media is None:
        return ""
    video = words("video")
    said = {
        NoteMedia.PHOTO: words("photo"),
        NoteMedia.VOICE: words("voice note"),
        NoteMedia.VIDEO: video,
        NoteMedia.ROUND_VIDEO: video,
        NoteMedia.ANIMATION: video,
        NoteMedia.AUDIO: words("audio"),
        NoteMedia.FILE: words("file"),
        NoteMedia.STICKER: words("sticker"),
    }
    return said[media]


def put_down_mark(words: Words, by_name: str) -> str:
    """The mark of what somebody else put down for a member, as plain text."""
    return words("put down by {name}", name=shown_name(by_name))


def media_mark(words: Words, media: NoteMedia | None) -> str:
    """The same with a small picture before it, for the chat."""
    if media is None:
        return ""
    return " ".join(part for part in (_SIGNS.get(media, ""), media_in_words(words, media)) if part)


_SIGNS = {
    NoteMedia.PHOTO: "🖼",
    NoteMedia.VOICE: "🎤",
    NoteMedia.VIDEO: "🎬",
    NoteMedia.ROUND_VIDEO: "🎬",
    NoteMedia.ANIMATION: "🎬",
    NoteMedia.AUDIO: "🎵",
    NoteMedia.FILE: "📄",
}
