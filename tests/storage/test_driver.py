"""Statements run by the driver itself: the same answers as SQLAlchemy's, on both kinds."""

from typing import Any

import pytest
from sqlalchemy import ColumnElement, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Database
from storage.driver import Statement, among
from storage.tables.telegram import chats
from tests.programme.studies import SQLITE_ONLY
from tests.storage.posting_rows import BOT

_NUMBERS = Statement(
    select(chats.c.chat_id, chats.c.title)
    .where(chats.c.bot_id == bindparam("bot"), among(chats.c.chat_id, "ids"))
    .order_by(chats.c.chat_id)
)
_TITLES = Statement(
    select(chats.c.chat_id)
    .where(among(chats.c.title, "titles"), chats.c.state == "active")
    .order_by(chats.c.chat_id)
)
_COLUMNS = [*chats.c.keys()]
_WRITTEN = Statement(insert(chats), _COLUMNS)
ODD = '\'; DROP TABLE chats; -- "[1]" 😀 字'


def row(number: int, title: str, state: str = "active") -> list[Any]:
    given = {"bot_id": BOT, "chat_id": number, "kind": "group", "title": title, "state": state}
    given |= {"reason": "", "changed_at": 0, "menu": ""}
    return [given.get(name) for name in _COLUMNS]


async def test_what_is_written_is_read_by_numbers_and_by_texts(database: Database) -> None:
    async with database.writing() as tx:
        rows = [row(1, "one"), row(2, ODD), row(3, "one", "left"), row(2**52, "far")]
        await tx.hot_writes([(_WRITTEN, rows), (_WRITTEN, [])])

        async def numbers(*ids: int, bot: int = BOT) -> list[tuple[int, str]]:
            found = await tx.hot_rows(_NUMBERS, bot=bot, ids=ids)
            return [(each[0], each[1]) for each in found]

        async def titled(*titles: str) -> list[int]:
            return [each[0] for each in await tx.hot_rows(_TITLES, titles=set(titles))]

        assert await numbers(1, 2, 99) == [(1, "one"), (2, ODD)]
        assert await numbers(2**52) == [(2**52, "far")]
        assert await numbers() == []
        assert await numbers(1, bot=BOT + 1) == []
        # More than a statement could have parameters for.
        assert len(await numbers(*range(70_000))) == 3
        assert await titled("one", ODD, "") == [1, 2]
        named = await tx.named_rows(_NUMBERS, bot=BOT, ids=[2])
        assert [(each.chat_id, each.title) for each in named] == [(2, ODD)]


@SQLITE_ONLY
async def test_several_reads_are_answered_in_their_order(database: Database) -> None:
    async with database.writing() as tx:
        await tx.hot_writes([(_WRITTEN, [row(1, "one"), row(2, "two")])])
        reads = [(_NUMBERS, {"bot": BOT, "ids": [n]}) for n in (2, 3, 1)]
        found = await tx.hot_reads([*reads, (_TITLES, {"titles": ["two"]})])
    assert [[each[0] for each in rows] for rows in found] == [[2], [], [1], [2]]


async def test_the_same_condition_serves_sqlalchemys_own_queries(database: Database) -> None:
    query = select(chats.c.chat_id).where(among(chats.c.title, "titles"))
    async with database.writing() as tx:
        await tx.hot_writes([(_WRITTEN, [row(1, "one"), row(2, ODD), row(3, "else")])])
        found = await tx.rows(query, {"titles": [ODD, "one"]})
        assert sorted(each.chat_id for each in found) == [1, 2]
        assert await tx.rows(query, {"titles": []}) == []


def test_sqlalchemy_compiles_the_same_condition_once() -> None:
    def key_of(column: ColumnElement[Any], name: str = "given") -> object:
        found = select(chats.c.chat_id).where(among(column, name))._generate_cache_key()
        assert found is not None, "it is compiled at every execution"
        return found.key

    one = key_of(chats.c.chat_id)
    assert one == key_of(chats.c.chat_id)
    others = [key_of(chats.c.unit_id), key_of(chats.c.title), key_of(chats.c.chat_id, "other")]
    assert one not in others


def test_rows_must_hold_their_columns_in_the_order_of_the_statement() -> None:
    swapped = Statement(insert(chats), [*_COLUMNS[1:], _COLUMNS[0]])
    for dialect in ("sqlite", "postgresql"):
        assert _WRITTEN.written(dialect, [row(1, "x")])[1] == [row(1, "x")]
        with pytest.raises(AssertionError):
            swapped.written(dialect, [row(1, "x")])


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])  # type: ignore[no-untyped-call]
def test_the_text_is_the_same_however_long_the_list(dialect: Any) -> None:
    told = str(
        select(chats.c.chat_id).where(among(chats.c.chat_id, "ids")).compile(dialect=dialect)
    )
    assert "POSTCOMPILE" not in told
    assert "json_each" in told or "ANY" in told
