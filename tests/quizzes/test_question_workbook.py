"""Workbooks as people make them: hidden sheets, what Excel made of dates, formulas, macros, and the
sheet of Kahoot."""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from quizzes.bank import read_content
from quizzes.cells import Sheet
from quizzes.readings import Reading
from quizzes.sheet import read_sheets
from storage.values.questions import QuestionKind

OLD = Path(__file__).parent.parent / "data" / "sheets" / "bank.xls"
HEADERS = ("题干", "A", "B", "C", "D", "答案")


def book(*rows: tuple[Any, ...], headers: tuple[str, ...] = HEADERS) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet(made).append(headers)
    for row in rows:
        sheet(made).append(row)
    return made


def sheet(made: openpyxl.Workbook) -> Worksheet:
    found = made.active
    assert isinstance(found, Worksheet)
    return found


def saved(made: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def read(made: openpyxl.Workbook | bytes, name: str = "题库.xlsx") -> Reading:
    return read_content(made if isinstance(made, bytes) else saved(made), name, "zh")


def notices(reading: Reading) -> list[str]:
    assert not reading.blocked
    return [str(finding.said) for finding in reading.findings]


def test_a_hidden_sheet_is_named_and_left_out() -> None:
    made = book(("哪个？", "甲", "乙", None, None, "B"))
    for name, state in (("旧题", "hidden"), ("更旧的", "veryHidden")):
        other = made.create_sheet(name)
        other.append(HEADERS)
        other.append((f"{name}？", "甲", "乙", None, None, "A"))
        other.sheet_state = state
    reading = read(made)
    assert len(reading.questions) == 1
    assert [finding.place.file for finding in reading.findings] == [
        "题库.xlsx [旧题]",
        "题库.xlsx [更旧的]",
    ]
    assert all("hidden" in said for said in notices(reading))


APRIL = datetime.date(2026, 4, 15)
JULY = datetime.date(2021, 7, 1)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (APRIL, 'm"月"d"日"', "4月15日"),
        (APRIL, '[$-804]m"月"d"日";@', "4月15日"),
        (JULY, 'yyyy"年"m"月"d"日";@', "2021年7月1日"),
        (JULY, '[$-804]yyyy"年"m"月"', "2021年7月"),
        (JULY, "mm-dd-yy", "2021/7/1"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (datetime.time(3, 2), "h:mm", "3:02"),
        (1921, "General", "1921"),
        (3.5, "0.00", "3.5"),
    ],
)
def test_cells_are_read_as_they_are_shown(value: object, code: str, shown: str) -> None:
    made = book(("何时？", value, "乙", None, None, "A"))
    sheet(made)["B2"].number_format = code
    reading = read(made)
    assert notices(reading) == []
    assert reading.questions[0].texts["zh"].options[0] == shown


def test_a_chinese_date_format_without_a_code() -> None:
    """Chinese Excel writes the number 58 for «4月15日», and no code."""
    made = book(("何时？", APRIL, "乙", None, None, "A"))
    sheet(made)["B2"].number_format = 'm"月"d"日"'
    old, written = saved(made), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(written, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename == "xl/styles.xml":
                content = content.replace(b'xf numFmtId="164"', b'xf numFmtId="58"')
                content = content.replace(b'xf numFmtId="165"', b'xf numFmtId="58"')
            after.writestr(entry, content)
    assert read(written.getvalue()).questions[0].texts["zh"].options[0] == "4月15日"


def test_what_a_formula_came_to_is_read_and_said() -> None:
    data = saved(book(("一加一？", "=1+1", "三", None, None, "A")))
    reading = read(data)
    # It was never computed: the cell is blank, and the answer none of the options.
    assert reading.questions == ()
    assert "formulas" in str(reading.findings[0].said)


def test_macros_are_not_run() -> None:
    data = io.BytesIO(saved(book(("哪个？", "甲", "乙", None, None, "B"))))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    reading = read(data.getvalue(), "题库.xlsm")
    assert len(reading.questions) == 1
    assert "macros" in notices(reading)[0]


def test_kahoots_sheet() -> None:
    made = openpyxl.Workbook()
    rows: list[tuple[object, ...]] = [
        (),
        (None, "Quiz template"),
        (None, "Remember: questions have a limit of 120 characters."),
        (
            None,
            "Question - max 120 characters",
            *(f"Answer {n} - max 75 characters" for n in range(1, 5)),
            "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
            "Correct answer(s) - choose at least one",
        ),
        (1, "Which one?", "this", "that", None, None, 20, 2),
        (2, "Which two?", "a", "b", "c", None, 20, "1,3"),
        (3, None, None, None, None, None, None, None),
    ]
    for row in rows:
        sheet(made).append(row)
    reading = read(made)
    assert notices(reading) == []
    one, two = reading.questions
    assert (one.kind, one.correct) == (QuestionKind.ONE, (1,))
    assert (two.kind, two.correct) == (QuestionKind.SEVERAL, (0, 2))


def test_answers_that_look_like_numbers_follow_the_habit_of_the_sheet() -> None:
    rows = [(f"第{n}问？", "甲", "乙", "丙", None, "丙") for n in range(30)]
    reading = read(book(*rows, ("几个？", "3", "2", "1", None, "1")))
    assert notices(reading) == []
    assert reading.questions[-1].correct == (2,)
    lettered = [(*row[:-1], "C") for row in rows]
    reading = read(book(*lettered, ("几个？", "3", "2", "1", None, "1")))
    assert reading.questions[-1].correct == (0,)


def test_headers_with_marks_and_notes() -> None:
    headers = (
        "* 题干（必填）",
        "选项A（必填）",
        "选项B",
        "*正确选项",
        "题型 - 单选/多选",
        "试题解析",
    )
    reading = read(book(("哪个？", "甲", "乙", "B", "单选题", "因为。"), headers=headers))
    assert notices(reading) == []
    assert reading.questions[0].texts["zh"].explanation == "因为。"


def test_a_date_in_an_open_document_is_read_as_it_is_shown() -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    day = '<table:table-cell office:value-type="date" office:date-value="2026-04-15">'

    def row(*cells: str) -> str:
        text = "<table:table-cell office:value-type='string'>"
        told = "".join(
            f"{day if '日' in c else text}<text:p>{c}</text:p></table:table-cell>" for c in cells
        )
        return f"<table:table-row>{told}</table:table-row>"

    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="S">'
        + row("题干", "A", "B", "答案")
        + row("何时？", "4月15日", "乙", "A")
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    assert read(written.getvalue(), "题库.ods").questions[0].texts["zh"].options[0] == "4月15日"


def test_a_date_of_which_nothing_is_known_is_named() -> None:
    """Old XLS files keep to themselves how they show a date."""
    rows = [list(HEADERS), ["何时？", "2026-04-15", "乙", "", "", "A"]]
    reading = read_sheets([Sheet("", rows, dates={1: "2026-04-15"})], "题库.xls", "zh")
    assert reading.questions[0].correct == (0,)
    assert "2026-04-15" in notices(reading)[0]


def test_an_old_workbook() -> None:
    """``bank.xls``, of before 2007: a sheet of two questions, one with a date, and a hidden one."""
    reading = read(OLD.read_bytes(), "题库.xls")
    first, second = (each.texts["zh"] for each in reading.questions)
    assert (first.options, first.explanation) == (("1921", "1919"), "在上海。")
    assert second.options == ("2021-03-12", "五月一日")
    date, hidden = notices(reading)
    assert "2021-03-12" in date and "hidden" in hidden
