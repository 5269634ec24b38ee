"""Notes offered, shared, taken back and deleted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, update

from handlers.notebook import ask_to_delete, erase_note, keep_note_after_all, notebook, show_note
from handlers.notes import note, private_message
from handlers.offers import take_offer
from handlers.replies import reply_to_post
from handlers.sharing import share_note, take_note_back
from storage import chats
from storage.database import Database
from storage.day_reads import read_days
from storage.notes import notes_of
from storage.tables.deeds import shared_messages
from storage.values.deliveries import DeliveryKind, NewDelivery
from storage.values.notes import Note, NoteFile, NoteMedia
from storage.values.people import MessageId
from tests.handlers.talking import Said, Talk
from tests.storage.branch_rows import BOT, DAY, GROUP, Branch

PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 3}


async def notes(database: Database, branch: Branch, member: int = 0) -> Sequence[Note]:
    async with database.reading() as tx:
        return await notes_of(tx, branch.people[member], 0, 50)


async def counted(database: Database, branch: Branch) -> int:
    """How many notes Li's day counts."""
    li = branch.people[0]
    async with database.reading() as tx:
        found = await read_days(tx, [li], {DAY: [branch.unit.id]})
    return found.member_days[li, DAY].notes


async def written(talk: Talk, text: str = "a thought", number: int = 40) -> None:
    await talk.write(note, text=f"/note {text}", message_id=number)


async def arrived(database: Database, branch: Branch, at: datetime, *, has_file: bool) -> None:
    """Telegram has the shared note, as message 70."""
    (shared,) = await notes(database, branch)
    row = {"note_id": shared.id, "message_id": 70, "has_file": has_file}
    async with database.writing() as tx:
        await tx.run(insert(shared_messages).values(at=int(at.timestamp()), **row))


def to_group(said: Said) -> list[NewDelivery]:
    return [each for each in said.deliveries if each.chat_id == GROUP]


async def test_sharing_twice_shows_it_once(talk: Talk, database: Database, branch: Branch) -> None:
    await written(talk)
    first = await talk.tap(share_note, "note:share:40")
    second = await talk.tap(share_note, "note:share:40")
    (shown,) = to_group(first)
    assert shown.kind is DeliveryKind.SHARED_NOTE and "a thought" not in str(shown.payload)
    assert to_group(second) == []
    assert first.data == second.data == ["note:unshare:40", "note:delete:1"]
    (kept,) = await notes(database, branch)
    assert kept.shared_in == GROUP


@pytest.mark.parametrize(
    ("hours", "has_file", "kind", "told"),
    [
        (1, False, DeliveryKind.DELETE, "no longer in the group"),
        (1, True, DeliveryKind.DELETE, "no longer in the group"),
        (50, False, DeliveryKind.EDIT, "in its place"),
        (50, True, DeliveryKind.CAPTION, "an admin of the group"),
    ],
)
async def test_taking_back(
    talk: Talk,
    database: Database,
    branch: Branch,
    hours: int,
    has_file: bool,
    kind: DeliveryKind,
    told: str,
) -> None:
    await written(talk)
    await talk.tap(share_note, "note:share:40")
    await arrived(database, branch, talk.now, has_file=has_file)
    later = replace(talk, now=talk.now + timedelta(hours=hours))
    said = await later.tap(take_note_back, "note:unshare:40")
    (gone,) = to_group(said)
    assert (gone.kind, gone.payload["message_id"]) == (kind, 70)
    assert told in said.of(DeliveryKind.EDIT)[-1].payload["text"]
    again = await later.tap(take_note_back, "note:unshare:40")
    assert to_group(again) == [] and again.data[0] == "note:share:40"


