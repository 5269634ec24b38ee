"""Questions from a sheet with headers: one question a row."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from quizzes.answers import habit_of
from quizzes.cells import Sheet
from quizzes.headers import Headers, find_headers, first_words
from quizzes.readings import Reading, Sourced, notice
from quizzes.sheet_rows import RowFault, RowReader, cell
from storage.values.messages import Finding, Message, Place, message


def read_sheets(sheets: Sequence[Sheet], file: str, language: str) -> Reading:
    """The questions of all sheets that have headers, all in ``language``.

    Sheets without are left out with a notice when another has them, else they block.
    """
    sourced: list[Sourced] = []
    findings: list[Finding] = []
    filled = [sheet for sheet in sheets if first_words(sheet.rows)]
    headed = [(sheet, find_headers(sheet.rows)) for sheet in filled]
    is_any_headed = any(headers for sheet, headers in headed if not sheet.is_hidden)
    for sheet, headers in headed:
        name = f"{file} [{sheet.name}]" if sheet.name else file
        if sheet.is_hidden:
            said = message("Left out: this sheet is hidden. Unhide it if it belongs to the bank.")
            findings.append(Finding(Place(name), said, blocks=False))
            continue
        if headers is None:
            said = _no_headers(sheet)
            findings.append(Finding(Place(name, 1), said, blocks=not is_any_headed))
            continue
        for read in _rows(sheet, headers, name, language):
            if isinstance(read, Finding):
                findings.append(read)
            else:
                sourced.append(read)
    if not filled:
        findings.append(Finding(Place(file), message("The sheet is empty.")))
    return Reading(tuple(sourced), tuple(findings))


def _no_headers(sheet: Sheet) -> Message:
    return message(
        "No header row was found. The sheet begins with: {found}. Expected are the headers 题干 "
        "(or question), A, B, C, D and 答案 (or answer); welcome are 题型 (type), 解析 "
        "(explanation), 标签 (tags) and 编号 (id).",
        found=" | ".join(first_words(sheet.rows)[:12])[:200],
    )


def _rows(sheet: Sheet, headers: Headers, file: str, language: str) -> Iterator[Sourced | Finding]:
    """Each filled row under the headers as a question, or as a finding."""
    rows = sheet.rows[headers.row + 1 :]
    reader = RowReader(sheet.name, headers, file, language)
    answers = ((cell(row, headers.answer), reader.options_in(row)) for row in rows)
    reader = replace(reader, habit=habit_of(answers))
    for at, row in enumerate(rows, headers.row + 2):
        if not any(words.strip() for words in _named(headers, row)):
            continue
        place = Place(file, at)
        try:
            yield Sourced(reader.question(row), place)
        except RowFault as fault:
            column = None if fault.column is None else headers.names[fault.column]
            yield Finding(Place(file, at, column), fault.said, blocks=fault.blocks)
            continue
        if at - 1 in sheet.dates:
            yield notice(place, _unsure_date(sheet.dates[at - 1]))


def _named(headers: Headers, row: Sequence[str]) -> Iterator[str]:
    """The cells under a header. A first column without one merely counts the rows."""
    return (words for words, name in zip(row, headers.names, strict=False) if name)


def _unsure_date(shown: str) -> Message:
    return message(
        "A date stands here, read as {date}. Should it be 4月15日 without a year, save the sheet "
        "as XLSX.",
        date=shown,
    )
