"""Personal links: made for somebody or for anybody, good once."""

from datetime import timedelta

import pytest

from programme.binding import VALID_FOR, Group, Sender, bind, is_code, make_code, new_code
from programme.invites import (
    Invited,
    WhichHome,
    accept,
    make_personal_code,
    meant_by,
    personal_link,
)
from storage import office_acts
from storage.codes import Opens
from storage.database import Database, Transaction
from storage.known import known_by_telegram
from storage.people import add_person
from storage.roster import upsert_roster
from storage.units import unit as unit_of
from storage.values.messages import BadInput, Refused
from storage.values.offices import ActKind
from storage.values.people import ChatId, Known, Person, PersonId, Role, TelegramId, Unit
from storage.values.programme_files import RosterRow
from tests.programme.joiners import (
    BOT,
    DEFAULTS,
    LI,
    NOW,
    SUN,
    TODAY,
    XIN,
    YAN,
    founded,
    spans,
    the,
)
from tests.programme.studies import SQLITE_ONLY

XINS, YANS, SUNS = Sender(XIN, "Xin in Telegram"), Sender(YAN, "Yan"), Sender(SUN, "Sun")


async def link(tx: Transaction, unit: Unit, opens: Opens = Opens.MEMBER, name: str = "") -> str:
    meant = await meant_by(tx, unit, name, TODAY) if name else None
    return (await make_personal_code(tx, unit, opens, NOW, meant, name)).code


async def came(tx: Transaction, code: str, sender: Sender = XINS, **chosen: bool) -> Invited:
    done = await accept(tx, code, sender, NOW, DEFAULTS, **chosen)
    assert isinstance(done, Invited)
    return done


async def known(tx: Transaction, account: TelegramId = XIN) -> Known:
    return (await known_by_telegram(tx, [account], NOW, DEFAULTS))[account]


def test_a_link_carries_what_looks_like_a_code() -> None:
    code = new_code()
    assert is_code(code) and is_code(f"{code[:4]}-{code[4:]}".lower())
    assert not any(map(is_code, ("", "notebook", "join_12", "status", code[1:], f"{code}0")))
    assert personal_link("sanxue_bot", code) == f"https://t.me/sanxue_bot?start={code}"


@SQLITE_ONLY
async def test_whom_a_name_means(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        zhao = await the(tx, north, "Zhao")
        for written in ("Zhao", "2024001"):
            assert await meant_by(tx, north, written, TODAY) == zhao
        assert await meant_by(tx, north, "Sun", TODAY) is None


@SQLITE_ONLY
async def test_a_name_that_two_bear_is_asked_about(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        rows = [RosterRow(2, "north", "Qin", external_id=each) for each in ("8", "9")]
        await upsert_roster(tx, rows, TODAY)
        with pytest.raises(BadInput, match="8, 9"):
            await meant_by(tx, north, "Qin", TODAY)


@SQLITE_ONLY
async def test_a_link_for_a_member_of_the_list(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        wang = await the(tx, north, "Wang")
        code = await link(tx, north, name="Wang")
        done = await came(tx, code)
        assert (done.person.id, done.new) == (wang.id, True)
        assert (await known(tx)).home == north.id
        # The same finger taps twice; somebody else comes too late.
        assert not (await came(tx, code)).new
        with pytest.raises(Refused, match="has been used"):
            await accept(tx, code, YANS, NOW, DEFAULTS)
        other = await make_personal_code(tx, north, Opens.MEMBER, NOW, wang)
        with pytest.raises(Refused, match="for Wang"):
            await accept(tx, other.code, YANS, NOW, DEFAULTS)


@SQLITE_ONLY
@pytest.mark.parametrize(("name", "called"), [("", "Xin in Telegram"), ("Xin", "Xin")])
async def test_a_link_for_somebody_new(database: Database, name: str, called: str) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        done = await came(tx, await link(tx, north, name=name))
        assert (done.person.name, bool(done.person.telegram_name)) == (called, not name)
        assert await spans(tx, done.person.id) == [(north.id, True, TODAY, None)]
        [told] = await office_acts.recent(tx, north.id, NOW)
        assert told.act.kind is ActKind.CAME_BY_INVITE


@SQLITE_ONLY
async def test_who_is_at_home_elsewhere_is_asked_what_it_shall_be(database: Database) -> None:
    async with database.writing() as tx:
        north, south = await founded(tx)
        code = await link(tx, north)
        for _ in range(2):
            assert await accept(tx, code, SUNS, NOW, DEFAULTS) == WhichHome(north, south.id, code)
        guest = await came(tx, code, SUNS, home=False)
        assert guest.left is None and (await known(tx, SUN)).home == south.id
        moved = await came(tx, await link(tx, north), SUNS, home=True)
        assert moved.left == south.id and (await known(tx, SUN)).home == north.id
        again = await link(tx, north)
        assert not (await came(tx, again, SUNS)).new
        # A link that its user did not need is still good for somebody else.
        assert (await came(tx, again)).new


@SQLITE_ONLY
async def test_a_secretarys_link(database: Database) -> None:
    async with database.writing() as tx:
        north, south = await founded(tx)
        done = await came(tx, await link(tx, north, Opens.SECRETARY, "Zhao"))
        assert done.person.name == "Zhao"
        who = await known(tx)
        assert (who.home, who.units_as(Role.SECRETARY)) == (north.id, (north.id,))
        # One who is at home elsewhere stays there.
        await came(tx, await link(tx, north, Opens.SECRETARY, "New One"), SUNS)
        sun = await known(tx, SUN)
        assert (sun.home, set(sun.units_as(Role.SECRETARY))) == (south.id, {north.id, south.id})


@SQLITE_ONLY
async def test_an_organisers_link_makes_no_member(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        assert north.parent_id is not None
        town = await unit_of(tx, north.parent_id, DEFAULTS)
        assert town is not None
        await came(tx, await link(tx, town, Opens.ORGANISER))
        who = await known(tx)
        assert (who.home, who.units_as(Role.ORGANISER)) == (None, (town.id,))


@SQLITE_ONLY
async def test_who_is_known_and_listed_becomes_one(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        dawn = await add_person(tx, Person(PersonId(0), "Dawn", XIN))
        done = await came(tx, await link(tx, north, name="Zhao"))
        assert (done.person.id, done.person.name, done.merged) == (dawn.id, "Zhao", True)


@SQLITE_ONLY
async def test_links_that_can_not_be_used(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        with pytest.raises(Refused, match="isn't known"):
            await accept(tx, "0123456789AB", XINS, NOW, DEFAULTS)
        group = await make_code(tx, north.id, NOW)
        with pytest.raises(Refused, match="branch's group"):
            await accept(tx, group.code, XINS, NOW, DEFAULTS)
        code = await link(tx, north)
        with pytest.raises(Refused, match="seven days"):
            await accept(tx, code, XINS, NOW + VALID_FOR, DEFAULTS)
        await accept(tx, code, XINS, NOW + VALID_FOR - timedelta(seconds=1), DEFAULTS)
        own = await link(tx, north)
        chat = Group(BOT, ChatId(-1), "supergroup", "x")
        with pytest.raises(Refused, match="not a group"):
            await bind(tx, own, chat, Sender(LI, "Li"), NOW, DEFAULTS)
