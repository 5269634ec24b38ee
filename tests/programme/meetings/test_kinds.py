"""Of which kind a meeting can be, what it begins with, and who is said to be there."""

from msgspec.structs import replace

from programme.meetings.kinds import for_branches, is_of_groups, wants_speaker
from programme.meetings.people import Gathered
from programme.meetings.planning import hindrance, usual_minutes, with_kind_toggled
from programme.records.choices import topics_for
from storage.values.duties import (
    Counting,
    Duty,
    DutyBook,
    Family,
    Often,
    Part,
    RecordKind,
    Topic,
    When,
    Who,
    Whom,
)
from storage.values.meetings import Attendance, MeetingState, Presence
from storage.values.people import Person, PersonId
from tests.programme.meetings.test_timing import AT_THREE, MEETING

MONTHLY = When(Often.MONTH)


def a_duty(key: str, whom: Whom, counting: Counting) -> Duty:
    return Duty(key, "all", {"en": key}, Who(whom), MONTHLY, counting)


BOOK = DutyBook(
    duties=(
        a_duty("meet", Whom.BRANCHES, Counting(("members",))),
        a_duty("study", Whom.UNITS, Counting(("study",), least_minutes=180, topics=("plan",))),
        a_duty("groups", Whom.GROUPS, Counting(("group",))),
        a_duty("keynote", Whom.PERSONS, Counting(("study",), part=Part.SPEAKER)),
    ),
    kinds=(
        RecordKind("study", Family.MEETING, {"en": "study"}),
        RecordKind("members", Family.MEETING, {"en": "members' meeting"}),
        RecordKind("review", Family.MEETING, {"en": "review"}, also=("members",)),
        RecordKind("group", Family.MEETING, {"en": "group meeting"}),
        RecordKind("lecture", Family.LECTURE, {"en": "lecture"}),
        RecordKind("visit", Family.VISIT, {"en": "visit"}),
    ),
    topics=(
        Topic("plan", {"en": "the plan"}, ("plan",)),
        Topic("other", {"en": "other"}, ("other",)),
    ),
)


def test_what_counts_for_branches_comes_first_in_a_unified_day() -> None:
    keys = [each.kind.key for each in for_branches(BOOK)]
    assert keys == ["members", "review", "group", "study", "lecture"]


def test_only_what_groups_owe_is_asked_of_groups() -> None:
    kinds = {kind.key: kind for kind in BOOK.kinds}
    assert is_of_groups(kinds["group"], BOOK)
    assert not is_of_groups(kinds["members"], BOOK)


def test_who_spoke_matters_at_lectures_and_where_somebody_owes_it() -> None:
    assert wants_speaker(["lecture"], BOOK)
    assert wants_speaker(["study"], BOOK)
    assert not wants_speaker(["members"], BOOK) and not wants_speaker(["gone"], BOOK)


def test_it_takes_as_long_as_the_duties_ask_and_offers_their_topics() -> None:
    assert usual_minutes("study", BOOK) == 180
    assert usual_minutes("members", BOOK) == 60
    assert [topic.key for topic in topics_for(["study"], BOOK)] == ["plan"]
    assert not topics_for(["members"], BOOK)


def test_one_meeting_can_be_several_but_stays_what_it_is() -> None:
    both = with_kind_toggled(replace(MEETING, kinds=("members",)), "lecture")
    assert both.kinds == ("members", "lecture")
    assert with_kind_toggled(both, "lecture").kinds == ("members",)
    assert with_kind_toggled(both, "members") == both


def test_a_draft_needs_a_time_that_has_not_gone_by() -> None:
    draft = replace(MEETING, state=MeetingState.DRAFT)
    assert hindrance(draft, AT_THREE) is None
    assert hindrance(replace(draft, starts_at=None), AT_THREE) is not None
    late = AT_THREE.replace(hour=16)
    assert hindrance(draft, late) is not None


def test_whoever_is_on_leave_is_waited_for_by_nobody() -> None:
    people = [Person(PersonId(n), name) for n, name in enumerate("ABCD", 1)]
    said = {
        PersonId(1): Attendance(PersonId(1), Presence.HERE, PersonId(1)),
        PersonId(2): Attendance(PersonId(2), Presence.SPEAKER, PersonId(9)),
        PersonId(9): Attendance(PersonId(9), Presence.HERE, PersonId(9)),
    }
    guest = Person(PersonId(9), "Z")
    it = Gathered(people, [guest], frozenset({PersonId(3)}), said)
    assert [each.name for each in it.here] == ["A", "B", "Z"]
    assert [each.name for each in it.speakers] == ["B"]
    assert [each.name for each in it.unsaid] == ["D"] and not it.absent
