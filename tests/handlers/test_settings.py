"""/settings and the three questions: who may settle what, where, and what is kept of it."""

from contextlib import nullcontext
from datetime import date, time

import pytest
from sqlalchemy import select

from handlers import private_text, settings, settling, starting, topics
from programme.branch_choices import Setting, values_of, with_choice
from storage import branch_settings, chats
from storage.bots import remember_bot
from storage.database import Database
from storage.people import appoint
from storage.tables.organisation import office_acts
from storage.units import unit_by_code
from storage.values.branches import BranchSettings, QuizMode, StandingsMode
from storage.values.messages import BadInput
from storage.values.people import Role
from storage.values.programme_files import Timetable
from tests.handlers.talking import Talk
from tests.programme.studies import SQLITE_ONLY, at
from tests.storage.branch_rows import BOT, DEFAULTS, GROUP, Branch, make_branch, post_day

LI, WANG = 11, 12
NOW = at("05-20 02:00")


@pytest.fixture
async def branch(database: Database) -> Branch:
    """Li, the secretary, and Wang, with a group, at ten in the morning of a study day."""
    async with database.writing() as tx:
        made = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        await appoint(tx, made.people[0], made.unit.id, Role.SECRETARY, date(2026, 1, 1))
        await chats.put(tx, BOT, GROUP, kind="supergroup", title="", now=NOW)
        await chats.bind(tx, BOT, GROUP, made.unit.id, NOW)
        await remember_bot(tx, BOT, "sanxue_bot", NOW)
    return made


async def chosen(database: Database, branch: Branch) -> BranchSettings:
    async with database.reading() as tx:
        return await branch_settings.of_unit(tx, branch.unit.id)


async def acts(database: Database) -> list[str]:
    async with database.reading() as tx:
        return [row.detail for row in await tx.rows(select(office_acts).order_by("id"))]


@pytest.mark.parametrize("what", [each for each in Setting if each in values_of(BranchSettings())])
def test_every_choice_can_be_made_and_is_told_from_the_others(what: Setting) -> None:
    """Each button's value leads to settings that show just this value."""
    values = {
        Setting.QUIZ: [*QuizMode],
        Setting.STANDINGS: [*StandingsMode],
        Setting.MORNING: ["07.00", "off", "programme"],
        Setting.NOON: ["13.00", "off", "programme"],
        Setting.EVENING: ["20.30", "off", "programme"],
    }.get(what, ["on", "off"])
    for value in values:
        made = with_choice(BranchSettings(), what, value, Timetable())
        assert made is not None and values_of(made)[what] == value
        others = {each: v for each, v in values_of(made).items() if each is not what}
        assert others.items() <= values_of(BranchSettings()).items()


@pytest.mark.parametrize(
    ("what", "value"),
    [
        (Setting.QUIZ, "oral"),
        (Setting.SOUND, "loud"),
        (Setting.MORNING, "06.30"),
        (Setting.EVENING, "22.00"),
        (Setting.NOON, "12:00"),
        (Setting.LANGUAGE, "zh"),
        (Setting.TOPIC, "7"),
    ],
)
def test_what_is_not_offered_is_not_taken(what: Setting, value: str) -> None:
    assert with_choice(BranchSettings(), what, value, Timetable()) is None
    assert with_choice(BranchSettings(), Setting.MORNING, "07.00") is None, "no programme"


@SQLITE_ONLY
async def test_the_page_shows_what_holds_and_leads_to_all_that_can_be_changed(
    database: Database, branch: Branch
) -> None:
    talk = Talk(database, NOW, LI)
    page = await talk.write(settings.settings, text="/settings")
    assert "Settings of North Street" in page.texts[0] and "10:00" in page.texts[0]
    for data in page.data:
        sub = await talk.tap(settings.settings_button, data)
        assert sub.refused == "" and sub.data[-1] == f"settings:{branch.unit.id}", data
        assert all(len(each.encode()) <= 64 for each in sub.data)


