"""/questions over HTTP: list, question, workbook; and what a group hears, which is never who."""

from io import BytesIO
from pathlib import Path

import pytest
from msgspec import Struct
from python_calamine import CalamineWorkbook

from programme.question_export import question_export, whole_span
from programme.question_figures import everywhere
from reports.question_sheet import question_workbook
from reports.wording import words
from storage.database import Database
from storage.values.branches import QuizMode
from tests.stories.wrong_key import MEMBERS, Town, town

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


class Says(Struct, frozen=True):
    """What is heard in one language."""

    language: str
    none: str
    alarm: str
    other: str
    options: str
    share: str
    unsure: str
    suspicious: str
    everything: str
    elsewhere: str
    refused: str
    group: str
    pointed: str
    sheets: tuple[str, ...]
    facility: str
    is_unsure: str


ZH = Says(
    "zh",
    none="还没有呢",
    alarm="1. ⚠️ 第四题\n5月23日 · 12 人答过，答对 67% · 仅供参考",
    other="2. 第一题\n5月20日 · 12 人答过，答对 33% · 仅供参考",
    options="▫️ A. 对的 — 4 人（33%）\n✅ B. 错的 — 8 人（67%）\n▫️ C. 都不是 — 0 人（0%）",
    share="12 人答过，答对 67%。\n随便猜，大约也能对 33%。",
    unsure="答的人还少",
    suspicious="这题反而错得多",
    everything="全部题目",
    elsewhere="这题别的单位也在用",
    refused="题目由上级组织员照看",
    group="12 人答了，67% 答对。",
    pointed="私",
    sheets=("题目", "每周", "说明"),
    facility="难度指数（答对率）",
    is_unsure="仅供参考",
)
EN = Says(
    "en",
    none="There are none yet",
    alarm="1. ⚠️ 第四题\n23 May · 12 answers, 67 % right · unsure",
    other="2. 第一题\n20 May · 12 answers, 33 % right · unsure",
    options="▫️ A. 对的 — 4 (33 %)\n✅ B. 错的 — 8 (67 %)\n▫️ C. 都不是 — 0 (0 %)",
    share="12 answers, 67 % right.\nBy guessing alone it would be 33 %.",
    unsure="still unsure",
    suspicious="got it wrong more often",
    everything="All questions",
    elsewhere="Its key holds for other units too",
    refused="looked after by the organisers",
    group="12 people answered, 67 % right.",
    pointed="private",
    sheets=("Questions", "Weeks", "What it means"),
    facility="Facility index",
    is_unsure="unsure",
)
BOTH = pytest.mark.parametrize("says", [ZH, EN], ids=["zh", "en"])


@BOTH
@SQLITE
async def test_organisers_see_how_questions_were_answered(
    database: Database, tmp_path: Path, says: Says
) -> None:
    async with town(database, tmp_path, says.language) as t:
        h = t.house
        assert says.none in (await h.ask(t.zhou, "/questions")).text
        await t.three_days()
        await t.noon((0,), (1,))
        await h.at("20:10")
        listed = await h.ask(t.zhou, "/questions")
        assert says.alarm in listed.text and says.other in listed.text
        await h.tap(t.zhou, listed, "1")
        page = h.server.message(t.zhou, listed.message_id)
        for part in (says.options, says.share, says.unsure, says.suspicious, "道理四"):
            assert part in page.text
        await h.tap(t.zhou, listed, says.everything)
        assert says.alarm in h.server.message(t.zhou, listed.message_id).text
        # An organiser of one branch sees it, and who may correct it.
        below = await h.ask(t.qian, "/questions")
        await h.tap(t.qian, below, "1")
        page = h.server.message(t.qian, below.message_id)
        assert says.elsewhere in page.text
        assert [each.label for each in page.buttons] == [says.everything]
        # For anybody else it is not, and in a group nobody sees any of it.
        assert says.refused in (await h.ask(t.north.secretary, "/questions")).text
        before = len(h.texts(t.zhou))
        h.server.join(t.zhou, t.north.group)
        pointed = await h.ask(t.zhou, "/questions", t.north.group)
        assert says.pointed in pointed.text and "第四题" not in pointed.text
        assert "第四题" in h.texts(t.zhou)[before]
        await _exported(t, says)


async def _exported(t: Town, says: Says) -> None:
    """The workbook holds what the page says, cell by cell."""
    now = t.house.clock.now()
    units = await everywhere(t.house.database)
    found = await question_export(t.house.database, units, *whole_span(now), now)
    content = question_workbook(words(says.language), found, now)
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        assert tuple(book.sheet_names) == says.sheets
        header, *rows = book.get_sheet_by_name(says.sheets[0]).to_python()
        assert len(rows) == 4
        row = dict(zip(header, rows[-1], strict=True))
        weeks = book.get_sheet_by_name(says.sheets[1]).to_python()
    assert row[header[0]] == "第四题"
    assert row[says.facility] == pytest.approx(8 / 12)
    assert says.is_unsure in row.values()
    assert list(row.values())[-3:] == [4, 8, 0]
    # One week from Monday 18 May on, of four questions; twelve members.
    assert [str(weeks[1][0]), *weeks[1][1:3]] == ["2026-05-18", 4, 12]


@pytest.mark.parametrize("mode", list(QuizMode))
@BOTH
@SQLITE
async def test_the_group_hears_the_share_and_why_and_never_who(
    database: Database, tmp_path: Path, says: Says, mode: QuizMode
) -> None:
    async with town(database, tmp_path, says.language, mode) as t:
        h = t.house
        for _ in range(3):
            await h.tomorrow("06:00")
        await h.at("12:00")
        question = h.said(t.north.group)[-1]
        for number, name in enumerate(MEMBERS):
            # Four are wrong, by the key.
            option = 0 if number < 4 else 1
            if mode is QuizMode.POLL:
                await h.vote(t.north[name], question, option)
            else:
                await h.tap(t.north[name], question, "AB"[option])
        await h.at("20:00")
        result = next(text for text in h.texts(t.north.group) if says.group in text)
        assert "道理四" in result and "错的" in result
        everything = "\n".join(m.text for m in h.said(t.north.group))
        assert not [name for name in MEMBERS if name in everything]
