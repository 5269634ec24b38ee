"""The ledger of problems: found in a line, given to somebody, solved by them, looked back at."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.practice.views import MessageView
from storage.database import Database
from storage.values.people import Role
from tests.practice.pictures import png
from tests.stories.house import Branch, House, house, plain
from tests.stories.record_scene import labels, taps, with_duties

NINE = datetime(2026, 5, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DUTIES = """
[sections]
all = { zh = "全部" }

[kinds]
problem = { family = "problem", zh = "问题" }
mended = { family = "solution", zh = "整改" }

[duties.find]
section = "all"
title = { zh = "找问题" }
who = "branches"
every = "year"
times = 2
counts = ["problem"]

[duties.mend]
section = "all"
title = { zh = "改问题" }
who = "branches"
every = "year"
counts = ["mended"]
"""
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


async def found(h: House, branch: Branch, problem: str) -> MessageView:
    """The secretary writes a problem down, from the card of matters on."""
    await h.ask(branch.secretary, "/matters")
    await taps(h, branch.secretary, "问题台账", "记新问题")
    await h.write(branch.secretary, branch.secretary, problem)
    return h.last(branch.secretary)


async def test_a_problem_from_its_finding_to_the_look_back(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, NINE, programme=with_duties(tmp_path, DUTIES)) as h:
        town = await h.unit("t", "柳林镇")
        branch = await h.branch("b", "一支部", "李", ["王", "张"], parent="t")
        above = h.server.add_user("周")
        await h.appoint(above, town, Role.ORGANISER)
        li, wang = branch.secretary, branch["王"]
        for each in (wang, above, branch["张"]):
            h.server.start_private(each)
        await h.settle()
        # One line is enough, and it is a record: it counts.
        page = await found(h, branch, "活动室漏雨")
        assert "记进台账了" in page.text and "找问题（1/2）" in page.text
        h.server.send_photo(li, li, png(30, 20))
        await h.settle()
        assert "活动室漏雨" in h.last(li).text and "去看看" in labels(h.last(li))
        await taps(h, li, "去看看", "谁负责", "王", "期限")
        await taps(h, li, "5月27日", "措施")
        await h.write(li, li, "请瓦工补一补")
        page = h.last(li)
        for line in ("措施：请瓦工补一补", "谁负责：王", "期限：5月27日（还有 7 天）"):
            assert line in plain(page.text)
        assert "谁负责、期限、措施" in plain(page.text).splitlines()[-1]
        # Whoever sees to it is told a little later, and only they.
        await h.at("09:10")
        assert "请您负责解决" in h.last(wang).text and "活动室漏雨" in h.last(wang).text
        assert "活动室漏雨" not in h.last(branch["张"]).text
        # On the morning after, it stands in the secretary's one reminder.
        await h.at("09:00", day=date(2026, 5, 28))
        assert (
            "台账里到期还没解决的" in h.last(li).text or "活动室漏雨：过了 1 天" in h.last(li).text
        )
        # Overdue: named to the secretary, numbers to the group and above.
        assert "问题：1 个没解决，1 个过期：活动室漏雨" in (await h.ask(li, "/status")).text
        told = await h.ask(li, "/status", branch.group)
        assert "1 个过期" in told.text and "漏雨" not in told.text
        told = await h.ask(above, "/status")
        assert "一支部：1 个没解决，其中 1 个过期" in told.text and "漏雨" not in told.text
        # Solved by whoever saw to it: a record again.
        assert "请您解决（1）" in labels(await h.ask(wang, "/matters"))
        await taps(h, wang, "请您解决", "1 看看", "解决了")
        await h.write(wang, wang, "补好了，雨天看过")
        done = plain(h.last(wang).text)
        assert (
            "解决了，记好了" in done and "改问题" in done and "怎么解决的：补好了，雨天看过" in done
        )
        assert "李" not in done
        assert "过期" not in (await h.ask(li, "/status")).text
        # The look back.
        await h.ask(li, "/matters")
        page = await taps(h, li, "问题台账", "1 看看")
        assert {"彻底解决", "还没解决"} <= set(labels(page))
        page = await taps(h, li, "还没解决")
        assert "又出现过 1 次" in page.text and "王解决" in plain(page.text)
        await taps(h, li, "解决了")
        await h.write(li, li, "换了瓦")
        page = await taps(h, li, "彻底解决")
        assert "状态：彻底解决" in page.text and "解决了" not in labels(page)
        await h.ask(li, "/matters")
        assert "✓ 活动室漏雨（王，彻底解决）" in plain((await taps(h, li, "问题台账")).text)


async def test_taken_back_it_counts_no_more_and_the_list_begins_with_what_is_overdue(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, NINE, programme=with_duties(tmp_path, DUTIES)) as h:
        branch = await h.branch("b", "一支部", "李", ["王"])
        li = branch.secretary
        for number, day in enumerate(("6月3日", "5月27日", ""), 1):
            await found(h, branch, f"问题{number}")
            await taps(h, li, *(("期限", day) if day else ()))
        await h.tomorrow("09:00")
        await h.at("09:00", day=date(2026, 5, 28))
        await h.ask(li, "/matters")
        listed = (await taps(h, li, "问题台账")).text
        places = [listed.index(each) for each in ("⚠ 问题2", "问题1", "问题3（没定期限）")]
        assert places == sorted(places)
        page = await found(h, branch, "不是问题")
        page = await taps(h, li, "点错了")
        assert "拿掉了" in page.text
        assert "不是问题" not in (await taps(h, li, "问题台账")).text
        # What is on record says so, and can bring it back.
        await h.ask(li, "/record")
        assert "问题" in labels(h.last(li))
        await taps(h, li, "问题")
        await h.write(li, li, "从记录来的")
        assert "记进台账了" in h.last(li).text