@SQLITE_ONLY
async def test_a_choice_is_kept_said_and_put_down_once(database: Database, branch: Branch) -> None:
    talk, unit = Talk(database, NOW, LI), branch.unit.id
    for data in ("quiz:buttons", "quiz:buttons", "sound:off", "standings:bands", "takes-in:on"):
        said = await talk.tap(settings.settings_button, f"settings:{unit}:{data}")
        assert said.texts[0].startswith("✓ Set.")
    noon = await talk.tap(settings.settings_button, f"settings:{unit}:noon:13.00")
    assert "21 May" in noon.texts[0] and "13:00" in noon.texts[0]
    assert await chosen(database, branch) == BranchSettings(
        QuizMode.BUTTONS, False, StandingsMode.BANDS, takes_in=True, noon=time(13)
    )
    assert await acts(database) == [
        "quiz buttons", "sound off", "standings bands", "takes-in on", "noon 13.00"
    ]  # fmt: skip


@SQLITE_ONLY
async def test_language_and_time_zone_are_the_branchs_own(
    database: Database, branch: Branch
) -> None:
    talk, unit = Talk(database, NOW, LI), branch.unit.id
    spoken = await talk.tap(settings.settings_button, f"settings:{unit}:language:zh")
    assert "设好了" in spoken.texts[0], "the secretary speaks as the branch does"
    moved = await talk.tap(settings.settings_button, f"settings:{unit}:zone:Asia/Urumqi")
    assert "5月21日" in moved.texts[0] and "08:00" in moved.texts[0]
    async with database.reading() as tx:
        found = await unit_by_code(tx, "north", DEFAULTS)
    assert found is not None and (found.language, found.time_zone) == ("zh", "Asia/Urumqi")
    await talk.tap(starting.language_button, "language:en", group=True)
    assert await acts(database) == ["language zh", "zone Asia/Urumqi", "language en"]


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("柏林", "Europe/Berlin"),
        ("北京", "Asia/Shanghai"),
        ("Atlantis", None),
        ("/etc/passwd", None),
        ("Etc/GMT+8", None),
    ],
)
async def test_another_zone_is_typed(
    database: Database, branch: Branch, typed: str, zone: str | None
) -> None:
    talk = Talk(database, NOW, LI)
    asked = await talk.tap(settings.settings_button, f"settings:{branch.unit.id}:zone:other")
    assert "Tokyo" in asked.texts[0]
    unknown = pytest.raises(BadInput, match="big city") if zone is None else nullcontext()
    with unknown:
        await talk.write(private_text.private_text, text=typed)
    async with database.reading() as tx:
        found = await unit_by_code(tx, "north", DEFAULTS)
    assert found is not None and found.time_zone == (zone or DEFAULTS.time_zone)


FORGED = (
    "settings:", "settings:x", "settings:999", "settings:{}:", "settings:{}:nothing",
    "settings:{}:noon:23.00", "settings:{}:zone:Etc/GMT+8", "settings:{}:language:fr",
    "settings:{}:private:on", "settings:{}:private", "settings:{}:quiz:poll:1",
)  # fmt: skip


@SQLITE_ONLY
@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_button_settles_nothing(
    database: Database, branch: Branch, data: str
) -> None:
    said = await Talk(database, NOW, LI).tap(settings.settings_button, data.format(branch.unit.id))
    assert "too old" in said.refused
    assert await chosen(database, branch) == BranchSettings() and await acts(database) == []


@SQLITE_ONLY
@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("person", [WANG, 99])
async def test_nobody_but_the_secretary_settles_anything(
    database: Database, branch: Branch, person: int, group: bool
) -> None:
    talk, unit = Talk(database, NOW, person), branch.unit.id
    taps = (
        (settings.settings_button, f"settings:{unit}:sound:off"),
        (settling.answer_settling, f"settle:{unit}:sound:off"),
    )
    for handler, data in taps:
        assert (await talk.tap(handler, data, group=group)).refused
    assert (await talk.write(settings.settings, group=group, text="/settings")).refused
    assert (await talk.write(topics.here, group=group, text="/here")).refused
    assert await chosen(database, branch) == BranchSettings()


