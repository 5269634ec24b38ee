"""The private chat without typing, and a notebook that can be shared, printed and tidied up."""

from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct

from bot.practice.records import User
from bot.practice.views import MessageView
from reports.commands import For, described
from reports.wording import words
from storage.database import Database
from storage.tables.work import papers
from tests.practice.pictures import png
from tests.stories.house import Branch, House, house
from tests.stories.sayings import EN, ZH, Sayings

WEDNESDAY = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


class Labels(Struct, frozen=True):
    """What the buttons say, and what is heard."""

    says: Sayings
    keys: tuple[str, str, str, str]
    office: str
    save: str
    share: str
    back: str
    delete: str
    shared_by: str
    pdf: str
    markdown: str
    month: str
    file: str
    title: str
    replaced: str


CHINESE = Labels(
    ZH,
    ("今日三学", "写心得", "我的", "帮助"),
    "支部的事",
    "记下来",
    "给大家看看",
    "收回",
    "删掉",
    "给大家看看5月20日的心得",
    "存成 PDF",
    "存成文本",
    "本月",
    "学习笔记-2026-05",
    "王大妈的学习笔记",
    "写的人收回去了",
)
ENGLISH = Labels(
    EN,
    ("Today's three", "Write a note", "My own", "Help"),
    "Branch matters",
    "Save it",
    "Share it",
    "Take it back",
    "Delete it",
    "shares a note of 20 May",
    "As PDF",
    "As Markdown",
    "This month",
    "notebook-2026-05",
    "Wang's notebook",
    "taken back by its writer",
)
BOTH = pytest.mark.parametrize("labels", [CHINESE, ENGLISH], ids=["zh", "en"])


async def lived(h: House, says: Sayings) -> tuple[Branch, User]:
    """A branch, and a member of it who has just met the bot."""
    branch = await h.branch("b", says.branch, says.secretary, says.members)
    wang = branch[says.members[0]]
    h.server.start_private(wang)
    await h.settle()
    return branch, wang


def keys_of(message: MessageView) -> list[str]:
    return [key for row in message.keyboard or () for key in row]


@BOTH
@SQLITE
async def test_the_keys_and_menus_fit_who_one_is(database: Database, labels: Labels) -> None:
    says = labels.says
    async with house(database, WEDNESDAY, language=says.language, menus_given=False) as h:
        branch, wang = await lived(h, says)
        secretary = branch.secretary
        assert keys_of(h.last(wang)) == list(labels.keys)
        assert keys_of(await h.ask(secretary, "/help")) == [
            *labels.keys[:2],
            labels.office,
            labels.keys[3],
        ]
        # Every key does something, in whichever language it still stands there.
        today, note, own, help_ = labels.keys
        other = CHINESE if labels is ENGLISH else ENGLISH
        assert (await h.ask(wang, today)).text == (await h.ask(wang, "/today")).text
        assert (await h.ask(wang, note)).text == (await h.ask(wang, "/note")).text
        assert (await h.ask(wang, own)).text == (await h.ask(wang, "/me")).text
        assert (await h.ask(wang, help_)).text == (await h.ask(wang, "/help")).text
        assert (await h.ask(wang, other.keys[3])).text == (await h.ask(wang, "/help")).text
        status = await h.ask(secretary, labels.office)
        assert status.text.startswith(says.branch)
        assert says.own in (await h.ask(wang, labels.office)).text
        menus = h.server.world.commands
        for language in ("zh", "en", ""):
            said = described(words(language or says.language), For.MEMBERS, For.EVERYBODY)
            menu = menus['{"type": "all_private_chats"}', language]
            assert [(each["command"], each["description"]) for each in menu] == list(said)
        for user, has_office in ((secretary, True), (wang, False)):
            scope = f'{{"chat_id": {user.id}, "type": "chat"}}'
            own_menu = [each["command"] for each in menus.get((scope, ""), [])]
            assert ("status" in own_menu) == has_office
        # Another language: the next answer brings the keys in it, and a menu of one's own.
        chosen = "English" if labels is CHINESE else "中文"
        await h.tap(wang, await h.ask(wang, "/language"), chosen)
        assert keys_of(await h.ask(wang, "/help")) == list(other.keys)
        scope = f'{{"chat_id": {wang.id}, "type": "chat"}}'
        assert (
            menus[scope, ""][0]["description"]
            == described(words(other.says.language), For.MEMBERS)[0][1]
        )


