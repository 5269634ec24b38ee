"""/me and /standings: what the branch may see, and what only oneself may."""

from datetime import date

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, update

from handlers.me import me
from handlers.standings import other_period, show_standings
from storage import branch_settings
from storage.batch import write_member_days
from storage.database import Database
from storage.people import add_membership, add_person
from storage.tables.organisation import persons
from storage.tables.telegram import chats
from storage.values.branches import BranchSettings, StandingsMode
from storage.values.days import MemberDay
from storage.values.deliveries import DeliveryKind
from storage.values.people import Person, PersonId, TelegramId
from tests.handlers.talking import Talk
from tests.storage.branch_rows import BOT, GROUP, Branch

PERIODS = ("week", "month", "year", "campaign")


@pytest.fixture(autouse=True)
async def history(database: Database, branch: Branch) -> None:
    """This week Li has 5 points, Wang 5, Zhao 1; last week Li had 2; in April Zhao had 9.
    Chen has none: with fewer than four nobody would be compared."""
    li, wang, zhao = branch.people
    unit = branch.unit.id
    async with database.writing() as tx:
        chen = await add_person(tx, Person(PersonId(0), "Chen", TelegramId(14)))
        await add_membership(tx, chen.id, unit, date(2026, 1, 1), home=True)
        await write_member_days(
            tx,
            [
                MemberDay(li, unit, date(2026, 5, 19), check_ins=1, notes=1, points=3),
                MemberDay(li, unit, date(2026, 5, 18), answered=1, right=1, points=2),
                MemberDay(wang, unit, date(2026, 5, 18), 1, 1, 1, 1, 5),
                MemberDay(zhao, unit, date(2026, 5, 18), check_ins=1, points=1),
                MemberDay(li, unit, date(2026, 5, 12), notes=1, points=2),
                MemberDay(li, unit, date(2026, 5, 16), notes=1, points=2),
                MemberDay(zhao, unit, date(2026, 4, 1), 1, 1, 1, 1, 9),
            ],
        )


async def test_the_group_sees_the_upper_half_only(talk: Talk, branch: Branch) -> None:
    said = await replace(talk, person=13).write(show_standings, group=True, text="/standings")
    (text,) = said.texts
    assert "1. \u2068Li\u2069  5 points, 2 days\n1. \u2068Wang\u2069  5 points, 1 day" in text
    assert "Zhao" not in text and "Your place" not in text and "Against myself" not in text
    unit = branch.unit.id
    assert said.data == [f"standings:{period}:{unit}" for period in PERIODS]


async def test_in_private_one_stands_against_oneself(talk: Talk) -> None:
    (text,) = (await talk.write(show_standings, text="/standings")).texts
    assert "Against myself" in text and "Your place: 1" in text
    # Last week's Tuesday counts, its Saturday has not come yet in this week.
    assert "Points this week 5, by this day last week 2" in text
    assert "More than then" in text


async def test_another_period_takes_the_place_of_this_one(talk: Talk, branch: Branch) -> None:
    said = await talk.tap(other_period, f"standings:year:{branch.unit.id}", group=True)
    (edit,) = said.of(DeliveryKind.EDIT)
    assert edit.payload["text"].startswith("<b>North Street · This year</b>\n1. \u2068Zhao\u2069")
    assert edit.payload["buttons"][0][2]["text"] == "• This year"


@pytest.mark.parametrize(
    "data", ["standings:year:999", "standings:decade:{unit}", "standings:year:x", "standings:year"]
)
async def test_a_forged_period_is_refused(talk: Talk, branch: Branch, data: str) -> None:
    said = await talk.tap(other_period, data.format(unit=branch.unit.id))
    assert said.refused and said.deliveries == ()


async def test_nobody_has_begun_yet(talk: Talk, database: Database, branch: Branch) -> None:
    next_year = replace(talk, now=talk.now.replace(year=2027))
    (text,) = (await next_year.write(show_standings, group=True, text="/standings")).texts
    assert "Nobody has begun yet" in text


async def test_me_in_private(talk: Talk) -> None:
    (text,) = (await talk.write(me, text="/me")).texts
    assert "Read 1, answered 1 (1 right), notes 1; points 5" in text
    assert "Read 0, answered 0 (0 right), notes 2; points 4" in text
    assert "Your place this week: 1 of 4" in text


async def test_me_in_the_group_is_told_in_private(talk: Talk, database: Database) -> None:
    async with database.writing() as tx:
        await tx.run(insert(chats).values(bot_id=BOT, chat_id=11, kind="private", changed_at=0))
    said = await talk.write(me, group=True, text="/me")
    assert [each.chat_id for each in said.deliveries] == [11]


async def test_me_without_a_private_chat_shows_the_way_there(talk: Talk) -> None:
    said = await talk.write(me, group=True, text="/me")
    assert [each.chat_id for each in said.deliveries] == [GROUP]
    assert said.data == ["https://t.me/sanxue_bot?start=me"]
    assert "points" not in said.texts[0]


async def test_a_name_cannot_break_the_page(talk: Talk, database: Database, branch: Branch) -> None:
    async with database.writing() as tx:
        query = update(persons).where(persons.c.id == branch.people[0])
        await tx.run(query.values(name='<b>&"\u202e\u200bעברית'))
    (text,) = (await talk.write(show_standings, group=True, text="/standings")).texts
    assert "\u2068&lt;b&gt;&amp;&quot;עברית\u2069" in text


async def _set_mode(talk: Talk, branch: Branch, mode: StandingsMode) -> None:
    async with talk.database.writing() as tx:
        await branch_settings.put(tx, branch.unit.id, BranchSettings(standings_mode=mode))


async def test_in_bands_nobody_has_a_place(talk: Talk, branch: Branch) -> None:
    await _set_mode(talk, branch, StandingsMode.BANDS)
    (text,) = (await talk.write(show_standings, group=True, text="/standings")).texts
    assert "Nearly every day: \u2068Li\u2069, \u2068Wang\u2069, \u2068Zhao\u2069" in text
    assert "1." not in text and "point" not in text
    (own,) = (await talk.write(show_standings, text="/standings")).texts
    assert "Against myself" in own and "Your place" not in own


async def test_each_alone_and_without(talk: Talk, branch: Branch) -> None:
    await _set_mode(talk, branch, StandingsMode.SELF)
    (text,) = (await talk.write(show_standings, group=True, text="/standings")).texts
    assert "measured against themselves: send me /standings" in text and "Li" not in text
    (own,) = (await talk.write(show_standings, text="/standings")).texts
    assert "Against myself" in own and "Wang" not in own and "Your place" not in own
    await _set_mode(talk, branch, StandingsMode.OFF)
    (off,) = (await talk.write(show_standings, text="/standings")).texts
    assert off == "This branch does without standings. How you yourself are doing: /me"


async def test_where_they_are_few_nobody_is_compared(
    talk: Talk, database: Database, branch: Branch
) -> None:
    async with database.writing() as tx:
        await tx.run(update(persons).where(persons.c.name == "Chen").values(telegram_id=None))
    (text,) = (await talk.write(show_standings, group=True, text="/standings")).texts
    assert "We are few here" in text and "Li" not in text
    (own,) = (await talk.write(show_standings, text="/standings")).texts
    assert "Against myself" in own and "Your place" not in own
    assert "Your place" not in (await talk.write(me, text="/me")).texts[0]
