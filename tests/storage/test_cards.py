"""Pictures, chosen notes and consents, as they are kept."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update

from storage import chosen_notes, consents, files, pictures
from storage.batch import NewRows, NoteRow, write
from storage.database import Database, Transaction
from storage.day_rows import days_of_people, read_on
from storage.notes import notes_of, worded_notes
from storage.tables.deeds import notes
from storage.values.days import MemberDay
from storage.values.people import ChatId, MessageId, PersonId
from tests.storage.branch_rows import BOT, DAY, Branch, make_branch

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


async def wrote(tx: Transaction, branch: Branch, person: PersonId, *texts: str) -> None:
    rows = [
        NoteRow(
            person,
            branch.unit.id,
            DAY + timedelta(days=n),
            BOT,
            ChatId(person),
            MessageId(n + 1),
            text,
            None,
            None,
            True,
            NOW,
        )
        for n, text in enumerate(texts)
    ]
    await write(tx, BOT, NewRows(notes=rows), NOW)


async def test_others_read_chosen_notes_and_the_branch_shared_ones_too(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        li, wang = branch.people
        await wrote(tx, branch, li, "chosen", "shared", "private", " ")
        await wrote(tx, branch, wang, "Wang's")
        assert [each.text for each in await worded_notes(tx, li, 1, 5)] == ["shared", "chosen"]
        by_text = {each.text: each.id for each in await notes_of(tx, li, 0, 9)}
        await chosen_notes.choose(tx, by_text["chosen"], NOW)
        await chosen_notes.choose(tx, by_text["chosen"], NOW)
        shown = update(notes).where(notes.c.id == by_text["shared"])
        await tx.run(shown.values(shared_chat_id=-5, shared_at=1))

        async def read(*, shared_too: bool, person: PersonId | None = None) -> list[str]:
            units = [branch.unit.id]
            found = await chosen_notes.notes_for_review(
                tx, units, *YEAR, shared_too=shared_too, person=person
            )
            return [each.text for each in found]

        assert await read(shared_too=False) == ["chosen"]
        assert await read(shared_too=True) == ["chosen", "shared"]
        assert await read(shared_too=True, person=wang) == []
        await chosen_notes.unchoose(tx, by_text["chosen"])
        assert await read(shared_too=False) == []
        assert not await chosen_notes.is_chosen(tx, by_text["chosen"])


async def test_who_was_asked_says_yes_or_no_and_is_not_asked_anew(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        li, wang = branch.people
        unit = branch.unit.id
        await consents.ask(tx, unit, 2026, [li, wang], NOW)
        await consents.say(tx, unit, 2026, li, NOW, agrees=True)
        await consents.ask(tx, unit, 2026, [li], NOW)
        found = await consents.consents(tx, unit, 2026)
        assert {p: (each.agreed, each.answered) for p, each in found.items()} == {
            li: (True, True),
            wang: (False, False),
        }
        await consents.say(tx, unit, 2026, li, NOW, agrees=False)
        assert not (await consents.consents(tx, unit, 2026))[li].agreed
        assert await consents.consents(tx, unit, 2025) == {}


async def test_a_picture_nobody_asks_for_any_more_is_forgotten(database: Database) -> None:
    async with database.writing() as tx:
        for digest, at in (("old", NOW - timedelta(days=40)), ("new", NOW)):
            await pictures.note_picture(tx, BOT, digest, None, at)
            await files.remember(tx, BOT, digest, "picture", digest)
        await files.remember(tx, BOT, "of a programme", "picture", "x")
        await pictures.forget_pictures_before(tx, NOW - timedelta(days=30))
        known = await files.known_ids(tx, BOT, ["old", "new", "of a programme"])
        assert set(known) == {("new", "picture"), ("of a programme", "picture")}


async def test_a_members_days_of_a_leap_year(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        li, wang = branch.people
        days = [date(2024, 2, 29), date(2024, 12, 31), date(2025, 1, 1)]
        rows = [MemberDay(li, branch.unit.id, day, 1, 0, 0, 0, 1) for day in days]
        await write(tx, BOT, NewRows(member_days=rows), NOW)
        found = await days_of_people(tx, [li, wang], date(2024, 1, 1), date(2024, 12, 31))
        assert [each.day for each in found[li]] == days[:2] and found[wang] == []
        assert await read_on(tx, li, *YEAR) == {}
