"""The weekly sheet for the wall."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from programme.week_sheet import DayKind, SheetDay, SheetQuestion, WeekSheet
from reports.sheet import sheet_data, sheet_html
from reports.typesetting import pdf
from reports.wording import words
from storage.unit_totals import DayTotals
from storage.values.people import Unit, UnitId

MONDAY = date(2026, 5, 18)


def sheet(language: str) -> WeekSheet:
    studied = SheetDay(
        MONDAY,
        DayKind.STUDY,
        ("Duties & <rights>",),
        (SheetQuestion("The earth is flat.", statement=True), SheetQuestion("How many?")),
        DayTotals(12, 9, 4),
    )
    to_come = SheetDay(MONDAY + timedelta(days=1), DayKind.STUDY, ("Dues",))
    rest = [SheetDay(MONDAY + timedelta(days=n), DayKind.REST) for n in range(2, 6)]
    last = SheetDay(MONDAY + timedelta(days=6), DayKind.NOTHING)
    unit = Unit(UnitId(1), "b", None, "/1/", "", "Red <Star>", "Asia/Shanghai", language, None)
    return WeekSheet(unit, "A hundred days", (studied, to_come, *rest, last), ("李",))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            [
                "周一",
                "5月18日",
                "The earth is flat.对不对？",
                "学了 12 人、答了 9 人、写了 4 人",
                "休息",
            ],
        ),
        (
            "en",
            [
                "Mon",
                "18 May",
                "The earth is flat. True or false?",
                "12 read, 9 answered, 4 wrote",
                "Day off",
            ],
        ),
    ],
)
def test_the_sheet_has_the_week_in_the_branchs_language(language: str, expected: list[str]) -> None:
    html = sheet_html(words(language), sheet(language))
    assert all(each in html for each in expected)
    assert "Red &lt;Star&gt;" in html and "Duties &amp; &lt;rights&gt;" in html
    assert "How many?" in html and "李" in html
    # It needs no other file.
    assert "http" not in html and "src=" not in html
    assert html.count('class="rule"') == 4


def test_a_day_without_totals_has_no_figures() -> None:
    data = sheet_data(words("en"), sheet("en"))
    assert [bool(each["totals"]) for each in data["days"]] == [True, *[False] * 6]
    assert [each["off"] for each in data["days"][-2:]] == ["Day off", "Nothing planned"]


@pytest.mark.parametrize(
    ("totals", "told"), [(DayTotals(), ""), (DayTotals(3, noted=1), "3 read, 1 wrote")]
)
def test_what_nobody_did_is_not_put_on_the_wall(totals: DayTotals, told: str) -> None:
    week = sheet("en")
    days = [replace(week.days[0], totals=totals), *week.days[1:]]
    assert sheet_data(words("en"), replace(week, days=days))["days"][0]["totals"] == told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_takes_it(language: str) -> None:
    made = pdf("sheet", sheet_data(words(language), sheet(language)))
    assert made.startswith(b"%PDF") and made.count(b"/Type /Page\n") <= 1
