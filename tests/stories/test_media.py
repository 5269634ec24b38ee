"""Study items with pictures, sound and files, and texts and questions of every length."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from storage.database import Database
from tests.practice.pictures import png
from tests.stories.house import house
from tests.stories.small_programme import small_programme

MORNING = datetime(2026, 5, 20, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def _with_media(folder: Path, text: str, *headers: str) -> Path:
    small_programme(folder, 1)
    (folder / "items" / "01.png").write_bytes(png(320, 240))
    (folder / "items" / "01.mp3").write_bytes(b"ID3" + bytes(100))
    lines = "\n".join(["title: 看图学", "source: 村史馆", *headers])
    (folder / "items" / "01.md").write_text(f"---\n{lines}\n---\n{text}\n", "utf-8")
    return folder


async def test_a_picture_carries_a_short_text_and_is_uploaded_once(
    database: Database, tmp_path: Path
) -> None:
    folder = _with_media(tmp_path, "一张老照片。", "picture: 01.png")
    async with house(database, MORNING, programme=folder) as h:
        first = await h.branch("b1", "第一支部", "李书记", ["甲", "乙", "丙"], zone="Asia/Tokyo")
        second = await h.branch("b2", "第二支部", "王书记")
        await h.at("07:30", "Asia/Tokyo")
        [posted] = [m for m in h.said(first.group) if m.media]
        assert posted.text == "看图学\n\n一张老照片。\n\n村史馆"
        assert not posted.is_silent
        tap = h.server.tap(first.secretary, posted, "我学了")
        await h.settle()
        assert tap.answer is not None
        h.clock.move(30)
        await h.settle()
        [posted] = [m for m in h.said(first.group) if m.media]
        assert [button.label for button in posted.buttons] == ["我学了 · 1"]
        await h.at("07:30")
        uploaded, known = h.server.calls_of("sendPhoto")
        assert "photo" not in uploaded.params and "photo" in known.params
        [other] = [m for m in h.said(second.group) if m.media]
        assert other.media is not None and posted.media is not None
        assert other.media.file_id == posted.media.file_id


async def test_what_does_not_fit_below_a_picture_follows_it(
    database: Database, tmp_path: Path
) -> None:
    folder = _with_media(tmp_path, "长长的故事。" * 300, "picture: 01.png", "audio: 01.mp3")
    async with house(database, MORNING, programme=folder) as h:
        branch = await h.branch("b1", "第一支部", "李书记")
        await h.at("07:30")
        picture, sound, text = h.said(branch.group)[-3:]
        assert picture.media is not None and picture.media.kind == "photo"
        assert sound.media is not None and sound.media.kind == "audio"
        assert picture.is_silent and sound.is_silent and not text.is_silent
        assert len(text.text) > 1024 and text.buttons


async def test_a_long_question_comes_before_its_poll(database: Database, tmp_path: Path) -> None:
    folder = small_programme(tmp_path, 1)
    stem, right, wrong = "题干很长" * 100, "对" * 150, "错" * 150
    (folder / "quizzes" / "questions.gift").write_text(
        f"{stem} {{={right} ~{wrong}####" + "解" * 1500 + "}\n", "utf-8"
    )
    async with house(database, MORNING, programme=folder) as h:
        branch = await h.branch("b1", "第一支部", "李书记", ["王大妈"])
        await h.at("12:00")
        preface, poll = h.said(branch.group)[-2:]
        assert stem in preface.text and right in preface.text and wrong in preface.text
        assert poll.poll is not None and poll.poll.options == ("A", "B")
        h.server.vote(branch["王大妈"], poll, (0,))
        await h.at("20:00")
        assert any("解" * 1500 in text for text in h.texts(branch.group))


async def test_an_explanation_longer_than_a_message_is_told_whole(
    database: Database, tmp_path: Path
) -> None:
    folder = small_programme(tmp_path, 1)
    lines = "\\n".join(f"{n}、" + "理" * 90 for n in range(60))
    (folder / "quizzes" / "questions.gift").write_text(f"题 {{=对的 ~错的####{lines}}}\n", "utf-8")
    async with house(database, MORNING, programme=folder) as h:
        branch = await h.branch("b1", "第一支部", "李书记")
        await h.at("12:00")
        await h.at("20:00")
        told = "\n".join(h.texts(branch.group))
        assert all(f"{n}、" + "理" * 90 in told for n in range(60))
