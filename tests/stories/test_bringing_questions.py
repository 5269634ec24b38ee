"""An organiser sends a bank of questions in private: it is read, shown, taken in when agreed to,
and asked at noon."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct

from bot.practice.server import User
from bot.practice.views import MessageView
from storage.database import Database
from storage.people import appoint, secretaries_of
from storage.values.people import Role
from tests.stories.house import House, house
from tests.stories.small_programme import small_programme

EVENING = datetime(2026, 5, 20, 20, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
BANK = """一、单选题
1. 党的一大在哪里召开？（ A ）
A. 上海 B. 北京 C. 广州
2. 没有答案的题？
A. 甲 B. 乙
二、填空题
1. 1949年10月1日，____成立。
答案：中华人民共和国
三、论述题
1. 谈谈体会。
"""
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


class Says(Struct, frozen=True):
    """What is heard in one language."""

    language: str
    offer: str
    reading: str
    counts: str
    right: str
    faults: tuple[str, str]
    may_i: str
    yes: str
    no: str
    done: str
    again: str
    nothing: str
    banks: str
    listed: str
    remove: tuple[str, str]
    removed: str
    none_left: str


ZH = Says(
    "zh",
    offer="这个文件里是题目吗？",
    reading="导入题目",
    counts="可以导入 2 道题\n单选 1、填空 1",
    right="答案：A",
    faults=("党史.txt 第 4 行：缺正确答案。", "党史.txt 第 10 行：没有收：论述题"),
    may_i="把这 2 道题导入到青山镇吗？",
    yes="导入",
    no="不导入",
    done="题库“党史”导入好了：新题 2 道。",
    again="这些题已经导入过了",
    nothing="好的，什么也没导入。",
    banks="题库",
    listed="· 党史 · 青山镇 · 2 题 · 5月21日导入",
    remove=("撤下", "撤下题库"),
    removed="题库“党史”撤下了，不再从里面出题。",
    none_left="您这里还没有题库",
)
EN = Says(
    "en",
    offer="Are there questions for a quiz in this file?",
    reading="Import questions",
    counts="2 questions to take in\none right: 1, short answer: 1",
    right="Right: A",
    faults=(
        "党史.txt, line 4: The right answer is missing.",
        "党史.txt, line 10: Left out: an essay",
    ),
    may_i="Shall I take these 2 questions in, for 青山镇 and all below it?",
    yes="Take in",
    no="No",
    done="The bank “党史” is in: 2 new questions.",
    again="These questions are taken in already",
    nothing="All right, nothing was taken in.",
    banks="Question banks",
    listed="· 党史 · 青山镇 · 2 questions · imported on 21 May",
    remove=("Remove", "Remove it"),
    removed="The bank “党史” is removed; it's asked no more.",
    none_left="Your units have none yet",
)
BOTH = pytest.mark.parametrize("says", [ZH, EN], ids=["zh", "en"])


async def town(h: House, language: str) -> User:
    """An organiser of a town above one branch."""
    unit = await h.unit("town", "青山镇", language=language)
    organiser = h.server.add_user("周组织员", language_code=language)
    await h.appoint(organiser, unit, Role.ORGANISER)
    h.server.start_private(organiser)
    await h.settle()
    await h.ask(organiser, "/language")
    await h.tap(organiser, h.last(organiser), {"zh": "中文", "en": "English"}[language])
    return organiser


async def send(h: House, user: User, text: str, name: str = "党史.txt") -> MessageView:
    h.server.send_document(user, user, text.encode("gb18030"), name)
    await h.settle()
    return h.last(user)


@SQLITE
@BOTH
async def test_a_file_is_read_shown_taken_in_and_asked(
    database: Database, tmp_path: Path, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = small_programme(tmp_path, 1)
    async with house(database, EVENING, programme=programme) as h:
        organiser = await town(h, says.language)
        branch = await h.branch("b1", "第一支部", "李书记", ["王大妈"], parent="town")
        await h.tomorrow("12:00")
        offer = await send(h, organiser, BANK)
        assert offer.text.startswith(says.offer)
        await h.tap(organiser, offer, says.reading)
        preview, question = h.said(organiser)[-2:]
        assert says.counts in preview.text
        assert "党的一大在哪里召开？（）" in preview.text and "C. 广州" in preview.text
        assert says.right in preview.text
        assert all(fault in preview.text for fault in says.faults)
        assert question.text.startswith(says.may_i)
        # Cut off when all is in: whoever goes on tells of all of it.
        with monkeypatch.context() as cut:
            cut.setattr("bot.bank_jobs._AT_A_TIME", 1)
            cut.setattr("storage.office_acts.add", None)
            await h.tap(organiser, question, says.yes)
        await h.at("12:05")
        assert h.last(organiser).text.startswith(says.done)
        await h.tomorrow("12:00")
        (*_, poll) = h.polls(branch)
        assert poll.poll is not None
        assert poll.poll.question == "党的一大在哪里召开？（）"
        assert poll.poll.options == ("上海", "北京", "广州")


@SQLITE
@BOTH
async def test_a_removed_bank_is_asked_no_more_until_it_comes_again(
    database: Database, tmp_path: Path, says: Says
) -> None:
    async def take_in() -> None:
        await h.tap(organiser, await send(h, organiser, BANK), says.reading)
        await h.tap(organiser, h.last(organiser), says.yes)
        assert h.last(organiser).text.startswith(says.done)

    async with house(database, EVENING, programme=small_programme(tmp_path, 1)) as h:
        organiser = await town(h, says.language)
        branch = await h.branch("b1", "第一支部", "李书记", ["王大妈"], parent="town")
        await h.tomorrow("09:00")
        await take_in()
        shown = h.last(organiser)
        await h.tap(organiser, shown, says.banks)
        assert says.listed in h.server.message(organiser, shown.message_id).text
        for label in ("党史", *says.remove):
            await h.tap(organiser, h.server.message(organiser, shown.message_id), label)
        gone = h.server.message(organiser, shown.message_id)
        assert gone.text == says.removed
        await h.tap(organiser, gone, says.banks)
        assert says.none_left in h.server.message(organiser, shown.message_id).text
        await h.tomorrow("12:00")
        assert "党的一大" not in str([poll.poll for poll in h.polls(branch)])
        await take_in()
        await h.ask(organiser, "/questions")
        await h.tap(organiser, h.last(organiser), says.banks)
        assert "党史" in h.last(organiser).text


@SQLITE
@BOTH
async def test_nothing_goes_in_twice_or_without_a_yes(
    database: Database, tmp_path: Path, says: Says
) -> None:
    async with house(database, EVENING, programme=small_programme(tmp_path, 1)) as h:
        organiser = await town(h, says.language)
        await h.tap(organiser, await send(h, organiser, BANK), says.reading)
        question = h.last(organiser)
        await h.tap(organiser, question, says.no)
        assert h.server.message(organiser, question.message_id).text == says.nothing
        offer = await send(h, organiser, BANK)
        await h.tap(organiser, offer, says.reading)
        question = h.last(organiser)
        first = h.server.tap(organiser, question, says.yes)
        second = h.server.tap(organiser, question, says.yes)
        await h.settle()
        await first
        await second
        assert len([text for text in h.texts(organiser) if text.startswith(says.done)]) == 1
        assert h.last(organiser).text.startswith(says.done)


@SQLITE
async def test_who_is_no_office_holder_is_offered_a_note(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, EVENING, programme=small_programme(tmp_path, 1)) as h:
        branch = await h.branch("b1", "第一支部", "李书记", ["王大妈"])
        member = branch["王大妈"]
        h.server.start_private(member)
        await h.settle()
        offer = await send(h, member, BANK)
        assert offer.buttons[0].data == "offer:save"
        # The secretary may do both; a picture or a name that no bank has is a note as ever.
        offer = await send(h, branch.secretary, BANK)
        assert [b.data for b in offer.buttons] == ["bank:read", "offer:save", "bank:leave"]
        offer = await send(h, branch.secretary, BANK, "党史题库")
        assert offer.buttons[0].data == "bank:read", "content tells, not the name"
        assert (await send(h, branch.secretary, BANK, "唱歌.mp3")).buttons[0].data == "offer:save"


@SQLITE
async def test_a_file_that_holds_no_questions_or_is_too_large(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, EVENING, programme=small_programme(tmp_path, 1)) as h:
        organiser = await town(h, "zh")
        await h.tap(organiser, await send(h, organiser, "各位好！", "通知.txt"), "导入题目")
        assert "文件里没有题目" in h.said(organiser)[-2].text
        assert h.last(organiser).text == "所以没有可以导入的。"
        offer = await send(h, organiser, "x" * (20 * 1024 * 1024 + 1), "题库.xlsx")
        await h.tap(organiser, offer, "导入题目")
        assert "超过 20 MB" in h.server.message(organiser, offer.message_id).text


@SQLITE
async def test_an_organiser_without_a_branch_may_send_a_file_of_any_name(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, EVENING, programme=small_programme(tmp_path, 1)) as h:
        organiser = await town(h, "zh")
        await h.tap(organiser, await send(h, organiser, BANK, "党史题库"), "导入题目")
        assert "可以导入 2 道题" in h.said(organiser)[-2].text
        await h.tap(organiser, await send(h, organiser, '{"a": 1}', "题.json"), "导入题目")
        assert "不认得这种文件" in h.said(organiser)[-2].text


@SQLITE
async def test_many_faults_come_as_a_file_and_the_secretary_chooses_the_branch(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, EVENING, programme=small_programme(tmp_path, 1)) as h:
        branch = await h.branch("b1", "第一支部", "李书记")
        second = await h.unit("b2", "第二支部")
        async with database.writing() as tx:
            (secretary,) = await secretaries_of(tx, branch.unit.id, h.today())
            await appoint(tx, secretary.id, second.id, Role.STAND_IN, h.today())
        bank = "一、单选题\n" + "".join(f"{n}. 第{n}问？\nA. 甲\nB. 乙\n" for n in range(1, 9))
        offer = await send(h, branch.secretary, f"{bank}9. 最后一问？\nA. 甲\nB. 乙\n答案：A\n")
        await h.tap(branch.secretary, offer, "导入题目")
        preview, noticed, question = h.said(branch.secretary)[-3:]
        assert preview.text.count("缺正确答案") == 5
        assert noticed.media is not None and noticed.media.name == "党史：需要看看的地方.txt"
        content = noticed.media.content.decode("utf-8-sig")
        assert content.count("缺正确答案") == 8 and "第 23 行" in content
        labels = [button.label for button in question.buttons]
        assert labels == ["第一支部", "第二支部", "不导入"]
        await h.tap(branch.secretary, question, "第二支部")
        assert "第二支部" in h.last(branch.secretary).text
