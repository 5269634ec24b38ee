"""Leave and pauses in words, in both languages."""

import re
from datetime import date, time

import pytest

from programme.absences import OnLeave
from programme.calendar import NextPost
from reports.absence import (
    leave_done,
    leave_page,
    on_leave_line,
    pause_done,
    pause_noted,
    pause_page,
    paused_line,
)
from reports.days import shown_days
from reports.me import Myself, me_text
from reports.said import Said
from reports.wording import LANGUAGES, words
from storage.values.days import SlotKind
from storage.values.pauses import Pause, PauseId
from storage.values.people import Person, PersonId, UnitId
from storage.values.standings import Totals

LI = PersonId(5)
TODAY = date(2026, 9, 28)
NATIONAL_DAY = Pause(PauseId(7), date(2026, 10, 1), date(2026, 10, 7), LI)
NOW = Pause(PauseId(8), date(2026, 9, 27), date(2026, 9, 29), LI)
GOES_ON = NextPost(SlotKind.MORNING, date(2026, 10, 8), time(7, 30))
NOTHING = Totals(0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("language", "last", "shown"),
    [
        ("zh", date(2026, 10, 7), "10月1日至7日"),
        ("en", date(2026, 10, 7), "1–7 Oct"),
        ("zh", date(2026, 10, 1), "10月1日"),
        ("en", date(2026, 11, 2), "1 Oct – 2 Nov"),
        ("zh", date(2027, 1, 3), "10月1日至1月3日"),
    ],
)
def test_days_are_shown_as_one_says_them(language: str, last: date, shown: str) -> None:
    assert shown_days(words(language), date(2026, 10, 1), last) == shown


def test_what_has_begun_is_ended_and_what_is_ahead_is_cancelled() -> None:
    page = leave_page(words("zh"), LI, None, [NOW, NATIONAL_DAY], TODAY)
    assert "· 9月27日至29日\n· 10月1日至7日" in page.text
    ends = [(row[0].text, row[0].data) for row in page.buttons[-2:]]
    assert ends == [("销假", "leave:5:end:8"), ("取消10月1日", "leave:5:end:7")]


def test_the_secretary_gets_back_to_the_member() -> None:
    for page in (
        leave_page(words("en"), LI, "Li <b>", [], TODAY),
        leave_done(words("en"), "Noted.", LI, "Li <b>", [], TODAY),
    ):
        assert page.buttons[-1][0].data == "member:5:2026-09-28"
        assert "<b>" not in page.text.replace("<b>Leave", "")
    own = leave_page(words("en"), LI, None, [], TODAY)
    assert "member:" not in str(own.buttons)


def _pages(language: str) -> list[Said]:
    spoken = words(language)
    known = [NOW, NATIONAL_DAY]
    return [
        leave_page(spoken, LI, None, known, TODAY),
        leave_page(spoken, LI, "老张", known, TODAY),
        leave_done(spoken, "", LI, None, known, TODAY),
        pause_page(spoken, UnitId(3), "一支部", known, TODAY),
        pause_done(spoken, "", UnitId(3), known, TODAY),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_short_and_their_data_fits(language: str) -> None:
    for page in _pages(language):
        for button in (each for row in page.buttons for each in row):
            assert len((button.data or "").encode()) <= 64
            assert len(re.findall(r"[\u4e00-\u9fff]", button.text)) <= 6


def test_a_pause_says_when_it_goes_on() -> None:
    zh = words("zh")
    first, last = NATIONAL_DAY.first, NATIONAL_DAY.last
    told = pause_noted(zh, "一支部", first, last, GOES_ON, TODAY)
    assert told == "一支部暂停：10月1日至7日。\n10月8日 07:30 接着来。"
    assert paused_line(zh, last, GOES_ON, last) == "支部暂停到10月7日。\n明天 07:30 接着来。"
    assert paused_line(zh, last, None, TODAY) == "支部暂停到10月7日。"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "zh",
            "请假 2 人，不算在上面：\u2068老张\u2069（到10月7日）、"
            "\u2068Li &lt;b&gt;\u2069（到9月29日）",
        ),
        (
            "en",
            "2 on leave, not counted above: \u2068老张\u2069 (until 7 Oct), "
            "\u2068Li &lt;b&gt;\u2069 (until 29 Sept)",
        ),
    ],
)
def test_the_secretary_sees_who_is_on_leave_and_until_when(language: str, line: str) -> None:
    away = [
        OnLeave(Person(LI, "老张"), NATIONAL_DAY.last),
        OnLeave(Person(PersonId(6), "Li <b>"), NOW.last),
    ]
    assert on_leave_line(words(language), away) == line


@pytest.mark.parametrize(
    ("used", "zh", "en"),
    [
        (0, "本月 2 天宽限还没用：偶尔空一天，连续也不断。", "2 spare days are unused"),
        (1, "本月宽限：用了 1 天，还剩 1 天。", "Spare days this month: 1 used, 1 left."),
        (2, "本月宽限：用了 2 天，还剩 0 天。", "Spare days this month: 2 used, 0 left."),
    ],
)
def test_me_tells_of_spare_days_and_leave(used: int, zh: str, en: str) -> None:
    me = Myself(12, NOTHING, NOTHING, None, 17, used, [NATIONAL_DAY])
    in_zh, in_en = (me_text(words(language), me).text for language in ("zh", "en"))
    assert zh in in_zh and "请假：10月1日至7日" in in_zh
    assert en in in_en and "On leave: 1–7 Oct" in in_en
