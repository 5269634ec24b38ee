"""Reads ``duties.toml`` of a programme's folder: what is to be done, by whom and by when."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from programme.duties.duty_table import Known, read_duty, roles_in
from programme.files import read_text
from programme.toml_lines import TomlLines, line_of_error
from programme.toml_tables import TomlTable
from storage.values.duties import Duty, DutyBook, Family, RecordKind, Topic
from storage.values.messages import BadInput, Finding, Place, message

DUTIES = "duties.toml"

_TABLES = ("levels", "sections", "kinds", "places", "topics", "duties")
_MOST_HOURS = 24
_DUTY_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,23}")
_BAD_KEY = message(
    "A duty's name may hold only small letters a to z, digits and hyphens, 24 of them at most."
)


def read_duties(folder: Path, languages: Sequence[str]) -> tuple[DutyBook, tuple[Finding, ...]]:
    """The duties of a programme; a folder without the file has none. Faults are findings."""
    if not (folder / DUTIES).exists():
        return DutyBook(), ()
    try:
        text = read_text(folder / DUTIES, DUTIES)
        written = tomllib.loads(text)
    except BadInput as fault:
        return DutyBook(), (Finding(Place(DUTIES), fault.said),)
    except tomllib.TOMLDecodeError as error:
        said = message(
            "This line isn't valid TOML. Please check quotes, brackets and the = sign on it "
            "and on the line above."
        )
        return DutyBook(), (Finding(Place(DUTIES, line_of_error(str(error), text)), said),)
    except RecursionError:
        said = message("The brackets are nested too deeply.")
        return DutyBook(), (Finding(Place(DUTIES), said),)
    findings: list[Finding] = []
    book = _book(TomlTable(DUTIES, TomlLines(text), findings, written), languages)
    return book, tuple(findings)


def _book(top: TomlTable, languages: Sequence[str]) -> DutyBook:
    top.check_names(("day_hours", *_TABLES))
    tables = {name: top.table(name) for name in _TABLES}
    sections = _names(tables["sections"], languages)
    places = _names(tables["places"], languages)
    levels = _levels(tables["levels"])
    day_hours = top.number("day_hours", 6, 1, _MOST_HOURS)
    kinds = _kinds(tables["kinds"], languages)
    topics = _topics(tables["topics"], languages)
    known = Known(
        languages=languages,
        sections=sections,
        levels=levels,
        kinds=[kind.key for kind in kinds],
        topics=[topic.key for topic in topics],
        places=places,
        duties=tables["duties"].names,
        day_hours=day_hours,
    )
    for name in tables["duties"].names:
        if not _DUTY_KEY.fullmatch(name):
            tables["duties"].fault(_BAD_KEY, name)
    duties = tuple(read_duty(table, known) for table in tables["duties"].tables())
    _check_rings(duties, tables["duties"])
    return DutyBook(duties, kinds, topics, sections, places, levels, day_hours)


def _names(table: TomlTable, languages: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    found = {}
    for each in table.tables(of_words=True):
        each.check_names(languages)
        found[each.name] = each.in_languages(languages)
    return found


def _levels(table: TomlTable) -> Mapping[str, tuple[str, ...]]:
    levels = {name: table.texts(name) for name in table.names}
    known: dict[str, str] = {}
    for name, words in levels.items():
        for word in {each.casefold() for each in (name, *words)}:
            if known.setdefault(word, name) != name:
                said = message("“{word}” is a word for two levels.", word=word)
                table.fault(said, name)
    return levels


def _kinds(table: TomlTable, languages: Sequence[str]) -> tuple[RecordKind, ...]:
    known = table.names
    found = []
    for each in table.tables(of_words=True):
        each.check_names(("family", "also", "expects", *languages))
        also = each.named("also", known)
        family = each.choice("family", Family.MEETING)
        expects = roles_in(each, "expects")
        found.append(RecordKind(each.name, family, each.in_languages(languages), also, expects))
    return tuple(found)


def _topics(table: TomlTable, languages: Sequence[str]) -> tuple[Topic, ...]:
    found = []
    for each in table.tables(of_words=True):
        each.check_names(("words", *languages))
        titles = each.in_languages(languages)
        found.append(Topic(each.name, titles, (*each.texts("words"), *titles.values())))
    return tuple(found)


def _check_rings(duties: Sequence[Duty], table: TomlTable) -> None:
    """Tell of duties that wait for one another in a ring."""
    needs = {duty.key: duty.needs for duty in duties}
    for duty in duties:
        seen: set[str] = set()
        waiting = list(duty.needs)
        while waiting:
            key = waiting.pop()
            if key not in seen:
                seen.add(key)
                waiting += needs.get(key, ())
        if duty.key in seen:
            said = message("These duties wait for one another, so none can ever be met.")
            table.fault(said, duty.key, "needs")
