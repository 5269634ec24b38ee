"""What the readers read, stored: versions, items, their files, and what follows from a change."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from programme.folder import read_programme
from programme.importing import (
    Gone,
    ImportedProgramme,
    NothingImported,
    Switch,
    import_organisation,
    import_programme,
    import_roster,
    load_tree,
    seed_programme,
)
from storage import files
from storage.bots import remember_bot
from storage.database import Database
from storage.programmes import item_keys, items, newest_version, newest_versions
from storage.questions import askable
from storage.tables.organisation import appointments, memberships
from storage.units import Defaults
from storage.values.people import BotId, Role, UnitId
from storage.values.programme_files import RosterRow, UnitRow

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
DEFAULTS = Defaults("Asia/Shanghai", "zh")
BOT = BotId(7_000_000_001)
SETTINGS = 'key = "ours"\ntitle = "我们的"\nlanguages = ["zh"]\n'
ITEM = "---\ntitle: {title}\n---\n一段正文。\n"


def write(folder: Path, items: Mapping[str, str], settings: str = SETTINGS) -> Path:
    (folder / "items").mkdir(parents=True, exist_ok=True)
    (folder / "programme.toml").write_text(settings, "utf-8")
    for name, text in items.items():
        (folder / "items" / name).write_text(text, "utf-8")
    return folder


async def imported(
    database: Database, folder: Path, for_unit: UnitId | None = None
) -> ImportedProgramme:
    reading = read_programme(folder)
    assert reading.programme is not None, reading.findings
    async with database.writing() as tx:
        return await import_programme(tx, reading.programme, folder, NOW, DEFAULTS, None, for_unit)


async def test_a_programme_is_stored_as_it_was_read(database: Database, tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
    folder = write(
        tmp_path / "ours",
        {"02.md": ITEM.format(title="二"), "01.md": "---\ntitle: 一\npicture: a.png\n---\n文。\n"},
    )
    (folder / "items" / "a.png").write_bytes(picture)
    reading = read_programme(folder)
    assert reading.programme is not None, reading.findings
    done = await imported(database, folder)
    assert (done.number, done.new, done.items) == (1, True, 2)
    async with database.reading() as tx:
        version = await newest_version(tx, "ours")
        assert version is not None
        assert version.settings == reading.programme.settings
        kept = await items(tx, version.id)
        assert tuple(each.item for each in kept.values()) == reading.programme.items
        assert await item_keys(tx, version.id) == tuple(i.key for i in reading.programme.items)
        (sha256,) = next(iter(kept.values())).hashes
        assert await files.content(tx, sha256) == files.Medium("a.png", picture)
        last = reading.programme.items[-1].key
        assert list(await items(tx, version.id, [last, "nobody"])) == [last]


async def test_the_same_files_make_no_version(database: Database, tmp_path: Path) -> None:
    folder = write(tmp_path / "ours", {"01.md": ITEM.format(title="一")})
    await imported(database, folder)
    again = await imported(database, folder)
    assert (again.number, again.new) == (1, False)


async def test_a_change_makes_the_next_version_and_so_does_taking_it_back(
    database: Database, tmp_path: Path
) -> None:
    folder = write(tmp_path / "ours", {"01.md": ITEM.format(title="一")})
    await imported(database, folder)
    write(folder, {"01.md": ITEM.format(title="改")})
    assert (await imported(database, folder)).number == 2
    write(folder, {"01.md": ITEM.format(title="一")})
    assert (await imported(database, folder)).number == 3


async def test_an_empty_database_begins_with_the_shipped_programme(database: Database) -> None:
    seeded = await seed_programme(database, None, NOW, DEFAULTS)
    assert seeded is not None
    assert (seeded.key, seeded.items, seeded.questions) == ("two-studies", 30, 60)
    async with database.reading() as tx:
        version = (await newest_versions(tx))["two-studies"]
        assert len(await askable(tx, version.id)) == 60


async def test_a_database_with_a_programme_is_not_seeded(
    database: Database, tmp_path: Path
) -> None:
    await imported(database, write(tmp_path / "ours", {"01.md": ITEM.format(title="一")}))
    assert await seed_programme(database, None, NOW, DEFAULTS) is None
    async with database.reading() as tx:
        assert list(await newest_versions(tx)) == ["ours"]


async def test_a_faulty_seed_is_told_whole_and_leaves_nothing(
    database: Database, tmp_path: Path
) -> None:
    folder = write(tmp_path / "ours", {"01.md": "no header\n"}, "key = 5\n")
    with pytest.raises(NothingImported) as refused:
        await seed_programme(database, folder, NOW, DEFAULTS)
    assert {each.place.file for each in refused.value.findings} >= {"programme.toml"}
    async with database.reading() as tx:
        assert await newest_versions(tx) == {}


async def test_the_newest_versions_come_with_the_oldest_programme_first(
    database: Database, tmp_path: Path
) -> None:
    ours = write(tmp_path / "ours", {"01.md": ITEM.format(title="一")})
    theirs = SETTINGS.replace("ours", "theirs")
    await imported(database, ours)
    await imported(database, write(tmp_path / "theirs", {"01.md": ITEM.format(title="一")}, theirs))
    write(ours, {"01.md": ITEM.format(title="改")})
    await imported(database, ours)
    async with database.reading() as tx:
        found = await newest_versions(tx)
    assert [(key, version.number) for key, version in found.items()] == [("ours", 2), ("theirs", 1)]


ROWS = (
    UnitRow(2, "C", None, "county", "林县"),
    UnitRow(3, "B1", "C", "branch", "东支部"),
    UnitRow(4, "B2", "C", "branch", "西支部"),
)


async def test_the_tree_knows_branches_from_units_above(database: Database) -> None:
    async with database.writing() as tx:
        await import_organisation(tx, ROWS, NOW, DEFAULTS)
        tree = await load_tree(tx, DEFAULTS)
        assert tree.parents == {"C": None, "B1": "C", "B2": "C"}
        assert tree.branch_names == {"B1": "东支部", "B2": "西支部"}
        assert set(tree.other_names) == {"C"}
        await import_roster(tx, [RosterRow(2, "C", "李华")], NOW, DEFAULTS)
        assert "C" in (await load_tree(tx, DEFAULTS)).branch_names


async def test_a_new_time_zone_plans_only_the_branches_below_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[tuple[BotId, int]] = []

    async def note(
        _tx: object, bot_id: BotId, _now: datetime, _defaults: Defaults, only: list[int]
    ) -> int:
        planned.append((bot_id, len(only)))
        return len(only)

    monkeypatch.setattr("programme.importing.replan", note)
    async with database.writing() as tx:
        await remember_bot(tx, BOT, "sanxue_test_bot", NOW)
        await import_organisation(tx, ROWS, NOW, DEFAULTS)
        await import_organisation(tx, ROWS, NOW, DEFAULTS)
        assert planned == []
        moved = UnitRow(4, "B2", "C", "branch", "西支部", time_zone="Asia/Urumqi")
        await import_organisation(tx, [moved], NOW, DEFAULTS)
        assert planned == [(BOT, 1)]
        above = UnitRow(2, "C", None, "county", "林县", time_zone="Asia/Tokyo")
        await import_organisation(tx, [above], NOW, DEFAULTS)
        # B2 has its own, so only B1 lives by another time now.
        assert planned == [(BOT, 1), (BOT, 1)]


QUIZ = "::一:: 甲？ {=对 ~错}\n\n::二:: 乙？ {=对 ~错}\n"


async def test_what_a_new_version_has_no_more_is_counted(
    database: Database, tmp_path: Path
) -> None:
    folder = write(tmp_path / "ours", {f"0{n}.md": ITEM.format(title=n) for n in (1, 2, 3)})
    (folder / "quizzes").mkdir()
    (folder / "quizzes" / "all.gift").write_text(QUIZ, "utf-8")
    assert (await imported(database, folder)).gone is None
    (folder / "items" / "02.md").unlink()
    (folder / "items" / "03.md").unlink()
    (folder / "quizzes" / "all.gift").write_text(QUIZ.partition("\n\n")[0], "utf-8")
    assert (await imported(database, folder)).gone == Gone(1, 2, 1)
    write(folder, {"01.md": ITEM.format(title="改")})
    assert (await imported(database, folder)).gone is None


async def test_the_branches_that_change_programmes_are_counted(
    database: Database, tmp_path: Path
) -> None:
    async with database.writing() as tx:
        await import_organisation(tx, ROWS, NOW, DEFAULTS)
        west = next(u.id for u in (await load_tree(tx, DEFAULTS)).units.values() if u.code == "B2")
    ours = write(tmp_path / "ours", {"01.md": ITEM.format(title="一")})
    assert (await imported(database, ours)).switches == ()
    theirs = SETTINGS.replace("ours", "theirs")
    folder = write(tmp_path / "theirs", {"01.md": ITEM.format(title="一")}, theirs)
    assert (await imported(database, folder)).switches == (Switch(2, "ours", "theirs"),)
    # Once a unit names it as its own, it is no longer that of those who name none.
    done = await imported(database, folder, west)
    assert done.switches == (Switch(1, "theirs", "ours"),)


async def test_a_new_member_begins_on_the_branchs_own_day(database: Database) -> None:
    # In Shanghai the 20th has begun; in Los Angeles it is still the 19th.
    now = datetime(2026, 5, 20, 2, tzinfo=UTC)
    units = [
        UnitRow(2, "west", None, "branch", "West", "America/Los_Angeles"),
        UnitRow(3, "east", None, "branch", "East", "Asia/Shanghai"),
    ]
    people = [
        RosterRow(2, "west", "Li", (Role.SECRETARY,)),
        RosterRow(3, "east", "Wang", (Role.SECRETARY,)),
    ]
    async with database.writing() as tx:
        await import_organisation(tx, units, now, DEFAULTS)
        for _ in range(2):
            await import_roster(tx, people, now, DEFAULTS)
        for table in (memberships, appointments):
            rows = await tx.rows(select(table.c.since).order_by(table.c.unit_id))
            assert [row.since for row in rows] == ["2026-05-19", "2026-05-20"]
