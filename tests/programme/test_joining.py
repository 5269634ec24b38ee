"""Asking to be let in, and the decision."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from programme.joining import (
    REMIND_AFTER,
    LetIn,
    ask,
    let_in,
    listed_as,
    marks,
    refuse,
    rest_after,
    take_back,
    unclaimed,
)
from storage import join_requests, office_acts
from storage.batch import CheckInRow, NewRows, write
from storage.database import Database, Transaction
from storage.merging import days_of
from storage.people import Member, add_person, appoint, members
from storage.people import person as person_of
from storage.values.days import MemberDay
from storage.values.joining import JoinRequest, JoinState
from storage.values.messages import Refused
from storage.values.offices import ActKind
from storage.values.people import Person, PersonId, Role, Unit
from tests.programme.joiners import (
    BOT,
    LI,
    LONG_AGO,
    NOW,
    SUN,
    TODAY,
    XIN,
    YAN,
    founded,
    new_wish,
    spans,
    the,
    wish,
    with_account,
)
from tests.programme.studies import SQLITE_ONLY

YESTERDAY = TODAY - timedelta(days=1)


def member(number: int, name: str, external_id: str | None = None, since: int = 1) -> Member:
    person = Person(PersonId(number), name, external_id=external_id)
    return Member(person, date(2026, 1, since))


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([member(1, "Li"), member(2, "Wang")], {}),
        (
            [member(1, "Li", "2024001"), member(2, "Li", "2024002"), member(3, "Wang", "7")],
            {1: "4001", 2: "4002"},
        ),
        # Ids that end alike, or are missing, tell nobody apart: the day of joining does.
        (
            [member(1, "Li", "A2024001", 1), member(2, "Li", "B2024001", 2)],
            {1: date(2026, 1, 1), 2: date(2026, 1, 2)},
        ),
        ([member(1, "Li", "2024001"), member(2, "Li")], {1: 1, 2: 2}),
    ],
)
def test_two_of_one_name_are_told_apart(
    listed: Sequence[Member], expected: dict[int, object]
) -> None:
    assert marks(listed) == expected


def test_whom_of_the_list_a_known_person_is() -> None:
    li = Person(PersonId(9), "Li")
    numbered = Person(PersonId(9), "Li", external_id="8")
    assert listed_as(li, [member(1, "Li"), member(2, "Wang")]) == member(1, "Li").person
    assert listed_as(li, [member(1, "Li"), member(2, "Li")]) is None
    assert listed_as(numbered, [member(1, "Li", "7")]) is None
    assert listed_as(numbered, [member(1, "Li")]) is not None


def refused(hours_ago: int) -> JoinRequest:
    unit = Unit(1, "u", None, "/1/", "", "North", "UTC", "en", None)  # type: ignore[arg-type]
    at = NOW - timedelta(hours=hours_ago)
    return replace(new_wish(unit), state=JoinState.REFUSED, decided_at=at)


@pytest.mark.parametrize(
    ("hours_ago", "told"),
    [((), None), ((1,), "tomorrow"), ((12,), None), ((13, 30), None), ((13, 30, 50), "link")],
)
def test_after_a_refusal_one_rests(hours_ago: Sequence[int], told: str | None) -> None:
    before = [refused(each) for each in hours_ago]
    if told is None:
        rest_after(before, NOW)
        return
    with pytest.raises(Refused, match=told):
        rest_after(before, NOW)


async def let(tx: Transaction, request: JoinRequest, branch: Unit) -> LetIn:
    """Li lets somebody in."""
    li = await with_account(tx, LI)
    done = await let_in(tx, request, branch, li.id if li else PersonId(0), NOW)
    assert done is not None
    return done


async def test_a_name_of_the_list_is_claimed_and_counts_from_today(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        wang = await the(tx, north, "Wang")
        names = [each.person.name for each in await unclaimed(tx, north.id, TODAY)]
        assert names == ["Wang", "Zhao"]
        done = await let(tx, await wish(tx, north, XIN, wang.id), north)
        assert (done.person.id, done.left, done.may_undo, done.merged) == (
            wang.id,
            None,
            True,
            False,
        )
        found = next(m for m in await members(tx, north.id, TODAY) if m.person.id == wang.id)
        assert (found.person.telegram_id, found.since) == (XIN, TODAY)
        [act] = await office_acts.recent(tx, north.id, NOW)
        assert (act.act.kind, act.by_name, act.subject_name) == (ActKind.LET_IN, "Li", "Wang")


@SQLITE_ONLY
async def test_who_is_not_on_the_list_comes_under_their_telegram_name(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        done = await let(tx, await wish(tx, north), north)
        assert (done.person.name, done.person.telegram_name) == ("tg50", "tg50")
        assert await spans(tx, done.person.id) == [(north.id, True, TODAY, None)]


@SQLITE_ONLY
async def test_the_first_decision_counts(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        li = (await with_account(tx, LI) or Person(PersonId(0), "")).id
        request = await wish(tx, north)
        assert await refuse(tx, request, li, NOW)
        assert not await refuse(tx, request, li, NOW)
        assert await let_in(tx, request, north, li, NOW) is None
        assert await with_account(tx, XIN) is None
        # The refusal itself may be changed.
        found = await join_requests.get(tx, request.id)
        assert found is not None and found.state is JoinState.REFUSED
        await let(tx, found, north)


@SQLITE_ONLY
async def test_of_two_who_claim_one_name_the_first_to_be_confirmed_has_it(
    database: Database,
) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        wang = (await the(tx, north, "Wang")).id
        one, other = await wish(tx, north, XIN, wang), await wish(tx, north, YAN, wang)
        done = await let(tx, one, north)
        assert [each.id for each in done.others] == [other.id]
        late = await join_requests.get(tx, other.id)
        assert late is not None and late.state is JoinState.TAKEN
        for again in (late, replace(late, state=JoinState.REFUSED)):
            with pytest.raises(Refused, match="under that name"):
                await let_in(tx, again, north, wang, NOW)
        with pytest.raises(Refused, match="under that name"):
            await ask(tx, new_wish(north, YAN, wang), NOW)


@SQLITE_ONLY
async def test_the_same_question_is_not_asked_twice(database: Database) -> None:
    async with database.writing() as tx:
        north, south = await founded(tx)
        wang = (await the(tx, north, "Wang")).id
        first = await ask(tx, new_wish(north, XIN, wang), NOW)
        assert (first.new, first.replaced) == (True, [])
        again = await ask(tx, new_wish(north, XIN, wang), NOW + timedelta(hours=1))
        assert (again.request.id, again.new, again.remind) == (first.request.id, False, False)
        later = await ask(tx, new_wish(north, XIN, wang), NOW + REMIND_AFTER)
        assert (later.new, later.remind) == (False, True)
        other = await ask(tx, new_wish(south), NOW)
        assert [each.id for each in other.replaced] == [first.request.id]
        assert [each.id for each in await join_requests.open_by(tx, XIN)] == [other.request.id]


@SQLITE_ONLY
async def test_who_moves_leaves_and_who_is_a_guest_does_not(database: Database) -> None:
    async with database.writing() as tx:
        north, south = await founded(tx)
        sun = await with_account(tx, SUN)
        assert sun is not None
        guest = await let(tx, await wish(tx, north, SUN, home=False), north)
        assert (guest.left, guest.may_undo) == (None, False)
        moved = await let(tx, await wish(tx, north, SUN), north)
        assert (moved.person.id, moved.left, moved.may_undo) == (sun.id, south.id, False)
        assert (await spans(tx, sun.id))[-1] == (north.id, True, TODAY, None)


async def test_who_stands_there_twice_becomes_one(database: Database) -> None:
    """Taken in under a Telegram name, with a deed on the same day as the one put down for the
    list's name; and in an office elsewhere."""
    async with database.writing() as tx:
        north, south = await founded(tx)
        zhao = await the(tx, north, "Zhao")
        dawn = await add_person(tx, Person(PersonId(0), "Dawn", XIN, telegram_name="Dawn"))
        await appoint(tx, dawn.id, south.id, Role.ORGANISER, LONG_AGO)
        deeds = [(zhao.id, YESTERDAY), (zhao.id, TODAY), (dawn.id, TODAY)]
        await write(
            tx,
            BOT,
            NewRows(
                check_ins=[CheckInRow(who, day, north.id, NOW) for who, day in deeds],
                member_days=[
                    MemberDay(who, north.id, day, 1, notes=int(who == zhao.id), points=1)
                    for who, day in deeds
                ],
            ),
            NOW,
        )
        done = await let(tx, await wish(tx, north, XIN, zhao.id), north)
        assert (done.person.id, done.merged, done.may_undo) == (dawn.id, True, False)
        one = await person_of(tx, dawn.id)
        assert one is not None
        assert (one.name, one.external_id, one.telegram_name) == ("Zhao", "2024001", None)
        days = await days_of(tx, dawn.id, [YESTERDAY, TODAY])
        assert {day: (each.check_ins, each.notes) for day, each in days.items()} == {
            YESTERDAY: (1, 1),
            TODAY: (1, 1),
        }
        # What both did that day gives its points once.
        assert days[TODAY].points == 3
        listed = [each.person.id for each in await members(tx, north.id, TODAY)]
        assert listed.count(dawn.id) == 1 and zhao.id not in listed


