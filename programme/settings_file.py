"""Reads ``programme.toml``: title, languages, timetable, days off, windows and points."""

import itertools
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

from programme.days_off_table import DaysOffReader, as_date
from programme.files import closest, read_text
from programme.toml_lines import TomlLines, line_of_error
from storage.values.messages import BadInput, Finding, Message, Place, message
from storage.values.programme_files import (
    KNOWN_LANGUAGES,
    Amounts,
    Points,
    ProgrammeSettings,
    Questions,
    Timetable,
    WhenFinished,
    Windows,
)

FILE = "programme.toml"

_TABLES: Mapping[str, tuple[str, ...]] = {
    "title": KNOWN_LANGUAGES,
    "timetable": ("morning", "noon", "evening"),
    "amounts": ("morning", "noon"),
    "days_off": ("weekdays", "dates", "country", "subdivision", "study_dates"),
    "windows": ("grace_minutes", "make_up_days"),
    "points": ("morning", "answer", "right", "note"),
    "questions": ("same_for_all",),
}
_KEYS = ("key", "languages", "start", "when_finished", *_TABLES)
_FIRST_DAY = "first-day"
_EARLIEST, _LATEST = time(7, 0), time(20, 59)
_PROGRAMME_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})")


def read_settings(folder: Path) -> tuple[ProgrammeSettings | None, tuple[Finding, ...]]:
    """The settings in the folder's ``programme.toml``; ``None`` if there is a fault in it."""
    try:
        text = read_text(folder / FILE, FILE)
    except BadInput as fault:
        return None, (Finding(Place(FILE), fault.said),)
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = Place(FILE, line_of_error(str(error), text))
        said = message(
            "This line isn't valid TOML. Please check quotes, brackets and the = sign on it "
            "and on the line above."
        )
        return None, (Finding(place, said),)
    except RecursionError:
        return None, (Finding(Place(FILE), message("The brackets are nested too deeply.")),)
    reader = _SettingsReader(written, TomlLines(text))
    settings = reader.settings()
    return (None if reader.findings else settings), tuple(reader.findings)


