"""Putting words in the reader's language.

The catalogues are gettext's: the message id is the English sentence, and ``zh.po`` holds the
Chinese one. ``en.po`` holds only what English needs beyond the id (plural forms). They are read
as they are, so an installed copy needs no compiling.
"""

import gettext
import io
from functools import cache
from html import escape
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from storage.values.messages import Message

LANGUAGES = ("zh", "en")


class Words:
    """One language's words. ``words("Saved: {name}", name=…)`` is plain text;
    :meth:`html` escapes what is inserted."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language with its places filled in, as plain text."""
        return self._catalogue.gettext(sentence).format(**values)

    def html(self, sentence: str, /, **values: object) -> str:
        """The same for HTML: the values are escaped, the sentence's own tags are kept."""
        filled = {k: v if isinstance(v, int) else escape(str(v)) for k, v in values.items()}
        return self._catalogue.gettext(sentence).format(**filled)

    def count(self, one: str, many: str, /, *, count: int, **values: object) -> str:
        """A sentence whose form hangs on ``count``, as HTML with the values escaped."""
        filled = {k: v if isinstance(v, int) else escape(str(v)) for k, v in values.items()}
        return self._catalogue.ngettext(one, many, count).format(count=count, **filled)

    def say(self, said: Message) -> str:
        """A message from a lower floor in words, as plain text."""
        values = {k: self.say(v) if isinstance(v, Message) else v for k, v in said.values.items()}
        if said.plural is None:
            return self._catalogue.gettext(said.id).format(**values)
        count = values["count"]
        assert isinstance(count, int)
        return self._catalogue.ngettext(said.id, said.plural, count).format(**values)


@cache
def words(language: str) -> Words:
    """The words of a language; Chinese for one that isn't known."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    file = resources.files("reports") / "catalogues" / f"{known}.po"
    with file.open("rb") as source:
        catalogue = read_po(source, locale=known)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(known, gettext.GNUTranslations(compiled))
