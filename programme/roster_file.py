"""Reads the roster, who belongs to which branch and with which roles, from CSV or XLSX."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from programme.cells import code_in, day_in, telegram_id_in
from programme.files import words
from programme.roster_clashes import clashes
from programme.roster_units import KnownUnits
from programme.tables import Column, Row, Table, read_table
from programme.workbooks import Cell
from storage.values.messages import BadInput, Finding, Message, Place, message
from storage.values.people import Role, TelegramId
from storage.values.programme_files import RosterRow

COLUMNS = (
    Column("branch", ("支部", "支部编码", "支部代码", "所属支部", "单位"), is_required=True),
    Column("name", ("姓名", "名字"), is_required=True),
    Column("role", ("职务", "角色", "党内职务")),
    Column("audience", ("类别", "对象", "标签")),
    Column(
        "telegram_id",
        ("电报号", "telegram编号", "telegram号", "telegram", "telegramnumber", "tg", "tgid"),
    ),
    Column("joined", ("加入日期", "入会日期", "入党日期", "加入时间", "入党时间")),
    Column("left", ("离开日期", "转出日期", "离开时间", "转出时间")),
    Column("id", ("编号", "工号", "人员编号")),
    Column("group", ("党小组", "小组", "组别", "所属小组", "班组")),
)
_ROLES: Mapping[str, Role] = {
    "member": Role.MEMBER,
    "党员": Role.MEMBER,
    "成员": Role.MEMBER,
    "会员": Role.MEMBER,
    "预备党员": Role.MEMBER,
    "正式党员": Role.MEMBER,
    "secretary": Role.SECRETARY,
    "书记": Role.SECRETARY,
    "支部书记": Role.SECRETARY,
    "党支部书记": Role.SECRETARY,
    "standin": Role.STAND_IN,
    "代管": Role.STAND_IN,
    "committeemember": Role.COMMITTEE,
    "committee": Role.COMMITTEE,
    "支委": Role.COMMITTEE,
    "委员": Role.COMMITTEE,
    "支部委员": Role.COMMITTEE,
    "organiser": Role.ORGANISER,
    "organizer": Role.ORGANISER,
    "组织员": Role.ORGANISER,
    "管理员": Role.ORGANISER,
    "cadre": Role.CADRE,
    "干部": Role.CADRE,
}
_BETWEEN_ROLES = re.compile(r"[、,，;；/兼]+")
_SECRETARY, _DEPUTY = "书记", "副书记"
_TOTALS = ("合计", "总计", "小计")
_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")

T = TypeVar("T")


def read_roster(
    path: Path, branches: Mapping[str, str], units: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[RosterRow, ...], tuple[Finding, ...]]:
    """The people in the file and all findings.

    ``branches`` gives the name of each known branch by its code; ``units`` those of the units that
    are not branches, at which only people with an office may stand. A row may name either by the
    code, or by the name where only one has it. There are no rows if any finding blocks. Raises
    :class:`BadInput` if the file can't be opened.
    """
    table, findings = read_table(path, COLUMNS)
    if table is None:
        return (), findings
    reader = _RosterReader(table, branches, units)
    rows = tuple(reader.person(row) for row in table.rows if not reader.is_total(row))
    reader.check_branches()
    between = [Finding(table.place(row, name), said) for row, name, said in clashes(rows)]
    found = [*reader.findings, *between]
    findings = (*findings, *sorted(found, key=lambda each: each.place.line or 0))
    if not rows:
        said = message("There are no rows below the header. Please add one for each person.")
        findings = (*findings, Finding(Place(table.file), said))
    return (() if any(finding.blocks for finding in findings) else rows), findings


class _RosterReader:
    """Turns rows into people at units and collects every fault on the way."""

    def __init__(self, table: Table, branches: Mapping[str, str], units: Mapping[str, str]) -> None:
        self._table = table
        self._known = KnownUnits(branches, units)
        self.findings: list[Finding] = []

    def _fault(self, row: int, name: str, said: Message) -> None:
        self.findings.append(Finding(self._table.place(row, name), said))

    def _notice(self, row: int, name: str, said: Message) -> None:
        self.findings.append(Finding(self._table.place(row, name), said, blocks=False))

    def is_total(self, row: Row) -> bool:
        """Whether a row sums up others, as sheets do below their people: nobody is in it."""
        written = (row.text("name") or row.text("branch")).replace(" ", "")
        if written not in _TOTALS:
            return False
        said = message("“{written}” is a sum, not a person. The row is left out.", written=written)
        self._notice(row.number, "name", said)
        return True

    def check_branches(self) -> None:
        """Said once when there is no branch at all: then every row would say it."""
        if not self._known.branches:
            said = message(
                "There is no branch yet that people could belong to. First type: sanxue import "
                "organisation PATH"
            )
            self.findings.append(Finding(Place(self._table.file), said))

    def person(self, row: Row) -> RosterRow:
        name = row.text("name")
        if not name:
            said = message("The person's name is missing. Please give one.")
            self._fault(row.number, "name", said)
        roles = self._roles(row)
        unit = self._unit(row, roles)
        joined = self._read(row, "joined", day_in)
        return RosterRow(
            row=row.number,
            unit=unit,
            name=name,
            roles=tuple(role for role in roles if role is not Role.MEMBER),
            is_member=unit in self._known.branches,
            audience=words(row.text("audience")),
            telegram_id=self._telegram_id(row),
            joined=joined,
            external_id=self._read(row, "id", code_in) or None,
            left=self._left(row, joined),
            group=row.text("group") or None,
        )

    def _left(self, row: Row, joined: date | None) -> date | None:
        left = self._read(row, "left", day_in)
        if left is not None and joined is not None and left < joined:
            said = message(
                "The person leaves on {left} and joins only on {joined}. Please check the dates.",
                left=left.isoformat(),
                joined=joined.isoformat(),
            )
            self._fault(row.number, "left", said)
        return left

    def _read(self, row: Row, name: str, read: Callable[[Cell], T | None]) -> T | None:
        try:
            return read(row.cells.get(name, ""))
        except BadInput as fault:
            self._fault(row.number, name, fault.said)
            return None

    def _telegram_id(self, row: Row) -> TelegramId | None:
        number = self._read(row, "telegram_id", telegram_id_in)
        if number is None or not _CHINESE_MOBILE.fullmatch(str(number)):
            return number
        said = message(
            "{number} looks like a phone number, so it is left out. The bot tells everybody their "
            "Telegram number at /start.",
            number=str(number),
        )
        self._notice(row.number, "telegram_id", said)
        return None

    def _roles(self, row: Row) -> tuple[Role, ...]:
        roles: dict[Role, None] = {}
        for written in _BETWEEN_ROLES.split(row.text("role")):
            word = written.strip()
            role = _role(word)
            if role is not None:
                roles[role] = None
                if word.endswith(_DEPUTY):
                    said = message(
                        "“{role}” is taken in as a committee member. Write stand-in for whoever "
                        "is to look after the branch in the secretary's place.",
                        role=word,
                    )
                    self._notice(row.number, "role", said)
            elif word:
                self._fault(row.number, "role", _unknown_role(word))
        return tuple(roles)

    def _unit(self, row: Row, roles: Collection[Role]) -> str:
        """The code of a known branch, or of any known unit for somebody with an office there."""
        code, written = self._read(row, "branch", code_in) or "", row.text("branch")
        # Without any branch, that is said once; a cell that can't be read has been named.
        if not self._known.branches or (written and not code):
            return code
        try:
            if not written:
                raise BadInput(message("The branch is missing. Please give its code or its name."))
            return self._known.code_of(code, written, in_office=bool(set(roles) - {Role.MEMBER}))
        except BadInput as fault:
            self._fault(row.number, "branch", fault.said)
            return code


def _role(written: str) -> Role | None:
    """The role that a word means; a branch's special committee members are committee members."""
    word = re.sub(r"[\s_-]+", "", written.casefold())
    if word in _ROLES:
        return _ROLES[word]
    # A secretary in an unknown word must not become a committee member without a sound.
    if word.endswith(("委员", _DEPUTY)) and _SECRETARY not in word.removesuffix(_DEPUTY):
        return Role.COMMITTEE
    return None


def _unknown_role(word: str) -> Message:
    if _SECRETARY in word:
        return message(
            "What is “{role}” in Sanxue? Known are: {known}. Two roles stand in one cell with a "
            "comma between them.",
            role=word,
            known="书记, 支部书记, 党支部书记, 副书记, 代管, 支委, 组织员",
        )
    return message(
        "The role “{role}” isn't known. Please write member, secretary, stand-in, "
        "committee member, organiser or cadre.",
        role=word,
    )