@BOTH
@SQLITE
async def test_a_thought_is_kept_shared_and_taken_back_by_taps(
    database: Database, labels: Labels
) -> None:
    says = labels.says
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch, wang = await lived(h, says)
        await h.write(wang, wang, "很受启发 <b>&")
        await h.tap(wang, h.last(wang), labels.save)
        assert says.saved in h.last(wang).text
        await h.tap(wang, h.last(wang), labels.share)
        shown = h.last(branch.group)
        assert says.members[0] in shown.text and labels.shared_by in shown.text
        assert shown.text.endswith("很受启发 <b>&") and shown.is_silent
        await h.tap(wang, h.last(wang), labels.back)
        assert not any(labels.shared_by in text for text in h.texts(branch.group))
        # A picture goes along; after two days only its words can be taken back.
        h.server.send_photo(wang, wang, png(40, 30), "我的本子")
        await h.settle()
        await h.tap(wang, h.last(wang), labels.share)
        shown = h.last(branch.group)
        assert shown.media is not None and shown.text.endswith("我的本子")
        shares = h.last(wang)
        await h.at("09:00", day=h.today() + timedelta(days=2))
        await h.tap(wang, shares, labels.back)
        left = h.server.message(branch.group, shown.message_id)
        assert labels.replaced in left.text and left.media is not None
        assert says.members[0] not in left.text


@SQLITE
async def test_a_long_note_is_several_messages_and_goes_whole(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch, wang = await lived(h, ZH)
        before = len(h.said(branch.group))
        await h.write(wang, wang, "长" * 4096)
        await h.tap(wang, h.last(wang), CHINESE.share)
        parts = h.said(branch.group)[before:]
        assert len(parts) == 2
        assert sum(part.text.count("长") for part in parts) == 4096
        await h.tap(wang, h.last(wang), CHINESE.back)
        assert len(h.said(branch.group)) == before


@BOTH
@SQLITE
async def test_the_notebook_comes_as_a_file(database: Database, labels: Labels) -> None:
    says = labels.says
    async with house(database, WEDNESDAY, language=says.language) as h:
        _, wang = await lived(h, says)
        await h.write(wang, wang, "/note 头一条")
        h.server.send_photo(wang, wang, png(40, 30), "一页本子")
        await h.settle()
        await h.tap(wang, h.last(wang), labels.save)
        notebook = await h.ask(wang, "/notebook")
        for button, suffix in ((labels.markdown, ".zip"), (labels.pdf, ".pdf")):
            await h.tap(wang, notebook, button)
            await h.tap(wang, h.last(wang), labels.month)
            file = h.last(wang).media
            assert file is not None and file.name == labels.file + suffix
            if suffix == ".zip":
                with ZipFile(BytesIO(file.content)) as archive:
                    name, picture = archive.namelist()
                    text = archive.read(name).decode()
                    assert archive.read(picture) == png(40, 30)
                assert (name, picture) == (f"{labels.file}.md", "pictures/1.png")
                assert text.startswith(f"# {labels.title}\n") and "头一条" in text
                assert "(pictures/1.png)" in text
            else:
                assert file.content.startswith(b"%PDF") and b"/Subtype/Image" in file.content
        # The file itself is nowhere any more but with its owner.
        async with h.database.reading() as tx:
            assert await tx.rows(papers.select()) == []


@SQLITE
async def test_a_picture_that_telegram_lost_is_named(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        _, wang = await lived(h, ZH)
        h.server.send_photo(wang, wang, png(40, 30))
        await h.settle()
        await h.tap(wang, h.last(wang), CHINESE.save)
        h.server.world.files._by_id.clear()
        await h.tap(wang, await h.ask(wang, "/notebook"), CHINESE.pdf)
        await h.tap(wang, h.last(wang), CHINESE.month)
        file = h.last(wang).media
        assert file is not None and b"/Subtype/Image" not in file.content


@SQLITE
async def test_an_unknown_command_is_silence_in_a_group_and_help_in_private(
    database: Database,
) -> None:
    async with house(database, WEDNESDAY) as h:
        branch, wang = await lived(h, ZH)
        before = len(h.said(branch.group))
        await h.write(wang, branch.group, "/nosuch")
        assert len(h.said(branch.group)) == before
        assert (await h.ask(wang, "/nosuch")).text == (await h.ask(wang, "/help")).text
