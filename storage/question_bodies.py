"""How a question is written down as JSON, and what is read from it.

What was added to questions since they were first stored is written only where it is used: so the
hash of an import from then is the hash of the same import today, and no re-import makes a revision
for nothing.
"""

import hashlib
from typing import Any

import msgspec

from storage.values.questions import Question, QuestionKind

_LATER_OF_QUESTION = ("weights", "numbers", "case_matters")
_LATER_OF_TEXT = ("feedback", "spellings", "partners", "back")


class Sketch(msgspec.Struct):
    """What choosing a question looks at; the rest of its body is not decoded."""

    kind: QuestionKind
    texts: dict[str, "_Words"]
    tags: tuple[str, ...] = ()

    @property
    def option_count(self) -> int:
        """How many options it has: two for true and false."""
        if self.kind is QuestionKind.TRUE_FALSE:
            return 2
        return max((len(each.options) for each in self.texts.values()), default=0)

    @property
    def length(self) -> int:
        """The characters of its stem and options, in the language in which they are most."""
        texts = self.texts.values()
        return max((len(t.stem) + sum(map(len, t.options)) for t in texts), default=0)


class _Words(msgspec.Struct):
    stem: str
    options: tuple[str, ...] = ()


_SKETCH = msgspec.json.Decoder(Sketch)
_QUESTION = msgspec.json.Decoder(Question)


def encoded(question: Question) -> str:
    """The question as its revision keeps it."""
    return msgspec.json.encode(_plain(question)).decode()


def decoded(body: str) -> Question:
    """The question of a revision."""
    return _QUESTION.decode(body)


def sketched(body: str) -> Sketch:
    """What choosing looks at."""
    return _SKETCH.decode(body)


def content_hash(question: Question) -> str:
    """One hash of all that a question says."""
    return hashlib.sha256(msgspec.json.encode(_plain(question), order="sorted")).hexdigest()


def _plain(question: Question) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(question)
    for text in told["texts"].values():
        _drop_unused(text, _LATER_OF_TEXT)
    _drop_unused(told, _LATER_OF_QUESTION)
    return told


def _drop_unused(told: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if not told[name]:
            del told[name]
