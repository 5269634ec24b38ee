"""Members without Telegram: listed apart, helped by the secretary, marked as such everywhere."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct

from storage import office_acts
from storage.database import Database
from storage.people import add_membership, add_person
from storage.values.offices import ActKind
from storage.values.people import Person, PersonId
from tests.practice.pictures import png
from tests.stories.house import LONG_AGO, Branch, House, house

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 5, 20, 6, 0, tzinfo=SHANGHAI)
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


class Says(Struct, frozen=True):
    """What a story listens for in one language."""

    language: str
    members: str
    of_them: str
    no_telegram: str
    check_in: str
    note: str
    noted: str
    by_li: str
    undo: str
    taken_back: str
    kept: str
    yesterday: str
    down_today: str
    for_you: str
    few: str
    result: str


ZH = Says(
    "zh",
    "名单",
    "1 人没有 Telegram",
    "孙大爷",
    "代记一学",
    "代记一记",
    "替",
    "Li\u2069代记",
    "撤回代记",
    "撤回了",
    "记好了",
    "昨天",
    "其中 1 位今天已代记",
    "别人替您记的",
    "咱们人少",
    "午间一答：结果",
)
EN = Says(
    "en",
    "Members",
    "1 of them without Telegram",
    "孙大爷",
    "Check in for them",
    "Note for them",
    "Noted for",
    "put down by \u2068Li",
    "Undo the check-in",
    "Taken back for",
    "Kept for",
    "Yesterday",
    "Put down for 1 of them today",
    "Put down for you",
    "We are few here",
    "Noon result",
)


async def _without_telegram(h: House, branch: Branch, name: str) -> PersonId:
    async with h.database.writing() as tx:
        person = (await add_person(tx, Person(PersonId(0), name))).id
        await add_membership(tx, person, branch.unit.id, LONG_AGO, home=True)
    return person


def _line(text: str, part: str) -> str:
    return next(line for line in text.splitlines() if part in line)


@SQLITE
@pytest.mark.parametrize("says", [ZH, EN], ids=["zh", "en"])
async def test_the_secretary_puts_a_day_down_for_somebody_without_telegram(
    database: Database, says: Says
) -> None:
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch = await h.branch("b", "Red Star", "Li", ["Wang", "Zhang", "Chen"])
        sun = await _without_telegram(h, branch, "孙大爷")
        li = branch.secretary
        await h.at("07:30")
        await h.tap(li, await h.ask(li, "/status"), says.members)
        listed = h.last(li)
        assert says.of_them in listed.text
        # Who needs a hand comes first.
        assert says.no_telegram in listed.buttons[0].label
        await h.tap(li, listed, listed.buttons[0].label)
        page = h.last(li)
        await h.tap(li, page, says.check_in)
        done = h.server.message(li, page.message_id)
        assert says.noted in done.text and f"{says.by_li}" in done.text
        # The daily count is of those with Telegram; he stands apart.
        status = (await h.ask(li, "/status")).text
        assert "0/4" in status and says.down_today in status
        assert h.studies(branch)[0].buttons[0].label in ("我学了", "I've read it")
        await h.tap(li, page, says.undo)
        undone = h.server.message(li, page.message_id)
        assert says.taken_back in undone.text and says.by_li not in undone.text
        assert says.down_today not in (await h.ask(li, "/status")).text
        async with h.database.reading() as tx:
            told = await office_acts.recent(tx, branch.unit.id, WEDNESDAY)
        kinds = [(each.act.kind, each.by_name, each.act.subject) for each in told]
        assert kinds == [
            (ActKind.PUT_DOWN_TAKEN_BACK, "Li", sun),
            (ActKind.PUT_DOWN, "Li", sun),
        ]


@SQLITE
@pytest.mark.parametrize("says", [ZH, EN], ids=["zh", "en"])
async def test_a_note_is_put_down_for_somebody_and_marked_where_they_see_it(
    database: Database, says: Says
) -> None:
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch = await h.branch("b", "Red Star", "Li", ["Wang", "Zhang", "Chen"])
        li, wang = branch.secretary, branch["Wang"]
        h.server.start_private(wang)
        await h.at("07:30")
        await h.tomorrow("09:00")
        listed = await h.ask(li, "/members")
        await h.tap(li, listed, "\u2068Wang")
        await h.tap(li, listed, says.yesterday)
        await h.tap(li, listed, says.note)
        await h.write(li, li, "种地也要学")
        kept = h.last(li)
        assert says.kept in kept.text
        notebook = await h.ask(wang, "/notebook")
        assert "种地也要学" in notebook.text and says.by_li in notebook.text
        own = (await h.ask(wang, "/me")).text
        assert says.by_li in own.split(says.for_you)[1]
        # It is Wang's, not the secretary's.
        assert "种地也要学" not in (await h.ask(li, "/notebook")).text
        await h.tap(li, kept, kept.buttons[0].label)
        assert says.taken_back in h.server.message(li, kept.message_id).text
        assert "种地也要学" not in (await h.ask(wang, "/notebook")).text
        assert says.for_you not in (await h.ask(wang, "/me")).text


@SQLITE
async def test_a_photo_of_a_notebook_is_enough(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.branch("b", "一", "李", ["王", "张", "陈"])
        await _without_telegram(h, branch, "孙大爷")
        li = branch.secretary
        await h.at("07:30")
        listed = await h.ask(li, "/members")
        await h.tap(li, listed, listed.buttons[0].label)
        await h.tap(li, listed, ZH.note)
        h.server.send_photo(li, li, png(4, 4), "本子上写的")
        await h.settle()
        assert ZH.kept in h.last(li).text
        await h.tap(li, h.last(li), "回到")
        assert "✅ 晚一记：\u2068李\u2069代记" in h.last(li).text


@SQLITE
async def test_nobody_else_gets_at_the_list_or_puts_anything_down(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.branch("b", "一", "李", ["王", "张", "陈"])
        other = await h.branch("c", "二", "赵", ["钱", "吴", "郑"])
        sun = await _without_telegram(h, branch, "孙大爷")
        for each in (branch["王"], other["钱"]):
            h.server.start_private(each)
        await h.settle()
        await h.at("07:30")
        listed = await h.ask(branch.secretary, "/members")
        await h.tap(branch.secretary, listed, listed.buttons[0].label)
        assert "书记" in (await h.ask(branch["王"], "/members")).text
        day = h.today()
        forged = (
            f"members:{branch.unit.id}:0",
            f"member:{sun}",
            f"behalf:read:{sun}:{day}",
            f"behalf:write:{sun}:{day}",
            "behalf:unwrite:5",
            "behalf:read:x:y",
            f"behalf:read:{sun}:never",
            f"members:{branch.unit.id}:9999999999999999999",
        )
        for who in (branch["王"], other.secretary, other["钱"]):
            told = len(h.said(who))
            for data in forged:
                tap = h.server.tap(who, h.last(who), data, forged=True)
                await h.settle()
                assert (await tap).text
            assert len(h.said(who)) == told
        # In the group nobody is named: the list goes to the asker in private.
        await h.write(branch.secretary, branch.group, "/members")
        assert "孙大爷" not in h.last(branch.group).text
        assert "孙大爷" in h.last(branch.secretary).buttons[0].label


@SQLITE
@pytest.mark.parametrize("says", [ZH, EN], ids=["zh", "en"])
async def test_three_in_a_branch_are_shown_no_figures_in_their_group(
    database: Database, says: Says
) -> None:
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch = await h.branch("b", "Red Star", "Li", ["Wang", "Zhang"])
        await _without_telegram(h, branch, "孙大爷")
        await h.at("07:30")
        await h.tap(branch["Wang"], h.studies(branch)[0], h.studies(branch)[0].buttons[0].label)
        await h.at("07:31")
        assert "1" not in h.studies(branch)[0].buttons[0].label
        await h.at("12:00")
        await h.vote(branch["Wang"], h.polls(branch)[0], 0)
        for command in ("/status", "/standings"):
            await h.write(branch.secretary, branch.group, command)
        shown = "\n".join(h.texts(branch.group)[-2:])
        assert "/3" not in shown and "Wang" not in shown
        assert says.few in shown
        await h.at("20:00")
        result = next(text for text in h.texts(branch.group) if text.startswith(says.result))
        assert "%" not in result and not any(each.isdigit() for each in result.splitlines()[3])
