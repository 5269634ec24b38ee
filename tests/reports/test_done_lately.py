"""What those who share an office have done lately: one line for what is alike, none for a slip."""

from datetime import UTC, date, datetime, timedelta

from reports.done_lately import LINES, with_log
from reports.said import Said
from storage.values.behalf import Deed
from storage.values.offices import ActKind, ActTold, OfficeAct
from storage.values.people import PersonId, Unit, UnitId
from tests.reports.plain import ENGLISH

DAY = date(2026, 5, 20)
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
ZHAO, WANG, FENG, LI = map(PersonId, range(1, 5))
NAMES = {ZHAO: "Zhao", WANG: "Wang", FENG: "Feng", LI: "Li"}
BRANCH = Unit(
    UnitId(1), "b", None, "/1/", "branch", "Red", "Asia/Shanghai", "en", programme_key=None
)


def did(
    kind: ActKind, about: PersonId | None = None, detail: str = "", by: PersonId = ZHAO
) -> ActTold:
    act = OfficeAct(BRANCH.id, kind, by, NOW, about, DAY, detail)
    return ActTold(act, NAMES[by], NAMES[about] if about else None)


def told(*acts: ActTold) -> list[str]:
    """The lines of the log, without the marks around names; the newest act comes first."""
    text = with_log(ENGLISH, Said("status"), acts, BRANCH, LI).text
    plain = text.translate({0x2068: None, 0x2069: None})
    return [line.partition(": ")[2] for line in plain.splitlines() if line.startswith("· ")]


def test_deeds_put_down_for_one_person_are_one_line() -> None:
    read = did(ActKind.PUT_DOWN, FENG, Deed.CHECK_IN)
    note = did(ActKind.PUT_DOWN, FENG, Deed.NOTE)
    other = did(ActKind.PUT_DOWN, WANG, Deed.NOTE)
    assert told(note, other, note, read) == [
        "Zhao put down for Feng: study, note (2 times)",
        "Zhao put down for Wang: note",
    ]


def test_what_was_taken_back_is_not_told() -> None:
    read = did(ActKind.PUT_DOWN, FENG, Deed.CHECK_IN)
    back = did(ActKind.PUT_DOWN_TAKEN_BACK, FENG, Deed.CHECK_IN, LI)
    note = did(ActKind.PUT_DOWN, FENG, Deed.NOTE)
    assert told(back, note, read) == ["Zhao put down for Feng: note"]
    # What came after it stands.
    assert told(read, back, read) == ["Zhao put down for Feng: study"]
    let_in, out = did(ActKind.LET_IN, WANG), did(ActKind.TAKEN_BACK, WANG)
    assert told(out, let_in) == []


def test_the_rest_is_counted_and_the_readers_own_left_out() -> None:
    refused = did(ActKind.NOT_LET_IN)
    assert told(refused, did(ActKind.PAUSE, by=LI), refused) == [
        "Zhao turned a request down (2 times)"
    ]
    settled = did(ActKind.SETTLED, detail="sound off"), did(ActKind.SETTLED, detail="quiz poll")
    assert len(told(*settled)) == 2


def test_a_day_later_is_another_line_and_the_newest_few_are_told() -> None:
    acts = [did(ActKind.NUDGED)] * 2
    late = OfficeAct(BRANCH.id, ActKind.NUDGED, ZHAO, NOW + timedelta(hours=5), None, DAY)
    assert len(told(ActTold(late, "Zhao"), *acts)) == 2
    many = [did(ActKind.PUT_DOWN, FENG, Deed.NOTE), *[did(ActKind.LEAVE, WANG)] * 2]
    kinds = (ActKind.PAUSE, ActKind.PAUSE_ENDED, ActKind.LEAVE_ENDED, ActKind.NUDGED)
    assert len(told(*many, *(did(each, FENG) for each in kinds))) == LINES
