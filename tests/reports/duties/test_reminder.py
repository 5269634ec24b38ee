"""What a reminder says: short, the most urgent first, with the way to be done with it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from msgspec.structs import replace

from programme.duties.obligations import obligations
from programme.duties.reminders import Over, Reminder
from programme.duties.standing import Standing, standing
from programme.duties.unit_days import Line
from reports.duties.reminder import for_group, later_page, put_off, reminder
from reports.said import Said
from reports.said import as_plain as plain
from reports.wording import words
from storage.values.duties import (
    Amount,
    Counting,
    Duty,
    DutyBook,
    Family,
    Often,
    RecordKind,
    When,
    Who,
    Whom,
    YearDay,
)
from storage.values.meetings import Meeting, MeetingState
from storage.values.people import PersonId, Unit, UnitId
from storage.values.records import MeetingId, Record
from tests.programme.duties.branch_seven import (
    MEMBERS,
    SECRETARY,
    a_duty,
    a_record,
    a_unit,
    the_facts,
)

TODAY = date(2026, 6, 27)
SEVEN, EIGHT = a_unit(), a_unit(id=UnitId(8), name="第八支部")
BOOK = DutyBook(
    kinds=(
        RecordKind("meeting", Family.MEETING, {"zh": "党员大会", "en": "members' meeting"}),
        RecordKind("visit", Family.VISIT, {"zh": "走访", "en": "visit"}),
    )
)


def a_named(zh: str, en: str, when: When, **more: object) -> Duty:
    return a_duty(en.split(maxsplit=1)[0].strip("'"), when, titles={"zh": zh, "en": en}, **more)


MEETING = a_named("党员大会", "members' meeting", When(Often.QUARTER))
THEME = a_named("主题党日", "activity day", When(Often.MONTH))
LECTURE = a_named("讲党课", "lectures", When(Often.YEAR, by=YearDay(6, 30)), amount=Amount(least=3))
VISIT = a_named(
    "走访", "visits", When(Often.QUARTER), who=Who(Whom.PERSONS), counting=Counting(("visit",))
)


def owed(duty: Duty, period: str, *records: Record, today: date = TODAY) -> list[Standing]:
    """How it stands with a duty in one period."""
    facts, book = the_facts(), replace(BOOK, duties=(duty,))
    year = date(2026, 1, 1), date(2026, 12, 31)
    asked = obligations(book, facts, *year, [duty])
    return [
        standing(each, records, [], facts, book, today)
        for each in asked
        if each.period.key == period
    ]


def line(duty: Duty, period: str, *records: Record, unit: Unit = SEVEN) -> Line:
    return Line(unit, tuple(owed(duty, period, *records)[:1]))


def told(
    *lines: Line, over: Sequence[Over] = (), below: Sequence[Line] = (), more: int = 0
) -> Reminder:
    units = (SEVEN.id, EIGHT.id)
    names: dict[PersonId, str] = {}
    todays, books = dict.fromkeys(units, TODAY), dict.fromkeys(units, BOOK)
    return Reminder(SECRETARY, lines, over, below, more, todays, books, names)


def said(language: str, what: Reminder) -> list[str]:
    return plain(reminder(words(language), what).text).splitlines()


def labels(what: Said) -> list[list[str]]:
    return [[button.text for button in row] for row in what.buttons]


def test_one_thing_is_one_line_with_three_buttons() -> None:
    one = told(line(MEETING, "2026-Q2"))
    assert said("zh", one) == ["还有 3 天：二季度党员大会，6月30日"]
    assert said("en", one) == ["3 days left: second quarter's members' meeting, 30 Jun"]
    zh = reminder(words("zh"), one)
    assert labels(zh) == [["记一笔", "改天提醒", "为什么提醒我"], ["支部的事"]]
    assert [button.data for button in zh.buttons[0]] == [
        "record:for:7.0.members.2026Q2.",
        "remind:later:7.0.members.2026Q2.",
        "why:7.0.members.2026Q2.",
    ]
    assert labels(reminder(words("en"), one))[0] == ["Put it down", "Remind later", "Why me?"]


def test_what_is_due_comes_before_what_is_overdue() -> None:
    own = Line(SEVEN, tuple(owed(VISIT, "2026-Q2")[:1]))
    others = Line(SEVEN, tuple(owed(VISIT, "2026-Q2")[1:]))
    lecture = line(LECTURE, "2026", a_record("2026-03-03"))
    all_ = told(line(MEETING, "2026-Q2"), lecture, own, others, line(THEME, "2026-05"))
    assert said("zh", all_) == [
        "这几件事快到时间了：",
        "1. 还有 3 天：二季度党员大会，6月30日",
        "2. 还有 3 天：讲党课 1/3，6月30日",
        "3. 还有 3 天：二季度走访（您自己的），6月30日",
        "4. 还有 3 天：二季度走访（4 人），6月30日",
        "",
        "过了时间还没记：是没开，还是没记？",
        "5. 5月主题党日：过了 27 天",
    ]
    assert said("en", all_)[3:] == [
        "3. 3 days left: second quarter's visits (your own), 30 Jun",
        "4. 3 days left: second quarter's visits (4 people), 30 Jun",
        "",
        "Past due: not held, or not recorded?",
        "5. May's activity day: 27 days past",
    ]
    # Buttons for the first three.
    assert [row[0] for row in labels(reminder(words("zh"), all_))] == [
        "1 记一笔",
        "2 记一笔",
        "3 记一笔",
        "支部的事",
    ]
    assert "是没办，还是没记？" in said("zh", told(line(VISIT, "2026-Q1")))[0]


def test_more_than_eight_are_counted_and_units_named_where_there_are_two() -> None:
    months = [f"2026-0{month}" for month in (5, 4, 3, 2, 1)]
    coming = [line(MEETING, "2026-Q2"), line(MEETING, "2026-Q2", unit=EIGHT)]
    overdue = [line(THEME, month, unit=unit) for unit in (SEVEN, EIGHT) for month in months]
    lines = said("zh", told(*coming, *overdue))
    assert lines[2] == "2. 第八支部 · 还有 3 天：二季度党员大会，6月30日"
    assert lines[5] == "3. 第七支部 · 5月主题党日：过了 27 天"
    assert lines[-1] == "还有 4 件：/deadlines" and len(lines) == 12
    assert said("en", told(*coming, *overdue))[-1] == "and 4 more: /deadlines"


def test_a_meeting_that_is_over_is_asked_about() -> None:
    at = datetime(2026, 6, 26, 7, tzinfo=UTC)
    meeting = Meeting(
        MeetingId(3), SEVEN.id, MeetingState.PLANNED, ("meeting",), SECRETARY, at, starts_at=at
    )
    asked = told(over=[Over(SEVEN, meeting, BOOK)])
    assert said("zh", asked) == ["这次会开了吗？开了就点一下：", "6月26日 15:00 党员大会"]
    assert said("en", asked) == [
        "Was it held? If so, please tap:",
        "26 Jun 15:00 members' meeting",
    ]
    [[button], _] = reminder(words("zh"), asked).buttons
    assert (button.text, button.data) == ("开了吗？", "meet:show:3")


def test_organisers_are_told_of_units_below() -> None:
    below = [line(MEETING, "2026-Q1", unit=EIGHT)] * 4
    assert said("zh", told(below=below, more=2)) == [
        "下面有事过了时间，请您过问一下：",
        *(f"{n}. 第八支部：一季度党员大会，过了 88 天" for n in (1, 2, 3)),
        "还有别的：/deadlines",
    ]
    assert said("en", told(below=below[:1])) == [
        "Overdue below, for your attention:",
        "第八支部: first quarter's members' meeting, 88 days past",
    ]


def test_the_group_hears_one_line_that_names_nobody() -> None:
    lines = [line(MEETING, "2026-Q2"), line(THEME, "2026-06")]
    zh = for_group(words("zh"), lines, TODAY, "a_bot")
    assert plain(zh.text).splitlines() == [
        "还有 3 天：二季度党员大会 · 另有 1 件",
        "请书记跟我私聊，点一下“开始”。往后我就私下提醒，不在群里说了。",
    ]
    assert zh.buttons[0][0].url == "https://t.me/a_bot?start=matters"
    en = plain(for_group(words("en"), lines[:1], date(2026, 6, 30), "a_bot").text)
    assert en.startswith("Due today: second quarter's members' meeting\nSecretary, please")


def test_later_offers_days_up_to_the_due_date_which_stays() -> None:
    [it] = owed(MEETING, "2026-Q2")
    due = it.due
    page = later_page(words("zh"), it.obligation, due, TODAY)
    assert labels(page) == [["明天", "3 天后"], ["别的日子"]]
    assert "截止的日子不变" in page.text
    assert all(len((b.data or "").encode()) <= 64 for row in page.buttons for b in row)
    late = later_page(words("en"), it.obligation, due, date(2026, 7, 2))
    assert labels(late) == [["Tomorrow", "In 3 days", "In a week"], ["Another day"]]
    assert later_page(words("zh"), it.obligation, due, due).buttons == ()
    done = put_off(words("zh"), it.obligation, due, date(2026, 6, 29), TODAY)
    assert plain(done.text) == "二季度党员大会：6月29日再提醒您。截止的日子还是6月30日。"


def test_nothing_of_anybodys_making_becomes_markup() -> None:
    odd = replace(SEVEN, name="<b>7</b>")
    duty = replace(MEETING, titles={"zh": "a<i>", "en": "a<i>"})
    below = [Line(odd, tuple(owed(duty, "2026-Q1")))]
    coming = [Line(odd, tuple(owed(duty, "2026-Q2"))), line(MEETING, "2026-Q2", unit=EIGHT)]
    text = reminder(words("en"), told(*coming, below=below)).text
    assert "<i>" not in text and "<b>7" not in text and "&lt;b&gt;7" in text
    assert len(MEMBERS) == 5
