"""A branch's week, for those who look after it and for its group."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from programme.digest.figures import WEEK, Figures
from programme.digest.working import figures_of
from programme.small_groups import tells_share
from storage import digest_needs, pauses
from storage.below import Tops
from storage.database import Transaction
from storage.people import members
from storage.status import acted_between
from storage.units import Defaults
from storage.values.people import BotId, Person, Unit

_DAY = timedelta(days=1)


class BranchWeek(Struct, frozen=True):
    """A branch's week, told on ``day``, the day after it.

    ``quiet``: its members who were there all week, not on leave, and did nothing. ``missed``: how
    many posts did not come. ``tells_share``: whether the group may be told which share was right.
    """

    unit: Unit
    day: date
    figures: Figures
    quiet: Sequence[Person]
    missed: int
    tells_share: bool

    @property
    def first(self) -> date:
        """The week's first day."""
        return self.day - WEEK

    @property
    def last(self) -> date:
        """The week's last day."""
        return self.day - _DAY


async def branch_week(
    tx: Transaction, bot_id: BotId, unit: Unit, day: date, defaults: Defaults
) -> BranchWeek:
    """The seven days of a branch before a day."""
    tops = Tops((), [unit.id])
    first, last = day - WEEK, day - _DAY
    figures = (await figures_of(tx, bot_id, tops, day, defaults)).get(unit.id, Figures())
    here = [each for each in await members(tx, unit.id, last) if each.since <= first]
    acted = await acted_between(tx, unit.id, first, day)
    leaves = await pauses.of_people(tx, [each.person.id for each in here], first)
    missed = await digest_needs.missed(tx, bot_id, tops, first, last)
    reached = sum(1 for each in here if each.person.telegram_id is not None)
    return BranchWeek(
        unit=unit,
        day=day,
        figures=figures,
        quiet=[
            each.person
            for each in here
            if each.person.id not in acted and each.person.id not in leaves and figures.week.due
        ],
        missed=sum(each.number for each in missed),
        tells_share=tells_share(figures.week.active, reached),
    )
