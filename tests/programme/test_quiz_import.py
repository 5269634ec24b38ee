"""What is there already is not doubled, whatever dress it comes in; the same file brings what has
changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from programme.folder import read_programme
from programme.quiz_import import (
    BankReading,
    Kept,
    as_bank,
    kept_for,
    read_path,
    store_bank,
    title_of,
    without_known,
)
from quizzes.bank import read_content
from storage.banks import bank_titled, newest_bodies
from storage.database import Database, Transaction
from storage.units import unit_by_code, upsert_units
from storage.values.messages import message
from storage.values.people import Unit
from tests.storage.branch_rows import DEFAULTS, TWO_BRANCHES

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
SHEET = "题干,A,B,C,答案\n党的一大，何时召开？,1921年,1919年,1927年,A\n"


def bank(text: str, name: str = "党史.csv") -> BankReading:
    return as_bank(name, read_content(text.encode(), name, "zh"))


async def unit(tx: Transaction, code: str) -> Unit:
    await upsert_units(tx, TWO_BRANCHES)
    found = await unit_by_code(tx, code, DEFAULTS)
    assert found is not None
    return replace(found, programme_key=None)


async def stored(tx: Transaction, code: str, text: str, name: str = "党史.csv") -> BankReading:
    """Take a bank in as both doors do it; what was taken in."""
    place = await unit(tx, code)
    (read,) = without_known(await kept_for(tx, place), [bank(text, name)])
    await store_bank(tx, place, read.title, read.questions, NOW)
    return read


SAME = "题干,A,B,C,答案\n{}\n"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("党的一大何时召开,1921年,1919年,1927年,A", "already there, in"),
        ("党的一大， 何时召开？,１９２１年,1919年。,1927年,A", "already there, in"),
        ("党的一大，何时召开？,1927年,1921年,1919年,B", "already there, in"),
        ("党的一大，何时召开？,1927年,1921年,1919年,A", "with another right answer"),
    ],
)
async def test_a_question_in_another_dress_is_not_doubled(
    database: Database, row: str, why: str
) -> None:
    async with database.writing() as tx:
        assert len((await stored(tx, "town", SHEET)).questions) == 1
        read = await stored(tx, "north", SAME.format(row), "另一份.csv")
    assert (read.questions, read.known) == ((), 1)
    (finding,) = read.reading.findings
    assert (finding.place.line, finding.blocks) == (2, False)
    assert why in str(finding.said) and "党史" in str(finding.said)


async def test_a_bank_under_another_name_is_noticed_once(database: Database) -> None:
    more = "".join(f"第{number}题？,甲,乙,丙,A\n" for number in range(9))
    async with database.writing() as tx:
        await stored(tx, "town", SHEET + more)
        changed = more.replace("第8题？,甲,乙,丙,A", "第8题？,甲,乙,丙,B")
        read = await stored(tx, "town", SHEET + changed, "另一份.csv")
    assert (read.questions, read.known) == ((), 10)
    told = sorted((each.place.line or 0, str(each.said)) for each in read.reading.findings)
    assert [line for line, _ in told] == [0, 11]
    assert "9 questions are already there" in told[0][1] and "党史" in told[0][1]
    assert "another right answer" in told[1][1]


def test_a_question_in_two_languages_is_known_in_each() -> None:
    """A newcomer imports the sample programme, and then all sample banks at once."""
    programme = read_programme(SAMPLES / "programme").programme
    assert programme is not None
    kept = Kept([(message("the programme {key}", key="p"), programme.questions)], {})
    (read,) = without_known(kept, [read_path(SAMPLES / "banks", "en")])
    assert read.questions and {each.place.file for each in read.reading.findings}
    said = [str(each.said) for each in read.reading.findings]
    assert [each for each in said if "another right answer" in each] == []


async def test_another_question_is_another_question(database: Database) -> None:
    async with database.writing() as tx:
        await stored(tx, "town", SHEET)
        for row in (
            "党的一大，何地召开？,1921年,1919年,1927年,A",
            "党的一大，何时召开？,1922年,1919年,1927年,A",
        ):
            read = await stored(tx, "town", SAME.format(row), "另一份.csv")
            assert (len(read.questions), read.known) == (1, 0)


async def test_the_same_file_again_brings_what_has_changed(database: Database) -> None:
    async with database.writing() as tx:
        await stored(tx, "town", SHEET)
        assert (await stored(tx, "town", SHEET)).known == 1
        read = await stored(tx, "town", SHEET.replace(",A\n", ",B\n") + "新题？,甲,乙,丙,C\n")
        assert (len(read.questions), read.known) == (2, 0)
        kept = await bank_titled(tx, (await unit(tx, "town")).id, "党史")
        assert kept is not None and kept.size == 2
        bodies = (await newest_bodies(tx, [kept.id]))[kept.id]
        assert [question.correct for question in bodies] == [(1,), (2,)]


async def test_the_same_twice_in_one_file_is_taken_in_once(database: Database) -> None:
    async with database.writing() as tx:
        read = await stored(tx, "town", SHEET + "党的一大，何时召开？,1919年,1921年,1927年,B\n")
    assert len(read.questions) == 1
    assert "党史.csv, line 2" in str(read.reading.findings[0].said)


async def test_rows_that_are_counted_do_not_change_what_another_file_brought(
    database: Database,
) -> None:
    async with database.writing() as tx:
        for stem in ("甲题？", "乙题？"):
            text = f"编号,题干,A,B,答案\n1,{stem},甲,乙,A\n"
            assert len((await stored(tx, "town", text)).questions) == 1
        kept = await bank_titled(tx, (await unit(tx, "town")).id, "党史")
        assert kept is not None and kept.size == 2


@pytest.mark.parametrize(
    ("name", "title"),
    [("党史.xlsx", "党史"), ("a  b.c.gift", "a b.c"), (".gift", ".gift"), ("长" * 99, "长" * 60)],
)
def test_a_bank_is_called_after_its_file(name: str, title: str) -> None:
    assert title_of(name) == title


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for number in (10, 2, 1):
        (tmp_path / f"{number}.gift").write_text(f"Question {number}? {{T}}", "utf-8")
    read = read_path(tmp_path, "en")
    assert read.title == tmp_path.name
    assert [each.texts["en"].stem for each in read.questions] == [
        "Question 1?",
        "Question 2?",
        "Question 10?",
    ]
    assert [each.place.file for each in read.reading.sourced] == ["1.gift", "2.gift", "10.gift"]
