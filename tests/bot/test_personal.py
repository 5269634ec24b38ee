"""Deliveries of what is one person's own, put in words when they are claimed."""

from datetime import UTC, date, datetime

from msgspec.structs import replace

from bot.personal import personal
from bot.requests import Drop, FileKind, SendFile
from storage.batch import NewRows, NoteRow, write
from storage.database import Database
from storage.note_files import files_as_text
from storage.notes import notes_of
from storage.shared import share
from storage.values.deliveries import Delivery, DeliveryId, DeliveryKind, Rank
from storage.values.notes import NoteFile, NoteMedia
from storage.values.people import ChatId, MessageId
from tests.storage.branch_rows import BOT, GROUP, make_branch

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
OWN = ChatId(11)


async def test_each_file_of_an_album_is_sent_as_what_it_is(database: Database) -> None:
    files = [NoteFile("p", NoteMedia.PHOTO), NoteFile("v", NoteMedia.VIDEO)]
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        row = NoteRow(
            person_id=branch.people[0],
            unit_id=branch.unit.id,
            day=date(2026, 5, 20),
            bot_id=BOT,
            chat_id=OWN,
            message_id=MessageId(5),
            text="two",
            media_kind="photo",
            file_id=files_as_text(files),
            private=True,
            at=NOW,
        )
        await write(tx, BOT, NewRows(notes=[row]), NOW)
        (note,) = await notes_of(tx, branch.people[0], 0, 1)
        await share(tx, note.id, GROUP, NOW)
        sent = [await personal(tx, _part(number)) for number in range(3)]
    assert [(each.kind, each.file_id) for each in sent if isinstance(each, SendFile)] == [
        (FileKind.PICTURE, "p"),
        (FileKind.VIDEO, "v"),
    ]
    assert sent[2] == Drop("shortened")


def _part(number: int) -> Delivery:
    payload = {"chat_id": OWN, "message_id": 5, "at": int(NOW.timestamp()), "part": number}
    return replace(_DELIVERY, payload=payload)


_DELIVERY = Delivery(
    id=DeliveryId(1),
    bot_id=BOT,
    key="share",
    rank=Rank.REPLY,
    kind=DeliveryKind.SHARED_NOTE,
    chat_id=GROUP,
    language="en",
    payload={},
    posting_id=None,
    expires_at=None,
    tries=0,
    wanted=0,
)
