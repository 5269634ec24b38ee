"""Reads the parameters of a call as the Bot API's description says they must be.

Every method and object is compiled once into readers. Values may come from a form, where all are
texts and nested ones are JSON, or from a JSON body. Stricter than Telegram: a parameter or a
nested field that the description does not know is refused, where Telegram would ignore it, and a
value of the wrong type is refused, where Telegram would often guess.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from bot.practice.html import Formatted, formatted
from bot.practice.judging import break_bond, break_rule
from bot.practice.refusals import NOT_SERVED, PARSE_MODE, against_spec
from bot.practice.rules import Length, bonds_of, rules_of
from bot.practice.spec import Field, Shape, load

_TRUE = frozenset({"true", "True", "1", "yes"})
_FALSE = frozenset({"false", "False", "0", "no"})


class Upload(Struct, frozen=True):
    """A file that came with a call."""

    name: str
    content: bytes


class Reading(Struct, frozen=True):
    """What a reader needs besides the value: the present second and the uploaded files."""

    now: int
    uploads: Mapping[str, Upload] = {}


Reader = Callable[[Any, Reading], Any]


@cache
def reader_of(shape_kind: str, name: str) -> "ShapeReader":
    """The reader of the method or type called ``name``, compiled at its first use."""
    spec = load()
    return ShapeReader((spec.methods if shape_kind == "methods" else spec.types)[name])


class ShapeReader:
    """Reads the parameters of one method, or the fields of one object."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._readers = {name: _field_reader(entry) for name, entry in shape.fields.items()}
        self._rules = {
            name: rules for name, entry in shape.fields.items() if (rules := rules_of(entry))
        }
        self._bonds = bonds_of(shape)
        self._required = tuple(entry for entry in shape.fields.values() if entry.required)
        self._formatted = _formatted_fields(shape)

    def call(self, given: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        """The parameters of a call: texts of a form are turned into what their field needs."""
        values: dict[str, Any] = {}
        for name, value in given.items():
            entry = self._known(name)
            plain = _from_form(entry, value) if isinstance(value, str) else value
            if plain is not None:
                values[name] = self._readers[name](plain, reading)
        for name, upload in reading.uploads.items():
            if name in self._shape.fields:
                if "InputFile" not in self._shape.fields[name].types:
                    raise against_spec(self._shape.fields[name].place, "type", "takes no file")
                values[name] = upload
        return self._judged(values, reading)

    def read(self, given: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        """The fields of a nested object."""
        values: dict[str, Any] = {}
        for name, value in given.items():
            self._known(name)
            if value is not None:
                values[name] = self._readers[name](value, reading)
        return self._judged(values, reading)

    def _known(self, name: str) -> Field:
        entry = self._shape.fields.get(name)
        if entry is None:
            raise against_spec(self._shape.place, "unknown", f'there is no "{name}"')
        return entry

    def _judged(self, values: dict[str, Any], reading: Reading) -> dict[str, Any]:
        for entry in self._required:
            if entry.name not in values:
                raise against_spec(entry.place, "missing", f'"{entry.name}" is required')
        for texts in self._formatted:
            texts.take(values)
        for name, rules in self._rules.items():
            if name in values:
                for rule in rules:
                    break_rule(self._shape.fields[name], rule, values[name], reading.now)
        for bond in self._bonds:
            break_bond(bond, values)
        return values


class _FormattedField(Struct, frozen=True):
    """A text field with the two fields that say how it is formatted."""

    text: Field
    mode: str
    entities: str
    only_custom_emoji: bool
    never_empty: bool

    def take(self, values: dict[str, Any]) -> None:
        mode = values.pop(self.mode, "")
        entities = values.pop(self.entities, None)
        text = values.get(self.text.name)
        if text is None:
            return
        if mode and mode.lower() not in ("html", "markdown", "markdownv2"):
            raise PARSE_MODE.error()
        if mode and mode.lower() != "html":
            raise NOT_SERVED.error(what=f"parse mode {mode}")
        content = formatted(text, is_html=bool(mode), given=entities)
        if self.only_custom_emoji:
            kept = (entity for entity in content.entities if entity.kind == "custom_emoji")
            content = Formatted(content.text, tuple(kept))
        if self.never_empty and content.is_empty:
            raise against_spec(self.text.place, "short", "the text is empty")
        values[self.text.name] = content


def _formatted_fields(shape: Shape) -> tuple[_FormattedField, ...]:
    found = []
    for name, mode in shape.fields.items():
        if not name.endswith("parse_mode") or "Mode for parsing" not in mode.description:
            continue
        prefix = name.removesuffix("parse_mode").rstrip("_")
        texts = (prefix,) if prefix else ("text", "caption", "message_text")
        for text in texts:
            if text in shape.fields:
                entry = shape.fields[text]
                own = f"{text}_entities"
                found.append(
                    _FormattedField(
                        text=entry,
                        mode=name,
                        entities=own if own in shape.fields else "entities",
                        only_custom_emoji="only custom emoji entities" in mode.description,
                        never_empty=any(
                            isinstance(rule, Length) and rule.low > 0 for rule in rules_of(entry)
                        ),
                    )
                )
    return tuple(found)


def _from_form(entry: Field, text: str) -> Any:
    """What a text of a form means for its field; the readers refuse what can't be turned."""
    types = entry.types
    if "String" in types:
        is_number = "Integer" in types and re.fullmatch(r"-?\d+", text)
        return int(text) if is_number else text
    if text == "":
        return None
    if (convert := _CONVERSIONS.get(types[0])) is not None:
        return convert(text)
    try:
        return json.loads(text)
    except ValueError:
        raise against_spec(entry.place, "json", f"can't parse {entry.name} JSON object") from None


def _integer(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def _number(text: str) -> float | str:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _truth(text: str) -> bool | str:
    return text in _TRUE if text in _TRUE | _FALSE else text


_CONVERSIONS: dict[str, Callable[[str], Any]] = {
    "Integer": _integer,
    "Float": _number,
    "Boolean": _truth,
    "InputFile": str,
}


def _field_reader(entry: Field) -> Reader:
    if entry.constants:
        return _constant_reader(entry)
    return _types_reader(entry.types, entry.place)


def _constant_reader(entry: Field) -> Reader:
    def read(value: Any, _: Reading) -> Any:
        if value not in entry.constants:
            raise against_spec(entry.place, "constant", f"must be {entry.constants[0]!r}")
        return value

    return read


def _types_reader(names: tuple[str, ...], place: str) -> Reader:
    """Reads a value that may be of any of the types called ``names``."""
    objects = tuple(name for name in names if name in load().types)
    others = tuple(
        (_ACCEPTS.get(name.split(" of ")[0], _anything), _plain_reader(name, place))
        for name in names
        if name not in objects
    )
    is_option = "InputPollOption" in objects

    def read(value: Any, reading: Reading) -> Any:
        if is_option and isinstance(value, str):
            value = {"text": value}
        if objects and isinstance(value, dict):
            return reader_of("types", _fitting(objects, value)).read(value, reading)
        for accepts, plain in others:
            if accepts(value):
                return plain(value, reading)
        raise against_spec(place, "type", f"must be {' or '.join(names)}")

    return read


def _plain_reader(name: str, place: str) -> Reader:
    if name.startswith("Array of "):
        inner = _types_reader(tuple(name.removeprefix("Array of ").split(" | ")), place)
        return lambda value, reading: [inner(item, reading) for item in value]
    if name == "InputFile":
        return _attached_reader(place)
    if name == "String":
        return _attached
    return lambda value, _: value


def _attached(value: Any, reading: Reading) -> Any:
    """A text as it is; one that points to an uploaded file ("attach://name") becomes that."""
    if value.startswith("attach://"):
        return reading.uploads.get(value.removeprefix("attach://"), value)
    return value


def _attached_reader(place: str) -> Reader:
    def read(value: Any, reading: Reading) -> Any:
        upload = _attached(value, reading)
        if not isinstance(upload, Upload):
            raise against_spec(place, "type", "must be an uploaded file")
        return upload

    return read


def _fitting(names: tuple[str, ...], value: dict[str, Any]) -> str:
    """The object type that ``value`` means: by its constant fields, else by its required ones."""
    for name in names:
        constants = [entry for entry in load().types[name].fields.values() if entry.constants]
        if constants and all(value.get(entry.name) in entry.constants for entry in constants):
            return name
    for name in names:
        required = [entry for entry in load().types[name].fields.values() if entry.required]
        if required and all(entry.name in value for entry in required):
            return name
    return names[0]


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _anything(_: Any) -> bool:
    return True


_ACCEPTS: dict[str, Callable[[Any], bool]] = {
    "Integer": _is_integer,
    "Float": _is_number,
    "String": _is_text,
    "Boolean": lambda value: isinstance(value, bool),
    "Array": lambda value: isinstance(value, list),
    "InputFile": _is_text,
}
