"""How it stands with an obligation, by fixed dates."""

from datetime import UTC, date, datetime

from msgspec.structs import replace

from programme.duties.obligations import Obligation, obligations
from programme.duties.standing import Standing, standing
from storage.values.duties import (
    Amount,
    Counting,
    Duty,
    DutyBook,
    Measure,
    Often,
    Part,
    State,
    Step,
    Subject,
    When,
    Who,
    Whom,
    YearDay,
)
from storage.values.people import PersonId
from storage.values.records import MakesUp, Member, Record, Ruling, RulingKind, TookPart
from tests.programme.duties.branch_seven import (
    BRANCH,
    MEMBERS,
    a_duty,
    a_record,
    the_facts,
)

QUARTERLY = a_duty("meet", When(Often.QUARTER))
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def the_one(duty: Duty, period: str) -> Obligation:
    """The branch's obligation in a period."""
    found = obligations(DutyBook((duty,)), the_facts(), *YEAR)
    return next(each for each in found if each.period.key == period)


def stands(
    duty: Duty, period: str, today: str, *records: Record, rulings: tuple[Ruling, ...] = ()
) -> Standing:
    """How it stands with the branch's obligation on a day."""
    day = date.fromisoformat(today)
    return standing(the_one(duty, period), records, rulings, the_facts(), DutyBook((duty,)), day)


def a_ruling(kind: RulingKind, at: str, reason: str = "") -> Ruling:
    """A decision about the second quarter's meeting."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Ruling("meet", Subject(BRANCH), "2026-Q2", kind, moment, reason=reason)


def test_a_quarter_is_not_begun_then_done() -> None:
    """The last day still counts."""
    assert stands(QUARTERLY, "2026-Q2", "2026-06-30").state is State.NOT_BEGUN
    done = stands(QUARTERLY, "2026-Q2", "2026-06-30", a_record("2026-06-30"))
    assert (done.state, done.done_on) == (State.DONE, date(2026, 6, 30))


def test_overdue_from_the_day_after() -> None:
    """A meeting of the next quarter does not help the last one."""
    assert stands(QUARTERLY, "2026-Q2", "2026-07-01").state is State.OVERDUE
    later = a_record("2026-07-02")
    assert stands(QUARTERLY, "2026-Q2", "2026-07-03", later).state is State.OVERDUE


def test_what_makes_up_is_late_and_counts_once() -> None:
    """It counts for the quarter that it is meant for, and not for its own."""
    late = a_record("2026-07-02", makes_up=(MakesUp("meet", "2026-Q2"),))
    assert stands(QUARTERLY, "2026-Q2", "2026-07-03", late).state is State.DONE_LATE
    assert stands(QUARTERLY, "2026-Q3", "2026-07-03", late).state is State.NOT_BEGUN


def test_by_a_day_of_the_year_and_after_it() -> None:
    """What is due by 15 May can be done late until the year's end."""
    duty = a_duty("meet", When(Often.YEAR, by=YearDay(5, 15)))
    assert stands(duty, "2026", "2026-05-15", a_record("2026-05-15")).state is State.DONE
    assert stands(duty, "2026", "2026-05-16").state is State.OVERDUE
    assert stands(duty, "2026", "2026-05-20", a_record("2026-05-16")).state is State.DONE_LATE


def test_too_few_is_on_the_way() -> None:
    """Two of three."""
    duty = a_duty("meet", When(Often.YEAR), amount=Amount(least=3))
    two = (a_record("2026-02-01"), a_record("2026-03-01", 2))
    on_the_way = stands(duty, "2026", "2026-06-01", *two)
    assert (on_the_way.state, on_the_way.have) == (State.ON_THE_WAY, 2)
    three = (*two, a_record("2026-05-01", 3))
    assert stands(duty, "2026", "2026-06-01", *three).state is State.DONE


def test_a_first_by_one_date_and_more_by_another() -> None:
    """A first step that is late makes the whole late."""
    steps = (Step(1, YearDay(5, 31)),)
    duty = a_duty("meet", When(Often.YEAR), amount=Amount(least=2, steps=steps))
    assert stands(duty, "2026", "2026-06-01").state is State.OVERDUE
    assert stands(duty, "2026", "2026-05-31").due == date(2026, 5, 31)
    first = a_record("2026-06-02")
    begun = stands(duty, "2026", "2026-06-03", first)
    assert (begun.state, begun.due) == (State.ON_THE_WAY, date(2026, 12, 31))
    both = stands(duty, "2026", "2026-09-01", first, a_record("2026-08-01", 2))
    assert both.state is State.DONE_LATE


def test_topics_take_their_hours_over_several_sittings() -> None:
    """Two sittings of three hours on one topic are one topic of six hours."""
    amount = Amount(Measure.TOPICS, 1, topic_hours=6)
    duty = a_duty("meet", When(Often.QUARTER), amount=amount)
    one = a_record("2026-04-02", minutes=180, topic="党章")
    other = a_record("2026-04-09", 2, minutes=180, topic="系列讲话")
    again = a_record("2026-04-16", 3, minutes=180, topic=" 党 章")
    assert stands(duty, "2026-Q2", "2026-05-01", one, other).state is State.ON_THE_WAY
    assert stands(duty, "2026-Q2", "2026-05-01", one, other, again).state is State.DONE


