"""What members, secretaries, organisers and the owner are told when they ask."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.practice.records import User
from storage.database import Database
from storage.values.people import Role, TelegramId
from tests.stories.house import House, house
from tests.stories.sayings import EN, ZH, Sayings
from tests.stories.small_programme import small_programme

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 5, 20, 7, 10, tzinfo=SHANGHAI)
BOTH = pytest.mark.parametrize("says", [ZH, EN], ids=["zh", "en"])
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


async def _in_private(h: House, *people: User) -> None:
    for each in people:
        h.server.start_private(each)
    await h.settle()


@BOTH
@SQLITE
async def test_standings_count_1_1_1_2_and_name_the_upper_half(
    database: Database, says: Sayings, tmp_path: Path
) -> None:
    names = ["甲", "乙", "丙", "丁", "戊", "己", "庚"]
    programme = small_programme(tmp_path)
    async with house(database, WEDNESDAY, language=says.language, programme=programme) as h:
        branch = await h.branch("b", says.branch, says.secretary, names)
        await h.at("07:30")
        [study] = h.studies(branch)
        for name in ("甲", "丁"):
            await h.tap(branch[name], study, says.read_it)
        await h.at("12:00")
        [post] = h.polls(branch)
        assert post.poll is not None
        await h.vote(branch["甲"], post, *post.poll.correct)
        await h.at("20:00")
        for name in ("甲", "乙", "丙"):
            await h.write(branch[name], branch.group, "今天有收获", h.last(branch.group))
        answer = await h.ask(branch["乙"], "/standings", branch.group)
        # 1 for reading, 1 for answering and 1 for right, 2 for a note; two share a place.
        places = re.findall(r"^(\d)\. \u2068?(.)\u2069?  ?(\d)", answer.text, re.M)
        assert places == [("1", "甲", "5"), ("2", "乙", "2"), ("2", "丙", "2"), ("4", "丁", "1")]
        assert not any(name in answer.text for name in "戊己庚")
        labels = [button.label.removeprefix("• ") for button in answer.buttons]
        assert labels == list(says.week_month_year)
        for period in says.week_month_year[1:]:
            await h.tap(branch["戊"], answer, period)
            assert period in h.last(branch.group).text.splitlines()[0]
        assert "戊" not in (await h.ask(branch["戊"], "/standings")).text


@BOTH
@SQLITE
async def test_today_shows_what_is_missing_and_lets_one_do_it(
    database: Database, says: Sayings, tmp_path: Path
) -> None:
    programme = small_programme(tmp_path)
    async with house(database, WEDNESDAY, language=says.language, programme=programme) as h:
        branch = await h.branch("b", says.branch, says.secretary, says.members, kind="group")
        wang = branch[says.members[0]]
        await _in_private(h, wang)
        assert (await h.ask(wang, "/today")).text.count("▫️") == 3
        await h.at("12:00")
        today = await h.ask(wang, "/today")
        # Read it, check in, answer, write: each is a button. A basic group has no links.
        assert await h.tap(wang, today, says.read_it) == says.noted
        question = next(b for b in today.buttons if (b.data or "").startswith("today:question"))
        await h.tap(wang, today, question.label)
        asked = h.last(wang)
        await h.tap(wang, asked, asked.buttons[0].label)
        write = next(b for b in today.buttons if b.data == "note:write")
        await h.tap(wang, today, write.label)
        await h.ask(wang, "一句话")
        done = await h.ask(wang, "/today")
        assert done.text.count("✅") == 3 and says.done in done.text
        # That answer is the one that counts, whatever is voted later.
        await h.vote(wang, h.polls(branch)[0], 0)
        assert "1/4" in (await h.ask(branch.secretary, "/status")).text.splitlines()[3]


@BOTH
async def test_status_names_people_in_private_only(
    database: Database, says: Sayings, tmp_path: Path
) -> None:
    programme = small_programme(tmp_path)
    async with house(database, WEDNESDAY, language=says.language, programme=programme) as h:
        branch = await h.branch("b", says.branch, says.secretary, says.members)
        wang, zhang, chen = says.members
        await h.at("07:30")
        await h.tap(branch[wang], h.studies(branch)[0], says.read_it)
        status = await h.ask(branch.secretary, "/status")
        assert f"{says.morning_line} 1/4" in status.text and says.not_yet in status.text
        assert zhang in status.text and chen in status.text and wang not in status.text
        before = len(h.said(branch.secretary))
        shown = await h.ask(branch.secretary, "/status", branch.group)
        assert f"{says.morning_line} 1/4" in shown.text
        assert not any(name in shown.text for name in (*says.members, says.secretary))
        [rest] = h.said(branch.secretary)[before:]
        assert zhang in rest.text
        # A member is pointed to their own affairs.
        await _in_private(h, branch[wang])
        assert says.own in (await h.ask(branch[wang], "/status")).text
        assert says.own in (await h.ask(branch[wang], "/status", branch.group)).text


@SQLITE
async def test_a_secretary_who_never_met_the_bot_is_shown_the_way(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.found("b", ZH.branch, ZH.secretary, ZH.members)
        await h.bind_by_link(branch)
        shown = await h.ask(branch.secretary, "/status", branch.group)
        [way] = shown.buttons
        assert way.url is not None and way.url.endswith("start=status")
        assert h.said(branch.secretary) == []
        h.server.start_private(branch.secretary, "status")
        await h.settle()
        assert ZH.branch in h.last(branch.secretary).text


@BOTH
@SQLITE
async def test_an_organiser_sees_the_worst_first_page_by_page(
    database: Database, says: Sayings, tmp_path: Path
) -> None:
    programme = small_programme(tmp_path)
    async with house(database, WEDNESDAY, language=says.language, programme=programme) as h:
        county = await h.unit("county", "红旗县")
        zhao, owner = h.server.add_user("老赵"), h.server.add_user("管理员")
        await h.appoint(zhao, county, Role.ORGANISER)
        await h.stop()
        h.owner = TelegramId(owner.id)
        await h.start()
        for number in range(1, 10):
            await h.found(f"b{number}", f"无群{number}", "赵", parent="county")
        busy, quiet, some = [
            await h.branch(name, name, f"{name}书记", ["群众", "甲", "乙", "丙"], parent="county")
            for name in ("忙支部", "静支部", "半支部")
        ]
        foreign = await h.branch("外支部", "外支部", "外书记")
        await _in_private(h, zhao, owner)
        await h.at("07:30")
        for who in (busy.secretary, busy["群众"]):
            await h.tap(who, h.studies(busy)[0], says.read_it)
        for branch in (some, foreign):
            await h.tap(branch.secretary, h.studies(branch)[0], says.read_it)
        first = await h.ask(zhao, "/status")
        groupless = [f"无群{number}" for number in range(1, 10)]
        assert _listed(first.text) == [*groupless, "静支部"]
        [following] = [b for b in first.buttons if b.data == "status:0:1"]
        await h.tap(zhao, first, following.label)
        second = h.last(zhao)
        assert _listed(second.text) == ["半支部", "忙支部"]
        # One branch: its counts and whom to call, and no member by name.
        await h.tap(zhao, second, "半支部")
        assert f"{says.morning_line} 1/5" in h.last(zhao).text
        assert "半支部书记" in h.last(zhao).text and "群众" not in h.last(zhao).text
        everything = await h.ask(owner, "/status")
        assert everything.text.startswith("13 ") and quiet.unit.name in everything.text


def _listed(text: str) -> list[str]:
    return re.findall(r"^· (.+?)[:：]", text, re.M)


@BOTH
@SQLITE
async def test_help_language_cancel_and_bind_answer_everybody(
    database: Database, says: Sayings
) -> None:
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch = await h.branch("b", says.branch, says.secretary, says.members)
        wang = branch[says.members[0]]
        await _in_private(h, wang)
        plain = (await h.ask(wang, "/help")).text
        assert "/notebook" in plain and "/status" not in plain
        assert "/status" in (await h.ask(branch.secretary, "/help")).text
        assert (await h.ask(wang, "/help", branch.group)).text
        assert (await h.ask(wang, "/cancel")).text
        assert "/bind" in (await h.ask(wang, "/bind")).text
        other = "English" if says is ZH else "中文"
        await h.tap(wang, await h.ask(wang, "/language"), other)
        # The person's language is theirs; the group keeps its own.
        await h.at("07:30")
        assert h.studies(branch)[0].text.endswith(says.source)
        toast = await h.tap(wang, h.studies(branch)[0], says.read_it)
        assert toast == (EN.noted if says is ZH else ZH.noted)
        await h.tap(
            branch.secretary, await h.ask(branch.secretary, "/language", branch.group), other
        )
        await h.at("20:00")
        assert h.last(branch.group).text.startswith((EN if says is ZH else ZH).evening)


@SQLITE
async def test_a_stranger_is_told_how_to_be_put_on_the_list(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.branch("b", ZH.branch, ZH.secretary, ZH.members)
        stranger = h.server.add_user("路人")
        await _in_private(h, stranger)
        assert str(stranger.id) in h.last(stranger).text
        for command in ("/today", "/me", "/standings", "/status", "/note", "/notebook"):
            assert "/join" in (await h.ask(stranger, command)).text
        assert str(stranger.id) in (await h.ask(stranger, "/help")).text
        h.server.join(stranger, branch.group)
        await h.at("07:30")
        toast = await h.tap(stranger, h.studies(branch)[0], ZH.read_it)
        assert "书记" in toast
        assert h.studies(branch)[0].buttons[0].label == ZH.read_it
