"""Taking in by a first act, where the branch allows it."""

from datetime import UTC, date, datetime

import pytest

from programme.book import Book
from programme.flushing import flush
from programme.taking_in import FirstAct, follow_names, take_in
from storage import branch_settings, chats
from storage.database import Database, Transaction
from storage.people import add_membership, add_person, appoint, members, person
from storage.snapshot import Named
from storage.units import Defaults
from storage.values.branches import BranchSettings
from storage.values.deliveries import DeliveryKind
from storage.values.people import ChatId, Person, PersonId, Role, TelegramId
from tests.programme.pages import LI, WANG, a_day
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, Branch

pytestmark = SQLITE_ONLY
DEFAULTS = Defaults("Asia/Shanghai", "en")
NOON = datetime(2026, 5, 20, 5, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 5, 20, 16, 10, tzinfo=UTC)
XIN = TelegramId(50)


async def opened(tx: Transaction, branch: Branch, *people: TelegramId, allows: bool = True) -> Book:
    """A batch in which these people do something, in a branch that takes in or does not."""
    await branch_settings.put(tx, branch.unit.id, BranchSettings(takes_in=allows))
    named = Named(people=set(people), postings={each.id for each in branch.postings})
    return await Book.open(tx, BOT, named)


def tap(branch: Branch, who: TelegramId = XIN, name: str = "Xin") -> FirstAct:
    return FirstAct(who, name, branch.postings[0])


async def since_days(tx: Transaction, branch: Branch) -> dict[str, date]:
    found = await members(tx, branch.unit.id, date(2026, 5, 21))
    return {each.person.name: each.since for each in found}


@pytest.mark.parametrize("allows", [True, False])
async def test_a_stranger_is_taken_in_where_it_is_allowed(database: Database, allows: bool) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await opened(tx, branch, XIN, allows=allows)
        await take_in(book, [tap(branch), tap(branch, name="Other")], NOON, DEFAULTS)
        assert (XIN in book.doers, book.newcomers) == (allows, {XIN} if allows else set())
        assert ("Xin" in await since_days(tx, branch)) is allows
        if allows:
            assert book.doers[XIN].home_on(DAY) == branch.unit.id
            assert not book.page().member_day(book.doers[XIN].person.id, branch.unit.id, DAY).acted


async def test_the_known_stay_where_they_are(database: Database) -> None:
    """Somebody who left, an organiser without a branch, a nameless account."""
    branch = await a_day(database)
    async with database.writing() as tx:
        gone = await add_person(tx, Person(PersonId(0), "Gone", TelegramId(60)))
        await add_membership(tx, gone.id, branch.unit.id, date(2026, 5, 25), home=True)
        above = await add_person(tx, Person(PersonId(0), "Above", TelegramId(61)))
        await appoint(tx, above.id, branch.unit.id, Role.ORGANISER, DAY)
        people = [TelegramId(60), TelegramId(61), XIN]
        book = await opened(tx, branch, *people)
        acts = [tap(branch, TelegramId(60)), tap(branch, TelegramId(61)), tap(branch, name="")]
        await take_in(book, acts, NOON, DEFAULTS)
        assert book.newcomers == set()
        assert set(await since_days(tx, branch)) == {"Li", "Wang"}


async def test_a_vote_counts_on_its_own_day_and_a_tap_from_today(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await opened(tx, branch, XIN, TelegramId(51))
        vote = FirstAct(XIN, "Voter", branch.postings[1], in_time=True)
        late = tap(branch, TelegramId(51), "Late")
        await take_in(book, [vote, late], AFTER_MIDNIGHT, DEFAULTS)
        since = await since_days(tx, branch)
        assert (since["Voter"], since["Late"]) == (DAY, date(2026, 5, 21))


async def test_the_lists_only_one_of_that_name_is_meant(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        listed = await add_person(tx, Person(PersonId(0), "Xin"))
        await add_membership(tx, listed.id, branch.unit.id, date(2026, 1, 1), home=True)
        for _ in range(2):
            twin = await add_person(tx, Person(PersonId(0), "Yan"))
            await add_membership(tx, twin.id, branch.unit.id, date(2026, 1, 1), home=True)
        yan = TelegramId(51)
        book = await opened(tx, branch, XIN, yan)
        await take_in(book, [tap(branch), tap(branch, yan, "Yan")], NOON, DEFAULTS)
        assert book.doers[XIN].person.id == listed.id
        found = await members(tx, branch.unit.id, DAY)
        assert [each.person.name for each in found].count("Yan") == 3
        claimed = next(each for each in found if each.person.id == listed.id)
        assert claimed.since == DAY


async def test_the_secretary_hears_of_it_once_in_the_evening(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        await appoint(tx, branch.people[0], branch.unit.id, Role.SECRETARY, DAY)
        await chats.put(tx, BOT, ChatId(LI), kind="private", title="", now=NOON)
        book = await opened(tx, branch, XIN, TelegramId(51))
        for who in (XIN, TelegramId(51)):
            await take_in(book, [tap(branch, who, f"x{who}")], NOON, DEFAULTS)
        told = {each.key: each for each in book.pending.deliveries}
        assert len(told) == 1
        [news] = told.values()
        assert (news.kind, news.chat_id) == (DeliveryKind.NEWCOMERS, LI)
        assert news.not_before == datetime(2026, 5, 20, 12, 30, tzinfo=UTC)
        book.pending.deliveries.clear()
        late = datetime(2026, 5, 20, 13, tzinfo=UTC)
        await take_in(book, [tap(branch, TelegramId(52), "x52")], late, DEFAULTS)
        assert book.pending.deliveries[0].not_before.day == 21
        await flush(book, NOON)


async def test_a_name_that_came_from_telegram_follows_it(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await opened(tx, branch, XIN, LI, WANG)
        await take_in(book, [tap(branch, name="Dawn")], NOON, DEFAULTS)
        who = book.doers[XIN].person.id

        async def called() -> list[str]:
            found = [await person(tx, each) for each in (*branch.people, who)]
            return [each.name for each in found if each is not None]

        await follow_names(book, {XIN: "Dusk", LI: "Other", WANG: "Name", TelegramId(9): "x"})
        assert await called() == ["Li", "Wang", "Dusk"]
        assert book.doers[XIN].person.name == "Dusk"
        await follow_names(book, {XIN: ""})
        assert (await called())[-1] == "Dusk"
        # A roster's name stays, whatever Telegram says.
        named = book.doers[XIN].person
        book.doers[XIN] = type(book.doers[XIN])(
            Person(named.id, "Zhao", XIN, telegram_name="Dusk"), (), None
        )
        await follow_names(book, {XIN: "Night"})
        assert (await called())[-1] == "Dusk"
