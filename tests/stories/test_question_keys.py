"""A wrong key is noticed the same evening, put right by one, told once, and stays right."""

from pathlib import Path

import pytest
from msgspec import Struct

from storage.database import Database
from storage.values.people import Role
from tests.stories.house import house
from tests.stories.small_programme import small_programme
from tests.stories.wrong_key import MEMBERS, MORNING, town, wrong_programme

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


class Says(Struct, frozen=True):
    """What is heard in one language."""

    language: str
    alarm: str
    why: str
    correct: str
    leave: str
    sure: str
    done: str
    settled: str
    left: str
    told: str
    right: str


ZH = Says(
    "zh",
    alarm="这题的答案，会不会有误？",
    why="平时答得最好的 4 人里，4 人选了 A，没有人选现在的答案 B。",
    correct="改正答案",
    leave="维持原样",
    sure="确定改正",
    done="答案改好了",
    settled="周组织员已经改正了答案，现在应选：\nA. 对的",
    left="周组织员看过了，答案维持原样：\nB. 错的",
    told="5月23日的午间一答：是我们的答案弄错了",
    right="应选：对的",
)
EN = Says(
    "en",
    alarm="Is the key of this question right?",
    why="Of the 4 who usually do best, 4 chose A, and nobody the key, B.",
    correct="Correct the key",
    leave="Keep the key",
    sure="Correct it",
    done="The key is put right",
    settled="周组织员 has corrected the key. Right now:\nA. 对的",
    left="周组织员 has looked at the key and left it as it is:\nB. 错的",
    told="The noon question of 23 May: our answer key was wrong",
    right="Right: 对的",
)
BOTH = pytest.mark.parametrize("says", [ZH, EN], ids=["zh", "en"])


def plain(text: str) -> str:
    """A text without the marks around names."""
    return text.translate({0x2068: None, 0x2069: None})


@BOTH
@SQLITE
async def test_a_wrong_key_is_noticed_put_right_and_told_once(
    database: Database, tmp_path: Path, says: Says
) -> None:
    async with town(database, tmp_path, says.language) as t:
        h = t.house
        await t.three_days()
        assert t.alarms(t.zhou) == []
        await t.noon((0,), (1,))
        assert await t.points() == ({1}, {2})
        await h.at("20:00")
        assert t.alarms(t.zhou) == []
        await h.at("20:10")
        (alarm,), (other,) = t.alarms(t.zhou), t.alarms(t.wu)
        assert says.alarm in alarm.text and says.why in alarm.text
        assert [each.label for each in alarm.buttons] == [says.correct, says.leave]
        # Only whoever may correct it is asked; the north branch's own organiser may not.
        assert t.alarms(t.qian) == [] and t.alarms(t.north.secretary) == []

        await h.tap(t.zhou, alarm, says.correct)
        await h.tap(t.zhou, alarm, "A")
        await h.tap(t.zhou, alarm, says.sure)
        assert says.done in h.last(t.zhou).text
        assert await t.points() == ({2}, {1})
        settled = h.server.message(t.wu, other.message_id)
        assert says.settled in plain(settled.text)
        assert says.correct not in [each.label for each in settled.buttons]

        for branch in (t.north, t.south):
            told = [m for m in h.said(branch.group) if says.told in m.text]
            assert len(told) == 1 and says.right in told[0].text
            assert told[0].reply_to is not None
            assert told[0].reply_to == h.polls(branch)[-1].message_id
            assert not any(name in told[0].text for name in MEMBERS)

        # The file is imported again, in new words: the correction stays, and nothing is said.
        await h.programme(wrong_programme(tmp_path, "新道理"))
        await h.at("20:40")
        assert await t.points() == ({2}, {1})
        assert [m.text for m in h.said(t.north.group) if says.told in m.text] == [told[0].text]
        assert len(t.alarms(t.zhou)) == len(t.alarms(t.wu)) == 1


