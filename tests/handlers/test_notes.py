"""Notes in private and by command, changing them, leaving them, and the notebook."""

from datetime import timedelta

from msgspec.structs import replace
from sqlalchemy import select

from handlers.notebook import notebook, show_note, turn_page
from handlers.notes import ask_for_note, cancel, edited, note, private_message
from handlers.replies import reply_to_post
from storage.database import Database
from storage.notes import notes_of
from storage.tables.deeds import notes as table
from storage.values.deliveries import DeliveryKind
from storage.values.notes import Note, NoteMedia
from tests.handlers.talking import Talk
from tests.storage.branch_rows import DAY, Branch

VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 3}
SAVED = "Saved, for your eyes only. 1 day running."
OFFERED = ["offer:save", "offer:share", "offer:leave"]


def turning(data: list[str]) -> list[str]:
    """The buttons that turn the notebook's pages."""
    return [each for each in data if each.startswith("notebook:")]


async def notes(database: Database, branch: Branch, member: int = 0) -> list[Note]:
    async with database.reading() as tx:
        return list(await notes_of(tx, branch.people[member], 0, 50))


async def test_a_note_behind_the_command(talk: Talk, database: Database, branch: Branch) -> None:
    said = await talk.write(note, text="/note 一\u200b句 <b>&\nnext")
    assert said.texts == [SAVED]
    (kept,) = await notes(database, branch)
    assert (kept.text, kept.day, kept.private) == ("一\u200b句 <b>&\nnext", DAY, True)


async def test_the_command_alone_asks_and_takes_the_next_message(
    talk: Talk, database: Database, branch: Branch
) -> None:
    asked = await talk.write(note, text="/note")
    assert "send it now" in asked.texts[0]
    said = await talk.write(private_message, voice=VOICE)
    assert said.texts == [SAVED]
    again = await talk.write(private_message, text="something else")
    assert again.data == OFFERED
    (kept,) = await notes(database, branch)
    assert (kept.text, kept.media) == ("", NoteMedia.VOICE)


async def test_the_button_asks_too(talk: Talk, database: Database, branch: Branch) -> None:
    await talk.tap(ask_for_note, "note:write")
    await talk.write(private_message, text="字" * 4096)
    assert [kept.text for kept in await notes(database, branch)] == ["字" * 4096]


