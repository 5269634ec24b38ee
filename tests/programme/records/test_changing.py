"""What a tap makes of a record: who was there, whose it is, what it was, where."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from programme.duties.obligations import Obligation
from programme.duties.periods import period_of
from programme.duties.standing import Standing
from programme.records.changing import with_chosen, with_day, with_files, with_typed
from programme.records.drafting import suited
from programme.records.kinds import Part, code, offered, parts_of
from programme.records.scene import Scene
from storage.values import duties
from storage.values.duties import (
    Counting,
    DutyBook,
    Family,
    Often,
    RecordKind,
    State,
    Subject,
    When,
)
from storage.values.messages import BadInput
from storage.values.notes import NoteMedia
from storage.values.people import BotId, Person, PersonId
from storage.values.records import (
    MakesUp,
    Place,
    PlaceId,
    Record,
    RecordFile,
    RecordId,
    RecordState,
    TookPart,
)
from tests.programme.duties.branch_seven import BRANCH, a_duty, a_unit

LI, WANG, ZHANG, ZHOU = (PersonId(n) for n in range(1, 5))
NAMES = {LI: "Li", WANG: "Wang", ZHANG: "Zhang", ZHOU: "Zhou"}
NOW = datetime(2026, 5, 20, tzinfo=UTC)
SPEAKER = duties.Part.SPEAKER
YEARLY = When(Often.YEAR)
BOOK = DutyBook(
    kinds=(
        RecordKind("meeting", Family.MEETING, {"en": "meeting"}),
        RecordKind("day", Family.MEETING, {"en": "day"}),
        RecordKind("lecture", Family.LECTURE, {"en": "lecture"}),
        RecordKind("trouble", Family.PROBLEM, {"en": "trouble"}),
    )
)
# Zhou holds an office here and is at home elsewhere; Wang and Zhang are a group.
AT = Scene(
    a_unit(),
    BOOK,
    date(2026, 5, 20),
    tuple(Person(each, name) for each, name in NAMES.items()),
    frozenset({LI, WANG, ZHANG}),
    {"East": frozenset({WANG, ZHANG})},
    (Place(PlaceId(5), BRANCH, "village", "Hill"),),
)
RECORD = Record(
    RecordId(1), BRANCH, RecordState.DRAFT, ("meeting",), date(2026, 5, 20), LI, NOW, NOW
)


def chosen(record: Record, part: Part, value: str) -> Record:
    found = with_chosen(record, part, value, AT)
    assert found is not None
    return found


def test_all_but_one_and_who_spoke_stays_who_spoke() -> None:
    spoke = chosen(RECORD, Part.SPEAKERS, str(ZHOU))
    assert spoke.people == (TookPart(ZHOU, SPEAKER),)
    everybody = chosen(spoke, Part.PEOPLE, "all")
    assert {each.person_id for each in everybody.people} == set(NAMES)
    but = chosen(everybody, Part.PEOPLE, str(WANG))
    assert not but.took_part(WANG) and but.took_part(ZHOU, SPEAKER)
    quiet = chosen(but, Part.SPEAKERS, str(ZHOU))
    assert quiet.took_part(ZHOU) and not quiet.took_part(ZHOU, SPEAKER)
    assert chosen(quiet, Part.PEOPLE, "none").people == ()
    assert with_typed(RECORD, Part.PEOPLE, "all but Zhang", AT).took_part(LI)


def test_a_group_is_those_in_it() -> None:
    of_group = chosen(RECORD, Part.GROUP, code("East"))
    assert (of_group.group, {p.person_id for p in of_group.people}) == ("East", {WANG, ZHANG})
    # Of the others nobody can be tapped.
    assert with_chosen(of_group, Part.PEOPLE, str(LI), AT) is None
    whole = chosen(of_group, Part.GROUP, "none")
    assert (whole.group, {p.person_id for p in whole.people}) == ("", AT.members)


def test_several_kinds_and_none_that_is_not_offered() -> None:
    both = chosen(RECORD, Part.ALSO, code("day"))
    assert both.kinds == ("meeting", "day")
    assert chosen(both, Part.ALSO, code("day")).kinds == ("meeting",)
    assert chosen(both, Part.ALSO, code("meeting")) == both
    assert chosen(both, Part.KIND, code("lecture")).kinds == ("lecture",)
    assert with_chosen(RECORD, Part.KIND, code("trouble"), AT) is None
    assert with_chosen(RECORD, Part.KIND, code("meeting"), replace(AT, own=True)) is None
    assert [kind.key for kind in offered(BOOK, own=True)] == ["lecture"]
    assert Part.PEOPLE not in parts_of(Family.LECTURE, own=True)


def test_on_behalf_of_a_lecturer_who_then_spoke() -> None:
    lecture = replace(RECORD, kinds=("lecture",))
    theirs = chosen(lecture, Part.BEHALF, str(WANG))
    assert theirs.on_behalf_of == WANG and theirs.took_part(WANG, SPEAKER)
    assert chosen(theirs, Part.BEHALF, "none").on_behalf_of is None
    assert chosen(lecture, Part.BEHALF, str(LI)).on_behalf_of is None


def test_places_days_and_what_is_not_there() -> None:
    there = chosen(RECORD, Part.PLACE, "5")
    assert (there.place, there.place_id, there.place_kind) == ("Hill", 5, "village")
    typed = with_typed(there, Part.PLACE, "at Wang's", AT)
    assert (typed.place, typed.place_id, typed.place_kind) == ("at Wang's", None, "")
    assert with_chosen(RECORD, Part.PLACE, "6", AT) is None
    made_up = replace(RECORD, makes_up=(MakesUp("d", "2026-Q1"),))
    # What it makes up for hangs on its day.
    assert with_day(made_up, date(2026, 5, 19)).makes_up == ()
    assert with_day(made_up, made_up.day) == made_up
    for part, value in ((Part.DAY, "2026-01-01"), (Part.MINUTES, "7"), (Part.TEXT, "x")):
        assert with_chosen(RECORD, part, value, AT) is None
    assert chosen(RECORD, Part.MINUTES, "half").minutes == 180


def test_files_are_added_up_to_a_limit() -> None:
    photo = RecordFile(BotId(1), NoteMedia.PHOTO, "p")
    one = with_files(RECORD, [photo], " what we did ")
    assert (one.files, one.text) == ((photo,), "what we did")
    assert with_files(one, [photo], "more").text == "what we did"
    assert chosen(one, Part.FILES, "none").files == ()
    with pytest.raises(BadInput):
        with_files(one, [photo] * 50)


def test_what_somebody_owes_alone_is_put_down_for_them_alone() -> None:
    all_there = replace(RECORD, people=tuple(TookPart(each) for each in (LI, WANG, ZHANG)))

    def people(whose: PersonId | None, **counting: Any) -> Sequence[TookPart]:
        duty = a_duty("d", YEARLY, counting=Counting(("meeting",), **counting))
        period = period_of(YEARLY, "2026")
        assert period is not None
        owed = Obligation(duty, Subject(BRANCH, whose), period, duty.amount)
        return suited(all_there, Standing(owed, State.NOT_BEGUN), AT).people

    assert people(LI) == (TookPart(LI),)
    # In the branch all were there, and a lecture is given to somebody.
    assert people(LI, in_own_branch=True) == people(None) == all_there.people
    assert len(people(LI, part=SPEAKER)) == len(all_there.people)
