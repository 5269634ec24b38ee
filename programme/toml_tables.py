"""Takes values out of one table of an organiser's TOML file, and tells each fault with its line."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from programme.files import closest
from programme.toml_lines import TomlLines
from storage.values.messages import Finding, Message, Place, message

_Choice = TypeVar("_Choice", bound=StrEnum)
LONGEST_NAME = 60
"""In characters."""
_ANY_LANGUAGE = ""


class TomlTable:
    """One table at ``path`` of a file. What is wrong goes to ``findings``, and the value is the
    default then."""

    def __init__(
        self,
        file: str,
        lines: TomlLines,
        findings: list[Finding],
        written: Mapping[str, object],
        path: tuple[str, ...] = (),
    ) -> None:
        self._file = file
        self._lines = lines
        self._findings = findings
        self._written = written
        self._path = path

    def __contains__(self, name: str) -> bool:
        return name in self._written

    @property
    def names(self) -> list[str]:
        """The keys that stand in it, in their order."""
        return list(self._written)

    @property
    def name(self) -> str:
        """The table's own name."""
        return self._path[-1] if self._path else ""

    def fault(self, said: Message, *names: str) -> None:
        """Tell what is wrong with the table, or with a key of it."""
        path = (*self._path, *names)
        place = Place(self._file, self._lines.of(*path), ".".join(path) or None)
        self._findings.append(Finding(place, said))

    def check_names(self, known: Collection[str]) -> None:
        """Tell of keys that aren't known."""
        for name in self._written:
            if name not in known and name != _ANY_LANGUAGE:
                self.fault(_unknown(name, known), name)

    def raw(self, name: str) -> object:
        """Whatever stands there; None when nothing does."""
        return self._written.get(name)

    def table(self, name: str, *, of_words: bool = False) -> "TomlTable":
        """A table below this one; an empty one when there is none. ``of_words``: its names may
        stand there as one text, which is the same in all languages."""
        written = self._written.get(name, {})
        if of_words and isinstance(written, str):
            written = {_ANY_LANGUAGE: written}
        if not isinstance(written, dict):
            said = message(
                "“{key}” must be a table: a line [{key}] and its keys below it.", key=name
            )
            self.fault(said, name)
            written = {}
        return TomlTable(self._file, self._lines, self._findings, written, (*self._path, name))

    def tables(self, *, of_words: bool = False) -> list["TomlTable"]:
        """The tables right below this one, in their order; what is no table is told."""
        return [self.table(name, of_words=of_words) for name in self._written]

    def text(self, name: str, default: str = "") -> str:
        """A text, without blanks around it."""
        written = self._written.get(name, default)
        if isinstance(written, str):
            return written.strip()
        self.fault(message("“{key}” must be a text in quotes.", key=name), name)
        return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """True or false."""
        written = self._written.get(name, default)
        if isinstance(written, bool):
            return written
        self.fault(message("“{key}” must be true or false, without quotes.", key=name), name)
        return default

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """A number from ``least`` to ``most``."""
        written = self._written.get(name, default)
        is_number = isinstance(written, int | float) and not isinstance(written, bool)
        if isinstance(written, int | float) and is_number and least <= written <= most:
            return written
        said = message(
            "“{key}” must be a number from {least} to {most}.", key=name, least=least, most=most
        )
        self.fault(said, name)
        return default

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``."""
        found = self.number(name, default, least, most)
        if found == int(found):
            return int(found)
        self.fault(message("“{key}” must be a whole number.", key=name), name)
        return default

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one text alone."""
        written = self._written.get(name, [])
        listed = [written] if isinstance(written, str) else written
        if isinstance(listed, list) and all(isinstance(each, str) for each in listed):
            return tuple(each.strip() for each in listed)
        self.fault(message("“{key}” must be a list of texts in quotes.", key=name), name)
        return ()

    def named(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """A list of texts out of those that are known."""
        found = self.texts(name)
        for each in found:
            if each not in known:
                self.fault(_unknown(each, known), name)
        return tuple(each for each in found if each in known)

    def one_of(self, name: str, known: Collection[str]) -> str:
        """One text out of those that are known; "" when there is none."""
        text = self.text(name)
        if name in self._written and text not in known:
            self.fault(_unknown(text, known), name)
        return text if text in known else ""

    def choice(self, name: str, default: _Choice) -> _Choice:
        """One of the words of a kind."""
        written = self._written.get(name, default.value)
        kinds = type(default)
        if isinstance(written, str) and written in tuple(kinds):
            return kinds(written)
        self.fault(_unknown(str(written), [each.value for each in kinds]), name)
        return default

    def in_languages(self, languages: Collection[str], *, needed: bool = True) -> dict[str, str]:
        """Texts by language; one that is missing is the first that is there."""
        wanted = (*languages, _ANY_LANGUAGE)
        given = {name: self.text(name) for name in wanted if name in self._written}
        given = {name: text for name, text in given.items() if text}
        if not given and needed:
            known = ", ".join(f'{name} = "…"' for name in languages)
            self.fault(message("A name is missing. Please write {known}.", known=known))
        for name, text in given.items():
            if needed and len(text) > LONGEST_NAME:
                said = message(
                    "This name has {count} characters; {most} are enough. It stands in lists and "
                    "on buttons; the rest may go into “guidance”.",
                    count=len(text),
                    most=LONGEST_NAME,
                )
                self.fault(said, *filter(None, [name]))
        first = next(iter(given.values()), self.name)
        return {name: given.get(name, first) for name in languages} if given or needed else {}


def _unknown(name: str, known: Collection[str]) -> Message:
    near = closest(name, tuple(known))
    if near:
        return message("“{key}” isn't known here. Did you mean “{near}”?", key=name, near=near)
    return message(
        "“{key}” isn't known here. Please take it out, or use one of: {known}.",
        key=name,
        known=", ".join(known),
    )
