"""/leave and /pause: for whom, by whom, and what stale or forged buttons and odd answers get."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.branch_pause import pause, pause_button
from handlers.leave import leave, leave_button
from handlers.private_text import private_text
from storage import chats, office_acts, pauses
from storage.bots import remember_bot
from storage.database import Database, Transaction
from storage.people import appoint
from storage.tables.organisation import appointments
from storage.units import unit_by_code
from storage.values.messages import BadInput
from storage.values.offices import ActKind
from storage.values.pauses import Pause
from storage.values.people import ChatId, PersonId, Role, UnitId
from tests.handlers.talking import Talk
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, Branch, make_branch

pytestmark = SQLITE_ONLY

NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
LI, WANG, ZHAO = 11, 12, 1100


@pytest.fixture
async def branch(database: Database) -> Branch:
    """North Street with its secretary Li and with Wang; South Street with Zhao."""
    async with database.writing() as tx:
        await remember_bot(tx, BOT, "bot", NOW)
        north = await make_branch(tx, ["Li", "Wang"])
        await make_branch(tx, ["Zhao"], "south")
        await appoint(tx, north.people[0], north.unit.id, Role.SECRETARY, date(2026, 1, 1))
        await chats.put(tx, BOT, ChatId(WANG), kind="private", title="", now=NOW)
    return north


def talk(database: Database, who: int, at: datetime = NOW) -> Talk:
    return Talk(database, at, who)


async def leaves(database: Database, who: PersonId) -> list[tuple[date, date]]:
    async with database.reading() as tx:
        found = (await pauses.of_people(tx, [who], date.min)).get(who, [])
    return [(each.first, each.last) for each in found]


async def rests(database: Database, unit: UnitId) -> list[Pause]:
    async with database.reading() as tx:
        return (await pauses.of_units(tx, [unit], date.min)).get(unit, [])


async def acts(database: Database, unit: UnitId) -> list[tuple[ActKind, str | None]]:
    async with database.reading() as tx:
        told = await office_acts.recent(tx, unit, NOW - timedelta(days=1))
    return [(each.act.kind, each.subject_name) for each in told]


async def south_of(tx: Transaction) -> UnitId:
    found = await unit_by_code(tx, "south", DEFAULTS)
    assert found is not None
    return found.id


async def test_a_secretary_puts_a_member_on_leave_and_the_member_is_told(
    database: Database, branch: Branch
) -> None:
    wang = branch.people[1]
    shown = await talk(database, LI).tap(leave_button, f"leave:{wang}")
    assert "<b>Leave of \u2068Wang\u2069</b>" in shown.texts[0]
    assert f"leave:{wang}:three" in shown.data
    assert shown.data[-1] == f"member:{wang}:2026-05-20"
    told = await talk(database, LI).tap(leave_button, f"leave:{wang}:three")
    by_chat = {each.chat_id: str(each.payload["text"]) for each in told.deliveries}
    assert "\u2068Li\u2069 has noted that you are on leave 20–22 May" in by_chat[WANG]
    assert by_chat[LI] == "Noted: \u2068Wang\u2069 is on leave 20–22 May."
    assert await leaves(database, wang) == [(DAY, date(2026, 5, 22))]
    # The same again is the same.
    again = await talk(database, LI).tap(leave_button, f"leave:{wang}:today")
    assert len(again.deliveries) == 1
    assert await acts(database, branch.unit.id) == [(ActKind.LEAVE, "Wang")]


async def test_a_secretary_ends_a_members_leave(database: Database, branch: Branch) -> None:
    wang = branch.people[1]
    shown = await talk(database, LI).tap(leave_button, f"leave:{wang}:week")
    (end,) = [data for data in shown.data if ":end:" in data]
    two_days_on = talk(database, LI, NOW + timedelta(days=2))
    assert "is over" in (await two_days_on.tap(leave_button, end)).texts[0]
    assert await leaves(database, wang) == [(DAY, date(2026, 5, 21))]
    assert (await two_days_on.tap(leave_button, end)).refused.startswith("This button is too old")
    assert [kind for kind, _ in await acts(database, branch.unit.id)] == [
        ActKind.LEAVE_ENDED,
        ActKind.LEAVE,
    ]


async def test_ones_own_leave_is_nobodys_office_act(database: Database, branch: Branch) -> None:
    wang = branch.people[1]
    shown = await talk(database, WANG).write(leave, text="/leave")
    assert f"leave:{wang}:tomorrow" in shown.data
    await talk(database, WANG).tap(leave_button, f"leave:{wang}:tomorrow")
    assert await leaves(database, wang) == [(date(2026, 5, 21), date(2026, 5, 21))]
    assert await acts(database, branch.unit.id) == []


@pytest.mark.parametrize(
    "data",
    [
        "leave:",
        "leave:x",
        "leave:99999",
        "leave:1:never",
        "leave:1:end:77",
        "leave:1:end:x",
        "leave:1:end",
        "leave:1:three:4",
        "leave:³",
    ],
)
async def test_a_forged_button_does_nothing(database: Database, branch: Branch, data: str) -> None:
    refused = (await talk(database, LI).tap(leave_button, data)).refused
    assert "too old" in refused
    assert await leaves(database, branch.people[0]) == []


async def test_nobody_elses_leave_is_shown_or_changed(database: Database, branch: Branch) -> None:
    li, wang = branch.people
    for who, whose in ((WANG, li), (ZHAO, wang)):
        for data in (f"leave:{whose}", f"leave:{whose}:today"):
            said = await talk(database, who).tap(leave_button, data)
            assert "secretary" in said.refused and not said.deliveries
    async with database.writing() as tx:
        south = await south_of(tx)
        await appoint(tx, PersonId(wang), south, Role.SECRETARY, date(2026, 1, 1))
    # The secretary of another branch sees nobody of this one.
    said = await talk(database, WANG).tap(leave_button, f"leave:{li}")
    assert "too old" in said.refused
    async with database.writing() as tx:
        await tx.run(appointments.update().values(until="2026-05-19"))
    said = await talk(database, LI).tap(leave_button, f"leave:{wang}:today")
    assert "secretary" in said.refused
    assert await leaves(database, wang) == []


async def test_in_a_group_nothing_of_it_is_shown(database: Database, branch: Branch) -> None:
    for handler, text in ((leave, "/leave"), (pause, "/pause")):
        said = await talk(database, LI).write(handler, group=True, text=text)
        assert "in private" in said.refused and not said.deliveries
    said = await talk(database, LI).tap(leave_button, f"leave:{branch.people[1]}", group=True)
    assert "in private" in said.refused and not said.deliveries


async def test_typed_days_are_taken_once_and_asked_for_again_until_they_can_be_read(
    database: Database, branch: Branch
) -> None:
    wang = branch.people[1]
    await talk(database, WANG).tap(leave_button, f"leave:{wang}:other")
    with pytest.raises(BadInput, match="make out the days"):
        await talk(database, WANG).write(private_text, text="when the harvest is in")
    await talk(database, WANG).write(private_text, text="6.1-6.3")
    assert await leaves(database, wang) == [(date(2026, 6, 1), date(2026, 6, 3))]
    await talk(database, WANG).write(private_text, text="6.5")
    assert len(await leaves(database, wang)) == 1


async def test_days_asked_for_by_a_secretary_need_the_office_when_they_come(
    database: Database, branch: Branch
) -> None:
    wang = branch.people[1]
    await talk(database, LI).tap(leave_button, f"leave:{wang}:other")
    async with database.writing() as tx:
        await tx.run(appointments.update().values(until="2026-05-19"))
    said = await talk(database, LI).write(private_text, text="5.21-5.22")
    assert "secretary" in said.refused
    assert await leaves(database, wang) == []


async def test_a_branch_pauses_by_typed_days_that_lie_ahead(
    database: Database, branch: Branch
) -> None:
    unit = branch.unit.id
    shown = await talk(database, LI).write(pause, text="/pause")
    assert "<b>A pause for North Street</b>" in shown.texts[0]
    await talk(database, LI).tap(pause_button, f"pause:{unit}:other")
    with pytest.raises(BadInput, match="today or later"):
        await talk(database, LI).write(private_text, text="5.18-5.22")
    assert await rests(database, unit) == []
    said = await talk(database, LI).write(private_text, text="10月1日至7日")
    assert said.texts == ["North Street pauses 1–7 Oct."]
    (rest,) = await rests(database, unit)
    ended = await talk(database, LI).tap(pause_button, f"pause:{unit}:end:{rest.id}")
    assert ended.texts == ["The pause of North Street is over."]
    assert await rests(database, unit) == []
    kinds = [kind for kind, _ in await acts(database, unit)]
    assert kinds == [ActKind.PAUSE_ENDED, ActKind.PAUSE]


async def test_a_pause_is_for_the_branchs_own_secretary(database: Database, branch: Branch) -> None:
    said = await talk(database, WANG).write(pause, text="/pause")
    assert "secretary" in said.refused and "/leave" in said.refused
    async with database.reading() as tx:
        south = await south_of(tx)
    for data in (f"pause:{south}", f"pause:{south}:today", "pause:", f"pause:{branch.unit.id}:end"):
        assert "too old" in (await talk(database, LI).tap(pause_button, data)).refused
    assert await rests(database, south) == []


async def test_who_looks_after_two_branches_is_asked_which(
    database: Database, branch: Branch
) -> None:
    async with database.writing() as tx:
        south = await south_of(tx)
        await appoint(tx, branch.people[0], south, Role.STAND_IN, date(2026, 1, 1))
    shown = await talk(database, LI).write(pause, text="/pause")
    assert set(shown.data) == {f"pause:{branch.unit.id}", f"pause:{south}"}
    assert "South Street" in (await talk(database, LI).tap(pause_button, f"pause:{south}")).texts[0]
