"""Banks of questions: kept apart by unit and title, added to, and read once for all."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from storage.banks import (
    add_to_bank,
    askable_in,
    bank,
    bank_titled,
    banks_of,
    newest_bodies,
    remove_bank,
)
from storage.database import Database
from storage.question_bodies import content_hash, decoded, encoded
from storage.questions import Askable, correct
from storage.units import unit_by_code, upsert_units
from storage.values.questions import (
    AcceptedNumber,
    Question,
    QuestionKind,
    QuestionText,
    Spelling,
)
from tests.storage.branch_rows import DEFAULTS, TWO_BRANCHES

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
TRUE = Question("true", QuestionKind.TRUE_FALSE, {"zh": QuestionText("对吗？")}, (0,), ("a",))
MATCH = Question(
    "match",
    QuestionKind.MATCHING,
    {"zh": QuestionText("配对", ("甲", "乙"), partners=("1", "2", "3"))},
    (),
)


async def test_a_bank_belongs_to_a_unit_and_takes_in_more(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(tx, TWO_BRANCHES)
        north = await unit_by_code(tx, "north", DEFAULTS)
        south = await unit_by_code(tx, "south", DEFAULTS)
        assert north is not None and south is not None
        own, stored = await add_to_bank(tx, north.id, "党史", [TRUE], NOW)
        assert (own.size, stored.added) == (1, 1)
        own, stored = await add_to_bank(tx, north.id, "党史", [TRUE, MATCH], NOW)
        assert (own.size, stored.added, stored.changed) == (2, 1, 0)
        other, _ = await add_to_bank(tx, south.id, "党史", [TRUE], NOW)
        assert await banks_of(tx, [north.id, south.id]) == {north.id: (own,), south.id: (other,)}
        assert await bank_titled(tx, north.id, "党史") == own
        assert (await newest_bodies(tx, [own.id]))[own.id] == (TRUE, MATCH)
    async with database.reading() as tx:
        found = await askable_in(tx, own)
        assert [each.key for each in found] == ["true", "match"]
        assert found[0] == Askable(
            found[0].id, 1, "true", ("a",), QuestionKind.TRUE_FALSE, options=2, length=3
        )
        assert (found[1].kind, found[1].options, found[1].length) == (QuestionKind.MATCHING, 2, 4)
        # The same questions under the same keys, and yet another unit's own.
        assert (await askable_in(tx, other))[0].id != found[0].id
        assert await askable_in(tx, own) is found
    async with database.writing() as tx:
        await correct(tx, found[0].id, replace(TRUE, correct=(1,)), NOW)
    async with database.reading() as tx:
        assert (await askable_in(tx, own))[0].revision == 2
        assert (await newest_bodies(tx, [own.id]))[own.id][0].correct == (1,)


async def test_a_removed_bank_is_asked_no_more_and_may_come_again(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(tx, TWO_BRANCHES)
        north = await unit_by_code(tx, "north", DEFAULTS)
        assert north is not None
        own, _ = await add_to_bank(tx, north.id, "党史", [TRUE, MATCH], NOW)
    async with database.reading() as tx:
        (true, _) = await askable_in(tx, own)
    async with database.writing() as tx:
        await correct(tx, true.id, replace(TRUE, correct=(1,)), NOW)
        await remove_bank(tx, own.id)
        assert await bank(tx, own.id) is None
        assert (await banks_of(tx, [north.id]))[north.id] == ()
        assert (await newest_bodies(tx, [own.id]))[own.id] == ()
        again, stored = await add_to_bank(tx, north.id, "党史", [TRUE], NOW + timedelta(days=1))
    assert (again.id, again.size, stored.added, stored.changed) == (own.id, 1, 1, 0)
    async with database.reading() as tx:
        assert await bank(tx, own.id) == again
        (found,) = await askable_in(tx, again)
        assert (found.id, found.revision) == (true.id, 2)
        (body,) = (await newest_bodies(tx, [own.id]))[own.id]
        assert body.correct == (1,)


def test_what_was_stored_before_there_were_more_kinds_is_read_and_hashed_as_ever() -> None:
    old = (
        '{"key":"k","kind":"one","texts":{"zh":{"stem":"几年？","options":["一","二"],'
        '"explanation":"见"},"en":{"stem":"x","options":["a","b"],"explanation":""}},'
        '"correct":[1],"tags":["t"]}'
    )
    question = decoded(old)
    assert question.texts["zh"] == QuestionText("几年？", ("一", "二"), "见")
    assert encoded(question) == old
    # As it was worked out by the program that stored it.
    known = "41592be25416890af7e6445345bb9705aa72f679490210ff3ff8d61c62bb4e77"
    assert content_hash(question) == known


def test_everything_that_a_question_can_say_is_kept() -> None:
    text = QuestionText(
        "几？", ("甲",), "因为", ("是", ""), (Spelling("三", 0.5),), ("1", "2"), "背面"
    )
    number = AcceptedNumber(Decimal("2.50"), Decimal(3), None, 0.5)
    question = Question(
        "k", QuestionKind.NUMERICAL, {"zh": text}, (0,), (), (0.5, -0.5), (number,), True
    )
    assert decoded(encoded(question)) == question
    assert content_hash(question) != content_hash(replace(question, case_matters=False))
    assert "weights" not in msgspec.json.decode(encoded(TRUE))
