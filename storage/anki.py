"""Anki's collections: databases of somebody else's, read in memory and without trust.

Older ones keep note types and decks as JSON in one row, newer ones in tables of their own; the
notes themselves are alike. Nothing is written, and a query that does not come to an end is cut off.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from msgspec import Struct

from storage.values.messages import BadInput, message

_HEADER = b"SQLite format 3\x00"
# Virtual machine steps between two looks, and how many looks a query may take.
_STEPS, _LOOKS = 100_000, 5_000


class NoteType(Struct, frozen=True):
    """How notes become cards: the names of their fields, and each card's two sides as Anki's
    templates (question, answer)."""

    fields: tuple[str, ...]
    templates: tuple[tuple[str, str], ...]


class AnkiNote(Struct, frozen=True):
    """A note: its type, its fields' contents as HTML, its tags and the deck of its first card."""

    type_id: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str


class Collection(Struct, frozen=True):
    """All notes of a collection, and their types by id."""

    types: Mapping[int, NoteType]
    notes: tuple[AnkiNote, ...]


def read_collection(data: bytes) -> Collection:
    """A collection from the bytes of its database. Raises :class:`BadInput` if it is none."""
    if not data.startswith(_HEADER):
        raise broken_deck()
    # A database in memory has no write-ahead log; the file says in two bytes that it had one.
    plain = data[:18] + b"\x01\x01" + data[20:]
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(plain)
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA query_only=ON")
            looks = iter(range(_LOOKS))
            connection.set_progress_handler(lambda: int(next(looks, None) is None), _STEPS)
            # Newer collections order names by a rule of Anki's own.
            connection.create_collation("unicase", lambda one, two: (one > two) - (one < two))
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            return _collection(connection)
    except (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError) as error:
        raise broken_deck() from error


def broken_deck() -> BadInput:
    """The refusal of a damaged deck."""
    return BadInput(
        message("The Anki deck is damaged. Export it anew, with the option for older versions.")
    )


def _collection(connection: sqlite3.Connection) -> Collection:
    tables = {
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
    }
    if not {"col", "notes", "cards"} <= tables:
        raise broken_deck()
    is_new = "notetypes" in tables
    types = dict(_new_types(connection) if is_new else _old_types(connection))
    decks = dict(_new_decks(connection) if is_new else _old_decks(connection))
    deck_of = dict(connection.execute("SELECT nid, MIN(did) FROM cards GROUP BY nid"))
    notes = tuple(
        AnkiNote(
            kind,
            tuple(str(fields).split("\x1f")),
            tuple(str(tags).split()),
            str(decks.get(deck_of.get(note), "")),
        )
        for note, kind, fields, tags in connection.execute(
            "SELECT id, mid, flds, tags FROM notes ORDER BY id"
        )
    )
    return Collection(types, notes)


def _old_types(connection: sqlite3.Connection) -> Iterator[tuple[int, NoteType]]:
    (models,) = connection.execute("SELECT models FROM col").fetchone()
    for key, model in json.loads(models).items():
        fields = sorted(model["flds"], key=lambda each: each.get("ord", 0))
        templates = sorted(model["tmpls"], key=lambda each: each.get("ord", 0))
        sides = tuple((str(each["qfmt"]), str(each["afmt"])) for each in templates)
        yield int(key), NoteType(tuple(str(each["name"]) for each in fields), sides)


def _old_decks(connection: sqlite3.Connection) -> Iterator[tuple[Any, str]]:
    (decks,) = connection.execute("SELECT decks FROM col").fetchone()
    for key, deck in json.loads(decks).items():
        yield int(key), str(deck["name"])


def _new_types(connection: sqlite3.Connection) -> Iterator[tuple[int, NoteType]]:
    fields: dict[int, dict[int, str]] = {}
    for kind, at, name in connection.execute("SELECT ntid, ord, name FROM fields"):
        fields.setdefault(kind, {})[at] = str(name)
    templates: dict[int, dict[int, tuple[str, str]]] = {}
    for kind, at, config in connection.execute("SELECT ntid, ord, config FROM templates"):
        texts = _texts(config)
        templates.setdefault(kind, {})[at] = texts.get(1, ""), texts.get(2, "")
    for kind, named in fields.items():
        sides = templates.get(kind, {})
        yield kind, NoteType(_in_order(named), tuple(sides[at] for at in sorted(sides)))


def _new_decks(connection: sqlite3.Connection) -> Iterator[tuple[Any, str]]:
    for key, name in connection.execute("SELECT id, name FROM decks"):
        yield key, str(name).replace("\x1f", "::")


def _in_order(named: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(named[at] for at in sorted(named))


def _texts(config: bytes) -> dict[int, str]:
    """The texts of a protocol buffer by their field numbers; what is no text is passed over."""
    found: dict[int, str] = {}
    at = 0
    while at < len(config):
        tag, at = _varint(config, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            _, at = _varint(config, at)
        elif wire == 2:
            length, at = _varint(config, at)
            found[number] = config[at : at + length].decode("utf-8", "replace")
            at += length
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
        else:
            break
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
