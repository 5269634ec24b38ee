"""Words that have yet to be said: an English sentence as id, and the values that fill it.

Lower floors know *what* is to be said, not in which language. They make a :class:`Message`;
``reports.wording`` puts it in the reader's language. The ids are collected for the catalogues
from calls of :func:`message`, so its first argument is always a literal.
"""

from collections.abc import Mapping

from msgspec import Struct


class Message(Struct, frozen=True):
    """A sentence with named places, and what goes into them.

    ``id`` is the English sentence, with ``{name}`` where a value goes. ``plural`` is the English
    sentence for counts other than one; it is given when the wording depends on the value named
    ``count``.
    """

    id: str
    values: Mapping[str, object] = {}
    plural: str | None = None

    def __str__(self) -> str:
        """The English sentence, for logs and for test failures; never shown in a chat."""
        count = self.values.get("count")
        text = self.plural if self.plural and count != 1 else self.id
        return text.format(**self.values)


def message(sentence: str, /, **values: object) -> Message:
    """A :class:`Message`; the sentence is its id in the catalogues."""
    return Message(sentence, values)


class SanxueError(Exception):
    """Something that a person can mend. It carries what to say, not how it is said."""

    def __init__(self, said: Message) -> None:
        super().__init__(str(said))
        self.said = said


class BadInput(SanxueError):
    """A file, a setting or an argument that cannot be used as it is."""


class Refused(SanxueError):
    """A deed that is not open to this person, here or now."""


class Place(Struct, frozen=True):
    """Where in a person's file something stands. Lines and rows are counted from 1."""

    file: str
    line: int | None = None
    column: str | None = None


class Finding(Struct, frozen=True):
    """Something noticed while reading a file. One that ``blocks`` keeps the whole file out."""

    place: Place
    said: Message
    blocks: bool = True
