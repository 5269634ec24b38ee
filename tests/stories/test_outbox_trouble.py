"""What can go wrong with a post of its own: its words, its group, its forerunner, its hour."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.practice.faults import Fault
from storage.database import Database
from storage.tables.deeds import branch_days, notes
from storage.tables.work import slots
from tests.stories.house import House, house
from tests.stories.small_programme import small_programme

MORNING = datetime(2026, 5, 20, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NASTY = '1<2&"'


def _asking(folder: Path, question: str) -> Path:
    programme = small_programme(folder, 1)
    text = f"// [id:q1] [tag:01]\n{question}\n"
    (programme / "quizzes" / "questions.gift").write_text(text, "utf-8")
    return programme


async def _states(h: House) -> dict[str, tuple[str, str]]:
    """How today's slots have ended, and why."""
    query = select(slots).where(slots.c.day == h.today().isoformat())
    async with h.database.reading() as tx:
        return {row.kind: (row.state, row.reason) for row in await tx.rows(query)}


async def _column(h: House, column: Any) -> list[Any]:
    async with h.database.reading() as tx:
        return [row[0] for row in await tx.rows(select(column))]


async def test_signs_of_html_in_a_question_are_said_as_they_are(
    database: Database, tmp_path: Path
) -> None:
    question = f"{NASTY}问 {{={NASTY}对 ~{NASTY}错####{NASTY}因为}}"
    async with house(database, MORNING, programme=_asking(tmp_path, question)) as h:
        branch = await h.branch("b1", "第一支部", "李书记")
        await h.at("12:00")
        [asked] = h.polls(branch)
        assert asked.poll is not None
        assert asked.poll.question == f"{NASTY}问"
        [call] = h.server.calls_of("sendPoll")
        assert call.params["explanation"] == f"{NASTY}因为"
        options = json.loads(str(call.params["options"]))
        assert {each["text"] for each in options} == {f"{NASTY}对", f"{NASTY}错"}


async def test_notes_after_a_move_are_all_kept(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b1", "第一支部", "李书记", ["王大妈"], kind="group")
        await h.at("07:30")
        [study] = h.studies(branch)
        await h.write(branch["王大妈"], branch.group, "旧群里的心得", to=study)
        new = h.server.migrate(branch.group)
        await h.settle()
        await h.at("12:00")
        poll = next(m for m in h.said(new) if m.poll)
        for number in range(12):
            await h.write(branch["王大妈"], new, f"心得{number}", to=poll)
        assert len(await _column(h, notes.c.text)) == 13
        before = len(h.said(new))
        await h.tap(branch["王大妈"], study, "我学了")
        h.clock.move(60)
        await h.settle()
        assert h.server.calls_of("editMessageReplyMarkup") == []
        assert len(h.said(new)) == before


async def test_a_group_that_allows_writing_again_is_posted_to(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b1", "第一支部", "李书记")
        h.server.forbid(branch.group, "text messages")
        await h.at("12:00")
        assert (await _states(h))["noon"] == ("failed", "unreachable")
        h.server.forbid(branch.group)
        await h.tomorrow("12:00")
        assert len(h.studies(branch)) == 1
        assert len(h.polls(branch)) == 1


async def test_a_question_does_not_refer_to_a_text_that_was_refused(
    database: Database, tmp_path: Path
) -> None:
    question = f"{'很长的题目' * 80} {{=对 ~错}}"
    async with house(database, MORNING, programme=_asking(tmp_path, question)) as h:
        branch = await h.branch("b1", "第一支部", "李书记")
        await h.at("07:30")
        odd = "Bad Request: something odd"
        h.server.faults.add(Fault("refuse", method="sendMessage", code=400, description=odd))
        await h.at("12:00")
        assert h.polls(branch) == []
        assert (await _states(h))["noon"] == ("failed", "refused")


async def test_a_branch_that_takes_another_group_is_not_answered_in_the_old_one(
    database: Database,
) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b1", "第一支部", "李书记", ["王大妈"])
        await h.at("12:00")
        other = h.server.add_group("新群", [branch.secretary, branch["王大妈"]])
        code = await h.code(branch.unit)
        h.server.add_bot(other, branch.secretary, start_parameter=code)
        await h.settle()
        before = len(h.said(branch.group))
        await h.at("20:00")
        assert len(h.said(branch.group)) == before
        result = h.server.calls_of("sendMessage")[-2]
        assert "reply_parameters" not in result.params


async def test_what_waits_for_a_former_group_is_dropped_and_costs_no_streak(
    database: Database,
) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b1", "第一支部", "李书记", ["王大妈"])
        h.pass_to("07:30")
        while await h.bot.tick():
            pass
        other = h.server.add_group("新群", [branch.secretary])
        code = await h.code(branch.unit)
        h.server.add_bot(other, branch.secretary, start_parameter=code)
        await h.bot.intake.step()
        await h.settle()
        assert h.studies(branch) == []
        assert (await _states(h))["morning"] == ("missed", "rebound")
        assert await _column(h, branch_days.c.counts) == [False]


async def test_a_long_explanation_is_told_before_the_evenings_prompt(
    database: Database, tmp_path: Path
) -> None:
    question = f"问 {{=对 ~错####{'很长的解释。' * 1500}}}"
    async with house(database, MORNING, programme=_asking(tmp_path, question)) as h:
        branch = await h.branch("b1", "第一支部", "李书记")
        await h.at("20:00")
        texts = h.texts(branch.group)
        assert "晚间一记" in texts[-1]
        assert all(text.rstrip("。").endswith("很长的解释") for text in texts[-3:-1])


async def test_a_prompt_that_waited_for_its_result_is_not_late(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b1", "第一支部", "李书记")
        await h.at("12:00")
        # Nothing is fetched meanwhile: who votes at the last moment can't be counted yet.
        h.pass_to("20:16")
        while await h.bot.tick():
            pass
        await h.settle()
        prompt = [text for text in h.texts(branch.group) if "晚间一记" in text][-1]
        assert "发晚了" not in prompt
