"""Good deeds of members: put down in a line, without any points, and added up."""

from datetime import datetime

from msgspec import Struct

from programme.records.keeping import put_down
from programme.records.kinds import deed_kinds
from programme.records.scene import Scene
from programme.records.typed import read_text
from storage import records
from storage.database import Transaction
from storage.deed_totals import deeds_below, deeds_of
from storage.values.messages import BadInput, message
from storage.values.people import PersonId
from storage.values.records import (
    DeedTotals,
    Record,
    RecordFile,
    RecordId,
    RecordState,
    TookPart,
)


class Totals(Struct, frozen=True):
    """What good deeds come to this year: one's own, and the branch's."""

    own: DeedTotals
    branch: DeedTotals


async def put_down_deed(
    tx: Transaction,
    at: Scene,
    doer: PersonId,
    text: str,
    files: tuple[RecordFile, ...],
    now: datetime,
) -> Record:
    """Put down a good deed of somebody's, today. Raises :class:`BadInput` for one without a word
    or a photo."""
    if not text.strip() and not files:
        raise BadInput(message("Please write in a line what it was, or send a photo."))
    draft = Record(
        id=RecordId(0),
        unit_id=at.unit.id,
        state=RecordState.DRAFT,
        kinds=(deed_kinds(at.book)[0],),
        day=at.today,
        by=doer,
        made_at=now,
        changed_at=now,
        text=read_text(text) if text.strip() else "",
        people=(TookPart(doer),),
        files=files,
    )
    return await put_down(tx, await records.add_record(tx, draft), doer, now)


async def own_deeds(tx: Transaction, at: Scene, doer: PersonId, limit: int) -> list[Record]:
    """Somebody's last good deeds, the newest first."""
    kinds = deed_kinds(at.book)
    return await records.newest_with(tx, doer, limit, kinds=kinds)


async def totals(tx: Transaction, at: Scene, doer: PersonId) -> Totals:
    """What good deeds come to this year."""
    kinds = deed_kinds(at.book)
    span = at.today.replace(month=1, day=1), at.today
    branch = await deeds_below(tx, [at.unit.id], kinds, *span)
    return Totals(await deeds_of(tx, doer, kinds, *span), branch[at.unit.id])


def is_own_deed(record: Record, at: Scene, person: PersonId) -> bool:
    """Whether a record is a good deed of somebody's own."""
    people = [each.person_id for each in record.people]
    return people == [person] and record.kinds[0] in deed_kinds(at.book)
