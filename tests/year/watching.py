"""Watches what the bot says, and how it stands, and compares both with the table day by day."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from programme.duties.loading import UnitMatters, load_matters
from programme.duties.working_out import work_out
from storage.units import units
from storage.values.duties import Subject
from storage.values.people import UnitId
from tests.stories.house import SHANGHAI, plain
from tests.year.land import Land
from tests.year.words import Row, day_of

_AMOUNT = re.compile(r" [\d.]+/[\d.]+ ?\S*$")
_BELOW, _FOR_GROUP = "下面有事过了时间", "请书记跟我私聊"
_QUIET_FROM, _QUIET_UNTIL = 21, 7


class Reminder(Struct, frozen=True):
    """One message of a morning: to whom, on which local day, and what it names."""

    reader: str
    at: datetime
    named: tuple[str, ...]
    text: str
    duties: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The reader's local day."""
        return self.at.date()


class Watch(Struct):
    """What was said so far, and what is wrong with it."""

    land: Land
    rows: Sequence[Row]
    first: date
    last: date
    reminders: list[Reminder] = field(default_factory=list)
    questions: list[tuple[str, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    compared: int = 0
    asked: int = 0
    others: int = 0
    _wrong: dict[str, list[date]] = field(default_factory=dict)
    _loaded: dict[UnitId, UnitMatters] = field(default_factory=dict)

    # -- what is said ---------------------------------------------------------------------------

    def skip(self) -> None:
        """What was said until now is the affair of others: answers to commands and taps."""
        self.land.house.server.calls.clear()

    def listen(self) -> None:
        """Take in what was said on its own since the last time."""
        for call in self.land.house.server.calls:
            if call.method == "sendMessage" and call.status == 200:
                self._heard(call.params, call.answer["result"]["message_id"], call.at)
        self.skip()

    def _heard(self, params: Any, message_id: int, at: datetime) -> None:
        data = _button_data(params)
        reader = self.land.called(int(params["chat_id"]))
        said = plain(unescape(params["text"]))
        if any(each.startswith("rule:") for each in data):
            self.questions.append((reader, message_id))
            self.asked += 1
            return
        reminds = any(each.startswith("remind:") for each in data)
        if not (reminds or _BELOW in said or _FOR_GROUP in said):
            self.others += 1
            return
        local = at.astimezone(ZoneInfo(self._zone_of(reader)))
        duties = tuple(
            each.removeprefix("record:for:") for each in data if each.startswith("record:for:")
        )
        self.reminders.append(Reminder(reader, local, tuple(_named(said)), said, duties))

    def _zone_of(self, reader: str) -> str:
        people = self.land.province.people
        unit = next((each.unit for each in people if each.name == reader), None)
        places = [each for each in self.land.province.places if unit == each.code]
        return next((each.zone for each in places if each.zone), SHANGHAI)

    def compare_reminders(self, days_off: Collection[date]) -> None:
        """What must never be, and what the table says."""
        for (reader, day), count in Counter((r.reader, r.day) for r in self.reminders).items():
            if count > 1:
                self.faults.append(f"{day}: {count} reminders to {reader}")
        for each in self.reminders:
            if each.day in days_off:
                self.faults.append(f"{each.day}: a reminder to {each.reader} on a day off")
            if not _QUIET_UNTIL <= each.at.hour < _QUIET_FROM:
                self.faults.append(f"{each.at}: a reminder to {each.reader} in the quiet hours")
        self._compare_with_table()
        for said, days in self._wrong.items():
            self.faults.append(f"{said}: {len(days)} days, {days[0]} to {days[-1]}")

    def check_after_met(self, met: Mapping[tuple[str, str, str], date]) -> None:
        """Nobody is reminded of what was met before. ``met``: in the evening of which day."""
        codes = {_base36(unit_id): code for code, unit_id in self.land.units.items()}
        for each in self.reminders:
            for reference in each.duties:
                unit, _, duty, period, _ = reference.split(".")
                key = codes[unit], duty, f"{period[:4]}-{period[4:]}".rstrip("-")
                if key in met and met[key] < each.day:
                    said = f"{each.reader} is told of {duty} {period}, met on {met[key]}"
                    self.faults.append(f"{each.day}: {said}")

    def _compare_with_table(self) -> None:
        spoken: dict[tuple[str, str], set[date]] = defaultdict(set)
        crowded: dict[str, set[date]] = defaultdict(set)
        for each in self.reminders:
            for name in each.named:
                spoken[each.reader, name].add(each.day)
            if "/deadlines" in each.text:
                crowded[each.reader].add(each.day)
        wanted: dict[tuple[str, str], set[date]] = defaultdict(set)
        # The first morning tells what those before would have told, had they been lived through.
        unsaid = {self.first} if self.first > day_of("01-01") else set[date]()
        for row in self.rows:
            for reader, days in row.told_to().items():
                lived = {day for day in days if self.first <= day <= self.last} - unsaid
                wanted[reader, row.said] |= lived
        readers = {reader for reader, _ in wanted}
        for reader, said in {(r, row.said) for r in readers for row in self.rows}:
            expected, heard = wanted[reader, said], spoken[reader, said] - unsaid
            self.compared += len(expected)
            if expected != heard:
                self.faults.append(
                    f"{reader} is told of {said} on {_days(heard)}, by the table on "
                    f"{_days(expected)}"
                )
            if hidden := expected & crowded[reader]:
                self.faults.append(f"{reader} is told of more than is named on {_days(hidden)}")

    # -- how it stands --------------------------------------------------------------------------

    async def compare_states(self, day: date, changed: bool) -> None:
        """How it stands with each row in the evening. Unless something ``changed``, what was known
        the day before still is: only the day is another."""
        ids = [self.land.units[code] for code in {r.unit for r in self.rows} & {*self.land.units}]
        h, first, last = self.land.house, day_of("01-01"), day_of("12-31")
        if changed or not self._loaded:
            async with h.database.reading() as tx:
                there = list((await units(tx, ids, h.defaults)).values())
                self._loaded = await load_matters(tx, there, first, last, h.clock.now())
        found = {}
        for unit_id, matters in self._loaded.items():
            today = replace(matters, today=day)
            code = matters.facts.unit.code
            duties = {row.duty for row in self.rows if row.unit == code}
            for each in work_out(today, first, last, duties):
                duty, subject, period = each.obligation.key
                found[unit_id, duty, subject, period] = each.state.value
        for row in self.rows:
            state = "-"
            if row.unit in self.land.units:
                unit_id = self.land.units[row.unit]
                state = found.get((unit_id, row.duty, self._subject(row), row.period), "-")
            self.compared += 1
            if state != row.state_on(day):
                said = f"{row.label} is {state}, by the table {row.state_on(day)}"
                self._wrong.setdefault(said, []).append(day)

    def _subject(self, row: Row) -> Subject:
        unit_id = self.land.units[row.unit]
        if row.whose in self.land.people:
            return Subject(unit_id, self.land.people[row.whose])
        return Subject(unit_id, group=row.whose)


def _named(text: str) -> list[str]:
    """What a reminder names: in bold, or below whose head stands what is overdue below."""
    found, below = [], False
    for line in text.splitlines():
        if re.fullmatch(r"<b>[^<]*</b>", line):
            below = _BELOW in line
        elif below:
            found += re.findall(r": ?：?(.+?)，过了", line) or re.findall(r"：(.+?)，", line)
        else:
            found += [_AMOUNT.sub("", each) for each in re.findall(r"<b>(.+?)</b>", line)]
    return found


def _base36(number: int) -> str:
    """A unit's number as a button's data has it."""
    digits, text = "0123456789abcdefghijklmnopqrstuvwxyz", ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text


def _button_data(params: Any) -> list[str]:
    markup = params.get("reply_markup")
    rows = json.loads(markup)["inline_keyboard"] if isinstance(markup, str) else []
    return [button.get("callback_data", "") for row in rows for button in row]


def _days(days: Iterable[date]) -> str:
    return " ".join(f"{each:%m-%d}" for each in sorted(days)) or "no day"
