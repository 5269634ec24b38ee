"""Lives through the year, day by day, and compares what comes of it with the table."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from programme.calendar import is_day_off
from storage.database import Database
from storage.values.programme_files import DaysOff
from tests.stories.house import SHANGHAI, house
from tests.year import people as who
from tests.year.doing import Doer
from tests.year.land import Land, programme
from tests.year.measuring import catalogue_at_the_end, figures, left_over
from tests.year.people import Human, Province, province
from tests.year.plan import EARLY, done_by, of_branch, of_unit, way
from tests.year.tapping import Taps
from tests.year.watching import Watch
from tests.year.words import Act, Ask, Decide, Press, Start, day_of
from tests.year.year_table import ACTS, INSTEAD, ROWS

LATEST_FIRST = "04-27"
"""What is done before the first day is put down; but nothing that is done by buttons."""
_EVENING = "19:30"
_DAY = timedelta(days=1)
_REST, _LEAST_MOVE = timedelta(minutes=2), timedelta(milliseconds=50)
ASKED = ("03-18", "05-06", "06-29", "10-13")
ASKING = ("李书记", "郑书记", "许组织员", "郝组织员", "何干部")
COMMANDS = ("/status", "/deadlines", "/why 党员大会")
_IN_THE_TABLE = ("b1", "k1")
"""Units of which the table says who confirms what and when; elsewhere it is confirmed at once."""


@dataclass
class Lived:
    """What came of it."""

    faults: list[str] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)


async def live(
    database: Database,
    folder: Path,
    branches: int,
    first: str = "01-01",
    last: str = "12-31",
    told: Callable[[date], None] = lambda _day: None,
) -> Lived:
    """Live through 2026, or through some days of it, in a province with so many branches; ``told``
    of each day that is over."""
    clock, cpu = time.perf_counter(), time.process_time()
    begin = datetime.combine(day_of(first), datetime.min.time(), ZoneInfo(SHANGHAI))
    begin += timedelta(hours=8)
    async with house(database, begin, programme=programme(folder)) as h:
        land = Land(h, province(branches))
        await land.settle_in()
        year = Year(land, day_of(first), day_of(last))
        await year.live(told)
        lived = Lived(year.watch.faults, figures(year.watch, year.doer.count, year.taps.answered))
        if last == "12-31":
            found = await catalogue_at_the_end(land)
            lived.faults += [f"nobody has met {key}" for key in found.unmet]
            lived.figures["obligations of the year"] = found.states.total()
            lived.figures |= {
                f"… {state.value}": count for state, count in found.states.most_common()
            }
    lived.figures["minutes"] = round((time.perf_counter() - clock) / 60, 1)
    lived.figures["seconds of CPU"] = round(time.process_time() - cpu, 1)
    return lived


class Year:
    """The year as it goes by."""

    def __init__(self, land: Land, first: date, last: date) -> None:
        self.land, self.house = land, land.house
        self.watch = Watch(land, ROWS, first, last)
        self.doer = Doer(land)
        self.taps = Taps(land)
        self._acts = _by_day(land.province)

    async def live(self, told: Callable[[date], None]) -> None:
        """All days, one by one; before the first, what was done until then is put down."""
        day = day_of("01-01")
        while day < self.watch.first:
            await self.doer.do(self._acts_on(day))
            day += _DAY
        await self.house.settle()
        self.watch.skip()
        while day <= self.watch.last:
            await self._through(day)
            await self.watch.compare_states(day, await self._evening(day))
            told(day)
            day += _DAY
        rest = DaysOff(weekdays=frozenset({5, 6}), country="CN")
        days = [self.watch.first + n * _DAY for n in range(367)]
        self.watch.compare_reminders({each for each in days if is_day_off(each, rest)})
        self.watch.check_after_met(self.doer.met)
        unreached = self.land.users[who.UNREACHED].id
        self.watch.faults += [*self.taps.faults, *await left_over(self.house, unreached)]

    async def _through(self, day: date) -> None:
        """The mornings of a day, and what is said in them."""
        h = self.house
        evening = datetime.combine(day, datetime.min.time(), ZoneInfo(SHANGHAI))
        evening += timedelta(hours=int(_EVENING[:2]), minutes=int(_EVENING[3:]))
        while (due := await h.next_due()) is not None and due < evening:
            h.clock.move_to(due)
            await self._morning()
        h.pass_to(_EVENING, day=day)
        self.watch.listen()

    async def _morning(self) -> None:
        """Let the bot take what is due, and send what comes of it at the pace of sending."""
        bot, clock = self.house.bot, self.house.clock
        await bot.intake.step()
        await bot.tick()
        while (wait := await bot.outbox.drain()) is not None and wait < clock.now() + _REST:
            clock.move_to(max(wait, clock.now() + _LEAST_MOVE))

    async def _evening(self, day: date) -> bool:
        """What people do in the evening; whether there was anything."""
        written = f"{day:%m-%d}"
        happened = await self._happens(written)
        acts = self._acts_on(day)
        await self.doer.do(acts)
        tapped = await self._buttons(acts, written)
        if acts or happened or tapped:
            await self.house.settle()
            self.watch.skip()
        return bool(acts) or happened or tapped

    async def _buttons(self, acts: list[Act], day: str) -> bool:
        taps = self.taps
        taps.questions += self.watch.questions
        new = bool(self.watch.questions)
        self.watch.questions = []
        for act in acts:
            match act:
                case Press():
                    await taps.press(act)
                case Start():
                    self.house.server.start_private(self.land.users[act.who])
                case Ask():
                    said = await taps.ask(act.who, act.command)
                    if act.says not in said or (act.never and act.never in said):
                        self.watch.faults.append(f"{act.on}: {act.command} says {said!r}")
                case Decide() if act.kind != "excused":
                    await taps.decide(act)
        if new:
            await taps.accept_others([self.land.place(each).name for each in _IN_THE_TABLE])
        for name in ASKING if day in ASKED else ():
            for command in COMMANDS:
                await taps.ask(name, command)
        return new or day in ASKED

    async def _happens(self, day: str) -> bool:
        """Who comes, what is founded and closed."""
        land = self.land
        new: dict[str, list[Human]] = {
            "05-18": who.people_of(who.FOUNDED.code),
            "06-20": [who.JOINS_SOUTH],
            "07-01": [who.JOINS_COMMITTEE],
            "08-10": [who.JOINS_WILLOW],
        }
        if day == "05-18":
            land.province.places.append(who.FOUNDED)
            await land.write_units([who.FOUNDED])
        if day == "09-08":
            await land.write_units([who.CLOSED])
        if day not in new:
            return day == "09-08"
        land.province.people += new[day]
        await land.write_people(new[day])
        for each in new[day]:
            if each.has_telegram:
                self.house.server.start_private(land.users[each.name])
        return True

    def _acts_on(self, day: date) -> list[Act]:
        """What is to be done, where there is somebody to do it."""
        return [each for each in self._acts[f"{day:%m-%d}"] if self._is_there(each, day)]

    def _is_there(self, act: Act, day: date) -> bool:
        unit = getattr(act, "unit", "")
        if unit == who.CLOSED.code and who.CLOSED.until is not None:
            return day <= who.CLOSED.until
        return unit in self.land.units or not unit


def _by_day(made: Province) -> dict[str, list[Act]]:
    """All that is done, by its evening: what stands in the table first."""
    found: dict[str, list[Act]] = defaultdict(list)
    for act in ACTS:
        found[act.on].append(act)
    generated = [each.code for each in made.places if each.code.startswith(who.GENERATED)]
    for place in [*made.places, who.FOUNDED]:
        left_out = set(INSTEAD.get(place.code, "").split())
        deeds = of_unit(place.code, place.level)
        if not place.level:
            deeds = of_branch(place.code, made.groups(place.code))
        for number, deed in enumerate(deeds):
            chosen = EARLY
            if place.code in generated:
                chosen = way(generated.index(place.code), number)
            put = done_by(deed, chosen)
            if put is not None and deed.name not in left_out:
                found[put.on].append(put)
    return found
