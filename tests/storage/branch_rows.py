"""A branch with members and a day of posts, for tests of what members did and see."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from msgspec import Struct
from msgspec.structs import replace

from storage.database import Transaction
from storage.people import add_membership, add_person
from storage.postings import NewPosting, add_postings, study_slots
from storage.programmes import KeptItem, add_items, add_version
from storage.questions import askable, store_questions
from storage.slots import NewSlot, put
from storage.tables.work import posted_messages, postings, slots
from storage.units import Defaults, unit_by_code, upsert_units
from storage.values.days import Posting, Slot, SlotKind, SlotState
from storage.values.people import BotId, ChatId, MessageId, Person, PersonId, TelegramId, Unit
from storage.values.programme_files import Item, ItemText, ProgrammeSettings, UnitRow
from storage.values.questions import Question, QuestionKind, QuestionText
from tests.storage.posting_rows import add

BOT = BotId(7)
GROUP = ChatId(-1_000_000_000_321)
DEFAULTS = Defaults("Asia/Shanghai", "en")
DAY = date(2026, 5, 20)
SIX = datetime(2026, 5, 19, 22, tzinfo=UTC)

ITEM = Item(
    "duties",
    "duties",
    {"en": ItemText("Duties", "A member has <b>duties</b>.", "Own words", "Which was hardest?")},
)
ONE = Question(
    "q-one",
    QuestionKind.ONE,
    {"en": QuestionText("What comes first?", ("duty", "right"), "Duty does.")},
    (0,),
)
SEVERAL = Question(
    "q-several",
    QuestionKind.SEVERAL,
    {"en": QuestionText("Which are duties?", ("helping", "learning", "boasting"))},
    (0, 1),
)

TWO_BRANCHES = (
    UnitRow(2, "town", None, "town", "Willow Town"),
    UnitRow(3, "north", "town", "branch", "North Street"),
    UnitRow(4, "south", "town", "branch", "South Street"),
)


class Branch(Struct, frozen=True):
    """The branch and what it was posted, in the order morning, noon, noon, evening."""

    unit: Unit
    people: tuple[PersonId, ...]
    slots: tuple[Slot, ...] = ()
    postings: tuple[Posting, ...] = ()


async def make_branch(
    tx: Transaction, names: Sequence[str], code: str = "north", since: date = date(2026, 1, 1)
) -> Branch:
    """A branch whose members have the Telegram ids 11, 12 …, times 100 for another code."""
    await upsert_units(tx, [UnitRow(2, code, None, "branch", f"{code.title()} Street")])
    unit = await unit_by_code(tx, code, DEFAULTS)
    assert unit is not None
    people = []
    for number, name in enumerate(names):
        telegram_id = TelegramId((11 + number) * (1 if code == "north" else 100))
        person = await add_person(tx, Person(PersonId(0), name, telegram_id))
        await add_membership(tx, person.id, unit.id, since, home=True)
        people.append(person.id)
    return Branch(unit, tuple(people))


async def post_day(tx: Transaction, branch: Branch, chat: ChatId = GROUP) -> Branch:
    """All three studies of 20 May posted to a chat: messages 101, 102, 103 and 104."""
    version = await add_version(tx, ProgrammeSettings("p", {"en": "P"}, ("en",)), "hash", SIX)
    await add_items(tx, version.id, [KeptItem(ITEM)])
    await store_questions(tx, "p", version.id, [ONE, SEVERAL], SIX)
    asked = {each.key: each for each in await askable(tx, version.id)}
    planned = await plan_slots(tx, branch)
    morning, noon, evening = planned
    closes = datetime(2026, 5, 20, 11, tzinfo=UTC)
    new = [
        NewPosting(morning, 0, chat, "en", version.id, item_key=ITEM.key),
        *(
            NewPosting(
                noon,
                part,
                chat,
                "en",
                version.id,
                question_id=asked[key].id,
                revision=asked[key].revision,
                closes_at=closes,
            )
            for part, key in enumerate(("q-one", "q-several"))
        ),
        NewPosting(evening, 0, chat, "en", version.id, item_key=ITEM.key),
    ]
    made = await add_postings(tx, BOT, new)
    sent = [await _send(tx, each, 101 + n) for n, each in enumerate(made)]
    await tx.run(slots.update().values(state=SlotState.POSTED.value))
    return Branch(branch.unit, branch.people, tuple(planned), tuple(sent))


async def plan_slots(tx: Transaction, branch: Branch) -> list[Slot]:
    """The day's three slots at 07:30, 12:00 and 20:00 in Shanghai."""
    times = {
        SlotKind.MORNING: datetime(2026, 5, 19, 23, 30, tzinfo=UTC),
        SlotKind.NOON: datetime(2026, 5, 20, 4, 0, tzinfo=UTC),
        SlotKind.EVENING: datetime(2026, 5, 20, 12, 0, tzinfo=UTC),
    }
    await put(tx, [NewSlot(BOT, kind, branch.unit.id, DAY, at) for kind, at in times.items()])
    return list(await study_slots(tx, BOT, branch.unit.id, DAY))


async def _send(tx: Transaction, posting: Posting, message_id: int) -> Posting:
    await tx.run(
        postings.update()
        .where(postings.c.id == posting.id)
        .values(message_id=message_id, state="sent")
    )
    await add(
        tx,
        posted_messages,
        bot_id=BOT,
        chat_id=posting.chat_id,
        message_id=message_id,
        posting_id=posting.id,
    )
    return replace(posting, message_id=MessageId(message_id), state="sent")
