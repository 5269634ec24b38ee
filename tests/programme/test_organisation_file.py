"""The organisation's file: units in order, and every fault named by row, column and reason."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.organisation_file import read_organisation
from storage.values.messages import BadInput
from storage.values.programme_files import UnitRow
from tests.programme.sheets import said, write_csv, write_xlsx

HEADER = "code,parent,level,name,time_zone,language,audience"


def faults(path: Path, text: str) -> list[tuple[int | None, str | None, str]]:
    rows, findings = read_organisation(write_csv(path / "o.csv", text), {"K1": None, "K2": "K1"})
    assert rows == ()
    return said(findings)


def test_rows_come_parents_first_with_all_columns(tmp_path: Path) -> None:
    text = (
        f"{HEADER}\n"
        "B,A,branch, 幸福\u200b里 支部\u3000,Asia/Urumqi,ZH,village、retired;company\n"
        "A,,city,City,,,\n"
        "C,K1,branch,Third,,英文,\n"
    )
    path = write_csv(tmp_path / "o.csv", text)
    rows, findings = read_organisation(path, {"K1": None})
    assert findings == ()
    assert rows == (
        UnitRow(3, "A", None, "city", "City"),
        UnitRow(
            2,
            "B",
            "A",
            "branch",
            "幸福里 支部",
            "Asia/Urumqi",
            "zh",
            ("village", "retired", "company"),
        ),
        UnitRow(4, "C", "K1", "branch", "Third", None, "en"),
    )
    assert read_organisation(path, {"K1": None}) == (rows, findings)


def test_first_and_last_days(tmp_path: Path) -> None:
    text = "编码,名称,成立日期,撤销日期\nA,甲,2020年3月1日,2026-06-30\nB,乙,,\n"
    rows, findings = read_organisation(write_csv(tmp_path / "o.csv", text), {})
    assert findings == ()
    days = [(row.since, row.until) for row in rows]
    assert days == [(date(2020, 3, 1), date(2026, 6, 30)), (None, None)]
    crossed = "编码,名称,成立日期,撤销日期\nA,甲,2026-07-01,2026-06-30\nB,乙,不知道,\n"
    assert [(row, column) for row, column, _ in faults(tmp_path, crossed)] == [
        (2, "撤销日期"),
        (3, "成立日期"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
def test_chinese_headers_encodings_and_delimiters(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = [
        "组织一览",
        "",
        "代码,上级,级别,名称,时区,语言,类别",
        "A,,市,总部,Asia/Shanghai,中文,村",
    ]
    text = "\r\n".join(lines).replace(",", delimiter)
    rows, findings = read_organisation(write_csv(tmp_path / "o.csv", text, encoding), {})
    assert findings == ()
    assert rows == (UnitRow(4, "A", None, "市", "总部", "Asia/Shanghai", "zh", ("村",)),)


def test_xlsx_with_numbers_as_codes(tmp_path: Path) -> None:
    sheet = [["编码", "上级编码", "名称"], [1001, None, "甲"], [], [1002.0, "１００１", "乙"]]
    rows, findings = read_organisation(write_xlsx(tmp_path / "o.xlsx", sheet), {})
    assert findings == ()
    assert [(row.row, row.code, row.parent) for row in rows] == [
        (2, "1001", None),
        (4, "1002", "1001"),
    ]


FAULTS = [
    (",,,N,,,", 2, "code", "The code is missing"),
    ("A,,,,,,", 2, "name", "The name is missing"),
    ("A,,,\u200b,,,", 2, "name", "The name is missing"),
    ("A,,,N,,,\nA,,,M,,,", 3, "code", "The code A is in row 2 already"),
    ("A,X,,N,,,", 2, "parent", "There is no unit with the code X. Please add a row"),
    ("ABCD,,,N,,,\nB,ABCE,,M,,,", 3, "parent", "Did you mean ABCD?"),
    ("A,,,City,,,\nB,City,,M,,,", 3, "parent", "Did you mean A?"),
    ("A,A,,N,,,", 2, "parent", "in a circle: A → A"),
    ("A,C,,N,,,\nB,A,,N,,,\nC,B,,N,,,", 2, "parent", "in a circle: A → C → B → A"),
    ("X,A,,N,,,\nA,B,,N,,,\nB,A,,N,,,", 3, "parent", "in a circle: A → B → A"),
    ("K1,K2,,N,,,", 2, "parent", "in a circle: K1 → K2 → K1"),
    ("A,,,N,Asia/Shanghia,,", 2, "time_zone", "Did you mean Asia/Shanghai?"),
    ("A,,,N,Beijing time,,", 2, "time_zone", "Please write one such as Asia/Shanghai"),
    ("A,,,N,../etc/passwd,,", 2, "time_zone", "isn't a time zone"),
    ("A,,,N,,fr,", 2, "language", "“fr” isn't known"),
    ("1.10101E+17,,,N,,,", 2, "code", "Excel has changed this long number"),
    ("A,1.10101E+17,,N,,,", 2, "parent", "Excel has changed this long number"),
]


@pytest.mark.parametrize(("rows", "row", "column", "reason"), FAULTS)
def test_faults(tmp_path: Path, rows: str, row: int, column: str, reason: str) -> None:
    (found,) = faults(tmp_path, f"{HEADER}\n{rows}\n")
    assert found[:2] == (row, column)
    assert reason.replace("mean Asia", "mean “Asia").replace("hai?", "hai”?") in found[2]


def test_a_long_number_that_excel_has_rounded(tmp_path: Path) -> None:
    sheet = [["code", "name"], [110101199001011234, "N"]]
    _, findings = read_organisation(write_xlsx(tmp_path / "o.xlsx", sheet), {})
    assert [each[:2] for each in said(findings)] == [(2, "code")]


def test_faults_use_the_sheets_own_column_names(tmp_path: Path) -> None:
    assert faults(tmp_path, "编码,名称（必填）\nA,\n")[0][:2] == (2, "名称（必填）")


def test_rows_are_counted_as_the_sheet_shows_them(tmp_path: Path) -> None:
    text = 'code,name\n\nA,"two\nlines"\nB,\n'
    assert faults(tmp_path, text)[0][:2] == (4, "name")


def test_all_faults_come_at_once_in_the_order_of_rows(tmp_path: Path) -> None:
    found = faults(tmp_path, f"{HEADER}\nA,X,,,,,\nB,,,N,Nowhere/Land,fr,\n")
    assert [each[0] for each in found] == [2, 2, 3, 3]


HEADER_FAULTS = [
    ("a,b\n1,2", 1, None, "No row names the columns"),
    ("code,nmae\nA,B", 1, "name", "Is it the one called “nmae”?"),
    ("code,level\nA,B", 1, "name", "The column “name” is missing. Please add it"),
    ("code,name,名称\nA,B,C", 1, "名称", "two columns"),
    ("code,name\n", None, None, "no rows below the header"),
    ('code,name\nA,"x"y\n', None, None, "quotation mark"),
    ('code,name\nA,"never closed\n', None, None, "quotation mark"),
]


@pytest.mark.parametrize(("text", "row", "column", "reason"), HEADER_FAULTS)
def test_header_faults(
    tmp_path: Path, text: str, row: int | None, column: str | None, reason: str
) -> None:
    (found,) = faults(tmp_path, text)
    assert found[:2] == (row, column)
    assert reason in found[2]


def test_unused_columns_are_named_and_do_not_block(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "o.csv", "code,name,telephone\nA,N,1\n")
    rows, (finding,) = read_organisation(path, {})
    assert len(rows) == 1
    assert not finding.blocks
    assert "telephone" in str(finding.said)


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no file none\.csv"):
        read_organisation(tmp_path / "none.csv", {})
    with pytest.raises(BadInput, match="is a folder"):
        read_organisation(tmp_path, {})


@given(st.permutations(range(1, 30)))
def test_any_order_of_rows_gives_parents_first(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    rows = [f"U{n},{f'U{n // 2}' if n > 1 else ''},Unit {n}" for n in order]
    path = write_csv(
        tmp_path_factory.getbasetemp() / "any.csv", "\n".join(["code,parent,name", *rows])
    )
    units, findings = read_organisation(path, {})
    assert findings == ()
    seen: set[str | None] = {None}
    for unit in units:
        assert unit.parent in seen
        seen.add(unit.code)
    assert len(units) == 29
