"""Does what stands in the table: puts records down as a handler does, changes them, and decides."""

from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from programme.duties.confirming import Asking, after_record
from programme.duties.loading import load_matters
from programme.duties.references import Found
from programme.duties.ruling import rule
from programme.duties.working_out import work_out
from programme.records import keeping
from programme.records.kinds import Part as Changed
from storage import outbox, records
from storage.database import Transaction
from storage.units import unit
from storage.values.duties import Part, Subject
from storage.values.notes import NoteMedia
from storage.values.people import PersonId
from storage.values.records import (
    MakesUp,
    Record,
    RecordFile,
    RecordId,
    RecordState,
    RulingKind,
    TookPart,
)
from tests.year.land import Land
from tests.year.words import ALL, Act, Change, Decide, Delete, Put, day_of


@dataclass
class Doer:
    """Does things in a land; what has a name is remembered by it. ``met``: in which evening a unit
    has met a duty in a period."""

    land: Land
    named: dict[str, RecordId] = field(default_factory=dict)
    count: int = 0
    met: dict[tuple[str, str, str], date] = field(default_factory=dict)

    async def do(self, acts: list[Act]) -> None:
        """Do all of this now that needs no buttons."""
        if not acts:
            return
        async with self.land.house.database.writing() as tx:
            for act in acts:
                match act:
                    case Put():
                        await self._put(tx, act)
                    case Change():
                        await self._change(tx, act)
                    case Delete():
                        await self._delete(tx, act)
                    case Decide(kind="excused"):
                        await self._decide(tx, act)

    async def _put(self, tx: Transaction, put: Put) -> None:
        now, by = self.land.house.clock.now(), self.land.keeper(put.unit)
        draft = await records.add_record(tx, self._record(put, by))
        await self._told(tx, await keeping.put_down(tx, draft, by, now))
        self.count += 1
        for duty, period in put.meets:
            self.met.setdefault((put.unit, duty, period), day_of(put.on))
        if put.name:
            self.named[put.name] = draft.id

    def _record(self, put: Put, by: PersonId) -> Record:
        land, now = self.land, self.land.house.clock.now()
        place = land.places[put.unit, put.place] if put.place else None
        file = RecordFile(land.house.bot_id, NoteMedia(put.file), "file") if put.file else None
        return Record(
            id=RecordId(0),
            unit_id=land.units[put.unit],
            state=RecordState.DRAFT,
            kinds=(put.kinds,),
            day=day_of(put.day or put.on),
            by=by,
            made_at=now,
            changed_at=now,
            group=put.group,
            minutes=put.minutes,
            place=place.name if place else "",
            place_id=place.id if place else None,
            topic=put.topic,
            text=put.text,
            number=put.number,
            of=put.of,
            makes_up=tuple(MakesUp(duty, period) for duty, period in put.makes_up),
            people=self._people(put),
            files=(file,) if file else (),
        )

    def _people(self, put: Put) -> tuple[TookPart, ...]:
        spoke = self._meant(put, put.spoke)
        # Who leads a meeting speaks, and so does in its branch whoever holds an office above.
        if put.kinds in ("theme-day", "study-meeting") and put.there == ALL:
            spoke |= {each.name for each in self.land.everybody(put.unit) if each.home}
        return tuple(
            TookPart(self.land.people[name], Part.SPEAKER if name in spoke else Part.PRESENT)
            for name in sorted(self._meant(put, put.there) | spoke)
        )

    def _meant(self, put: Put, names: str) -> set[str]:
        if names != ALL:
            return set(names.split())
        found = {each.name for each in self.land.everybody(put.unit)}
        if put.kinds == "training":
            found |= {each.name for each in self.land.province.secretaries(put.unit)}
        return found

    async def _change(self, tx: Transaction, act: Change) -> None:
        now = self.land.house.clock.now()
        before = await records.record_with(tx, self.named[act.name])
        assert before is not None and before.by is not None
        spoke, there = set(act.spoke.split()), set(act.there.split())
        ids = {self.land.people[each] for each in spoke | there}
        kept = [each for each in before.people if each.person_id not in ids]
        new = [
            TookPart(self.land.people[name], Part.SPEAKER if name in spoke else Part.PRESENT)
            for name in sorted(spoke | there)
        ]
        after = replace(before, people=(*kept, *new), text=act.text or before.text)
        part = Changed.TEXT if act.text else Changed.PEOPLE
        await self._told(tx, await keeping.change(tx, before, after, part, before.by, now))

    async def _delete(self, tx: Transaction, act: Delete) -> None:
        now = self.land.house.clock.now()
        record = await records.record_with(tx, self.named[act.name])
        assert record is not None and record.by is not None
        if act.back:
            await self._told(tx, await keeping.restore(tx, record, record.by, now))
        else:
            await keeping.delete(tx, record, record.by, now)

    async def _decide(self, tx: Transaction, act: Decide) -> None:
        h = self.land.house
        at = await unit(tx, self.land.units[act.unit], h.defaults)
        assert at is not None
        first, last = day_of("01-01"), day_of("12-31")
        matters = (await load_matters(tx, [at], first, last, h.clock.now()))[at.id]
        key = (act.duty, Subject(at.id), act.period)
        found = Found(
            matters,
            next(
                each
                for each in work_out(matters, first, last, {act.duty})
                if each.obligation.key == key
            ),
        )
        by = self.land.people[act.by]
        await rule(tx, found, RulingKind(act.kind), by, act.reason, h.clock.now())

    async def _told(self, tx: Transaction, record: Record) -> None:
        h = self.land.house
        asking = Asking(tx, h.bot_id, h.clock.now(), h.defaults, h.owner)
        await outbox.put(tx, await after_record(asking, record))
