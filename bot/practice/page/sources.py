"""The two sources of a branch: the sample, and an organiser's own files."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import structs

from bot.clock import GivenClock
from bot.commands.import_files import organisation, programme, roster
from bot.commands.operator import Operator
from bot.commands.units import find_unit
from bot.practice.page.calls import WatchedServer
from bot.practice.page.casting import Cast
from bot.practice.page.files import Files
from bot.practice.page.habits import COMMON, OF_SAMPLE
from bot.practice.page.players import Part, Player
from bot.practice.records import User
from bot.practice.sample import BRANCH, EVERYBODY, Somebody
from bot.practice.sample_days import FIRST_DAY
from bot.practice.sample_rows import CODES, roster_rows, stand_in_codes, unit_rows
from programme.calendar import local_day
from programme.importing import (
    Tree,
    import_organisation,
    import_roster,
    load_tree,
    seed_programme,
)
from storage.database import Database, Transaction
from storage.people import claim, members, people_as
from storage.schema import open_newest
from storage.units import Defaults, ancestors, unit_by_code
from storage.values.messages import BadInput, message
from storage.values.people import Person, Role, TelegramId, Unit

_PARTS: dict[Role, Part] = {Role.SECRETARY: "secretary", Role.ORGANISER: "organiser"}


class Sample:
    """The sample branch, and the programme that is shipped."""

    first_day = FIRST_DAY
    is_rehearsal = False

    def __init__(self, time_zone: str) -> None:
        self.time_zone = time_zone

    async def bring_in(self, address: str, clock: GivenClock, defaults: Defaults) -> None:
        """Import the shipped programme and the sample's organisation."""
        await _bring_in_sample(address, clock, defaults, None)

    async def cast(
        self, database: Database, server: WatchedServer, clock: GivenClock, defaults: Defaults
    ) -> Cast:
        """Everybody of the sample but the neighbour, who is no part of the branch."""
        async with database.writing() as tx:
            branch = await unit_by_code(tx, BRANCH.code, defaults)
            assert branch is not None
            players = await _sample_players(tx, server, clock, defaults, CODES)
        return Cast(branch, players)


class Rehearsal:
    """An organiser's own files. They are read anew each time, so what was mended is seen."""

    is_rehearsal = True

    def __init__(self, files: Files, operator: Operator) -> None:
        self._files = files
        self._operator = operator
        self.time_zone = operator.settings.time_zone
        tomorrow = local_day(operator.now(), self.time_zone).toordinal() + 1
        self.first_day = files.first_day or date.fromordinal(tomorrow)

    async def bring_in(self, address: str, clock: GivenClock, defaults: Defaults) -> None:
        """Import the files as ``sanxue import`` does, saying what it says."""
        files = self._files
        given = {"database": address, "language": defaults.language}
        settings = self._operator.settings.model_copy(update=given)
        operator = structs.replace(self._operator, settings=settings, clock=clock)
        if files.programme is not None:
            await programme(operator, files.programme, only_check=False)
        if files.organisation is not None:
            await organisation(operator, files.organisation, only_check=False)
        await _bring_in_sample(address, clock, defaults, settings.programme)
        if files.roster is not None:
            await roster(operator, files.roster, only_check=False)

    async def cast(
        self, database: Database, server: WatchedServer, clock: GivenClock, defaults: Defaults
    ) -> Cast:
        """The people of the chosen branch and the organisers above; the sample's where the roster
        has nobody."""
        async with database.writing() as tx:
            branch = self._branch(await load_tree(tx, defaults))
            day = local_day(clock.now(), branch.time_zone)
            people = await _people_of(tx, branch, day)
            players = [
                await _own_player(tx, server, number, person, part, day)
                for number, (person, part) in enumerate(people)
            ]
            if not any(each.part != "organiser" for each in players):
                tree = await load_tree(tx, defaults)
                above = tree.units[branch.parent_id].code if branch.parent_id else None
                codes = stand_in_codes(branch.code, above)
                players = await _sample_players(tx, server, clock, defaults, codes)
        return Cast(branch, players)

    def _branch(self, tree: Tree) -> Unit:
        if self._files.branch is not None:
            return find_unit(tree, self._files.branch)
        above = {unit.parent_id for unit in tree.units.values()}
        leaves = sorted(each for each in tree.units if each not in above)
        if not leaves:
            raise BadInput(message("There is no branch in the organisation's file."))
        return tree.units[leaves[0]]


async def _bring_in_sample(
    address: str, clock: GivenClock, defaults: Defaults, programme_folder: Path | None
) -> None:
    """The shipped programme and the sample's organisation, where there is none yet."""
    database, _ = await open_newest(address)
    try:
        await seed_programme(database, programme_folder, clock.now(), defaults)
        async with database.writing() as tx:
            if not (await load_tree(tx, defaults)).units:
                rows = unit_rows(defaults.language)
                await import_organisation(tx, rows, clock.now(), defaults)
    finally:
        await database.close()


async def _sample_players(
    tx: Transaction,
    server: WatchedServer,
    clock: GivenClock,
    defaults: Defaults,
    codes: Mapping[str, str],
) -> list[Player]:
    there = [each for each in EVERYBODY if each.place.code in codes]
    users = {each.key: _account(server, each, defaults) for each in there if each.has_telegram}
    accounts = {key: TelegramId(user.id) for key, user in users.items()}
    rows = roster_rows(defaults.language, accounts, codes)
    await import_roster(tx, rows, clock.now(), defaults)
    own = [each for each in there if each.place == BRANCH or each.role is Role.ORGANISER]
    own.sort(key=lambda each: each.role is Role.ORGANISER)
    return [_sample_player(each, users.get(each.key), defaults.language) for each in own]


def _account(server: WatchedServer, person: Somebody, defaults: Defaults) -> User:
    first, _, last = person.name.in_language(defaults.language).partition(" ")
    return server.add_user(first, last or None, language_code=defaults.language)


def _sample_player(person: Somebody, user: User | None, language: str) -> Player:
    return Player(
        key=person.key,
        name=person.name.in_language(language),
        about=person.about.in_language(language),
        part=_PARTS.get(person.role, "member"),
        user=user,
        habits=OF_SAMPLE.get(person.key),
        has_met_bot=person.has_met_bot,
    )


async def _people_of(tx: Transaction, branch: Unit, day: date) -> Sequence[tuple[Person, Part]]:
    """The branch's people, its secretary first, then the organisers of the units above."""
    held = await people_as(tx, [branch.id], day, Role.SECRETARY, Role.STAND_IN)
    secretaries = held[branch.id]
    listed = [each.person for each in await members(tx, branch.id, day)]
    above = await people_as(tx, ancestors(branch.path), day, Role.ORGANISER)
    found: dict[int, tuple[Person, Part]] = {}
    for person in secretaries:
        found.setdefault(person.id, (person, "secretary"))
    for person in listed:
        found.setdefault(person.id, (person, "member"))
    for people in above.values():
        for person in people:
            found.setdefault(person.id, (person, "organiser"))
    return list(found.values())


async def _own_player(
    tx: Transaction, server: WatchedServer, number: int, person: Person, part: Part, day: date
) -> Player:
    """Somebody of the roster, with a Telegram account whether the roster has one or not."""
    user = server.add_user(person.name, user_id=person.telegram_id)
    if person.telegram_id is None:
        await claim(tx, person.id, TelegramId(user.id), day)
    habits = None if part == "organiser" else COMMON[number % len(COMMON)]
    return Player(f"p{person.id}", person.name, "", part, user, habits, part != "member")