async def test_after_some_hours_nothing_is_taken_for_a_note(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(note, text="/note")
    later = replace(talk, now=talk.now + timedelta(hours=4))
    assert (await later.write(private_message, text="hello")).data == OFFERED
    assert await notes(database, branch) == []


async def test_a_reply_to_the_bot_in_private_is_a_note(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(private_message, text="an answer", reply_to=5)
    assert [kept.text for kept in await notes(database, branch)] == ["an answer"]


def photo(name: str) -> list[dict[str, object]]:
    return [{"file_id": name, "file_unique_id": name, "width": 1, "height": 1}]


async def files(database: Database) -> list[str | None]:
    """What came with each note, as its column keeps it."""
    async with database.reading() as tx:
        return [row.file_id for row in await tx.rows(select(table).order_by(table.c.id))]


async def test_an_album_in_private_is_kept_whole_and_answered_once(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(note, text="/note")
    first = await talk.write(
        private_message, photo=photo("p"), caption="my notebook", media_group_id="a"
    )
    second = await talk.write(private_message, photo=photo("q"), media_group_id="a")
    third = await talk.write(private_message, photo=photo("r"), media_group_id="other")
    assert (first.texts, second.deliveries) == ([SAVED], ())
    assert third.data == OFFERED
    assert [kept.text for kept in await notes(database, branch)] == ["my notebook"]
    assert await files(database) == ["p,q"]


async def test_an_albums_caption_may_come_last(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(note, text="/note")
    await talk.write(private_message, photo=photo("p"), media_group_id="a")
    await talk.write(private_message, photo=photo("q"), caption="at last", media_group_id="a")
    assert [kept.text for kept in await notes(database, branch)] == ["at last"]
    assert await files(database) == ["p,q"]


async def test_an_albums_other_pictures_stay_when_its_first_is_changed(
    talk: Talk, database: Database, branch: Branch
) -> None:
    album = {"media_group_id": "a"}
    await talk.write(note, text="/note")
    await talk.write(private_message, photo=photo("p"), caption="frist", message_id=80, **album)
    for name in "qr":
        await talk.write(private_message, photo=photo(name), **album)
    await talk.edit(edited, photo=photo("s"), caption="first", message_id=80, **album)
    assert [kept.text for kept in await notes(database, branch)] == ["first"]
    assert await files(database) == ["s,q,r"]


async def test_an_edit_may_bring_another_picture(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(note, text="/note")
    await talk.write(private_message, photo=photo("p"), caption="first", message_id=70)
    video = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}
    await talk.edit(edited, video=video, caption="second", message_id=70)
    async with database.reading() as tx:
        row = await tx.first(select(table.c.text, table.c.media_kind, table.c.file_id))
    assert row is not None and tuple(row) == ("second", "video", "v")


async def test_a_stranger_in_private_is_told_how_to_come_in(talk: Talk) -> None:
    said = await replace(talk, person=999).write(private_message, text="hello")
    assert "999" in said.texts[0] and "offer:save" not in said.data


async def test_cancel(talk: Talk, database: Database, branch: Branch) -> None:
    await talk.write(note, text="/note")
    assert "another time" in (await talk.write(cancel, text="/cancel")).texts[0]
    assert "Nothing is open" in (await talk.write(cancel, text="/cancel")).texts[0]
    await talk.write(private_message, text="hello")
    assert await notes(database, branch) == []


async def test_the_command_in_the_group(talk: Talk, database: Database, branch: Branch) -> None:
    said = await talk.write(note, group=True, text="/note@sanxue_bot with text")
    assert [each.payload["emoji"] for each in said.of(DeliveryKind.REACTION)] == ["👏"]
    assert said.texts == []
    (kept,) = await notes(database, branch)
    assert (kept.text, kept.private) == ("with text", False)
    alone = await talk.write(note, group=True, text="/note")
    assert alone.data == ["https://t.me/sanxue_bot?start=note"]
    assert {each.chat_id for each in alone.deliveries} == {branch.postings[0].chat_id}


async def test_somebody_without_a_branch_is_told_whom_to_ask(talk: Talk) -> None:
    stranger = replace(talk, person=999)
    assert (await stranger.write(note, text="/note hello")).refused
    assert (await stranger.write(notebook, text="/notebook")).refused


async def test_editing_the_message_edits_the_note(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(note, text="/note frist", message_id=50)
    await talk.write(reply_to_post, group=True, reply_to=104, text="thnaks", message_id=51)
    first = await talk.edit(edited, text="/note first", message_id=50)
    second = await talk.edit(edited, group=True, text="thanks", message_id=51, reply_to=104)
    unknown = await talk.edit(edited, text="not a note", message_id=52)
    assert first.deliveries == second.deliveries == unknown.deliveries == ()
    assert [kept.text for kept in await notes(database, branch)] == ["thanks", "first"]
    # With nothing but a command left there is nothing to keep in its place.
    await talk.edit(edited, text="/notebook", message_id=50)
    assert [kept.text for kept in await notes(database, branch)] == ["thanks", "first"]


async def test_a_changed_caption_changes_the_note(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(note, text="/note")
    await talk.write(private_message, voice=VOICE, caption="before", message_id=60)
    await talk.edit(edited, voice=VOICE, caption="after", message_id=60)
    assert [kept.text for kept in await notes(database, branch)] == ["after"]


async def test_the_notebook_in_pages(talk: Talk, database: Database, branch: Branch) -> None:
    assert "still empty" in (await talk.write(notebook, text="/notebook")).texts[0]
    for number in range(6):
        await talk.write(note, text=f"/note number {number}")
    first = await talk.write(notebook, text="/notebook")
    assert "number 5" in first.texts[0] and "number 0" not in first.texts[0]
    assert len([each for each in first.data if each.startswith("note:show:")]) == 5
    assert turning(first.data) == ["notebook:1"]
    second = await talk.tap(turn_page, "notebook:1")
    (edit,) = second.of(DeliveryKind.EDIT)
    assert "number 0" in edit.payload["text"] and turning(second.data) == ["notebook:0"]
    beyond = await talk.tap(turn_page, "notebook:99")
    assert beyond.texts == second.texts


async def test_a_long_note_opens_whole_for_its_writer_only(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(note, text="/note " + "long <" * 100)
    page = await talk.write(notebook, text="/notebook")
    data = page.data[0]
    whole = await talk.tap(show_note, data)
    assert "long &lt;" * 100 in whole.texts[0]
    assert (await replace(talk, person=12).tap(show_note, data)).refused
    assert (await talk.tap(show_note, "note:show:x")).refused


async def test_the_notebook_stays_out_of_the_group(talk: Talk) -> None:
    said = await talk.write(notebook, group=True, text="/notebook")
    assert said.data == ["https://t.me/sanxue_bot?start=notebook"]
