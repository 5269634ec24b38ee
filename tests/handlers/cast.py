"""Everybody of whom the gate is asked: two branches under two towns, with telling names.

Whoever belongs to the north branch is called ``…-Northley``, to the south branch ``…-Southley``,
and a note of theirs says ``diary:…``: so what leaks is found by a search of all that is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert

from storage import banks, consents, exams, join_requests, sittings
from storage.appointments import appoint_until
from storage.database import Transaction
from storage.people import add_membership, add_person, appoint
from storage.postings import NewPosting, add_postings
from storage.sittings import Drawn
from storage.tables.deeds import check_ins, member_days, notes
from storage.tables.organisation import join_requests as requests_table
from storage.tables.organisation import memberships, persons
from storage.tables.telegram import chats
from storage.units import unit_by_code, upsert_units
from storage.values.days import Posting, Slot, SlotKind
from storage.values.exams import Sitting, SittingId, Source, SourceKind, Terms
from storage.values.joining import JoinRequest, JoinRequestId
from storage.values.people import ChatId, Person, PersonId, Role, TelegramId, Unit
from storage.values.programme_files import UnitRow
from storage.values.questions import Question, QuestionKind, QuestionText
from tests.handlers.digest_of_east import add_digest
from tests.handlers.duties_of_north import add_duties
from tests.handlers.meetings_of_north import MeetingsOfNorth, add_meetings
from tests.handlers.records_of_north import add_records
from tests.storage.branch_rows import (
    BOT,
    DAY,
    DEFAULTS,
    GROUP,
    SIX,
    Branch,
    _send,
    plan_slots,
    post_day,
)

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
"""One in the afternoon in Shanghai, with the quiz open."""
SOUTH_GROUP = ChatId(-1_000_000_000_654)
LAST_YEAR = date(2025, 3, 1)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
OWNER = TelegramId(9001)
BANKED = Question("banked", QuestionKind.TRUE_FALSE, {"en": QuestionText("Is it so?")}, (0,))
ANONYMOUS = TelegramId(1087968824)

# Everybody with Telegram, by what they are, with the Telegram id.
IDS = {
    "stranger": TelegramId(9000),
    "member": TelegramId(1001),
    "member elsewhere": TelegramId(2001),
    "secretary": TelegramId(1002),
    "secretary elsewhere": TelegramId(2002),
    "stand-in before": TelegramId(1003),
    "stand-in": TelegramId(1004),
    "stand-in after": TelegramId(1005),
    "organiser": TelegramId(3001),
    "organiser elsewhere": TelegramId(3002),
    "owner": OWNER,
    "anonymous admin": ANONYMOUS,
    "removed member": TelegramId(1006),
}
ASKER, LET_IN = TelegramId(4001), TelegramId(1007)
# Who hears of what others do.
OTHERS = {"asker": ASKER, "let in": LET_IN, "Quiet north": TelegramId(1010)}


@dataclass(slots=True)
class Cast:
    """Who is there, and what the buttons of the north branch name."""

    people: dict[str, PersonId] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    # The posts of the day in the north and the south group: morning, noon, noon, evening.
    posts: dict[str, tuple[Posting, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    note: int = 0
    note_message: int = 501
    request: int = 0
    decided: int = 0
    # A test of the north branch that is open, one that the secretary has yet to announce, and the
    # member's sittings of the first: one handed in, one that is running.
    exam: int = 0
    bank: int = 0
    # What was put down in the north branch, by what it is.
    records: Mapping[str, int] = field(default_factory=dict)
    draft: int = 0
    handed_in: int = 0
    running: int = 0
    meetings: MeetingsOfNorth | None = None


async def assemble(tx: Transaction) -> Cast:
    """Put everybody on the stage, on a day that was posted to both groups."""
    cast = Cast()
    await _units(tx, cast)
    for place in ("north", "south"):
        await _branch(tx, cast, place)
    north = cast.units["north"]
    await _stand_in(tx, cast, "stand-in before", (TOMORROW, TOMORROW + timedelta(days=5)))
    await _stand_in(tx, cast, "stand-in", (YESTERDAY, TOMORROW))
    await _stand_in(tx, cast, "stand-in after", (DAY - timedelta(days=9), YESTERDAY))
    for who, town in (("organiser", "east"), ("organiser elsewhere", "west")):
        await _person(tx, cast, who, f"{who.title().replace(' ', '')}-{town.title()}ley", IDS[who])
        await appoint(tx, cast.people[who], cast.units[town].id, Role.ORGANISER, LAST_YEAR)
    await _removed(tx, cast, north)
    await _posts(tx, cast)
    await _deeds(tx, cast)
    await _wishes(tx, cast, north)
    await _exams(tx, cast, north)
    await add_duties(tx, north.id, cast.people["secretary"])
    cast.meetings = await add_meetings(tx, north.id, cast.people["secretary"], NOW)
    cast.records = await add_records(tx, north.id, cast.people["secretary"], cast.people["member"])
    cast.bank = (await banks.add_to_bank(tx, north.id, "b", [BANKED], SIX))[0].id
    for chat in IDS.values():
        await _chat(tx, ChatId(chat), "private")
    await add_digest(tx, cast.units["east"], ChatId(IDS["organiser"]), NOW)
    return cast


async def _units(tx: Transaction, cast: Cast) -> None:
    rows = [
        UnitRow(2, "county", None, "county", "River County"),
        UnitRow(3, "east", "county", "town", "East Town"),
        UnitRow(4, "west", "county", "town", "West Town"),
        UnitRow(5, "north", "east", "branch", "North Street"),
        UnitRow(6, "south", "west", "branch", "South Street"),
    ]
    await upsert_units(tx, rows)
    for row in rows:
        unit = await unit_by_code(tx, row.code, DEFAULTS)
        assert unit is not None
        cast.units[row.code] = unit


async def _branch(tx: Transaction, cast: Cast, place: str) -> None:
    """A branch of enough people that it is no small one, one of them without Telegram."""
    here = place == "north"
    named = ["member", "secretary"] if here else ["member elsewhere", "secretary elsewhere"]
    if here:
        named += ["stand-in before", "stand-in", "stand-in after"]
    for who in named:
        name = "".join(part.title() for part in who.replace("-", " ").split())
        await _at_home(tx, cast, who, f"{name}-{place.title()}ley", IDS[who], place)
    for number, name in enumerate(("Quiet", "Busy", "Other"), start=10):
        telegram_id = TelegramId((1000 if here else 2000) + number)
        await _at_home(
            tx, cast, f"{name} {place}", f"{name}-{place.title()}ley", telegram_id, place
        )
    await _at_home(tx, cast, f"paper {place}", f"Paper-{place.title()}ley", None, place)
    office = cast.people["secretary" if here else "secretary elsewhere"]
    await appoint(tx, office, cast.units[place].id, Role.SECRETARY, LAST_YEAR)
    group = GROUP if here else SOUTH_GROUP
    await _chat(tx, group, "supergroup", cast.units[place])


async def _at_home(
    tx: Transaction, cast: Cast, who: str, name: str, telegram_id: TelegramId | None, place: str
) -> None:
    await _person(tx, cast, who, name, telegram_id)
    await add_membership(tx, cast.people[who], cast.units[place].id, LAST_YEAR, home=True)


async def _person(
    tx: Transaction, cast: Cast, who: str, name: str, telegram_id: TelegramId | None
) -> None:
    cast.people[who] = (await add_person(tx, Person(PersonId(0), name, telegram_id))).id
    cast.names[who] = name


async def _chat(tx: Transaction, chat: ChatId, kind: str, unit: Unit | None = None) -> None:
    unit_id = None if unit is None else unit.id
    await tx.run(
        insert(chats).values(bot_id=BOT, chat_id=chat, kind=kind, unit_id=unit_id, changed_at=0)
    )


async def _stand_in(tx: Transaction, cast: Cast, who: str, days: tuple[date, date]) -> None:
    unit = cast.units["north"].id
    await appoint_until(tx, cast.people[who], unit, Role.STAND_IN, *days)


async def _removed(tx: Transaction, cast: Cast, north: Unit) -> None:
    await _at_home(tx, cast, "removed member", "Removed-Northley", IDS["removed member"], "north")
    own = memberships.c.person_id == cast.people["removed member"]
    await tx.run(memberships.update().where(own).values(until=YESTERDAY.isoformat()))


async def _posts(tx: Transaction, cast: Cast) -> None:
    north = await post_day(tx, Branch(cast.units["north"], ()))
    morning, noon, several, evening = north.postings
    cast.posts["north"] = north.postings
    south = await plan_slots(tx, Branch(cast.units["south"], ()))
    by_kind: dict[SlotKind, Slot] = {each.kind: each for each in south}
    new = [
        NewPosting(
            by_kind[old.kind],
            old.part,
            SOUTH_GROUP,
            "en",
            old.version_id,
            item_key=old.item_key,
            question_id=old.question_id,
            revision=old.revision,
            closes_at=old.closes_at,
        )
        for old in (morning, noon, several, evening)
    ]
    made = await add_postings(tx, BOT, new)
    cast.posts["south"] = tuple([await _send(tx, each, 201 + n) for n, each in enumerate(made)])


async def _deeds(tx: Transaction, cast: Cast) -> None:
    """What was done, so that standings, notebooks and statuses have something to tell."""
    for number, (who, name) in enumerate(cast.names.items()):
        place = "north" if name.endswith("Northley") else "south"
        if not name.endswith(("Northley", "Southley")):
            continue
        unit, person = cast.units[place].id, cast.people[who]
        counts = {"check_ins": 1, "answered": 2, "right": 1, "notes": 1, "points": 9 + number}
        day = DAY - timedelta(days=2)
        await tx.run(
            insert(member_days).values(
                day=day.isoformat(), person_id=person, unit_id=unit, **counts
            )
        )
        await tx.run(
            insert(check_ins).values(day=day.isoformat(), person_id=person, unit_id=unit, at=0)
        )
        written = insert(notes).values(
            person_id=person,
            unit_id=unit,
            day=day.isoformat(),
            bot_id=BOT,
            chat_id=IDS.get(who, 1),
            message_id=cast.note_message + (0 if who == "member" else 100 + number),
            text=f"diary:{name}",
            private=True,
            at=0,
        )
        found = await tx.scalar(written.returning(notes.c.id))
        cast.note = int(found) if who == "member" else cast.note
    asked = [cast.people["member"]]
    await consents.ask(tx, cast.units["north"].id, DAY.year, asked, SIX)


async def _wishes(tx: Transaction, cast: Cast, north: Unit) -> None:
    """One wish to be let in that waits, and one that was granted."""
    asked = JoinRequest(
        JoinRequestId(0), BOT, north.id, ASKER, "Asker-Northley", None, SIX, language="en"
    )
    cast.request = (await join_requests.add(tx, asked)).id
    cast.names["asker"] = asked.name
    await _at_home(tx, cast, "let in", "Newcomer-Northley", LET_IN, "north")
    # As a newcomer whom nobody knew before: from the day on which they were let in.
    newcomer = cast.people["let in"]
    since = memberships.update().where(memberships.c.person_id == newcomer)
    await tx.run(since.values(since=DAY.isoformat()))
    await tx.run(
        persons.update().where(persons.c.id == newcomer).values(claimed_on=DAY.isoformat())
    )
    granted = await join_requests.add(
        tx, JoinRequest(JoinRequestId(0), BOT, north.id, LET_IN, "Newcomer-Northley", None, SIX)
    )
    cast.decided = granted.id
    decided = requests_table.update().where(requests_table.c.id == granted.id)
    by = cast.people["secretary"]
    await tx.run(decided.values(state="let-in", decided_at=int(SIX.timestamp()), decided_by=by))


async def _exams(tx: Transaction, cast: Cast, north: Unit) -> None:
    secretary, member = cast.people["secretary"], cast.people["member"]
    terms = Terms(Source(SourceKind.PROGRAMME, "p"), YESTERDAY, TOMORROW, count=2, attempts=0)
    exam = await exams.add_draft(tx, north.id, terms, secretary, SIX)
    await exams.announce(tx, exam.id, SIX, SIX + timedelta(days=1))
    cast.exam = exam.id
    cast.draft = (await exams.add_draft(tx, north.id, terms, secretary, SIX)).id
    noon, several = (post.question_id for post in cast.posts["north"][1:3])
    assert noon is not None and several is not None
    asked = [Drawn(number, 1, typed=False) for number in (noon, several)]
    for number in (1, 2):
        end = NOW + timedelta(hours=1)
        new = Sitting(SittingId(0), exam.id, member, number, SIX, end)
        sitting = await sittings.begin(tx, new, asked)
        cast.running = sitting.id
        if number == 1:
            cast.handed_in = sitting.id
            await sittings.hand_in(tx, sitting.id, NOW)
