"""Replies in the group: a bare confirmation checks in, anything else is a note, silently."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from handlers.replies import reply_to_post, rest_of_album
from storage.database import Database
from storage.deeds import totals
from storage.notes import notes_of
from storage.tables.deeds import notes as table
from storage.values.deliveries import DeliveryKind
from storage.values.notes import Note, NoteMedia
from storage.values.standings import Totals
from tests.handlers.talking import Said, Talk
from tests.storage.branch_rows import DAY, Branch

PHOTO = [{"file_id": "small", "file_unique_id": "s", "width": 1, "height": 1}]
PHOTO = [*PHOTO, {"file_id": "large", "file_unique_id": "l", "width": 9, "height": 9}]


async def did(database: Database, branch: Branch, member: int = 0) -> Totals:
    async with database.reading() as tx:
        return await totals(tx, branch.people[member], date(2026, 1, 1), date(2026, 12, 31))


async def notes(database: Database, branch: Branch) -> list[Note]:
    async with database.reading() as tx:
        return list(await notes_of(tx, branch.people[0], 0, 50))


def reactions(said: Said) -> list[str]:
    assert said.texts == []
    return [str(each.payload["emoji"]) for each in said.of(DeliveryKind.REACTION)]


async def test_a_confirmation_below_the_morning_post_checks_in(
    talk: Talk, database: Database, branch: Branch
) -> None:
    said = await talk.write(reply_to_post, group=True, reply_to=101, text="收到！")
    assert reactions(said) == ["👍"]
    assert [each.key for each in said.of(DeliveryKind.COUNTER)] == [
        f"counter:{branch.postings[0].id}"
    ]
    assert await did(database, branch) == Totals(check_ins=1, points=1, days=1)
    assert await notes(database, branch) == []


async def test_a_second_confirmation_is_thanked_and_counts_once(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(reply_to_post, group=True, reply_to=101, text="ok")
    said = await talk.write(reply_to_post, group=True, reply_to=101, text="👍")
    assert reactions(said) == ["👍"] and not said.of(DeliveryKind.COUNTER)
    assert (await did(database, branch)).check_ins == 1


async def test_a_sticker_with_a_thumb_confirms(
    talk: Talk, database: Database, branch: Branch
) -> None:
    sticker = {
        "file_id": "s",
        "file_unique_id": "s",
        "width": 1,
        "height": 1,
        "is_animated": False,
        "is_video": False,
        "type": "regular",
        "emoji": "👍",
    }
    await talk.write(reply_to_post, group=True, reply_to=101, sticker=sticker)
    assert (await did(database, branch)).check_ins == 1


@pytest.mark.parametrize("post", [101, 102, 103, 104])
async def test_what_says_more_is_a_note_below_any_of_the_three(
    talk: Talk, database: Database, branch: Branch, post: int
) -> None:
    said = await talk.write(reply_to_post, group=True, reply_to=post, text="收到，讲得好")
    assert reactions(said) == ["👏"]
    (note,) = await notes(database, branch)
    assert (note.text, note.day, note.private) == ("收到，讲得好", DAY, False)
    assert await did(database, branch) == Totals(notes=1, points=2, days=1)


async def test_a_confirmation_below_the_evening_prompt_is_a_note(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(reply_to_post, group=True, reply_to=104, text="收到")
    assert [note.text for note in await notes(database, branch)] == ["收到"]


async def test_a_photo_with_its_caption(talk: Talk, database: Database, branch: Branch) -> None:
    await talk.write(reply_to_post, group=True, reply_to=101, photo=PHOTO, caption="ok")
    (note,) = await notes(database, branch)
    assert (note.text, note.media) == ("ok", NoteMedia.PHOTO)


def picture(name: str) -> list[dict[str, object]]:
    return [{"file_id": name, "file_unique_id": name, "width": 1, "height": 1}]


async def files(database: Database) -> list[str | None]:
    """What came with each note, as its column keeps it."""
    async with database.reading() as tx:
        return [row.file_id for row in await tx.rows(select(table).order_by(table.c.id))]


async def test_an_album_is_thanked_once_and_kept_whole(
    talk: Talk, database: Database, branch: Branch
) -> None:
    album = {"media_group_id": "album", "reply_to": 104}
    first = await talk.write(reply_to_post, group=True, photo=picture("p"), **album)
    second = await talk.write(reply_to_post, group=True, photo=picture("q"), **album)
    assert [each.key for each in first.deliveries] == [each.key for each in second.deliveries]
    assert len(await notes(database, branch)) == 1
    assert (await did(database, branch)).notes == 1
    assert (await did(database, branch)).points == 2
    assert await files(database) == ["p,q"]


async def test_of_an_album_the_first_picture_alone_may_be_the_reply(
    talk: Talk, database: Database, branch: Branch
) -> None:
    album = {"media_group_id": "album"}
    await talk.write(reply_to_post, group=True, photo=picture("p"), reply_to=104, **album)
    rest = await talk.write(
        rest_of_album, group=True, photo=picture("q"), caption="all of us", **album
    )
    other = {"media_group_id": "other"}
    stray = await talk.write(rest_of_album, group=True, photo=picture("r"), **other)
    await replace(talk, person=12).write(rest_of_album, group=True, photo=picture("s"), **album)
    assert rest.deliveries == stray.deliveries == ()
    assert await files(database) == ["p,q"]
    assert [note.text for note in await notes(database, branch)] == ["all of us"]


@pytest.mark.parametrize(
    "message",
    [
        {"reply_to": 555, "text": "to another message"},
        {"text": "to nobody"},
        {"reply_to": 101, "text": "/status"},
        {"reply_to": 101, "via_bot": {"id": 5, "is_bot": True, "first_name": "b"}, "text": "gif"},
        {"reply_to": 101, "sender_chat": {"id": -5, "type": "channel"}, "text": "channel"},
        {
            "reply_to": 101,
            "text": "forwarded",
            "forward_origin": {"type": "hidden_user", "date": 0, "sender_user_name": "x"},
        },
        {"reply_to": 101, "location": {"latitude": 1, "longitude": 1}},
    ],
)
async def test_what_is_no_members_word_on_a_post_is_passed_over(
    talk: Talk, database: Database, branch: Branch, message: dict[str, object]
) -> None:
    assert (await talk.write(reply_to_post, group=True, **message)).deliveries == ()
    assert await did(database, branch) == Totals()


async def test_a_stranger_is_passed_over_in_silence(talk: Talk) -> None:
    stranger = replace(talk, person=999)
    said = await stranger.write(reply_to_post, group=True, reply_to=101, text="收到")
    assert (said.deliveries, said.refused) == ((), "")


async def test_below_a_closed_post_a_confirmation_is_late_and_a_note_is_todays(
    talk: Talk, database: Database, branch: Branch
) -> None:
    later = replace(talk, now=talk.now + timedelta(days=30))
    said = await later.write(reply_to_post, group=True, reply_to=101, text="收到")
    assert said.deliveries == ()
    await later.write(reply_to_post, group=True, reply_to=101, text="a late thought")
    assert [note.day for note in await notes(database, branch)] == [DAY + timedelta(days=30)]
