"""A programme with a few duties, and what stories about them do."""

from datetime import date, datetime
from pathlib import Path

from msgspec.structs import replace

from programme.duties.confirming import Asking, after_record
from programme.duties.summing import count_anew_for
from storage import outbox
from storage.database import Transaction
from storage.moments import earliest
from storage.people import people_as
from storage.records import add_record, change_record
from storage.tables.duties import unit_programmes
from storage.tables.programme import programme_versions
from storage.values.people import BotId, Person, PersonId, Role
from storage.values.records import Record, RecordId, RecordState, TookPart
from tests.stories.house import Branch, House
from tests.stories.small_programme import small_programme

_DUTIES = """
[sections]
life = { zh = "组织生活" }
[kinds]
assembly = { family = "meeting", zh = "党员大会" }
theme = { family = "meeting", zh = "主题党日" }
lecture = { family = "lecture", zh = "党课" }

[duties.assembly]
section = "life"
title.zh = "党员大会"
who = "branches"
every = "quarter"
times = 2
counts = ["assembly"]
least_minutes = 60

[duties.theme]
section = "life"
title.zh = "主题党日"
who = "branches"
every = "month"
counts = ["theme"]
confirm = true

[duties.lecture]
section = "life"
title.zh = "书记讲党课"
who = "persons"
roles = ["secretary"]
every = "year"
counts = ["lecture"]
as = "speaker"
"""


def with_duties(folder: Path) -> Path:
    """A programme whose branches meet twice a quarter and have an activity day each month, which
    the unit above confirms, and whose secretaries lecture once a year."""
    made = small_programme(folder)
    (made / "duties.toml").write_text(_DUTIES, "utf-8")
    return made


async def holds_since(h: House, moment: datetime) -> None:
    """As if the programme and the units had been imported then: from that day on its duties
    hold."""
    async with h.database.writing() as tx:
        await tx.run(unit_programmes.delete())
        await tx.run(programme_versions.update().values(imported_at=earliest(moment)))


async def secretary_of(h: House, branch: Branch) -> Person:
    """The branch's secretary, as a person."""
    async with h.database.reading() as tx:
        held = await people_as(tx, [branch.unit.id], h.today(), Role.SECRETARY)
    return held[branch.unit.id][0]


async def was_held(
    h: House, branch: Branch, kind: str, day: date, minutes: int = 90, *, people: int = 1
) -> Record:
    """Put down that the branch did something; the unit above is asked where it has to."""
    by = (await secretary_of(h, branch)).id
    at = h.clock.now()
    there = tuple(TookPart(PersonId(by + number)) for number in range(people))
    new = Record(
        RecordId(0),
        branch.unit.id,
        RecordState.KEPT,
        (kind,),
        day,
        by,
        at,
        at,
        minutes=minutes,
        people=there,
    )
    async with h.database.writing() as tx:
        record = await add_record(tx, new)
        await count_anew_for(tx, record)
        await outbox.put(tx, await after_record(_asking(h, tx), record))
    return record


async def changed(h: House, record: Record, **values: object) -> None:
    """Change what was put down."""
    new = replace(record, changed_at=h.clock.now(), **values)  # type: ignore[arg-type]
    async with h.database.writing() as tx:
        await change_record(tx, new)
        await count_anew_for(tx, new)
        await outbox.put(tx, await after_record(_asking(h, tx), new))


def _asking(h: House, tx: Transaction) -> Asking:
    bot = BotId(h.server.bot_user.id)
    return Asking(tx, bot, h.clock.now(), h.defaults, h.owner)
