"""Requests to be let in, memberships that end, and two rows made one, on both databases."""

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import select

from storage import join_requests, merging
from storage.batch import CheckInRow, NewRows, NoteRow, write
from storage.database import Database
from storage.memberships import Membership, end_membership, memberships_of, move_day
from storage.outbox import put
from storage.people import add_person, appoint, person
from storage.sent import Sent, sent_under
from storage.tables.deeds import check_ins, member_days, notes
from storage.tables.organisation import appointments
from storage.tables.work import deliveries
from storage.values.days import MemberDay
from storage.values.joining import JoinRequest, JoinRequestId, JoinState
from storage.values.people import ChatId, MessageId, Person, PersonId, Role, TelegramId
from tests.storage.branch_rows import BOT, DAY, make_branch
from tests.storage.posting_rows import new

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
XIN = TelegramId(50)


async def test_a_request_is_decided_once(database: Database) -> None:
    async with database.writing() as tx:
        north = await make_branch(tx, ["Li", "Wang"])
        li, wang = north.people
        first = JoinRequest(JoinRequestId(0), BOT, north.unit.id, XIN, "Xin", wang, NOW)
        asked = await join_requests.add(tx, first)
        assert asked == replace(first, id=asked.id) and asked.id
        guest = replace(first, person_id=None, home=False, language="zh")
        other = await join_requests.add(tx, guest)
        assert await join_requests.get(tx, other.id) == other
        assert await join_requests.get(tx, JoinRequestId(99)) is None
        for found in (
            await join_requests.open_by(tx, XIN),
            await join_requests.open_at(tx, north.unit.id),
        ):
            assert list(found) == [asked, other]
        assert list(await join_requests.open_as(tx, wang)) == [asked]
        assert await join_requests.change(tx, asked, JoinState.REFUSED, li, NOW)
        assert not await join_requests.change(tx, asked, JoinState.LET_IN, li, NOW)
        refused = replace(asked, state=JoinState.REFUSED, decided_at=NOW, decided_by=li)
        assert list(await join_requests.refused_at(tx, north.unit.id, XIN)) == [refused]
        assert list(await join_requests.open_by(tx, XIN)) == [other]
        assert await join_requests.change(tx, refused, JoinState.LET_IN, li, NOW)


async def test_a_membership_ends_and_goes_on(database: Database) -> None:
    async with database.writing() as tx:
        north = await make_branch(tx, ["Li"])
        [belongs] = await memberships_of(tx, north.people[0])
        since = date(2026, 1, 1)
        assert belongs == Membership(belongs.id, north.people[0], north.unit.id, True, since)
        for last in (DAY, None):
            await end_membership(tx, belongs, last)
            [found] = await memberships_of(tx, north.people[0])
            assert found.until == last


async def test_a_moved_days_deeds_count_in_the_new_branch(database: Database) -> None:
    async with database.writing() as tx:
        north, south = await make_branch(tx, ["Li"]), await make_branch(tx, [], "south")
        li, before = north.people[0], DAY - timedelta(days=1)
        done = [MemberDay(li, north.unit.id, day, 1, points=1) for day in (before, DAY)]
        read = [CheckInRow(li, day, north.unit.id, NOW) for day in (before, DAY)]
        await write(tx, BOT, NewRows(check_ins=read, member_days=done), NOW)
        await move_day(tx, li, DAY, north.unit.id, south.unit.id)
        for table in (check_ins, member_days):
            rows = await tx.rows(select(table.c.day, table.c.unit_id).order_by(table.c.day))
            assert [row.unit_id for row in rows] == [north.unit.id, south.unit.id]


async def test_what_one_did_and_holds_goes_to_the_other(database: Database) -> None:
    async with database.writing() as tx:
        north = await make_branch(tx, ["Wang", "Dawn"])
        wang, dawn = north.people
        unit, before = north.unit.id, DAY - timedelta(days=1)
        rows = [(wang, before), (wang, DAY), (dawn, DAY)]
        await write(
            tx,
            BOT,
            NewRows(
                check_ins=[CheckInRow(who, day, unit, NOW) for who, day in rows],
                member_days=[MemberDay(who, unit, day, 1, points=1) for who, day in rows],
                notes=[
                    NoteRow(
                        wang, unit, DAY, BOT, ChatId(1), MessageId(1), "x", None, None, True, NOW
                    )
                ],
            ),
            NOW,
        )
        for who, role in ((wang, Role.COMMITTEE), (wang, Role.CADRE), (dawn, Role.CADRE)):
            await appoint(tx, who, unit, role, DAY)
        await merging.move_deeds(tx, wang, dawn, [before, DAY])
        await merging.move_places(tx, wang, dawn)
        assert set(await merging.days_of(tx, dawn, [before, DAY])) == {before, DAY}
        assert await merging.days_of(tx, wang, [before, DAY]) == {}
        for table in (check_ins, notes, appointments):
            whose = await tx.rows(select(table.c.person_id))
            assert {row.person_id for row in whose} == {dawn}
        held = await tx.rows(select(appointments.c.role).order_by(appointments.c.role))
        assert [row.role for row in held] == [Role.CADRE, Role.COMMITTEE]
        belongs = await memberships_of(tx, dawn)
        assert sorted(each.home for each in belongs) == [False, True]


async def test_two_rows_bear_one_name(database: Database) -> None:
    async with database.writing() as tx:
        listed = await add_person(tx, Person(PersonId(0), "Wang", external_id="7"))
        dawn = await add_person(tx, Person(PersonId(0), "Dawn", XIN, telegram_name="Dawn"))
        one = replace(dawn, name="Wang", external_id="7", audience=("a", "b"), telegram_name=None)
        await merging.take_identity(tx, listed.id, one, DAY)
        assert await person(tx, dawn.id) == one
        assert await person(tx, listed.id) == Person(listed.id, "")


async def test_what_arrived_is_found_by_its_key(database: Database) -> None:
    async with database.writing() as tx:
        await put(tx, [new("join:1:11"), new("join:1:12"), new("join:12:11")])
        for key, message_id in (("join:1:11", 5), ("join:12:11", 6)):
            sent = deliveries.update().where(deliveries.c.key == key)
            await tx.run(sent.values(state="sent", message_id=message_id))
        [found] = await sent_under(tx, new("x").bot_id, "join:1:")
        assert found == Sent(new("x").chat_id, MessageId(5), new("x").language)
