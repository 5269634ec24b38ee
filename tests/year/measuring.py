"""What is left at the end of the year, and the year in figures."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import ColumnElement, func, select

from programme.duties.loading import load_matters
from programme.duties.working_out import work_out
from storage.tables.telegram import dead_letters
from storage.tables.work import deliveries, jobs, slots
from storage.units import units
from storage.values.duties import State
from tests.stories.house import House
from tests.year.land import Land
from tests.year.watching import Watch
from tests.year.words import day_of

_MET = {State.DONE, State.DONE_LATE}
_AT_ONCE = 20


async def left_over(house: House, unreached: int) -> list[str]:
    """What went wrong in the bot: dead letters, slots and jobs that failed, what was not sent but
    to the one who can't be reached."""
    wanted: dict[str, ColumnElement[bool]] = {
        "slots failed": slots.c.state == "failed",
        "mornings missed": slots.c.state == "missed",
        "jobs failed": jobs.c.state == "failed",
        "deliveries failed": (deliveries.c.state == "failed") & (deliveries.c.chat_id != unreached),
        "dead letters": dead_letters.c.id > 0,
    }
    found = []
    async with house.database.reading() as tx:
        for name, condition in wanted.items():
            count = await tx.scalar(select(func.count()).where(condition))
            found += [f"{count} {name}"] if count else []
    return found


class Catalogue(Struct, frozen=True):
    """What became of the whole year's obligations: how many stand where, and the duties that
    nobody has met."""

    states: Counter[State]
    unmet: Sequence[str]


async def catalogue_at_the_end(land: Land) -> Catalogue:
    """What became of the duties of the catalogue."""
    states: dict[str, Counter[State]] = defaultdict(Counter)
    duties: set[str] = set()
    h, ids = land.house, list(land.units.values())
    for start in range(0, len(ids), _AT_ONCE):
        async with h.database.reading() as tx:
            there = list((await units(tx, ids[start : start + _AT_ONCE], h.defaults)).values())
            first, last = day_of("01-01"), day_of("12-31")
            loaded = await load_matters(tx, there, first, last, h.clock.now())
        for matters in loaded.values():
            duties |= {duty.key for duty in matters.book.duties}
            for each in work_out(matters, first, last):
                states[each.obligation.duty.key][each.state] += 1
    return Catalogue(
        states=sum(states.values(), Counter()),
        unmet=[key for key in sorted(duties) if not states[key].keys() & _MET],
    )


def figures(watch: Watch, records: int, commands: int) -> dict[str, object]:
    """The year in figures."""
    province = watch.land.province
    days = Counter(each.day for each in watch.reminders)
    weeks = Counter((each.reader, _monday(each.day)) for each in watch.reminders)
    secretaries = {each.name for each in province.people if each.roles and not each.home}
    theirs = sum(1 for each in watch.reminders if each.reader in secretaries)
    all_weeks = ((watch.last - watch.first).days + 1) / 7
    each_day = Counter((each.reader, each.day) for each in watch.reminders)
    busiest, most = days.most_common(1)[0]
    return {
        "days": (watch.last - watch.first).days + 1,
        "branches": sum(1 for each in province.places if not each.level),
        "units above": sum(1 for each in province.places if each.level),
        "people": len(province.people),
        "records put down": records,
        "commands answered in one message each": commands,
        "states and reminders compared": watch.compared,
        "reminders": len(watch.reminders),
        "most in a day": f"{most} on {busiest}",
        "reminders per secretary and week": round(theirs / len(secretaries) / all_weeks, 2),
        "most for one person in a day": each_day.most_common(1)[0][1],
        "most for one person in a week": weeks.most_common(1)[0][1],
        "questions to those above": watch.asked,
        "other messages": watch.others,
    }


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