@SQLITE_ONLY
async def test_two_by_the_organisations_ids_stay_two(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        zhao = await the(tx, north, "Zhao")
        await add_person(tx, Person(PersonId(0), "Zhao", XIN, external_id="9"))
        request = await wish(tx, north, XIN, zhao.id)
        with pytest.raises(Refused, match="two different people"):
            await let_in(tx, request, north, zhao.id, NOW)
        kept = await join_requests.get(tx, request.id)
        assert kept is not None and kept.state is JoinState.ASKED


@SQLITE_ONLY
@pytest.mark.parametrize("listed", [True, False])
async def test_a_slip_is_taken_back_on_the_same_day(database: Database, listed: bool) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        li = (await with_account(tx, LI) or Person(PersonId(0), "")).id
        wang = await the(tx, north, "Wang")
        before = len(await members(tx, north.id, TODAY))
        request = await wish(tx, north, XIN, wang.id if listed else None)
        await let(tx, request, north)
        now = await join_requests.get(tx, request.id)
        assert now is not None
        assert not await take_back(tx, now, north, li, NOW + timedelta(days=1))
        assert await take_back(tx, now, north, li, NOW + timedelta(hours=1))
        assert not await take_back(tx, now, north, li, NOW + timedelta(hours=1))
        after = await members(tx, north.id, TODAY)
        assert len(after) == before
        assert XIN not in [each.person.telegram_id for each in after]
        refused_now = await join_requests.get(tx, request.id)
        assert refused_now is not None
        await let(tx, refused_now, north)
        assert XIN in [m.person.telegram_id for m in await members(tx, north.id, TODAY)]


@SQLITE_ONLY
async def test_who_moved_by_a_slip_has_moved(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        request = await wish(tx, north, SUN)
        await let(tx, request, north)
        now = await join_requests.get(tx, request.id)
        assert now is not None
        assert not await take_back(tx, now, north, PersonId(1), NOW)
