"""A member's year as pictures, shown and taken back; a branch's year on paper, with consent."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct
from sqlalchemy import func, select

from bot.practice.records import User
from bot.practice.views import MessageView
from reports import typesetting
from storage.database import Database
from storage.tables.cards import chosen_notes, pictures, score_consents
from storage.tables.telegram import files
from storage.tables.work import deliveries, papers
from tests.stories.house import Branch, House, house
from tests.stories.sayings import EN, ZH, Sayings

WEDNESDAY = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])
PNG, PDF = b"\x89PNG", b"%PDF"


class Labels(Struct, frozen=True):
    """What the buttons say, and what stands below the pictures."""

    says: Sayings
    save: str
    cards: tuple[str, str, str]
    share: str
    back: str
    too_late: str
    choose: str
    out: str
    shown_by: str
    captions: tuple[str, str, str, str]


CHINESE = Labels(
    ZH,
    "记下来",
    ("学习卡", "成绩卡", "心得卡"),
    "给大家看看",
    "收回",
    "过了两天 Telegram 不让我删图片",
    "选进年度总结",
    "撤出年度总结",
    "王大妈想给大家看看。",
    (
        "今年打算学 30 篇，已经学了 1 篇。\n学过：一天学一点",
        "学了 1 次，心得 1 篇。\n学习 1 天 · 连续第 1 天\n各月学习天数：5月 1",
        "王大妈，红星村支部 · 5月20日\n想起父亲 <b>& 💪",
        "一天学一点\n老周六十七岁",
    ),
)
ENGLISH = Labels(
    EN,
    "Save it",
    ("Study card", "Score card", "Experience card"),
    "Share it",
    "Take it back",
    "After two days Telegram doesn't let me delete the picture",
    "Into the review",
    "Out of the review",
    "Wang would like to show you this.",
    (
        "30 texts are planned for the year; 1 studied so far.\nStudied: A little every day",
        "Read 1, notes 1.\n1 day of study · 1 day running\nDays by month: May 1",
        "Wang, Red Star branch · 20 May\n想起父亲 <b>& 💪",
        "A little every day\nMr Zhou is sixty-seven",
    ),
)


@SQLITE
@pytest.mark.parametrize("labels", [CHINESE, ENGLISH], ids=["zh", "en"])
async def test_a_year_as_pictures(
    database: Database, labels: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = drawings(monkeypatch)
    says = labels.says
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch = await h.branch("b", says.branch, says.secretary, says.members)
        wang = branch[says.members[0]]
        h.server.start_private(wang)
        await h.at("07:30")
        await h.tap(wang, h.studies(branch)[-1], says.read_it)
        await h.write(wang, wang, "想起父亲 <b>& 💪")
        await h.tap(wang, h.last(wang), labels.save)

        front = await h.ask(wang, "/card")
        study = await drawn_card(h, wang, front, labels.cards[0])
        score = await drawn_card(h, wang, front, labels.cards[1])
        await h.tap(wang, front, labels.cards[2])
        note = await drawn_card(h, wang, front, "1")
        await h.tap(wang, await h.ask(wang, "/today"), words_of_reading(labels))
        item = await drawn_card(h, wang, h.last(wang), words_of_card(labels))
        told = (study.text, score.text, note.text, item.text)
        for caption, said in zip(labels.captions, told, strict=True):
            assert caption in plain(said), said

        await shown_and_taken_back(h, branch, wang, note, labels)
        # The same was drawn but once, and its bytes are nobody's to keep.
        assert len(drawn) == 4
        await h.tap(wang, note, labels.choose)
        assert await rows(h, chosen_notes) == 1
        await h.tap(wang, h.last(wang), labels.out)
        assert await rows(h, chosen_notes) == 0
        assert (await rows(h, papers), await rows(h, pictures)) == (0, 4)

        # What Telegram has forgotten is drawn once more.
        async with h.database.writing() as tx:
            await tx.run(files.update().values(file_id="forgotten"))
        await h.tap(wang, await h.ask(wang, "/card"), labels.cards[1])
        await a_minute_passes(h)
        await a_minute_passes(h)
        assert h.last(wang).media is not None and len(drawn) == 5


@SQLITE
async def test_cards_lie_side_by_side_of_those_who_agree(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.branch("b", ZH.branch, ZH.secretary, ZH.members)
        wang, zhang = branch[ZH.members[0]], branch[ZH.members[1]]
        for each in (wang, zhang):
            h.server.start_private(each)
        await h.at("07:30")
        await h.tap(wang, h.studies(branch)[-1], ZH.read_it)
        secretary = branch.secretary

        page = await h.ask(secretary, "/review")
        assert "2026 年度总结" in page.text
        await h.tap(secretary, page, "成绩卡合订")
        page = fresh(h, page)
        assert "还没有人同意" in page.text and labels_of(page) == ["问问大家"]
        await h.tap(secretary, page, "问问大家")
        asked = len(h.said(wang))
        # Whoever is asked is asked once; xiao Chen has not opened a chat with the bot.
        assert await rows(h, score_consents) == 3
        await h.tap(wang, h.last(wang), "愿意，放进去")
        await h.tap(zhang, h.last(zhang), "先不放")
        await h.tap(secretary, await front_of_scores(h, secretary), "出合订本")
        await a_minute_passes(h)
        assert h.last(secretary).text == "红星村支部 2026 年成绩卡，共 1 张。"
        page = await front_of_scores(h, secretary)
        assert "1 人同意：王大妈" in page.html.translate({0x2068: None, 0x2069: None})
        assert "老张" not in page.text

        # It is taken back by a tap, and then nothing of hers is printed.
        await h.tap(wang, h.last(wang), "撤出来")
        before = len(h.said(secretary))
        await h.tap(secretary, page, "出合订本")
        await a_minute_passes(h)
        assert [m.text for m in h.said(secretary)[before:] if m.media] == []
        assert len(h.said(wang)) == asked


@SQLITE
async def test_a_secretary_has_the_year_the_poster_and_the_pocket_book(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.branch("b", ZH.branch, ZH.secretary, ZH.members)
        secretary = branch.secretary
        await h.at("07:30")
        await h.tap(secretary, h.studies(branch)[-1], ZH.read_it)
        page = await h.ask(secretary, "/review 2025")
        assert labels_of(page)[-2:] == ["◀ 2024", "2026 ▶"]
        assert "请写一个已经开始的年份" in (await h.ask(secretary, "/review 2027")).text
        await h.tap(secretary, page, "2026 ▶")
        page = fresh(h, page)
        for button in ("我的这一年", "红星村支部"):
            await h.tap(secretary, page, button)
        await a_minute_passes(h)
        await h.tap(secretary, await h.ask(secretary, "/members"), "本月海报")
        await a_minute_passes(h)
        await h.tap(secretary, await h.ask(secretary, "/programme"), "口袋书")
        await a_minute_passes(h)
        sent = [each.media for each in h.said(secretary) if each.media]
        assert all(each.content.startswith(PDF) for each in sent)
        assert {each.name for each in sent} == {
            "李书记：2026 年度总结.pdf",
            "红星村支部：2026 年度总结.pdf",
            "红星村支部 2026年5月（截至5月20日）.pdf",
            "两学一做：三十天，每天一点（口袋书）.pdf",
        }
        async with h.database.reading() as tx:
            assert await tx.rows(papers.select()) == []

        # The same is not set again: Telegram has it.
        monkeypatch.setattr("bot.drawing.pdf", None)
        for button in ("我的这一年", "红星村支部"):
            await h.tap(secretary, page, button)
            await a_minute_passes(h)
        again = [each.media for each in h.said(secretary) if each.media]
        assert [each.file_id for each in again[-2:]] == [each.file_id for each in sent[:2]]


async def shown_and_taken_back(
    h: House, branch: Branch, wang: User, card: MessageView, labels: Labels
) -> None:
    """The card stands in the group with its owner's name, and goes again when she wants it to."""
    await h.tap(wang, card, labels.share)
    await a_minute_passes(h)
    shown = h.last(branch.group)
    assert shown.media is not None and labels.shown_by in plain(shown.text)
    assert card.text in shown.text and not shown.buttons
    await h.tap(wang, h.last(wang), labels.back)
    assert h.last(branch.group).message_id != shown.message_id

    # After two days Telegram deletes nothing for a bot: then the words go, and she is told.
    await h.tap(wang, card, labels.share)
    await a_minute_passes(h)
    shown = h.last(branch.group)
    assert labels.shown_by in plain(shown.text)
    async with h.database.writing() as tx:
        long_ago = {"done_at": deliveries.c.done_at - 3 * 86_400}
        await tx.run(deliveries.update().values(long_ago))
    await h.tap(wang, h.last(wang), labels.back)
    left = fresh(h, shown)
    assert left.media is not None and labels.shown_by not in plain(left.text)
    assert labels.too_late in h.last(wang).text