def test_each_member_once() -> None:
    """It waits for those whom no record has reached."""
    amount = Amount(Measure.REACHED, 1)
    duty = a_duty("meet", When(Often.YEAR), amount=amount)
    most = a_record("2026-04-02", people=tuple(TookPart(each) for each in MEMBERS[:4]))
    found = stands(duty, "2026", "2026-05-01", most)
    assert (found.state, found.waits_for) == (State.ON_THE_WAY, (MEMBERS[4],))
    last = a_record("2026-04-03", 2, people=(TookPart(MEMBERS[4]),))
    assert stands(duty, "2026", "2026-05-01", most, last).state is State.DONE


def test_a_share_of_numbers() -> None:
    """Nine of a hundred posts are too few for a tenth, ten are enough."""
    amount = Amount(Measure.PART, 0.1)
    duty = a_duty("meet", When(Often.YEAR), amount=amount)
    nine = a_record("2026-04-02", number=9, of=100)
    one = a_record("2026-05-02", 2, number=1, of=90)
    assert stands(duty, "2026", "2026-06-01", nine).state is State.ON_THE_WAY
    assert stands(duty, "2026", "2026-06-01", nine, one).state is State.DONE


def test_why_a_meeting_does_not_count() -> None:
    """Half of the members are needed, and an hour."""
    counting = Counting(("meeting",), least_minutes=60, quorum=0.5)
    duty = a_duty("meet", When(Often.QUARTER), counting=counting)
    few = a_record("2026-04-02", minutes=90, people=tuple(TookPart(p) for p in MEMBERS[:2]))
    short = a_record("2026-04-03", 2, minutes=30)
    found = stands(duty, "2026-Q2", "2026-05-01", few, short)
    assert found.state is State.NOT_BEGUN
    assert [str(each.why) for each in found.passed_over] == [
        "2 of 5 members were there; at least 50 % have to be.",
        "It has to last 60 minutes; 30 are written down.",
    ]


def test_who_was_there_need_not_have_spoken() -> None:
    """A keynote each: being there is not enough."""
    amount = Amount(Measure.REACHED, 1)
    counting = Counting(("meeting",), part=Part.SPEAKER)
    duty = a_duty("meet", When(Often.YEAR), amount=amount, counting=counting)
    spoke = (TookPart(MEMBERS[0], Part.SPEAKER), *(TookPart(p) for p in MEMBERS[1:]))
    found = stands(duty, "2026", "2026-05-01", a_record("2026-04-02", people=spoke))
    assert found.waits_for == MEMBERS[1:]


def test_confirmation_and_what_was_sent_back() -> None:
    """What was sent back is open again until it is changed; then it waits once more."""
    duty = replace(QUARTERLY, confirmed=True)
    held = a_record("2026-04-02")
    assert stands(duty, "2026-Q2", "2026-05-01", held).state is State.AWAITING
    yes = a_ruling(RulingKind.ACCEPTED, "2026-04-04")
    assert stands(duty, "2026-Q2", "2026-05-01", held, rulings=(yes,)).state is State.DONE
    no = a_ruling(RulingKind.SENT_BACK, "2026-04-05", "没有照片")
    back = stands(duty, "2026-Q2", "2026-05-01", held, rulings=(yes, no))
    assert back.state is State.NOT_BEGUN
    assert back.ruling is no
    changed = replace(held, changed_at=datetime(2026, 4, 6, tzinfo=UTC))
    assert stands(duty, "2026-Q2", "2026-05-01", changed, rulings=(no,)).state is State.AWAITING


def test_excused_until_the_excuse_ends() -> None:
    """The unit above may take it back."""
    excused = a_ruling(RulingKind.EXCUSED, "2026-04-04", "防汛")
    found = stands(QUARTERLY, "2026-Q2", "2026-07-05", rulings=(excused,))
    assert (found.state, found.ruling) == (State.EXCUSED, excused)
    ended = a_ruling(RulingKind.EXCUSE_ENDED, "2026-04-05")
    again = stands(QUARTERLY, "2026-Q2", "2026-07-05", rulings=(excused, ended))
    assert again.state is State.OVERDUE


def test_somebody_who_was_not_there_is_nobody() -> None:
    """A stranger at a meeting reaches nobody."""
    assert not a_record("2026-04-02").took_part(PersonId(99))


def test_what_a_group_did_is_its_own_under_another_name() -> None:
    duty = a_duty("meet", When(Often.MONTH), who=Who(Whom.GROUPS))
    groups = {person: "East" if person < MEMBERS[3] else "West" for person in MEMBERS}
    members = [Member(person, YEAR[0], group=group) for person, group in groups.items()]
    facts = the_facts(members=members)
    # Two of the group were there, and somebody from the other one.
    there = tuple(TookPart(MEMBERS[n]) for n in (0, 1, 3))
    before = a_record("2026-05-12", 1, group="First", people=there)
    of_west = a_record("2026-05-13", 2, group="West", people=there)

    def met(*records: Record) -> list[str]:
        found = obligations(DutyBook((duty,)), facts, date(2026, 5, 31), date(2026, 5, 31))
        stood = [
            standing(each, records, (), facts, DutyBook((duty,)), date(2026, 5, 20))
            for each in found
        ]
        return [each.obligation.subject.group for each in stood if each.is_met]

    assert met(before) == ["East"]
    assert met(of_west) == ["West"]
    assert met(before, of_west) == ["East", "West"]
    assert met(replace(before, people=())) == []
