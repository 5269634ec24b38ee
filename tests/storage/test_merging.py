"""Two rows of one person become one: what either answered, practised and sat is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from storage import drills, exams, sittings
from storage.batch import AnswerRow, NewRows, write
from storage.database import Database
from storage.merging import move_answers
from storage.sittings import Drawn
from storage.tables.deeds import answers
from storage.values.drills import Drill, Memory, Review
from storage.values.exams import Sitting, SittingId, Source, SourceKind, Terms
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
