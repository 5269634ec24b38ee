"""What a cell shows where its value alone does not say it: dates, times and shares.

Excel makes a date of «4月15日» and 0.5 of «50%»; how the cell shows it stands in its style. For an
XLSX the styles are looked up here; an ODS holds what is shown beside the value; an XLS keeps its
styles to itself, and a date in it is told with its year.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from msgspec import Struct

from quizzes.archives import BROKEN_ZIP

Cell = float | str | bool | time | date | datetime | timedelta

# The formats of Chinese Excel that have a number and no code in the file.
_CHINESE = {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), "m月d日"),
    31: "yyyy年m月d日",
}
_BUILT_IN = {9: "0%", 10: "0.00%", 14: "yyyy/m/d", 16: "m月d日", 17: "yyyy年m月", **_CHINESE}
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/])>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_ODS_DATE = re.compile(
    r'office:date-value="(\d{4}-\d\d-\d\d)[^"]*"[^>]*>\s*<text:p[^>]*>([^<]{1,40})</text:p>'
)
_NOT_SHOWN = re.compile(r'\[[^\]]*\]|["\\]|;.*$')
_FIRST_DAY = date(1899, 12, 30)


class Shown(Struct, frozen=True):
    """How cells are shown. ``formats``: by sheet, row and column (from 0), the format codes that
    matter; ``dates``: what stands in the file for a date, in an ODS."""

    formats: Mapping[str, Mapping[tuple[int, int], str]] = {}
    dates: Mapping[str, str] = {}

    def words(self, sheet: str, row: int, column: int, cell: Cell) -> str:
        """A cell as people see it: 1.0 is "1"."""
        if isinstance(cell, bool):
            return str(cell)
        code = self.formats.get(sheet, {}).get((row, column), "")
        if isinstance(cell, int | float):
            return _number(cell, code)
        if isinstance(cell, date):
            written = self.dates.get(cell.isoformat()[:10], "")
            return written or _day(cell, code)
        if isinstance(cell, time):
            return _time(cell)
        return str(cell)

    def is_sure(self, cell: Cell) -> bool:
        """Whether it is known how a date is shown."""
        return not isinstance(cell, date) or bool(self.formats or self.dates)


def shown_in(data: bytes) -> Shown:
    """How the cells of a workbook are shown; nothing is known of what can't be read."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return Shown()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" in archive.namelist():
                content = archive.read("content.xml").decode("utf-8", "replace")
                return Shown(dates=dict(_ODS_DATE.findall(content)))
            return Shown(_xlsx_formats(archive))
    except (*BROKEN_ZIP, ParseError, DefusedXmlException):
        return Shown()


def _xlsx_formats(archive: zipfile.ZipFile) -> dict[str, dict[tuple[int, int], str]]:
    codes = _style_codes(fromstring(archive.read("xl/styles.xml")))
    return {
        name: _cells_with(archive.read(path), codes) if any(codes) else {}
        for name, path in _sheet_paths(archive).items()
    }


def _style_codes(styles: Element) -> list[str]:
    """The format code of each cell style; empty for those that show a value as it is."""
    own = {
        int(each.get("numFmtId", "0")): each.get("formatCode", "")
        for each in _named(styles, "numFmt")
    }
    cell_styles = next(iter(_named(styles, "cellXfs")), None)
    numbers = [int(each.get("numFmtId", "0")) for each in (cell_styles if cell_styles else ())]
    codes = [own.get(number, _BUILT_IN.get(number, "")) for number in numbers]
    return [code if _says_something(code) else "" for code in codes]


def _says_something(code: str) -> bool:
    bare = _NOT_SHOWN.sub("", code).lower()
    return "%" in bare or ("d" in bare and "m" in bare) or ("y" in bare and "m" in bare)


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in links}
    paths = {}
    for sheet in _named(fromstring(archive.read("xl/workbook.xml")), "sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        path = posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")
        if path in archive.namelist():
            paths[sheet.get("name", "")] = path
    return paths


def _cells_with(xml: bytes, codes: list[str]) -> dict[tuple[int, int], str]:
    found = {}
    for attributes in _CELL.findall(xml):
        style, place = _STYLE.search(attributes), _PLACE.search(attributes)
        code = codes[int(style[1])] if style and int(style[1]) < len(codes) else ""
        if code and place:
            found[int(place[2]) - 1, _column(place[1])] = code
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _number(number: float, code: str) -> str:
    if "%" in code:
        return f"{_plain(round(number * 100, 6))}%"
    if code:
        return _day(_FIRST_DAY + timedelta(days=int(number)), code)
    return _plain(number)


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _day(day: date, code: str) -> str:
    """A date as its format shows it, as far as years, months and days go."""
    bare = _NOT_SHOWN.sub("", code).lower()
    if not bare:
        return day.isoformat()[:10]
    if "月" not in bare and "y" in bare:
        return f"{day.year}/{day.month}/{day.day}"
    year = f"{day.year}年" if "y" in bare else ""
    return f"{year}{day.month}月" + (f"{day.day}日" if "d" in bare else "")


def _time(at: time) -> str:
    seconds = f":{at.second:02}" if at.second else ""
    return f"{at.hour}:{at.minute:02}{seconds}"


def _named(root: Element, name: str) -> list[Element]:
    return [each for each in root.iter() if each.tag.rpartition("}")[2] == name]
