"""What a member can still catch up on: earlier study days of the make-up window.

Nothing is offered of days on which nothing was posted, before somebody joined, or of a leave.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.calendar import local_day, may_make_up
from programme.page import Page
from storage import day_reads, deeds, pauses, programmes
from storage.doers import Doer
from storage.postings import postings_of_day
from storage.values.days import STUDIES, MemberDay, Posting, PostingId, SlotKind
from storage.values.people import Unit
from storage.values.programme_files import Windows


class MissedDay(Struct, frozen=True):
    """What a member has not come to on one earlier day: the items to read, the questions left, and
    whether the note is missing."""

    day: date
    items: tuple[Posting, ...] = ()
    questions: tuple[Posting, ...] = ()
    note: bool = False

    @property
    def count(self) -> int:
        """How many of the day's three are missing."""
        return bool(self.items) + bool(self.questions) + self.note


def days_back(today: date, windows: Windows) -> list[date]:
    """The earlier days that can be caught up on, the newest first."""
    return [today - timedelta(days=back) for back in range(1, windows.make_up_days + 1)]


def missed_on(
    day: date,
    postings: Iterable[Posting],
    done: MemberDay | None,
    answered: Collection[PostingId],
) -> MissedDay:
    """What a member has not come to of a day's posts; what was not sent was never there."""
    sent = [posting for posting in postings if posting.state == "sent"]
    has_read, has_written = (done.check_ins, done.notes) if done else (0, 0)
    items = (p for p in sent if p.kind is SlotKind.MORNING)
    questions = (p for p in sent if p.kind is SlotKind.NOON and p.id not in answered)
    return MissedDay(
        day,
        items=() if has_read else tuple(items),
        questions=tuple(questions),
        note=not has_written and any(p.kind is SlotKind.EVENING for p in sent),
    )


async def missed_days(page: Page, doer: Doer, unit: Unit, now: datetime) -> list[MissedDay]:
    """What somebody at home in ``unit`` can catch up on, the newest day first.

    An answer given by this very update is still among what is missing.
    """
    today = local_day(now, unit.time_zone)
    days = await _without_leaves(page, doer, await _days_back(page, unit, today))
    postings = await _postings_of(page, doer, days)
    asked = [p.id for found in postings.values() for p in found if p.kind is SlotKind.NOON]
    answered = await deeds.answers_to(page.book.tx, doer.person.id, asked) if asked else {}
    done = await day_reads.read_days(page.book.tx, [doer.person.id], dict.fromkeys(days, ()))
    found = []
    for day in days:
        still = [p for p in postings[day] if await _may_make_up(page, p, unit, now)]
        key = (doer.person.id, day)
        did = page.added.member_days.get(key) or done.member_days.get(key)
        found.append(missed_on(day, still, did, answered))
    return [each for each in found if each.count]


async def can_be_caught_up(page: Page, doer: Doer, unit: Unit, day: date, now: datetime) -> bool:
    """Whether somebody at home in ``unit`` may still write the note of an earlier day."""
    days = await _days_back(page, unit, local_day(now, unit.time_zone))
    return day in days and doer.home_on(day) is not None


def may_answer(page: Page, posting: Posting, now: datetime) -> bool:
    """Whether a question takes an answer: while it is open, and from the next day on again for as
    long as that day can be caught up on."""
    if page.is_open(posting, now):
        return True
    over = page.book.is_over(posting.unit_id, posting.day, now)
    return over and page.may_make_up(posting, now)


async def _days_back(page: Page, unit: Unit, today: date) -> list[date]:
    version = await programmes.newest_version(page.book.tx, unit.programme_key or "")
    return days_back(today, version.settings.windows if version else Windows())


async def _may_make_up(page: Page, posting: Posting, unit: Unit, now: datetime) -> bool:
    settings = await programmes.settings_of(page.book.tx, posting.version_id)
    return may_make_up(posting.day, now, unit.time_zone, settings.windows)


async def _without_leaves(page: Page, doer: Doer, days: list[date]) -> list[date]:
    if not days:
        return []
    person = doer.person.id
    leaves = (await pauses.of_people(page.book.tx, [person], days[-1])).get(person, ())
    return [day for day in days if not any(leave.covers(day) for leave in leaves)]


async def _postings_of(
    page: Page, doer: Doer, days: Collection[date]
) -> Mapping[date, list[Posting]]:
    """What each of these days' studies became in the branch that was home that day."""
    homes = {(home, day) for day in days if (home := doer.home_on(day)) is not None}
    found: dict[date, list[Posting]] = {day: [] for day in days}
    for kind in STUDIES if homes else ():
        posted = await postings_of_day(page.book.tx, page.book.bot_id, homes, kind)
        for (_, day), postings in posted.items():
            found[day] += postings
    return found
