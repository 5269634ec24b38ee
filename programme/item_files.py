"""The files of ``items/``: which there are, and what each of them says in which language."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from programme.documents import Document, assemble, read_markdown, read_plain
from programme.files import is_hidden, natural_order, read_text
from programme.markup import from_plain
from programme.tables import Column, Row, Table, read_table
from storage.values.messages import BadInput, Finding, Place, message
from storage.values.programme_files import KNOWN_LANGUAGES

ITEMS = "items"

_MARKDOWN = (".md", ".markdown")
_PLAIN = (".txt",)
_SHEETS = (".csv", ".xlsx")
_LANGUAGE = re.compile(r"(.+)\.([A-Za-z]{2})")

COLUMNS = (
    Column("key", ("编号", "序号", "id", "no")),
    Column("title", ("标题", "题目"), is_required=True),
    Column("text", ("正文", "内容", "body", "content"), is_required=True),
    Column("source", ("来源", "出处")),
    Column("tags", ("标签", "tag")),
    Column("prompt", ("思考题", "提示")),
    Column("slot", ("时段",)),
    Column("picture", ("图片", "image")),
    Column("audio", ("音频",)),
    Column("video", ("视频",)),
    Column("file", ("附件", "attachment")),
    Column("language", ("语言", "lang")),
)


@dataclass(slots=True)
class ItemFiles:
    """What the folder holds: documents in the order of study, files of other kinds, findings."""

    documents: list[Document] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_item_files(folder: Path, languages: Sequence[str]) -> ItemFiles:
    """All documents of the programme in ``folder``; a file that names no language is in the first.

    Every fault is among the findings.
    """
    found = ItemFiles()
    texts, sheets = [], []
    for path in visible_files(folder, ITEMS, found.findings):
        suffix = path.suffix.casefold()
        if suffix in _SHEETS:
            sheets.append(path)
        elif suffix in (*_MARKDOWN, *_PLAIN):
            texts.append(path)
        else:
            found.others.append(path)
    if texts and sheets:
        said = message(
            "There is a sheet beside single files. Please keep the items in one or the other."
        )
        found.findings.append(Finding(Place(f"{ITEMS}/{sheets[0].name}"), said))
    for path in (*sheets, *texts):
        _take_file(path, languages, found)
    _check_doubled(found)
    return found


def visible_files(folder: Path, name: str, findings: list[Finding]) -> list[Path]:
    """The files in ``folder/name`` that people put there, 2 before 10; a link out is a fault."""
    files = []
    try:
        entries = sorted((folder / name).iterdir(), key=lambda path: natural_order(path.name))
    except OSError:
        return []
    for path in entries:
        if is_hidden(path.name) or not path.is_file():
            continue
        if path.resolve().is_relative_to(folder.resolve()):
            files.append(path)
            continue
        said = message("This file is a link out of the folder. Please copy the file itself here.")
        findings.append(Finding(Place(f"{name}/{path.name}"), said))
    return files


def named_language(path: Path, languages: Sequence[str], file: str) -> tuple[str, str] | Finding:
    """A file's key and language, such as 01-aims and zh for ``01-aims.zh.md``."""
    stem = unicodedata.normalize("NFC", path.stem).strip()
    found = _LANGUAGE.fullmatch(stem)
    if not found:
        return stem, languages[0]
    language = found[2].casefold()
    if language in languages:
        return found[1], language
    if language in KNOWN_LANGUAGES:
        said = message(
            "Left out: the programme isn't in the language “{language}”. To use the file, add the "
            "language to languages in programme.toml.",
            language=language,
        )
        return Finding(Place(file), said, blocks=False)
    said = message("The language “{language}” isn't known. Please use zh or en.", language=found[2])
    return Finding(Place(file), said)


def _take_file(path: Path, languages: Sequence[str], found: ItemFiles) -> None:
    file = f"{ITEMS}/{path.name}"
    named = named_language(path, languages, file)
    if isinstance(named, Finding):
        found.findings.append(named)
        return
    key, language = named
    suffix = path.suffix.casefold()
    try:
        if suffix in _SHEETS:
            _take_sheet(path, file, (language, *languages), found)
            return
        text = read_text(path, file)
    except BadInput as fault:
        found.findings.append(Finding(Place(file), fault.said))
        return
    if "#" in key:
        said = message("A file's name can't have the sign # in it. Please rename the file.")
        found.findings.append(Finding(Place(file), said))
    if not text.strip():
        said = message("This file is empty. Please write what is to be read, or take it away.")
        found.findings.append(Finding(Place(file), said))
        return
    read = read_markdown if suffix in _MARKDOWN else read_plain
    document, findings = read(text, key, language, file)
    found.documents.append(document)
    found.findings.extend(findings)


def _take_sheet(path: Path, file: str, languages: Sequence[str], found: ItemFiles) -> None:
    table, findings = read_table(path, COLUMNS, file)
    found.findings.extend(findings)
    for row in table.rows if table else ():
        assert table is not None
        for document, faults in _row_documents(table, row, languages):
            found.documents.append(document)
            found.findings.extend(faults)
        found.findings.extend(_row_faults(table, row, languages))


def _row_documents(
    table: Table, row: Row, languages: Sequence[str]
) -> Iterator[tuple[Document, tuple[Finding, ...]]]:
    language = row.text("language").casefold() or languages[0]
    if language not in languages:
        return
    values = {each.name: row.text(each.name) for each in COLUMNS}
    text = row.cells.get("text", "")
    body = from_plain(text if isinstance(text, str) else row.text("text"))
    key = values["key"] or values["title"]
    places = {each.name: table.place(row.number, each.name) for each in COLUMNS}
    whole = Place(table.file, row.number)
    yield assemble(key, language, values, body, places=places, whole=whole)


def _row_faults(table: Table, row: Row, languages: Sequence[str]) -> Iterator[Finding]:
    language = row.text("language").casefold() or languages[0]
    if language not in languages:
        said = message(
            "The language “{language}” isn't one of the programme's: {languages}.",
            language=row.text("language"),
            languages=", ".join(dict.fromkeys(languages)),
        )
        yield Finding(table.place(row.number, "language"), said)
    if "#" in row.text("key"):
        said = message("A key can't have the sign # in it. Please choose another.")
        yield Finding(table.place(row.number, "key"), said)


def _check_doubled(found: ItemFiles) -> None:
    """One text for each key and language."""
    first: dict[tuple[str, str], Document] = {}
    for document in found.documents:
        earlier = first.setdefault((document.key, document.language), document)
        if earlier is document:
            continue
        said = message(
            "“{key}” is there twice in the language {language}, first in {file}. Please take one "
            "away or give it another key.",
            key=document.key,
            language=document.language,
            file=_shown(earlier.place),
        )
        found.findings.append(Finding(document.place, said))


def _shown(place: Place) -> str:
    return place.file if place.line is None else f"{place.file}:{place.line}"
