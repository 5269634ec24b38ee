"""Branches that are asked a question whose key is wrong, on the fourth day.

Twelve members of the north branch answer every day. Four of them always choose the first option,
which is right: on the fourth day too, when the key says that the second is.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.practice.records import User
from bot.practice.views import MessageView
from storage import branch_settings
from storage.database import Database
from storage.tables.deeds import member_days
from storage.tables.organisation import persons
from storage.values.branches import BranchSettings, QuizMode
from storage.values.people import Role
from tests.stories.house import Branch, House, house
from tests.stories.small_programme import small_programme

MORNING = datetime(2026, 5, 20, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BEST, OTHERS = 4, 8
STEM = "第四题"
MEMBERS = tuple(f"{'甲乙丙丁戊己庚辛壬癸子丑'[n]}同志" for n in range(BEST + OTHERS))


def wrong_programme(folder: Path, explanation: str = "道理四") -> Path:
    """A programme of seven days; the key of the fourth day's question is wrong."""
    small_programme(folder)
    file = folder / "quizzes" / "questions.gift"
    right = "第四题 {=对的 ~错的 ~都不是####道理四}"
    wrong = f"第四题 {{~对的 =错的 ~都不是####{explanation}}}"
    text = file.read_text("utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), "utf-8")
    return folder


@dataclass
class Town:
    """Two branches of a county with two organisers, and an organiser of the north branch alone."""

    house: House
    north: Branch
    south: Branch
    zhou: User
    wu: User
    qian: User

    async def noon(self, first: Sequence[int], others: Sequence[int]) -> None:
        """Noon passes: the best choose ``first`` in the north branch, the others ``others``."""
        h = self.house
        await h.at("12:00")
        poll = h.polls(self.north)[-1]
        for name in MEMBERS[:BEST]:
            h.server.vote(self.north[name], poll, first)
        for name in MEMBERS[BEST:]:
            h.server.vote(self.north[name], poll, others)
        await h.settle()

    async def three_days(self) -> None:
        """The three days before: four are always right, and eight never."""
        for _ in range(3):
            await self.noon((0,), (1,))
            await self.house.tomorrow("06:00")

    async def points(self, back: int = 0) -> tuple[set[int], set[int]]:
        """The points of the best, and of the others: today's, or those of so many days ago."""
        day = self.house.today() - timedelta(days=back)
        query = (
            select(persons.c.name, member_days.c.points)
            .join_from(member_days, persons, persons.c.id == member_days.c.person_id)
            .where(member_days.c.day == day.isoformat())
        )
        async with self.house.database.reading() as tx:
            found = {row.name: row.points for row in await tx.rows(query)}
        best = {found[name] for name in MEMBERS[:BEST]}
        return best, {found[name] for name in MEMBERS[BEST:]}

    def alarms(self, who: User) -> list[MessageView]:
        """The alarms that somebody was shown, as they stand now."""
        return [m for m in self.house.said(who) if STEM in m.text]


@asynccontextmanager
async def town(
    database: Database, folder: Path, language: str = "zh", mode: QuizMode = QuizMode.POLL
) -> AsyncIterator[Town]:
    """The town in the morning of its first day."""
    programme = wrong_programme(folder)
    async with house(database, MORNING, language=language, programme=programme) as h:
        county = await h.unit("c", "河县")
        north = await h.branch("n", "北支部", "李书记", MEMBERS, parent="c")
        south = await h.branch("s", "南支部", "陈书记", ["赵大妈"], parent="c")
        organisers = [h.server.add_user(name) for name in ("周组织员", "吴组织员", "钱组织员")]
        for user, unit in zip(organisers, (county, county, north.unit), strict=True):
            await h.appoint(user, unit, Role.ORGANISER)
            h.server.start_private(user)
        async with database.writing() as tx:
            await branch_settings.put(tx, north.unit.id, BranchSettings(quiz_mode=mode))
        await h.settle()
        yield Town(h, north, south, *organisers)