@SQLITE_ONLY
async def test_the_office_over_one_branch_opens_no_other(
    database: Database, branch: Branch
) -> None:
    async with database.writing() as tx:
        other = await make_branch(tx, ["Sun"], "south")
        await appoint(tx, other.people[0], other.unit.id, Role.SECRETARY, date(2026, 1, 1))
    sun = Talk(database, NOW, 1100)
    tap = f"settings:{branch.unit.id}:sound:off"
    assert "too old" in (await sun.tap(settings.settings_button, tap)).refused
    # A button from the private chat does not work in somebody else's group.
    own = f"settings:{other.unit.id}:sound:off"
    assert (await sun.tap(settings.settings_button, own, group=True)).refused
    assert await chosen(database, branch) == BranchSettings()


@SQLITE_ONLY
async def test_who_looks_after_two_branches_chooses_one(database: Database, branch: Branch) -> None:
    async with database.writing() as tx:
        other = await make_branch(tx, ["Sun"], "south")
        await appoint(tx, branch.people[0], other.unit.id, Role.SECRETARY, date(2026, 1, 1))
    talk = Talk(database, NOW, LI)
    page = await talk.write(settings.settings, text="/settings")
    assert sorted(page.data) == sorted(f"settings:{each.unit.id}" for each in (branch, other))
    south = await talk.tap(settings.settings_button, f"settings:{other.unit.id}")
    assert "South Street" in south.texts[0]
    forged = f"settings:{other.unit.id}:sound:off"
    assert "too old" in (await talk.tap(settings.settings_button, forged, group=True)).refused
    in_group = await talk.write(settings.settings, group=True, text="/settings")
    assert "North Street" in in_group.texts[0]


@SQLITE_ONLY
async def test_private_posts_are_offered_to_a_branch_without_a_group(database: Database) -> None:
    async with database.writing() as tx:
        made = await make_branch(tx, ["Li"])
        await appoint(tx, made.people[0], made.unit.id, Role.SECRETARY, date(2026, 1, 1))
    talk, switch = Talk(database, NOW, LI), f"settings:{made.unit.id}:private"
    assert switch in (await talk.write(settings.settings, text="/settings")).data
    assert f"{switch}:on" in (await talk.tap(settings.settings_button, switch)).data
    assert not (await talk.tap(settings.settings_button, f"{switch}:on")).refused
    assert (await chosen(database, made)).in_private


@SQLITE_ONLY
async def test_here_makes_the_topic_the_place_of_the_posts(
    database: Database, branch: Branch
) -> None:
    talk = Talk(database, NOW, LI)
    forum = {"id": GROUP, "type": "supergroup", "title": "group", "is_forum": True}

    async def here(**message: object) -> tuple[str, object, int | None]:
        said = await talk.write(topics.here, group=True, text="/here", chat=forum, **message)
        async with database.reading() as tx:
            chat = await chats.get(tx, BOT, GROUP)
        assert chat is not None
        return said.texts[0], said.deliveries[0].payload["topic"], chat.topic_id

    said, answered, kept = await here(message_thread_id=71, is_topic_message=True)
    assert "in this topic" in said and (answered, kept) == (71, 71)
    # A reply outside of all topics carries a number that is no topic's.
    said, answered, kept = await here(message_thread_id=5)
    assert "general" in said and (answered, kept) == (None, None)
    await here(message_thread_id=71, is_topic_message=True)
    _, answered, kept = await here(message_thread_id=1, is_topic_message=True)
    assert (answered, kept) == (None, None), "the general topic's number is never sent"
    assert await acts(database) == ["topic 71", "topic", "topic 71", "topic"]
    plain = await talk.write(topics.here, group=True, text="/here")
    assert "no topics" in plain.texts[0] and "topic" not in plain.deliveries[0].payload
