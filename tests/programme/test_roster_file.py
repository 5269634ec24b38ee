"""The roster: people with roles, days and numbers as offices write them, and every fault."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from programme.roster_file import read_roster
from storage.values.people import Role, TelegramId
from storage.values.programme_files import RosterRow
from tests.programme.sheets import said, write_csv, write_xlsx

BRANCHES = {"XF01": "幸福里支部", "XF02": "和平里支部"}
UNITS = {"TOWN": "东山镇"}
HEADER = "branch,name,role,audience,telegram_id,joined,id"


def read_one(tmp_path: Path, header: str, value: object) -> RosterRow:
    """The row of a sheet that has ``value`` under ``header``."""
    sheet = [["branch", "name", header], ["XF01", "张三", value]]
    rows, findings = read_roster(write_xlsx(tmp_path / "r.xlsx", sheet), BRANCHES, UNITS)
    assert said(findings) == []
    return rows[0]


def faults(tmp_path: Path, rows: str) -> list[tuple[int | None, str | None, str]]:
    path = write_csv(tmp_path / "r.csv", f"{HEADER}\n{rows}\n")
    people, findings = read_roster(path, BRANCHES, UNITS)
    assert people == ()
    return said(findings)


def test_all_columns_and_twice_the_same(tmp_path: Path) -> None:
    text = (
        "支部,姓名,职务,类别,电报号,入会日期,工号\n"
        "XF01,\u200b张 三 ,书记、组织员,退休 村,123456789,2019年5月4日,007\n"
        "xf,李四,,,,,\n"
    )
    path = write_csv(tmp_path / "r.csv", text, "gb18030")
    rows, findings = read_roster(path, {**BRANCHES, "xf": "小"}, UNITS)
    assert findings == ()
    assert rows[0] == RosterRow(
        row=2,
        unit="XF01",
        name="张 三",
        roles=(Role.SECRETARY, Role.ORGANISER),
        is_member=True,
        audience=("退休", "村"),
        telegram_id=TelegramId(123456789),
        joined=date(2019, 5, 4),
        external_id="007",
    )
    assert rows[1] == RosterRow(row=3, unit="xf", name="李四")
    assert read_roster(path, {**BRANCHES, "xf": "小"}, UNITS) == (rows, findings)


def test_a_group_within_the_branch(tmp_path: Path) -> None:
    assert read_one(tmp_path, "党小组", " 第一小组 ").group == "第一小组"
    assert read_one(tmp_path, "党小组", "").group is None


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("member", ()),
        ("党员", ()),
        ("成员", ()),
        ("Secretary", (Role.SECRETARY,)),
        ("stand-in", (Role.STAND_IN,)),
        ("代管", (Role.STAND_IN,)),
        ("committee member", (Role.COMMITTEE,)),
        ("支委, 干部", (Role.COMMITTEE, Role.CADRE)),
        ("组织委员", (Role.COMMITTEE,)),
        ("副书记", (Role.COMMITTEE,)),
        ("管理员/书记", (Role.ORGANISER, Role.SECRETARY)),
        ("书记、书记", (Role.SECRETARY,)),
        ("支部书记兼组织委员", (Role.SECRETARY, Role.COMMITTEE)),
        ("书记，组织委员", (Role.SECRETARY, Role.COMMITTEE)),
        ("宣传委员/干部", (Role.COMMITTEE, Role.CADRE)),
        ("党支部书记", (Role.SECRETARY,)),
        ("预备党员", ()),
        ("正式党员", ()),
    ],
)
def test_roles(tmp_path: Path, written: str, roles: tuple[Role, ...]) -> None:
    assert read_one(tmp_path, "role", written).roles == roles


@pytest.mark.parametrize(
    "written",
    [
        "2026-05-04",
        "2026/5/4",
        "2026.5.4",
        "2026年5月4日",
        "２０２６年５月４日",
        "20260504",
        20260504,
        date(2026, 5, 4),
        datetime.fromisoformat("2026-05-04 08:30"),
        46146,
        "2026-05-04 00:00:00",
    ],
)
def test_days(tmp_path: Path, written: object) -> None:
    assert read_one(tmp_path, "joined", written).joined == date(2026, 5, 4)


def test_a_day_in_excels_chinese_format(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["branch", "name", "joined"])
    book.active.append(["XF01", "张三", date(2026, 5, 4)])
    book.active["C2"].number_format = 'yyyy"年"m"月"d"日"'
    book.save(tmp_path / "r.xlsx")
    rows, _ = read_roster(tmp_path / "r.xlsx", BRANCHES)
    assert rows[0].joined == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("123456789", 123456789),
        ("123456789.0", 123456789),
        ("1.23456789E+8", 123456789),
        ("5E9", 5_000_000_000),
        ("１２３", 123),
        (123456789.0, 123456789),
        (2**52 - 1, 2**52 - 1),
        ("", None),
    ],
)
def test_telegram_numbers(tmp_path: Path, written: object, number: int | None) -> None:
    assert read_one(tmp_path, "telegram_id", written).telegram_id == number


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("组织员", Role.ORGANISER),
        ("干部", Role.CADRE),
        ("书记", Role.SECRETARY),
        ("委员", Role.COMMITTEE),
    ],
)
def test_who_has_an_office_may_stand_at_a_unit_that_is_no_branch(
    tmp_path: Path, written: str, role: Role
) -> None:
    path = write_csv(tmp_path / "r.csv", f"{HEADER}\nTOWN,王五,{written},,,,\n")
    rows, findings = read_roster(path, BRANCHES, UNITS)
    assert findings == ()
    assert (rows[0].roles, rows[0].is_member) == ((role,), False)


def test_one_person_in_two_branches(tmp_path: Path) -> None:
    text = f"{HEADER}\nXF01,张三,,,7,,1\nXF02,张三,,,7,,1\nXF01,李四,,,8,,\nXF02,李四,,,8,,\n"
    rows, findings = read_roster(write_csv(tmp_path / "r.csv", text), BRANCHES)
    assert findings == ()
    assert len(rows) == 4


def test_two_people_of_one_name_told_apart_by_ids(tmp_path: Path) -> None:
    text = f"{HEADER}\nXF01,张三,,,,,1\nXF01,张三,,,,,2\n"
    rows, findings = read_roster(write_csv(tmp_path / "r.csv", text), BRANCHES)
    assert findings == ()
    assert [row.external_id for row in rows] == ["1", "2"]


FAULTS = [
    ("XF01,,,,,,1", 2, "name", "The person's name is missing"),
    (",张三,,,,,", 2, "branch", "The branch is missing"),
    ("XF03,张三,,,,,", 2, "branch", "Did you mean XF02, XF01?"),
    ("幸福支部,张三,,,,,", 2, "branch", "XF01 (幸福里支部)"),
    ("zzz,张三,,,,,", 2, "branch", "import the organisation first"),
    ("TOWN,张三,member,,,,", 2, "branch", "TOWN is not a branch"),
    ("XF01,张三,主席团,,,,", 2, "role", "“主席团” isn't known"),
    ("XF01,张三,第一书记,,,,", 2, "role", "Known are: 书记, 支部书记"),
    ("XF01,张三,书记组织委员,,,,", 2, "role", "“书记组织委员”"),
    ("XF01,张三,书记副书记,,,,", 2, "role", "“书记副书记”"),
    ("XF01,张三,,,abc,,", 2, "telegram_id", "“abc” isn't a Telegram number"),
    ("XF01,张三,,,-5,,", 2, "telegram_id", "isn't a Telegram number"),
    ("XF01,张三,,,0,,", 2, "telegram_id", "isn't a Telegram number"),
    ("XF01,张三,,,12.5,,", 2, "telegram_id", "isn't a Telegram number"),
    (f"XF01,张三,,,{2**52},,", 2, "telegram_id", "isn't a Telegram number"),
    ("XF01,张三,,,1E999,,", 2, "telegram_id", "isn't a Telegram number"),
    ("XF01,张三,,,1.23457E+11,,", 2, "telegram_id", "Excel has changed this long number"),
    ("XF01,张三,,,,2026-02-30,", 2, "joined", "“2026-02-30” isn't a date"),
    ("XF01,张三,,,,2019.05,", 2, "joined", "“2019.05” isn't a date"),
    ("XF01,张三,,,,1066-10-14,", 2, "joined", "isn't a date"),
    ("XF01,张三,,,,46146,", 2, "joined", "“46146” isn't a date"),
    ("XF01,张三,,,,,1.1E+17", 2, "id", "Excel has changed this long number"),
    ("XF01,张三,,,,,\nXF01,张三,,,,,", 3, "name", "张三 is in row 2 of this branch already"),
    ("XF01,张三,,,,,1\nXF01,张三,,,,,", 3, "name", "please give both an id"),
    ("XF01,张三,,,,,1\nXF02,李四,,,,,1", 3, "id", "The id 1 is that of 张三 in row 2"),
    ("XF01,张三,,,,,1\nXF01,张三,书记,,,,1", 3, "id", "put several roles into one cell"),
    ("XF01,张三,,,7,,\nXF01,李四,,,7,,", 3, "telegram_id", "that of 张三 in row 2"),
    ("XF01,张三,,,7,,1\nXF02,张三,,,7,,2", 3, "telegram_id", "that of 张三 in row 2"),
    ("XF01,张三,,,7,,1\nXF02,张三,,,8,,1", 3, "telegram_id", "another Telegram number in row 2"),
]


@pytest.mark.parametrize(("rows", "row", "column", "reason"), FAULTS)
def test_faults(tmp_path: Path, rows: str, row: int, column: str, reason: str) -> None:
    (found,) = faults(tmp_path, rows)
    assert found[:2] == (row, column)
    assert reason in found[2]


def test_a_missing_column(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", "支部,电话\nXF01,1\n")
    _, findings = read_roster(path, BRANCHES)
    assert said(findings) == [(1, "name", "The column “name” is missing. Please add it.")]


def noticed(
    tmp_path: Path, rows: str
) -> tuple[tuple[RosterRow, ...], list[tuple[int | None, str]]]:
    """The people of a sheet without faults, and its notices by row."""
    path = write_csv(tmp_path / "r.csv", f"{HEADER}\n{rows}\n")
    people, findings = read_roster(path, BRANCHES, UNITS)
    assert said(findings) == []
    return people, [(each.place.line, str(each.said)) for each in findings]


def test_a_deputy_secretary_becomes_a_committee_member_aloud(tmp_path: Path) -> None:
    people, ((row, notice),) = noticed(tmp_path, "XF01,张三,党支部副书记,,,,")
    assert people[0].roles == (Role.COMMITTEE,)
    assert row == 2 and "“党支部副书记” is taken in as a committee member" in notice


@pytest.mark.parametrize("total", [",合计,,,,,", "总计,,,,,,", "XF01,小 计,,,,,"])
def test_a_row_of_sums_is_left_out_aloud(tmp_path: Path, total: str) -> None:
    people, ((row, notice),) = noticed(tmp_path, f"XF01,张三,,,,,\n{total}")
    assert [each.name for each in people] == ["张三"]
    assert row == 3 and "is a sum" in notice


@pytest.mark.parametrize(
    ("written", "kept"),
    [("13800138000", None), ("12800138000", 12800138000), ("1380013800", 1380013800)],
)
def test_a_phone_number_is_no_telegram_number(
    tmp_path: Path, written: str, kept: int | None
) -> None:
    people, notices = noticed(tmp_path, f"XF01,张三,,,{written},,")
    assert people[0].telegram_id == kept
    assert len(notices) == (kept is None)
    assert all("looks like a phone number" in notice for _, notice in notices)


def test_without_any_branch_there_is_one_finding(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", f"{HEADER}\nXF01,张三,,,,,\nXF02,李四,,,,,\n")
    _, findings = read_roster(path, {})
    (found,) = said(findings)
    assert "sanxue import organisation PATH" in found[2]


@pytest.mark.parametrize("header", ["left", "转出日期", "离开日期"])
def test_the_day_of_leaving(tmp_path: Path, header: str) -> None:
    assert read_one(tmp_path, header, "2026-05-19").left == date(2026, 5, 19)
    assert read_one(tmp_path, header, "").left is None


def test_nobody_leaves_before_joining(tmp_path: Path) -> None:
    text = "branch,name,joined,left\nXF01,张三,2026-05-20,2026-05-19\n"
    _, findings = read_roster(write_csv(tmp_path / "r.csv", text), BRANCHES, UNITS)
    [(row, column, told)] = said(findings)
    assert (row, column) == (2, "left")
    assert "joins only on 2026-05-20" in told


def test_a_unit_may_be_named_by_its_name_where_only_one_has_it(tmp_path: Path) -> None:
    branches = {"RS": "Red Star Branch", "XF01": "幸福里支部"}
    text = "branch,name,role\nred star branch,Li,\n 幸福里 支部,张三,\nXF01,李四,\n"
    text += "东山镇,王五,组织员\n"
    rows, findings = read_roster(write_csv(tmp_path / "r.csv", text), branches, UNITS)
    assert findings == ()
    assert [row.unit for row in rows] == ["RS", "XF01", "XF01", "TOWN"]
    assert [row.is_member for row in rows] == [True, True, True, False]


def test_a_name_that_several_have_asks_which_and_a_code_wins_over_a_name(tmp_path: Path) -> None:
    branches = {"A1": "第一支部", "B1": "第一支部", "C1": "A1"}
    path = write_csv(tmp_path / "r.csv", "branch,name\n第一支部,张三\nA1,李四\n")
    rows, findings = read_roster(path, branches, {"T": "第一支部"})
    assert rows == ()
    told = "Several units are called 第一支部. Please write the code of the one that is meant: "
    assert said(findings) == [(2, "branch", told + "A1, B1, T.")]


@pytest.mark.parametrize(
    "header", ["Telegram 编号", "Telegram号", "telegram ID", "Telegram number"]
)
def test_telegrams_number_under_the_names_that_people_give_it(tmp_path: Path, header: str) -> None:
    assert read_one(tmp_path, header, "5000001").telegram_id == TelegramId(5000001)
