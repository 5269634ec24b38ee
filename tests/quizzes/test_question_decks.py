"""Anki decks, of the older kinds and of the newest: their cards become flash cards."""

import io
import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from typing import Any

import pytest

from quizzes.bank import read_content
from quizzes.readings import Reading
from storage.values.questions import QuestionKind

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NOTES = [
    (1, 10, "一大何时？\x1f1921年7月", " 党史 重要 "),
    (2, 10, '<div>谁？<img src="a.png"></div>\x1f<b>李大钊</b> &amp; 陈独秀[sound:x.mp3]', ""),
    (3, 10, "{{c1::1949}}年\x1f", ""),
    (4, 20, "首都\x1f北京", ""),
    (5, 10, '<img src="only.png">\x1f图', ""),
]
FIELDS = [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}]
TO = ("{{Front}}", "{{FrontSide}}<hr>{{Back}}")
FRO = ("{{type:Back}}", "{{FrontSide}}{{#Front}}{{Front}}{{/Front}}")


def database(script: list[tuple[str, tuple[Any, ...]]]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER, mid INTEGER, flds TEXT, tags TEXT)")
        connection.execute("CREATE TABLE cards (id INTEGER, nid INTEGER, did INTEGER)")
        connection.executemany("INSERT INTO notes VALUES (?, ?, ?, ?)", NOTES)
        connection.executemany("INSERT INTO cards VALUES (?, ?, 7)", [(n, n) for n in range(1, 6)])
        connection.create_collation("unicase", lambda one, two: (one > two) - (one < two))
        for statement, values in script:
            connection.execute(statement, values)
        connection.commit()
        return connection.serialize()


def older() -> bytes:
    models = {
        "10": {"flds": FIELDS, "tmpls": [{"qfmt": TO[0], "afmt": TO[1], "ord": 0}]},
        "20": {
            "flds": FIELDS,
            "tmpls": [
                {"qfmt": TO[0], "afmt": TO[1], "ord": 0},
                {"qfmt": FRO[0], "afmt": FRO[1], "ord": 1},
            ],
        },
    }
    decks = {"7": {"name": "党课::第一章"}}
    return database(
        [
            ("CREATE TABLE col (models TEXT, decks TEXT)", ()),
            ("INSERT INTO col VALUES (?, ?)", (json.dumps(models), json.dumps(decks))),
        ]
    )


def newer() -> bytes:
    def config(front: str, back: str) -> bytes:
        texts = [(1, front.encode()), (2, back.encode())]
        # A number (field 3) before them, as real ones have.
        return b"\x18\x01" + b"".join(
            bytes([number << 3 | 2, len(text)]) + text for number, text in texts
        )

    script: list[tuple[str, tuple[Any, ...]]] = [
        ("CREATE TABLE col (models TEXT)", ()),
        ("CREATE TABLE notetypes (id INTEGER, name TEXT)", ()),
        ("CREATE TABLE fields (ntid INTEGER, ord INTEGER, name TEXT)", ()),
        ("CREATE TABLE templates (ntid INTEGER, ord INTEGER, name TEXT, config BLOB)", ()),
        ("CREATE TABLE decks (id INTEGER, name TEXT COLLATE unicase)", ()),
        ("CREATE INDEX by_name ON decks (name, id)", ()),
        ("INSERT INTO decks VALUES (7, ?)", ("党课\x1f第一章",)),
    ]
    for kind in (10, 20):
        for at, name in enumerate(("Front", "Back")):
            script.append(("INSERT INTO fields VALUES (?, ?, ?)", (kind, at, name)))
        sides = [TO] if kind == 10 else [TO, FRO]
        for at, side in enumerate(sides):
            row = (kind, at, "Card", config(*side))
            script.append(("INSERT INTO templates VALUES (?, ?, ?, ?)", row))
    return database(script)


def packed(**files: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return saved.getvalue()


STUB = database([("CREATE TABLE col (models TEXT, decks TEXT)", ())])
DECKS = {
    "anki2": packed(collection_anki2=older()),
    "anki21": packed(collection_anki2=STUB, collection_anki21=older()),
    "anki21b": packed(collection_anki2=STUB, collection_anki21b=zstd.compress(newer())),
}


def read(data: bytes, name: str = "deck.apkg") -> Reading:
    return read_content(data, name, "zh")


@pytest.mark.parametrize("kind", DECKS)
def test_cards_of_every_age(kind: str) -> None:
    reading = read(DECKS[kind])
    assert {question.kind for question in reading.questions} == {QuestionKind.CARD}
    sides = [(q.texts["zh"].stem, q.texts["zh"].back) for q in reading.questions]
    assert sides == [
        ("一大何时？", "1921年7月"),
        ("谁？", "李大钊 & 陈独秀"),
        ("首都", "北京"),
        ("北京", "首都"),
    ]
    assert reading.questions[0].tags == ("党史", "重要", "第一章")
    said = [(finding.place.line, str(finding.said)) for finding in reading.findings]
    assert [line for line, _ in said] == [2, 3, 5]
    assert "picture" in said[0][1] and "cloze" in said[1][1] and "no words" in said[2][1]


@pytest.mark.parametrize(
    "data",
    [
        packed(collection_anki2=b"no database"),
        packed(collection_anki2=older()[:2000]),
        packed(collection_anki21b=b"no zstd"),
        packed(collection_anki2=database([("CREATE VIEW col AS SELECT 1", ())])),
        packed(
            collection_anki2=database(
                [
                    ("CREATE TABLE col (models TEXT, decks TEXT)", ()),
                    ("INSERT INTO col VALUES ('[]', '{}')", ()),
                ]
            )
        ),
    ],
)
def test_broken_decks_are_refused_in_words(data: bytes) -> None:
    (finding,) = read(data).findings
    assert "damaged" in str(finding.said)


def test_a_deck_that_unpacks_into_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizzes.anki.MOST_UNPACKED_BYTES", 1_000_000)
    data = packed(collection_anki21b=zstd.compress(bytes(2_000_000)))
    assert len(data) < 1_000
    (finding,) = read(data).findings
    assert "too large to unpack" in str(finding.said)
