"""Meetings as they are kept: drafts, parts of unified days, who was there, the cards."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from storage import chats, claiming, meeting_cards, meeting_people, meetings, outbox, outcomes
from storage.database import Database, Transaction
from storage.meeting_people import move_attendance
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.meetings import Meeting, MeetingState, Presence
from storage.values.outcomes import Sent
from storage.values.people import ChatId, MessageId, UnitId
from storage.values.records import MeetingId
from tests.storage.branch_rows import BOT, GROUP, Branch, make_branch

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


async def a_meeting(
    tx: Transaction, branch: Branch, state: MeetingState = MeetingState.PLANNED, **more: object
) -> Meeting:
    new = Meeting(
        MeetingId(0),
        branch.unit.id,
        state,
        ("meeting", "theme"),
        branch.people[0],
        NOW,
        LATER,
        90,
        "村部",
        "学文件",
    )
    return await meetings.add_meeting(tx, replace(new, **more))  # type: ignore[arg-type]


async def test_what_was_settled_comes_back_as_it_was(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        li, wang = branch.people
        draft = await a_meeting(tx, branch, MeetingState.DRAFT)
        assert await meetings.meeting(tx, draft.id) == draft
        assert await meetings.draft_of(tx, branch.unit.id, li) == draft
        assert await meetings.draft_of(tx, branch.unit.id, wang) is None
        changed = replace(draft, state=MeetingState.PLANNED, guests=2, revision=1)
        await meetings.save(tx, changed)
        assert await meetings.meeting(tx, draft.id) == changed
        # Somebody has heard of it: it can't be thrown away any more.
        await meetings.drop_draft(tx, draft.id)
        assert await meetings.meeting(tx, draft.id) == changed
        other = await a_meeting(tx, branch, MeetingState.DRAFT, starts_at=None, minutes=None)
        assert (await meetings.meeting(tx, other.id)) == other and other.ends_at is None
        await meetings.drop_draft(tx, other.id)
        assert await meetings.meeting(tx, other.id) is None


async def test_what_is_planned_what_was_held_and_the_last_of_a_kind(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        here = [branch.unit.id]
        coming = await a_meeting(tx, branch)
        over = await a_meeting(tx, branch, starts_at=NOW - timedelta(days=3))
        held = await a_meeting(tx, branch, MeetingState.HELD, starts_at=NOW - timedelta(days=9))
        await a_meeting(tx, branch, MeetingState.CALLED_OFF)
        await a_meeting(tx, branch, starts_at=NOW - timedelta(days=32))
        day = await a_meeting(tx, branch, for_branches=True)
        assert await meetings.planned(tx, here, NOW) == [over, coming]
        since = NOW - timedelta(days=31)
        assert await meetings.held_lately(tx, here, since, 5) == [held]
        assert await meetings.days_for_branches(tx, here, since) == [day]
        at = branch.unit.id
        assert await meetings.last_like(tx, at, "meeting", "") == coming
        assert await meetings.last_like(tx, at, "meeting", "", for_branches=True) == day
        assert await meetings.last_like(tx, at, "meeting", "group one") is None
        assert await meetings.last_like(tx, at, "theme", "") is None


async def test_a_branch_has_one_part_in_a_unified_day(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        day = await a_meeting(tx, branch, for_branches=True)
        part = replace(day, for_branches=False, parent_id=day.id)
        for _ in range(2):
            await meetings.add_parts(tx, [part])
        [given] = await meetings.parts_of(tx, day.id, [branch.unit.id])
        assert given == replace(part, id=given.id)
        assert await meetings.count_parts(tx, day.id) == {MeetingState.PLANNED: 1}
        assert await meetings.not_held_at(tx, day.id, 5) == [branch.unit.id]
        assert await meetings.not_held_at(tx, day.id, 5, 1) == []
        await meetings.save(tx, replace(given, state=MeetingState.HELD))
        assert await meetings.not_held_at(tx, day.id, 5) == []
        assert await meetings.told_to(tx, day.id) == UnitId(0)
        await meetings.note_told(tx, day.id, branch.unit.id)
        assert await meetings.told_to(tx, day.id) == branch.unit.id


async def test_who_was_there_by_whose_word(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang", "Wang, listed"])
        li, wang, listed = branch.people
        one, two = await a_meeting(tx, branch), await a_meeting(tx, branch)
        await meeting_people.say(tx, one.id, {wang: Presence.HERE}, wang, NOW)
        await meeting_people.say(tx, one.id, {li: Presence.SPEAKER, wang: Presence.ABSENT}, li, NOW)
        said = await meeting_people.attendance(tx, one.id)
        assert said[wang].by == li and not said[wang].was_there and said[li].was_there
        assert await meeting_people.count_here(tx, [one.id, two.id]) == {one.id: 1}
        assert await meeting_people.unsay(tx, one.id, wang)
        assert not await meeting_people.unsay(tx, one.id, wang)
        # Two rows of one person become one: where both were noted, the one that stays holds.
        await meeting_people.say(
            tx, one.id, {wang: Presence.HERE, listed: Presence.ABSENT}, listed, NOW
        )
        await meeting_people.say(tx, two.id, {listed: Presence.HERE}, listed, NOW)
        await move_attendance(tx, listed, wang)
        assert (await meeting_people.attendance(tx, one.id))[wang].presence is Presence.HERE
        assert set(await meeting_people.attendance(tx, two.id)) == {wang}
        assert (await meeting_people.attendance(tx, two.id))[wang].by == wang


async def test_a_sent_card_is_known_until_its_chat_moves(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        meeting = await a_meeting(tx, branch)
        said = NewDelivery(
            BOT,
            "card",
            Rank.REMINDER,
            DeliveryKind.MEETING,
            GROUP,
            "zh",
            NOW,
            {"meeting": meeting.id},
        )
        await outbox.put(tx, [said])
        [claimed] = await claiming.claim(tx, BOT, NOW, limit=5)
        await outcomes.record(tx, BOT, [Sent(claimed, MessageId(77))], NOW)
        card = await meeting_cards.card_in(tx, BOT, meeting.id, GROUP)
        assert card is not None and (card.message_id, card.language) == (77, "zh")
        assert await meeting_cards.card_in(tx, BOT, meeting.id, ChatId(5)) is None
        # A supergroup numbers its messages anew.
        await chats.migrate(tx, BOT, GROUP, ChatId(GROUP - 1))
        assert await meeting_cards.cards_of(tx, BOT, meeting.id) == []
