"""Who is asked about a doubted key, when figures are asked for, and who is told of a correction."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import insert, select, update

from programme.key_alarms import ask_for_figures, doubted
from programme.key_rights import correctors
from programme.places import EVERYWHERE
from programme.question_figures import renew_figures
from programme.telling_corrections import TOLD_FOR, correction
from storage import branch_settings, chats, questions
from storage.database import Database, Transaction
from storage.key_alarms import raise_alarm
from storage.people import add_person, appoint
from storage.tables.deeds import member_days
from storage.tables.work import jobs, postings
from storage.units import unit_by_code, upsert_units
from storage.values.branches import BranchSettings
from storage.values.days import QuestionId
from storage.values.people import ChatId, Person, PersonId, Role, TelegramId, UnitId
from storage.values.programme_files import UnitRow
from storage.values.question_figures import KeyAlarm
from tests.programme.studies import SQLITE_ONLY
from tests.programme.test_question_figures import EVENING, a_branch, answered
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, GROUP, ONE, Branch, make_branch, post_day

OWNER = TelegramId(77)


@SQLITE_ONLY
async def test_the_nearest_who_can_be_written_to_are_asked(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(
            tx,
            [
                UnitRow(2, "county", None, "county", "County"),
                UnitRow(3, "town", "county", "town", "Town"),
            ],
        )
        found = [await unit_by_code(tx, code, DEFAULTS) for code in ("town", "county")]
        line = [each.id for each in found if each is not None]

        async def asked(owner: TelegramId | None = OWNER) -> list[TelegramId]:
            unit, holders = await correctors(tx, BOT, line, EVENING, DEFAULTS, owner)
            assert unit is not None and unit.code == "town"
            return [each.telegram_id for each in holders]

        assert await asked() == [OWNER]
        assert await asked(None) == []
        await _organiser(tx, line[1], 12)
        assert await asked() == [12]
        await _organiser(tx, line[0], 13, met=False)
        assert await asked() == [12]
        await _organiser(tx, line[0], 14)
        await _organiser(tx, line[0], 15)
        assert await asked() == [14, 15]
        unit, holders = await correctors(tx, BOT, (), EVENING, DEFAULTS, OWNER)
        assert unit is None and [each.telegram_id for each in holders] == [OWNER]


async def _organiser(tx: Transaction, unit: UnitId, number: int, met: bool = True) -> None:
    person = await add_person(tx, Person(PersonId(0), f"o{number}", TelegramId(number)))
    await appoint(tx, person.id, unit, Role.ORGANISER, DAY)
    if met:
        chat = ChatId(number)
        await chats.put(tx, BOT, chat, kind="private", title="", now=EVENING)


async def test_many_results_ask_for_figures_once(database: Database) -> None:
    async with database.writing() as tx:
        for seconds in (0, 1, 200):
            await ask_for_figures(tx, BOT, EVENING + timedelta(seconds=seconds))
        rows = await tx.rows(select(jobs))
        assert [row.not_before for row in rows] == [int(EVENING.timestamp()) + 300]
        # Never at once: the branches of the same moment are waited for.
        await ask_for_figures(tx, BOT, EVENING + timedelta(seconds=290))
        assert len(await tx.rows(select(jobs))) == 2


async def _told(tx: Transaction, branch: Branch, state: str = "sent") -> None:
    """The result of the first question was told."""
    asked = branch.postings[1]
    await tx.run(
        insert(postings).values(
            bot_id=BOT,
            slot_id=asked.slot_id,
            kind="result",
            unit_id=branch.unit.id,
            day=DAY.isoformat(),
            part=0,
            chat_id=asked.chat_id,
            language="en",
            version_id=asked.version_id,
            question_id=asked.question_id,
            revision=1,
            state=state,
        )
    )


async def _group(tx: Transaction, branch: Branch) -> None:
    await chats.put(tx, BOT, GROUP, kind="supergroup", title="", now=EVENING)
    await chats.bind(tx, BOT, GROUP, branch.unit.id, EVENING)


async def test_a_correction_is_told_where_the_result_was(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, _ = await a_branch(tx)
        await _group(tx, branch)
        await questions.correct(tx, one, replace(ONE, correct=(1,)), EVENING)
        before = await correction(tx, BOT, one, 2, EVENING, DEFAULTS)
        assert before is not None and list(before.chats) == []
        # A result that waits to be sent will say it itself.
        await _told(tx, branch, "planned")
        before = await correction(tx, BOT, one, 2, EVENING, DEFAULTS)
        assert before is not None and list(before.chats) == []
        await tx.run(update(postings).values(state="sent"))
        found = await correction(tx, BOT, one, 2, EVENING, DEFAULTS)
        assert found is not None and found.key == (1,)
        (told,) = found.chats
        assert (told.chat_id, told.day, told.not_before) == (GROUP, DAY, EVENING)
        assert told.reply_to == branch.postings[1].message_id
        # In the night it waits for the morning; after a year it is told to nobody.
        night = datetime(2026, 5, 20, 14, tzinfo=UTC)
        late = await correction(tx, BOT, one, 2, night, DEFAULTS)
        assert late is not None
        assert late.chats[0].not_before == datetime(2026, 5, 20, 23, tzinfo=UTC)
        old = await correction(tx, BOT, one, 2, EVENING + TOLD_FOR + timedelta(2), DEFAULTS)
        assert old is not None and list(old.chats) == []


@SQLITE_ONLY
async def test_a_revision_that_leaves_the_key_is_not_told(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, _ = await a_branch(tx)
        await _group(tx, branch)
        await _told(tx, branch)
        text = replace(ONE.texts["en"], stem="And first?")
        await questions.correct(tx, one, replace(ONE, texts={"en": text}), EVENING)
        found = await correction(tx, BOT, one, 2, EVENING, DEFAULTS)
        assert found is not None and list(found.chats) == []
        assert await correction(tx, BOT, one, 9, EVENING, DEFAULTS) is None


@SQLITE_ONLY
async def test_in_another_group_it_answers_no_message(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, _ = await a_branch(tx)
        await _told(tx, branch)
        await _group(tx, branch)
        await tx.run(update(postings).values(chat_id=-5))
        await questions.correct(tx, one, replace(ONE, correct=(1,)), EVENING)
        found = await correction(tx, BOT, one, 2, EVENING, DEFAULTS)
        assert found is not None
        assert [(each.chat_id, each.reply_to) for each in found.chats] == [(GROUP, None)]
        await chats.mark_unreachable(tx, BOT, GROUP, "gone", EVENING)
        found = await correction(tx, BOT, one, 2, EVENING, DEFAULTS)
        assert found is not None and list(found.chats) == []


@SQLITE_ONLY
async def test_a_branch_without_a_group_hears_it_in_its_private_chats(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, _ = await a_branch(tx)
        await _told(tx, branch)
        await tx.run(update(postings).values(chat_id=EVERYWHERE))
        await branch_settings.put(tx, branch.unit.id, BranchSettings(in_private=True))
        for number in (11, 12):
            await chats.put(tx, BOT, ChatId(number), kind="private", title="", now=EVENING)
        await questions.correct(tx, one, replace(ONE, correct=(1,)), EVENING)
        found = await correction(tx, BOT, one, 2, EVENING, DEFAULTS)
        assert found is not None
        assert [(each.chat_id, each.reply_to) for each in found.chats] == [(11, None), (12, None)]


async def test_the_best_are_told_by_their_other_answers(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, list("abcdefghijkl")))
        one = branch.postings[1].question_id
        # Four have all of three others right, and not this one by its key. Eight have two of them,
        # and this one: with it they would be no worse.
        await answered(tx, branch, 0, {n: "1" if n < 4 else "0" for n in range(12)})
        for person in branch.people:
            counts = {"check_ins": 0, "answered": 4, "right": 3, "notes": 0, "points": 0}
            row = {"day": DAY.isoformat(), "person_id": person, "unit_id": branch.unit.id}
            await tx.run(insert(member_days).values(**row, **counts))
    figures = await renew_figures(database, EVENING)
    (alarm,) = await doubted(database, figures, EVENING)
    assert alarm == KeyAlarm(QuestionId(one or 0), 1, (1,), best=4, for_chosen=4, for_key=0)
    async with database.writing() as tx:
        await raise_alarm(tx, alarm, EVENING)
    assert await doubted(database, figures, EVENING) == []
    # What was asked days ago is no news.
    assert await doubted(database, figures, EVENING + timedelta(days=4)) == []
