"""A wrong answer key is put right: the days and their points follow."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storage.database import Database
from storage.tables.deeds import member_days
from tests.stories.house import House, house
from tests.stories.small_programme import small_programme

MORNING = datetime(2026, 5, 20, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


async def _points(h: House) -> list[tuple[int, int]]:
    async with h.database.reading() as tx:
        rows = await tx.rows(
            select(member_days.c.right, member_days.c.points).order_by(member_days.c.person_id)
        )
    return [(row.right, row.points) for row in rows]


def _key(folder: Path, right: str) -> Path:
    small_programme(folder, 1)
    options = " ".join(("=" if each == right else "~") + each for each in ("甲", "乙", "丙"))
    text = f"// [id:q1]\n哪一个对？ {{{options}####道理}}\n"
    (folder / "quizzes" / "questions.gift").write_text(text, "utf-8")
    return folder


async def test_points_follow_a_corrected_key(database: Database, tmp_path: Path) -> None:
    folder = _key(tmp_path, "甲")
    async with house(database, MORNING, programme=folder) as h:
        branch = await h.branch("b1", "第一支部", "李书记", ["王大妈"])
        await h.at("12:00")
        poll = next(m for m in h.said(branch.group) if m.poll)
        h.server.vote(branch.secretary, poll, (0,))
        h.server.vote(branch["王大妈"], poll, (1,))
        await h.settle()
        assert await _points(h) == [(1, 2), (0, 1)]
        await h.programme(_key(tmp_path, "乙"))
        await h.settle()
        assert await _points(h) == [(0, 1), (1, 2)]
        await h.at("20:00")
        result = next(text for text in h.texts(branch.group) if "应选：乙" in text)
        assert "改正" in result
