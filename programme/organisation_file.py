"""Reads the organisation's tree of units from a CSV or XLSX file."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from programme.cells import code_in, day_in
from programme.files import closest, words
from programme.tables import Column, Row, Table, read_table
from programme.zones import all_zones
from storage.values.messages import BadInput, Finding, Message, Place, message
from storage.values.programme_files import UnitRow

COLUMNS = (
    Column("code", ("编码", "代码", "单位编码", "组织编码", "组织代码"), is_required=True),
    Column("parent", ("上级", "上级编码", "上级代码", "上级组织", "上级单位")),
    Column("level", ("层级", "级别")),
    Column("name", ("名称", "单位名称", "组织名称"), is_required=True),
    Column("time_zone", ("时区", "zone")),
    Column("language", ("语言", "lang")),
    Column("audience", ("类别", "对象", "标签")),
    Column("since", ("成立日期", "成立时间", "founded")),
    Column("until", ("撤销日期", "撤销时间", "合并日期", "closed")),
)
_LANGUAGES = {"zh": "zh", "中文": "zh", "汉语": "zh", "en": "en", "英文": "en", "english": "en"}
_MOST_HINTS = 10
"""For how many wrong codes of a file a close one is looked for."""


def read_organisation(
    path: Path, known_parents: Mapping[str, str | None]
) -> tuple[tuple[UnitRow, ...], tuple[Finding, ...]]:
    """The units in the file, parents before their children, and all findings.

    ``known_parents`` are the units known already: each one's code, with the code of the unit above
    it (``None`` for a root). There are no rows if any finding blocks. Raises :class:`BadInput` if
    the file can't be opened.
    """
    table, findings = read_table(path, COLUMNS)
    if table is None:
        return (), findings
    reader = _UnitReader(table)
    units = [reader.unit(row) for row in table.rows]
    by_code = reader.unique(units)
    reader.check_parents(units, known_parents)
    reader.check_cycles(by_code, known_parents)
    findings = (*findings, *sorted(reader.findings, key=lambda each: each.place.line or 0))
    if not units:
        said = message("There are no rows below the header. Please add one for each unit.")
        findings = (*findings, Finding(Place(table.file), said))
    if any(finding.blocks for finding in findings):
        return (), findings
    return _parents_first(by_code), findings


class _UnitReader:
    """Turns rows into units and collects every fault on the way."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._looked_for: dict[str, str] = {}
        self.findings: list[Finding] = []

    def _fault(self, row: int, name: str, said: Message) -> None:
        self.findings.append(Finding(self._table.place(row, name), said))

    def unit(self, row: Row) -> UnitRow:
        code = self._code(row, "code")
        name = row.text("name")
        if not code and not row.text("code"):
            self._fault(row.number, "code", message("The code is missing. Please give one."))
        if not name:
            self._fault(row.number, "name", message("The name is missing. Please give one."))
        since, until = self._day(row, "since"), self._day(row, "until")
        if since and until and until < since:
            said = message(
                "The unit ends on {until} and begins only on {since}. Please check the dates.",
                until=until.isoformat(),
                since=since.isoformat(),
            )
            self._fault(row.number, "until", said)
        return UnitRow(
            row=row.number,
            code=code,
            parent=self._code(row, "parent") or None,
            level=row.text("level"),
            name=name,
            time_zone=self._time_zone(row),
            language=self._language(row),
            audience=words(row.text("audience")),
            since=since,
            until=until,
        )

    def _day(self, row: Row, name: str) -> date | None:
        try:
            return day_in(row.cells.get(name, ""))
        except BadInput as fault:
            self._fault(row.number, name, fault.said)
            return None

    def _code(self, row: Row, name: str) -> str:
        try:
            return code_in(row.cells.get(name, ""))
        except BadInput as fault:
            self._fault(row.number, name, fault.said)
            return ""

    def _time_zone(self, row: Row) -> str | None:
        written = row.text("time_zone")
        if not written or written in all_zones():
            return written or None
        near = closest(written, all_zones())
        if near:
            said = message(
                "“{zone}” isn't a time zone. Did you mean “{near}”?", zone=written, near=near
            )
        else:
            said = message(
                "“{zone}” isn't a time zone. Please write one such as Asia/Shanghai.", zone=written
            )
        self._fault(row.number, "time_zone", said)
        return None

    def _language(self, row: Row) -> str | None:
        written = row.text("language")
        language = _LANGUAGES.get(written.casefold())
        if written and language is None:
            said = message(
                "The language “{language}” isn't known. Please use zh or en.", language=written
            )
            self._fault(row.number, "language", said)
        return language

    def unique(self, units: Iterable[UnitRow]) -> dict[str, UnitRow]:
        """The units by code; a second one with a code is a fault."""
        by_code: dict[str, UnitRow] = {}
        for unit in units:
            first = by_code.setdefault(unit.code, unit) if unit.code else unit
            if first is not unit:
                said = message(
                    "The code {code} is in row {row} already. Each unit needs its own.",
                    code=unit.code,
                    row=first.row,
                )
                self._fault(unit.row, "code", said)
        return by_code

    def check_parents(self, units: Sequence[UnitRow], known: Mapping[str, str | None]) -> None:
        """Every parent is a unit of the file or a known one."""
        codes = {unit.code for unit in units if unit.code} | set(known)
        names = {unit.name: unit.code for unit in units if unit.name}
        for unit in units:
            if unit.parent is None or unit.parent in codes:
                continue
            meant = names.get(unit.parent) or self._near(unit.parent, codes)
            if meant:
                said = message(
                    "There is no unit with the code {code}. Did you mean {near}?",
                    code=unit.parent,
                    near=meant,
                )
            else:
                said = message(
                    "There is no unit with the code {code}. Please add a row for it.",
                    code=unit.parent,
                )
            self._fault(unit.row, "parent", said)

    def _near(self, code: str, codes: Collection[str]) -> str:
        """The code nearest to a wrong one, for the first few: to look among 150,000 takes time."""
        if code not in self._looked_for and len(self._looked_for) >= _MOST_HINTS:
            return ""
        if code not in self._looked_for:
            self._looked_for[code] = closest(code, codes)
        return self._looked_for[code]

    def check_cycles(self, by_code: Mapping[str, UnitRow], known: Mapping[str, str | None]) -> None:
        """No unit is above itself; known units that the file does not name stay where they are."""
        above = {**known, **{code: unit.parent for code, unit in by_code.items()}}
        settled: set[str] = set()
        for code in by_code:
            way = _way_up(code, above, settled)
            settled.update(way)
            if way and above.get(way[-1]) in way:
                cycle = way[way.index(above[way[-1]] or "") :]
                rows = [by_code[each].row for each in cycle if each in by_code]
                said = message(
                    "These units are above each other in a circle: {cycle}. Please mend one of "
                    "their parents.",
                    cycle=" → ".join((*cycle, cycle[0])),
                )
                self._fault(min(rows), "parent", said)


def _way_up(code: str, above: Mapping[str, str | None], settled: set[str]) -> list[str]:
    """The units from ``code`` upwards, up to the root, a settled one, or before the first again."""
    way: dict[str, None] = {}
    at: str | None = code
    while at is not None and at not in way and at not in settled:
        way[at] = None
        at = above.get(at)
    return list(way)


def _parents_first(by_code: Mapping[str, UnitRow]) -> tuple[UnitRow, ...]:
    """In the order of the file, but no unit before the one above it."""
    ordered: dict[str, UnitRow] = {}
    for code in by_code:
        waiting: list[str] = []
        at: str | None = code
        while at is not None and at in by_code and at not in ordered:
            waiting.append(at)
            at = by_code[at].parent
        ordered.update((each, by_code[each]) for each in reversed(waiting))
    return tuple(ordered.values())
