"""Two rows of one person become one: what either answered, practised and sat is kept."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import insert, select

from storage import drills, exams, places, records, rulings, sittings
from storage.batch import AnswerRow, NewRows, write
from storage.database import Database
from storage.merging import move_answers
from storage.merging_records import move_records
from storage.sittings import Drawn
from storage.tables.deeds import answers
from storage.tables.duties import put_off
from storage.values.drills import Drill, Memory, Review
from storage.values.duties import Part, Subject
from storage.values.exams import Sitting, SittingId, Source, SourceKind, Terms
from storage.values.records import (
    ChangeKind,
    Place,
    PlaceId,
    Record,
    RecordChange,
    RecordId,
    RecordState,
    Ruling,
    RulingKind,
    TookPart,
)
from tests.storage.branch_rows import BOT, DAY, make_branch, post_day

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
MEMORY = Memory(2.3, 2.1, DAY, DAY + timedelta(days=2))


async def test_what_both_answered_practised_and_sat_is_one_persons(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li", "Li, known", "Wang"]))
        gone, kept, wang = branch.people
        _, first, second, _ = branch.postings
        one, two = first.question_id, second.question_id
        assert one is not None and two is not None
        given = [(gone, first, (1,)), (kept, first, (0,)), (gone, second, (0, 1))]
        rows = [
            AnswerRow(who, post.id, branch.unit.id, DAY, chosen, NOW) for who, post, chosen in given
        ]
        await write(tx, BOT, NewRows(answers=rows), NOW)
        review = Review(gone, one, DAY, NOW, "1", 1)
        await drills.add_reviews(
            tx, [review, replace(review, question_id=two), replace(review, person_id=kept)]
        )
        for who, asked in ((gone, (one, two)), (kept, (one,)), (wang, (one,))):
            await drills.put_cards(tx, who, {each: (MEMORY, 1) for each in asked})
        await drills.put_drill(tx, gone, Drill(DAY, 2, 2))
        terms = Terms(Source(SourceKind.PROGRAMME, "p"), DAY, DAY)
        exam = await exams.add_draft(tx, branch.unit.id, terms, gone, NOW)
        for who in (gone, kept):
            new = Sitting(SittingId(0), exam.id, who, 1, NOW, NOW + timedelta(hours=1))
            await sittings.begin(tx, new, [Drawn(one, 1, typed=False)])

        await move_answers(tx, gone, kept, [DAY])

        found = await tx.rows(select(answers).order_by(answers.c.posting_id))
        assert [(row.person_id, row.chosen) for row in found] == [(kept, "0"), (kept, "0,1")]
        assert await drills.drill_of(tx, kept) == Drill(DAY, 2, 2)
        # What follows from both of their answers is reckoned when it is looked at next.
        cards = await drills.cards_of(tx, kept)
        assert {each: card.revision for each, card in cards.items()} == {one: 0, two: 0}
        assert len(await drills.reviews_of(tx, kept, [one, two])) == 2
        assert (await drills.cards_of(tx, wang))[one].revision == 1
        assert await drills.cards_of(tx, gone) == {}
        sat = await sittings.sittings_of(tx, [exam.id], [gone, kept])
        assert [each.number for each in sat.pop((exam.id, kept))] == [1, 2]
        assert not sat
        made = await exams.exam(tx, exam.id)
        assert made is not None and made.made_by == kept
        # And again, for somebody who has done nothing.
        await move_answers(tx, gone, kept, [])


async def test_what_both_put_down_and_hold_is_one_persons(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Li, known", "Wang"])
        gone, kept, wang = branch.people
        unit = branch.unit.id
        first = Record(
            RecordId(0),
            unit,
            RecordState.KEPT,
            ("meeting",),
            DAY,
            gone,
            NOW,
            NOW,
            on_behalf_of=gone,
            people=(TookPart(gone, Part.SPEAKER), TookPart(kept), TookPart(wang)),
        )
        both = await records.add_record(tx, first)
        alone = await records.add_record(tx, replace(first, people=(TookPart(gone),)))
        await records.note_change(tx, RecordChange(both.id, ChangeKind.KEPT, gone, NOW))
        excuse = Ruling("d", Subject(unit, gone), "2026", RulingKind.EXCUSED, NOW, gone, "ill")
        await rulings.add_ruling(tx, excuse)
        place = await places.add_place(tx, Place(PlaceId(0), unit, "pair", "Li and Wang", gone))
        off = {"unit_id": unit, "person_id": 0, "group_name": "", "duty_key": "d"}
        for reader, period in ((gone, "2026"), (kept, "2026"), (gone, "2027")):
            row = {"reader_id": reader, "period": period, "until": f"{period}-06-01"}
            await tx.run(insert(put_off).values(**off, **row))

        await move_records(tx, gone, kept)

        now = await records.record_with(tx, both.id)
        assert now is not None and (now.by, now.on_behalf_of) == (kept, kept)
        assert set(now.people) == {TookPart(kept, Part.SPEAKER), TookPart(wang)}
        assert await records.newest_with(tx, kept, 5) == [
            replace(alone, by=kept, on_behalf_of=kept, people=(TookPart(kept),)),
            now,
        ]
        assert [each.by for each in await records.changes_of(tx, both.id)] == [kept]
        [ruling] = await rulings.rulings_at(tx, [unit])
        assert (ruling.subject.person_id, ruling.by) == (kept, kept)
        held = await places.place(tx, place.id)
        assert held is not None and held.person_id == kept
        left = await tx.rows(select(put_off).order_by(put_off.c.period))
        assert [(row.reader_id, row.period) for row in left] == [(kept, "2026"), (kept, "2027")]