async def test_out_of_a_group_that_is_gone_nothing_can_be_taken(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await written(talk)
    await talk.tap(share_note, "note:share:40")
    await arrived(database, branch, talk.now, has_file=False)
    async with database.writing() as tx:
        await chats.mark_unreachable(tx, BOT, GROUP, "removed", talk.now)
    said = await talk.tap(take_note_back, "note:unshare:40")
    assert to_group(said) == [] and "ask an admin" in said.texts[0]
    assert "note:share:40" in said.data
    refused = await talk.tap(share_note, "note:share:40")
    assert "no group" in refused.refused


async def test_nobody_shares_or_deletes_what_is_anothers(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await written(talk)
    wang = replace(talk, person=12)
    for handler, data in (
        (share_note, "note:share:40"),
        (take_note_back, "note:unshare:40"),
        (show_note, "note:show:1"),
        (ask_to_delete, "note:delete:1"),
        (erase_note, "note:erase:1"),
        (keep_note_after_all, "note:keep:1"),
        (share_note, "note:share:x"),
        (erase_note, "note:erase:999999999999999999999"),
    ):
        said = await wang.tap(handler, data)
        assert "too old" in said.refused and said.deliveries == ()
    assert len(await notes(database, branch)) == 1


async def test_what_was_said_in_the_group_can_be_deleted_not_shared(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await talk.write(reply_to_post, group=True, reply_to=104, text="for all", message_id=51)
    said = await talk.tap(show_note, "note:show:1")
    assert said.data == ["note:delete:1"]
    erased = await talk.tap(erase_note, "note:erase:1")
    assert "group itself" in erased.texts[0]
    assert await notes(database, branch) == []


async def test_deleting_asks_once_and_leaves_the_count(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await written(talk)
    asked = await talk.tap(ask_to_delete, "note:delete:1")
    assert asked.data == ["note:erase:1", "note:keep:1"] and "a thought" in asked.texts[0]
    kept = await talk.tap(keep_note_after_all, "note:keep:1")
    assert kept.data == ["note:share:40", "note:delete:1"]
    erased = await talk.tap(erase_note, "note:erase:1")
    assert "counted" in erased.texts[0]
    assert await notes(database, branch) == []
    assert await counted(database, branch) == 1
    assert "too old" in (await talk.tap(erase_note, "note:erase:1")).refused


async def test_a_deleted_note_goes_from_the_group_as_well(
    talk: Talk, database: Database, branch: Branch
) -> None:
    await written(talk)
    await talk.tap(share_note, "note:share:40")
    await arrived(database, branch, talk.now, has_file=False)
    said = await talk.tap(erase_note, "note:erase:1")
    assert [each.kind for each in to_group(said)] == [DeliveryKind.DELETE]
    assert "no longer in the group" in said.texts[-1]


async def test_a_note_is_shown_with_its_pictures(talk: Talk, branch: Branch) -> None:
    await talk.write(note, text="/note")
    await talk.write(private_message, photo=PHOTO, message_id=41, caption="mine")
    said = await talk.tap(show_note, "note:show:1")
    (file,) = said.of(DeliveryKind.FILE)
    assert file.payload == {"media": "photo", "file_id": "p"}


@pytest.mark.parametrize(("wish", "shared"), [("offer:save", False), ("offer:share", True)])
async def test_what_comes_unasked_is_kept_by_one_tap(
    talk: Talk, database: Database, branch: Branch, wish: str, shared: bool
) -> None:
    offer = await talk.write(private_message, text="out of the blue", message_id=42)
    (asked,) = offer.deliveries
    assert asked.payload["reply_to"] == 42
    assert await notes(database, branch) == []
    mine = {"text": "out of the blue", "message_id": 42}
    kept = await talk.tap(take_offer, wish, about=mine)
    twice = await talk.tap(take_offer, wish, about=mine)
    (one,) = await notes(database, branch)
    assert (one.text, one.day, one.private, one.message_id) == (
        "out of the blue",
        DAY,
        True,
        MessageId(42),
    )
    assert (one.shared_in is not None, len(to_group(kept))) == (shared, int(shared))
    assert to_group(twice) == [] and await counted(database, branch) == 1


async def test_a_voice_note_too(talk: Talk, database: Database, branch: Branch) -> None:
    await talk.write(private_message, voice=VOICE, message_id=43)
    await talk.tap(take_offer, "offer:save", about={"voice": VOICE, "message_id": 43})
    (one,) = await notes(database, branch)
    assert (one.text, one.files) == ("", (NoteFile("v", NoteMedia.VOICE),))


def photo(name: str) -> list[dict[str, object]]:
    return [{"file_id": name, "file_unique_id": name, "width": 1, "height": 1}]


async def test_an_album_is_offered_once_and_kept_whole(
    talk: Talk, database: Database, branch: Branch
) -> None:
    album: dict[str, Any] = {"media_group_id": "a"}
    first = await talk.write(private_message, photo=photo("p"), message_id=44, **album)
    second = await talk.write(private_message, photo=photo("q"), caption="two pages", **album)
    assert first.data[0] == "offer:save" and second.deliveries == ()
    await talk.tap(
        take_offer, "offer:share", about={"photo": photo("p"), "message_id": 44, **album}
    )
    late = await talk.write(private_message, video={**VOICE, "width": 1, "height": 1}, **album)
    assert late.deliveries == ()
    (one,) = await notes(database, branch)
    assert (one.text, [each.id for each in one.files]) == ("two pages", ["p", "q", "v"])
    shown = await talk.tap(show_note, f"note:show:{one.id}")
    kinds = [each.payload["media"] for each in shown.of(DeliveryKind.FILE)]
    assert kinds == [NoteMedia.PHOTO, NoteMedia.PHOTO, NoteMedia.VIDEO]


async def test_leaving_keeps_nothing(talk: Talk, database: Database, branch: Branch) -> None:
    await talk.write(private_message, text="hm", message_id=45)
    left = await talk.tap(take_offer, "offer:leave", about={"text": "hm", "message_id": 45})
    assert "not kept" in left.texts[0]
    assert await notes(database, branch) == []


async def test_an_offer_whose_message_is_gone_is_too_old(talk: Talk) -> None:
    assert "too old" in (await talk.tap(take_offer, "offer:save")).refused
    assert "too old" in (await talk.tap(take_offer, "offer:share")).refused


async def test_somebody_elses_words_are_not_offered(talk: Talk) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 0}
    said = await talk.write(private_message, text="forwarded", forward_origin=origin)
    assert said.data == [] and "/help" in said.texts[0]


async def test_without_a_group_nothing_can_be_shared(
    talk: Talk, database: Database, branch: Branch
) -> None:
    async with database.writing() as tx:
        await tx.run(update(chats.chats).values(unit_id=None))
    offered = await talk.write(private_message, text="alone", message_id=46)
    assert offered.data == ["offer:save", "offer:leave"]
    await talk.tap(take_offer, "offer:share", about={"text": "alone", "message_id": 46})
    (one,) = await notes(database, branch)
    assert one.shared_in is None
    page = await talk.write(notebook, text="/notebook")
    assert not any(each.startswith("note:share") for each in page.data)
