"""Calendars as files, read again by the library's own parser."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from programme.calendars.agenda import Agenda, Daily, dailies, steps_of
from programme.duties.obligations import obligations
from programme.duties.standing import standing
from reports.calendars.ics import ics
from reports.wording import words
from storage.values.days import SlotKind
from storage.values.duties import (
    Amount,
    Duty,
    DutyBook,
    Family,
    Often,
    RecordKind,
    Step,
    When,
    YearDay,
)
from storage.values.meetings import Meeting, MeetingState
from storage.values.people import BotId
from storage.values.programme_files import DaysOff, ProgrammeSettings, Timetable
from storage.values.records import MeetingId
from tests.programme.duties.branch_seven import BRANCH, a_duty, a_record, a_unit, the_facts

BOT = BotId(8)
NOW = datetime(2026, 5, 20, 1, tzinfo=UTC)
TODAY = date(2026, 5, 20)
KIND = RecordKind("meeting", Family.MEETING, {"zh": "党员大会", "en": "assembly"})
VISITS = a_duty(
    "visits",
    When(Often.YEAR),
    amount=Amount(least=4, steps=(Step(1, YearDay(3, 31)), Step(2, YearDay(6, 30)))),
    titles={"zh": "走访", "en": "visits"},
)
QUARTER = a_duty("assembly", When(Often.QUARTER), titles={"zh": "党员大会", "en": "assembly"})


def told(*duties: Duty, records: Any = (), **more: Any) -> Agenda:
    """The calendar of the branch of what is due this year."""
    book = DutyBook(duties=duties, kinds=(KIND,))
    facts = the_facts()
    owed = obligations(book, facts, date(2026, 1, 1), date(2026, 12, 31))
    due = [standing(each, records, (), facts, book, TODAY) for each in owed]
    return Agenda(a_unit(), TODAY, book, due, **more)


def entries(agenda: Agenda, language: str = "zh") -> dict[str, Any]:
    """The entries as another program reads them, by their UID without the bot."""
    read = Calendar.from_ical(ics(words(language), agenda, BOT, NOW))
    assert not read.errors
    found = {str(each["uid"]): each for each in read.walk("VEVENT")}
    assert all(each.endswith("@8.sanxue") for each in found)
    return {uid.partition("@")[0]: each for uid, each in found.items()}


def test_what_is_due_stands_on_its_day_with_how_it_stands() -> None:
    met = [a_record("2026-02-10")]
    found = entries(told(QUARTER, records=met))
    by_day = {each.start: each for each in found.values()}
    assert sorted(by_day) == [date(2026, m, d) for m, d in ((3, 31), (6, 30), (9, 30), (12, 31))]
    assert by_day[date(2026, 3, 31)]["summary"] == "✓ 一季度党员大会"
    second = by_day[date(2026, 6, 30)]
    assert second["summary"] == "二季度党员大会"
    assert second["description"] == "状态：没开始\n还差 1 次"
    assert second.end - second.start == timedelta(days=1) and second["transp"] == "TRANSPARENT"
    assert second["dtstamp"].dt == NOW


def test_steps_stand_on_their_own_days() -> None:
    agenda = told(VISITS, records=[a_record("2026-02-10")])
    assert [(day, taken) for _, day, taken in steps_of(agenda.due[0])] == [
        (date(2026, 3, 31), True),
        (date(2026, 6, 30), False),
    ]
    found = entries(agenda, "en")
    names = {each.start: str(each["summary"]) for each in found.values()}
    assert names == {
        date(2026, 3, 31): "✓ visits: 1 by today",
        date(2026, 6, 30): "visits: 2 by today",
        date(2026, 12, 31): "visits",
    }


def test_taken_in_again_it_has_the_same_names() -> None:
    before = entries(told(QUARTER, VISITS))
    after = entries(told(QUARTER, VISITS, records=[a_record("2026-05-10")]), "en")
    assert before.keys() == after.keys()
    assert len({*before}) == 4 + 3


def a_meeting(**changes: Any) -> Meeting:
    meeting = Meeting(
        MeetingId(5), BRANCH, MeetingState.PLANNED, ("meeting",), None, NOW, NOW, 90, "活动室"
    )
    return replace(meeting, **changes)


def test_a_meeting_stands_at_its_time_and_moves() -> None:
    [found] = entries(told(meetings=[a_meeting(topic="换届", group="一组")])).values()
    assert (found["summary"], found["location"]) == ("党员大会（一组）", "活动室")
    assert (found.start, found.end) == (NOW, NOW + timedelta(minutes=90))
    assert "换届" in found["description"] and found["sequence"] == 0
    moved = a_meeting(starts_at=NOW + timedelta(days=1), revision=1)
    [after] = entries(told(meetings=[moved])).values()
    assert (after["uid"], after["sequence"]) == (found["uid"], 1)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu"])
def test_the_days_three_come_on_study_days_only(zone: str) -> None:
    followed = ProgrammeSettings(
        key="p",
        titles={"zh": "p"},
        languages=("zh",),
        timetable=Timetable(time(7, 30), None, time(20)),
        days_off=DaysOff(weekdays=frozenset({5, 6}), dates=frozenset({date(2026, 6, 1)})),
    )
    unit = a_unit(time_zone=zone)
    # In Berlin the clocks go forward within these days.
    first = date(2026, 3, 20)
    three = dailies(followed, unit, first)
    assert [each.kind for each in three] == [SlotKind.MORNING, SlotKind.EVENING]
    found = entries(Agenda(unit, first, DutyBook(), daily=three))
    morning = found[f"morning-{BRANCH}"]
    assert morning["summary"] == "今日一学"
    rule = rrulestr(morning["rrule"].to_ical().decode(), dtstart=morning.start)
    off = {each.dt for each in morning["exdate"].dts} if "exdate" in morning else set()
    days = [each for each in rule if each not in off]
    zoned = ZoneInfo(zone)
    assert days == [datetime.combine(day, time(7, 30), zoned) for day in three[0].days]
    assert all(day.weekday() < 5 for day in three[0].days) and len(days) == 20


@settings(max_examples=30)
@given(st.text(max_size=200), st.text(max_size=90), st.text(max_size=40))
def test_whatever_it_is_called_it_can_be_read(title: str, place: str, group: str) -> None:
    called = replace(QUARTER, titles={"zh": f"会{title}"}, guidance={"zh": f"说{title}"})
    agenda = told(called, meetings=[a_meeting(place=f"室{place}", group=f"组{group}")])
    content = ics(words("zh"), agenda, BOT, NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found = entries(agenda)
    assert len(found) == 5
    shown = "".join(each for each in place if each == "\n" or each.isprintable())
    assert str(found["meeting-5"]["location"]) == f"室{shown}"


def test_a_branch_without_anything_has_an_empty_calendar() -> None:
    read = Calendar.from_ical(ics(words("en"), Agenda(a_unit(), TODAY, DutyBook()), BOT, NOW))
    assert read["x-wr-calname"] == "第七支部 · Sanxue" and not read.walk("VEVENT")


def test_one_entry_a_kind() -> None:
    daily = Daily(SlotKind.NOON, time(12), [TODAY])
    [found] = entries(told(daily=[daily])).values()
    assert "exdate" not in found