async def drawn_card(h: House, user: User, page: MessageView, button: str) -> MessageView:
    """Somebody taps a button, and gets a picture."""
    await h.tap(user, page, button)
    await a_minute_passes(h)
    card = h.last(user)
    assert card.media is not None and card.media.content.startswith(PNG)
    return card


async def a_minute_passes(h: House) -> None:
    h.clock.move_to(h.clock.now() + timedelta(minutes=1))
    await h.settle()


async def front_of_scores(h: House, secretary: User) -> MessageView:
    page = await h.ask(secretary, "/review")
    await h.tap(secretary, page, "成绩卡合订")
    return fresh(h, page)


async def rows(h: House, table: object) -> int:
    async with h.database.reading() as tx:
        return int(await tx.scalar(select(func.count()).select_from(table)))  # type: ignore[arg-type]


def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn from now on, by its digest."""
    done: list[str] = []
    really = typesetting.png

    def png(drawing: typesetting.Drawing) -> bytes:
        done.append(drawing.digest)
        return really(drawing)

    monkeypatch.setattr("bot.drawing.png", png)
    return done


def fresh(h: House, message: MessageView) -> MessageView:
    return h.server.message(message.chat_id, message.message_id)


def labels_of(message: MessageView) -> list[str]:
    return [each.label for each in message.buttons]


def plain(text: str) -> str:
    return text.translate({0x2068: None, 0x2069: None})


def words_of_reading(labels: Labels) -> str:
    return "在这里看" if labels.says is ZH else "Read it here"


def words_of_card(labels: Labels) -> str:
    return "做成卡片" if labels.says is ZH else "Make it a card"
