"""Two branches and their people, for tests of who comes, moves and leaves."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from storage import join_requests
from storage.database import Transaction
from storage.memberships import memberships_of
from storage.people import members
from storage.roster import upsert_roster
from storage.tables.organisation import persons
from storage.units import Defaults, unit_by_code, upsert_units
from storage.values.joining import JoinRequest, JoinRequestId
from storage.values.people import Person, PersonId, Role, TelegramId, Unit, UnitId
from storage.values.programme_files import RosterRow
from tests.storage.branch_rows import BOT, TWO_BRANCHES

DEFAULTS = Defaults("Asia/Shanghai", "en")
NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
TODAY = date(2026, 5, 20)
LONG_AGO = date(2026, 1, 1)
LI, SUN, XIN, YAN = TelegramId(11), TelegramId(13), TelegramId(50), TelegramId(51)

ROSTER = (
    RosterRow(2, "north", "Li", (Role.SECRETARY,), telegram_id=LI, joined=LONG_AGO),
    RosterRow(3, "north", "Wang", joined=LONG_AGO),
    RosterRow(4, "north", "Zhao", joined=LONG_AGO, external_id="2024001"),
    RosterRow(5, "south", "Sun", (Role.SECRETARY,), telegram_id=SUN, joined=LONG_AGO),
    RosterRow(6, "south", "Li", joined=LONG_AGO),
)


async def founded(tx: Transaction) -> tuple[Unit, Unit]:
    """North Street and South Street with the people of :data:`ROSTER`."""
    await upsert_units(tx, TWO_BRANCHES)
    await upsert_roster(tx, ROSTER, TODAY)
    north, south = [await unit_by_code(tx, code, DEFAULTS) for code in ("north", "south")]
    assert north is not None and south is not None
    return north, south


async def the(tx: Transaction, branch: Unit, name: str) -> Person:
    """The member of a branch who bears a name, on a day long before today."""
    found = await members(tx, branch.id, LONG_AGO)
    return next(each.person for each in found if each.person.name == name)


async def with_account(tx: Transaction, account: TelegramId) -> Person | None:
    """The person behind a Telegram account."""
    row = await tx.first(select(persons).where(persons.c.telegram_id == account))
    if row is None:
        return None
    return Person(PersonId(row.id), row.name, account, external_id=row.external_id)


async def spans(tx: Transaction, person: PersonId) -> list[tuple[UnitId, bool, date, date | None]]:
    """A person's memberships: branch, home, since and until, the oldest first."""
    found = await memberships_of(tx, person)
    return [(m.unit_id, m.home, m.since, m.until) for m in reversed(found)]


async def wish(
    tx: Transaction,
    branch: Unit,
    account: TelegramId = XIN,
    person: PersonId | None = None,
    *,
    home: bool = True,
) -> JoinRequest:
    """A request that waits."""
    return await join_requests.add(tx, new_wish(branch, account, person, home=home))


def new_wish(
    branch: Unit,
    account: TelegramId = XIN,
    person: PersonId | None = None,
    *,
    home: bool = True,
) -> JoinRequest:
    """A request that has not been asked."""
    number = JoinRequestId(0)
    return JoinRequest(number, BOT, branch.id, account, f"tg{account}", person, NOW, home, "en")