class _SettingsReader:
    """Takes the settings out of a parsed TOML text and collects every fault on the way."""

    def __init__(self, written: Mapping[str, object], lines: TomlLines) -> None:
        self._written = written
        self._lines = lines
        self._tables: Mapping[str, Mapping[str, object]] = {}
        self.findings: list[Finding] = []

    def settings(self) -> ProgrammeSettings:
        self._check_keys(self._written, _KEYS)
        self._tables = {name: self._table(name) for name in _TABLES}
        key = self._key()
        languages = self._languages()
        return ProgrammeSettings(
            key=key,
            titles=self._titles(key, languages),
            languages=languages,
            start=self._start(),
            when_finished=self._when_finished(),
            timetable=self._timetable(),
            amounts=self._amounts(),
            days_off=DaysOffReader(self._tables["days_off"], self._fault).days_off(),
            windows=self._windows(),
            points=self._points(),
            questions=self._questions(),
        )

    def _fault(self, said: Message, *path: str) -> None:
        place = Place(FILE, self._lines.of(*path), ".".join(path) or None)
        self.findings.append(Finding(place, said))

    def _check_keys(
        self, written: Mapping[str, object], known: tuple[str, ...], *path: str
    ) -> None:
        for name in written:
            if name in known:
                continue
            near = closest(name, known)
            if near:
                said = message(
                    "“{key}” isn't known here. Did you mean “{near}”?", key=name, near=near
                )
            else:
                said = message(
                    "“{key}” isn't known here. Please take it out, or use one of: {known}.",
                    key=name,
                    known=", ".join(known),
                )
            self._fault(said, *path, name)

    def _table(self, name: str) -> Mapping[str, object]:
        table = self._written.get(name, {})
        if name == "title" and isinstance(table, str):
            return {}
        if not isinstance(table, dict):
            self._fault(
                message("“{key}” must be a table: a line [{key}] and its keys below it.", key=name),
                name,
            )
            return {}
        self._check_keys(table, _TABLES[name], name)
        return table

    def _key(self) -> str:
        key = self._written.get("key")
        if isinstance(key, str) and _PROGRAMME_KEY.fullmatch(key):
            return key
        if key is None:
            said = message(
                'The programme has no key. Please add a line such as key = "two-studies".'
            )
        else:
            said = message("The key may hold only small letters a to z, digits and hyphens.")
        self._fault(said, "key")
        return ""

    def _languages(self) -> tuple[str, ...]:
        named = self._written.get("languages", ["zh"])
        if not isinstance(named, list) or not named:
            self._fault(message('“languages” must be a list such as ["zh", "en"].'), "languages")
            return ("zh",)
        for language in named:
            if language not in KNOWN_LANGUAGES:
                said = message(
                    "The language “{language}” isn't known. Please use zh or en.", language=language
                )
                self._fault(said, "languages")
        return tuple(dict.fromkeys(name for name in named if name in KNOWN_LANGUAGES)) or ("zh",)

    def _titles(self, key: str, languages: tuple[str, ...]) -> Mapping[str, str]:
        """A title for every language; one that is missing is the first that is there."""
        written = self._written.get("title", {})
        if isinstance(written, str):
            return dict.fromkeys(languages, written.strip() or key)
        given = {}
        for language, title in self._tables["title"].items():
            if isinstance(title, str) and title.strip():
                given[language] = title.strip()
            elif language in KNOWN_LANGUAGES:
                self._fault(message("The title must be a text in quotes."), "title", language)
        first = next((given[name] for name in languages if name in given), key)
        return {name: given.get(name, first) for name in languages}

    def _start(self) -> date | None:
        start = self._written.get("start", _FIRST_DAY)
        if start == _FIRST_DAY:
            return None
        day = as_date(start)
        if day is None:
            self._fault(
                message('“start” must be "first-day" or a date such as 2026-03-01.'), "start"
            )
        return day

    def _when_finished(self) -> WhenFinished:
        written = self._written.get("when_finished", WhenFinished.REPEAT)
        if isinstance(written, str) and written in tuple(WhenFinished):
            return WhenFinished(written)
        self._fault(message('“when_finished” must be "repeat" or "stop".'), "when_finished")
        return WhenFinished.REPEAT

    def _timetable(self) -> Timetable:
        if "timetable" not in self._written:
            return Timetable()
        table = self._tables["timetable"]
        times = {
            name: self._time(name, table[name]) for name in _TABLES["timetable"] if name in table
        }
        posted = [moment for moment in times.values() if moment is not None]
        if not times:
            self._fault(
                message("The timetable has no time. Please give at least one, or leave it out."),
                "timetable",
            )
        if any(later <= earlier for earlier, later in itertools.pairwise(posted)):
            self._fault(
                message("The times must follow one another: morning, then noon, then evening."),
                "timetable",
            )
        return Timetable(times.get("morning"), times.get("noon"), times.get("evening"))

    def _time(self, name: str, written: object) -> time | None:
        moment = _as_time(written)
        if moment is None:
            said = message(
                "“{written}” isn't a time. Please write hours and minutes, such as 07:30.",
                written=written,
            )
        elif not _EARLIEST <= moment <= _LATEST:
            said = message(
                "{written} is too early or too late. Please choose a time from 07:00 to 20:59.",
                written=moment.strftime("%H:%M"),
            )
        else:
            return moment
        self._fault(said, "timetable", name)
        return None

    def _amounts(self) -> Amounts:
        default = Amounts()
        return Amounts(
            morning=self._number("amounts", "morning", default.morning, least=1, most=3),
            noon=self._number("amounts", "noon", default.noon, least=1, most=3),
        )

    def _windows(self) -> Windows:
        default = Windows()
        return Windows(
            grace_minutes=self._number("windows", "grace_minutes", default.grace_minutes, most=720),
            make_up_days=self._number("windows", "make_up_days", default.make_up_days, most=31),
        )

    def _points(self) -> Points:
        default = Points()
        return Points(
            morning=self._number("points", "morning", default.morning),
            answer=self._number("points", "answer", default.answer),
            right=self._number("points", "right", default.right),
            note=self._number("points", "note", default.note),
        )

    def _questions(self) -> Questions:
        default = Questions()
        same = self._tables["questions"].get("same_for_all", default.same_for_all)
        if isinstance(same, bool):
            return Questions(same)
        self._fault(
            message("“same_for_all” must be true or false, without quotes."),
            "questions",
            "same_for_all",
        )
        return default

    def _number(
        self, table: str, name: str, default: int, *, least: int = 0, most: int = 100
    ) -> int:
        number = self._tables[table].get(name, default)
        if isinstance(number, int) and not isinstance(number, bool) and least <= number <= most:
            return number
        said = message(
            "“{key}” must be a whole number from {least} to {most}.",
            key=name,
            least=least,
            most=most,
        )
        self._fault(said, table, name)
        return default


def _as_time(written: object) -> time | None:
    if isinstance(written, time):
        return written.replace(second=0, microsecond=0)
    found = _TIME.fullmatch(written.strip()) if isinstance(written, str) else None
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
