"""The Bot API's own description, as shipped in ``bot-api-10.3.json``.

The file is the judge of every call: this module only loads it and finds places in it. A place is
written as a path, such as ``methods.sendPoll.fields.options``.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from msgspec import Struct

FILE = "bot-api-10.3.json"


class Field(Struct, frozen=True):
    """One parameter of a method, or one field of an object."""

    place: str
    name: str
    types: tuple[str, ...]
    required: bool
    description: str
    constants: tuple[object, ...]


class Shape(Struct, frozen=True):
    """A method with its parameters, or an object with its fields."""

    place: str
    name: str
    description: str
    fields: Mapping[str, Field]
    returns: tuple[str, ...]
    subtypes: tuple[str, ...]


class Spec(Struct, frozen=True):
    """All methods and all object types."""

    version: str
    methods: Mapping[str, Shape]
    types: Mapping[str, Shape]

    def described(self, place: str) -> str:
        """What the description says at ``place``; ``KeyError`` when there is no such place."""
        kind, name, *rest = place.split(".")
        shape = (self.methods if kind == "methods" else self.types)[name]
        if not rest:
            return shape.description
        if rest == ["returns"]:
            return " | ".join(shape.returns)
        field = shape.fields[rest[1]]
        return {
            (): field.description,
            ("required",): str(field.required),
            ("types",): " | ".join(field.types),
        }[tuple(rest[2:])]


@lru_cache(maxsize=1)
def load() -> Spec:
    """The description, read once from the installed package."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    raw = json.loads(text)
    return Spec(
        version=raw["version"],
        methods={name: _shape("methods", entry) for name, entry in raw["methods"].items()},
        types={name: _shape("types", entry) for name, entry in raw["types"].items()},
    )


def _shape(kind: str, entry: dict[str, Any]) -> Shape:
    place = f"{kind}.{entry['name']}"
    fields = (_field(place, field) for field in entry["fields"])
    return Shape(
        place=place,
        name=entry["name"],
        description=" ".join(entry["description"]),
        fields={field.name: field for field in fields},
        returns=tuple(entry.get("returns", ())),
        subtypes=tuple(entry.get("subtypes", ())),
    )


def _field(place: str, entry: dict[str, Any]) -> Field:
    return Field(
        place=f"{place}.fields.{entry['name']}",
        name=entry["name"],
        types=tuple(entry["types"]),
        required=entry["required"],
        description=entry["description"],
        constants=tuple(entry.get("enum", ())),
    )
