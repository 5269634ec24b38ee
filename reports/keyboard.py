"""The four keys below the private chat: what there is to do, without typing."""

from enum import StrEnum

from reports.wording import LANGUAGES, Words, words

Keyboard = tuple[tuple[str, ...], ...]


class Key(StrEnum):
    """A key, by what it does."""

    TODAY = "today"
    NOTE = "note"
    BRANCH = "branch"
    OWN = "own"
    HELP = "help"


class Keys(StrEnum):
    """Which keys a chat has. ``NONE`` takes them away."""

    MEMBER = "member"
    OFFICE = "office"
    NONE = "none"


def keyboard(words: Words, keys: Keys) -> Keyboard:
    """The keys' texts in rows; none at all for :attr:`Keys.NONE`."""
    if keys is Keys.NONE:
        return ()
    third = Key.BRANCH if keys is Keys.OFFICE else Key.OWN
    rows = ((Key.TODAY, Key.NOTE), (third, Key.HELP))
    return tuple(tuple(_text(words, key) for key in row) for row in rows)


def texts_of(key: Key) -> tuple[str, ...]:
    """What a key sends when it is pressed, in every language: a chat may still show the old one."""
    return tuple(dict.fromkeys(_text(words(language), key) for language in LANGUAGES))


def _text(words: Words, key: Key) -> str:
    texts = {
        Key.TODAY: words("Today's three"),
        Key.NOTE: words("Write a note"),
        Key.BRANCH: words("Branch matters"),
        Key.OWN: words("My own"),
        Key.HELP: words("Help"),
    }
    return texts[key]
