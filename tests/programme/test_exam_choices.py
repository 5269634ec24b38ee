"""What is settled about a test by buttons and by typing."""

from datetime import UTC, date, datetime, time

import pytest

from programme.exam_choices import (
    ALL,
    Part,
    tag_code,
    usual_terms,
    window_of,
    with_days,
    with_number_chosen,
    with_tag,
    with_typed,
)
from programme.typed_days import Days
from programme.typed_windows import TypedWindow, read_window
from storage.values.exams import Share, Source, SourceKind
from storage.values.messages import BadInput

TODAY = date(2026, 5, 20)
TERMS = usual_terms(Source(SourceKind.PROGRAMME, "p"), 60, TODAY)
TAGS = ["消防", "用电", "Fire 2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5月25日", (date(2026, 5, 25), date(2026, 5, 25), None, None)),
        ("5.25-5.27", (date(2026, 5, 25), date(2026, 5, 27), None, None)),
        ("5月25日 14:00-15:30", (date(2026, 5, 25), date(2026, 5, 25), time(14), time(15, 30))),
        (
            "5月25日8点到5月27日18点半",
            (date(2026, 5, 25), date(2026, 5, 27), time(8), time(18, 30)),
        ),
        ("明天 14：00 至 15：00", (date(2026, 5, 21), date(2026, 5, 21), time(14), time(15))),
        ("25 May 9:30 to 26 May", (date(2026, 5, 25), date(2026, 5, 26), time(9, 30), None)),
    ],
)
def test_a_window_as_it_is_written(
    text: str, expected: tuple[date, date, time | None, time | None]
) -> None:
    first, last, begins, ends = expected
    assert read_window(text, TODAY) == TypedWindow(Days(first, last), begins, ends)


@pytest.mark.parametrize("text", ["5.25 25:00", "5.25 8:00 9:00 10:00", "8:00", "随便", ""])
def test_what_is_no_window_is_said_so(text: str) -> None:
    with pytest.raises(BadInput):
        read_window(text, TODAY)


def test_the_usual_test_needs_nothing_but_to_be_announced() -> None:
    noon = datetime(2026, 5, 20, 4, tzinfo=UTC)
    assert (TERMS.number, TERMS.minutes, TERMS.attempts, TERMS.pass_percent) == (10, 15, 1, 60)
    closes = datetime(2026, 5, 26, 13, tzinfo=UTC)
    assert window_of(TERMS, "Asia/Shanghai", noon) == (noon, closes)
    early = datetime(2026, 5, 19, 22, tzinfo=UTC)
    assert window_of(TERMS, "Asia/Shanghai", early)[0] == datetime(2026, 5, 20, 0, tzinfo=UTC)
    assert usual_terms(TERMS.source, 4, TODAY).number == 4


def test_numbers_by_button_and_by_typing() -> None:
    chosen = with_number_chosen(TERMS, Part.NUMBER, "20")
    assert chosen is not None and chosen.number == 20
    unlimited = with_number_chosen(TERMS, Part.MINUTES, "0")
    assert unlimited is not None and unlimited.minutes is None
    assert with_number_chosen(TERMS, Part.NUMBER, "7") is None
    assert with_number_chosen(TERMS, Part.SOURCE, "5") is None
    assert with_typed(TERMS, Part.NUMBER, "十题不够，要 25 题", TAGS, TODAY).number == 25
    assert with_typed(TERMS, Part.PASS, "85%", TAGS, TODAY).pass_percent == 85
    wrong = ("0", "101", "-5", "1.5", "１．５", "1000000")
    for part, text in (*((Part.NUMBER, each) for each in wrong), (Part.PASS, "很多")):
        with pytest.raises(BadInput):
            with_typed(TERMS, part, text, TAGS, TODAY)


def test_tags_are_put_in_and_taken_out() -> None:
    one = with_tag(TERMS, Part.TAGS, tag_code("消防"), TAGS)
    assert one is not None and one.tags == ("消防",)
    none = with_tag(one, Part.TAGS, tag_code("消防"), TAGS)
    assert none is not None and none.tags == ()
    assert with_tag(TERMS, Part.TAGS, "forged", TAGS) is None
    aimed = with_tag(TERMS, Part.AUDIENCE, tag_code("用电"), TAGS)
    assert aimed is not None and (aimed.audience, aimed.tags) == (("用电",), ())
    everybody = with_tag(aimed, Part.AUDIENCE, ALL, TAGS)
    assert everybody is not None and everybody.audience == ()


def test_numbers_by_tag() -> None:
    terms = with_typed(TERMS, Part.TAGS, "消防 5题，用电:3、fire 2 4", TAGS, TODAY)
    assert terms.shares == (Share("消防", 5), Share("用电", 3), Share("Fire 2", 4))
    assert terms.number == 12
    for text in ("消防", "消防 0", "没有的 3", "消防 99, 用电 99", ","):
        with pytest.raises(BadInput):
            with_typed(TERMS, Part.TAGS, text, TAGS, TODAY)


def test_a_window_by_button_and_by_typing() -> None:
    week = with_days(TERMS, "3", TODAY)
    assert week is not None and (week.first, week.last) == (TODAY, date(2026, 5, 22))
    assert with_days(TERMS, "4", TODAY) is None
    exact = with_typed(TERMS, Part.WINDOW, "5.25 14:00-15:00", TAGS, TODAY)
    assert (exact.begins, exact.ends) == (time(14), time(15))
    for text in ("5.25 15:00-14:00", "5.18-5.19"):
        with pytest.raises(BadInput):
            with_typed(TERMS, Part.WINDOW, text, TAGS, TODAY)


def test_a_name_fits_a_line() -> None:
    assert with_typed(TERMS, Part.TITLE, "  安全\n知识 ", TAGS, TODAY).title == "安全 知识"
    for text in ("", "长" * 41):
        with pytest.raises(BadInput):
            with_typed(TERMS, Part.TITLE, text, TAGS, TODAY)