@BOTH
@SQLITE
async def test_one_leaves_the_key_and_nobody_is_asked_again(
    database: Database, tmp_path: Path, says: Says
) -> None:
    async with town(database, tmp_path, says.language) as t:
        h = t.house
        await t.three_days()
        await t.noon((0,), (1,))
        await h.at("20:10")
        (alarm,), (other,) = t.alarms(t.zhou), t.alarms(t.wu)
        await h.tap(t.zhou, alarm, says.leave)
        settled = h.server.message(t.wu, other.message_id)
        assert says.left in plain(settled.text)
        await h.tomorrow("20:20")
        assert len(t.alarms(t.wu)) == 1
        assert await t.points(1) == ({1}, {2})
        assert not any(says.told in text for text in h.texts(t.north.group))


@SQLITE
async def test_two_who_tap_at_once_settle_it_once(database: Database, tmp_path: Path) -> None:
    async with town(database, tmp_path) as t:
        h = t.house
        await t.three_days()
        await t.noon((0,), (1,))
        await h.at("20:10")
        (alarm,), (other,) = t.alarms(t.zhou), t.alarms(t.wu)
        taps = [h.server.tap(who, m, ZH.leave) for who, m in ((t.zhou, alarm), (t.wu, other))]
        await h.settle()
        answers = [(await tap).text for tap in taps]
        assert answers == ["", "这件事已经定下来了，不用再操心。"]


@SQLITE
async def test_of_several_right_options_all_are_picked(database: Database, tmp_path: Path) -> None:
    folder = small_programme(tmp_path, 1)
    gift = "哪些对？ {~%50%对的 ~%50%错的 ~%-100%也对####道理}"
    (folder / "quizzes" / "questions.gift").write_text(gift, "utf-8")
    async with house(database, MORNING, programme=folder) as h:
        branch = await h.branch("n", "北支部", "李书记", ["王大妈"])
        zhou = h.server.add_user("周组织员")
        await h.appoint(zhou, branch.unit, Role.ORGANISER)
        h.server.start_private(zhou)
        await h.at("12:00")
        await h.vote(branch["王大妈"], h.polls(branch)[0], 0, 2)
        await h.at("20:10")
        page = await h.ask(zhou, "/questions")
        assert "平均" not in page.text
        await h.tap(zhou, page, "1")
        assert "平均得 0%（答对一部分也算）" in h.last(zhou).text
        await h.tap(zhou, page, "改正答案")
        assert [each.label for each in h.last(zhou).buttons] == ["A", "B", "C", "先不改"]
        for letter in ("A", "B", "C", "☑ B"):
            await h.tap(zhou, page, letter)
        labels = ["☑ A", "B", "☑ C", "就这些", "先不改"]
        assert [each.label for each in h.last(zhou).buttons] == labels
        await h.tap(zhou, page, "就这些")
        assert "改成：\nA. 对的\nC. 也对" in h.last(zhou).text
        await h.tap(zhou, page, "确定改正")
        assert "应选：\n· 对的\n· 也对" in h.last(branch.group).text
        await h.at("20:20")
        await h.tap(zhou, page, "全部题目")
        assert "1 人答过，答对 100%" in h.last(zhou).text


@SQLITE
async def test_nobody_is_woken_for_an_alarm(database: Database, tmp_path: Path) -> None:
    async with town(database, tmp_path) as t:
        h = t.house
        await t.three_days()
        await t.noon((0,), (1,))
        async with h.down():
            h.pass_to("21:40")
        await h.at("21:50")
        assert t.alarms(t.zhou) == []
        await h.tomorrow("07:05")
        assert len(t.alarms(t.zhou)) == 1


@SQLITE
async def test_corrected_before_the_result_it_is_told_with_it_alone(
    database: Database, tmp_path: Path
) -> None:
    async with town(database, tmp_path) as t:
        h = t.house
        await t.three_days()
        await t.noon((0,), (1,))
        file = tmp_path / "quizzes" / "questions.gift"
        file.write_text(file.read_text("utf-8").replace("~对的 =错的", "=对的 ~错的"), "utf-8")
        await h.programme(tmp_path)
        await h.settle()
        await h.at("20:20")
        texts = h.texts(t.north.group)
        assert len([text for text in texts if "改正" in text and "第四题" in text]) == 1
        assert not any(ZH.told in text for text in texts)
