"""Versions of programmes: numbered, never changed, the newest is followed."""

from datetime import date, time

from storage.database import Database
from storage.programmes import (
    KeptItem,
    add_items,
    add_version,
    item_keys,
    items,
    newest_version,
    newest_versions,
    settings_of,
    version,
)
from storage.values.days import VersionId
from storage.values.programme_files import (
    DaysOff,
    Item,
    ItemText,
    Media,
    MediaKind,
    ProgrammeSettings,
    Timetable,
    WhenFinished,
)
from tests.storage.posting_rows import NOW

FULL = ProgrammeSettings(
    "ours",
    {"zh": "我们的", "en": "Ours"},
    ("zh", "en"),
    start=date(2026, 6, 1),
    when_finished=WhenFinished.STOP,
    timetable=Timetable(time(6, 30), None, time(19, 0)),
    days_off=DaysOff(frozenset({6}), frozenset({date(2026, 10, 1)})),
)
PLAIN = ProgrammeSettings("plain", {"en": "Plain"}, ("en",))


def kept(key: str) -> KeptItem:
    media = (Media(MediaKind.PICTURE, "a/b.png", 5),)
    return KeptItem(Item(key, key, {"zh": ItemText("题", "<b>文</b>")}, media=media), ("ab12",))


async def test_versions_are_numbered_by_programme_and_come_back_whole(database: Database) -> None:
    async with database.writing() as tx:
        assert await newest_version(tx, "ours") is None
        first = await add_version(tx, FULL, "h1", NOW)
        other = await add_version(tx, PLAIN, "h2", NOW)
        second = await add_version(tx, FULL, "h3", NOW)
        assert [each.number for each in (first, other, second)] == [1, 1, 2]
        assert (first.settings, first.content_hash) == (FULL, "h1")
        assert await version(tx, first.id) == first
        assert await version(tx, VersionId(99)) is None
        assert await newest_versions(tx) == {"ours": second, "plain": other}
        for _ in range(2):
            assert await settings_of(tx, first.id) == FULL


async def test_items_come_in_the_order_of_study(database: Database) -> None:
    async with database.writing() as tx:
        old, new = [await add_version(tx, PLAIN, text, NOW) for text in ("h1", "h2")]
        await add_items(tx, old.id, [kept(key) for key in "cab"])
        await add_items(tx, new.id, [kept("z")])
        assert await item_keys(tx, old.id) == ("c", "a", "b")
        assert await items(tx, old.id) == {key: kept(key) for key in "cab"}
        assert list(await items(tx, old.id, ["b", "c", "unknown"])) == ["c", "b"]
        assert await items(tx, old.id, []) == {}
        assert await item_keys(tx, new.id) == ("z",)
