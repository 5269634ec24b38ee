"""Which programme a unit studies: its own choice, or that of the unit above it.

:func:`programme.importing.switch_programme` carries a choice out.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from msgspec import Struct

from programme.folder import read_programme
from programme.importing import import_programme
from programme.settings_file import read_settings
from programme.shipped_programmes import shipped_folder, shipped_keys
from storage import jobs
from storage.database import Database, Transaction
from storage.jobs import Job
from storage.programmes import newest_versions
from storage.units import Defaults, own_programme, unit
from storage.values.days import VersionId
from storage.values.people import BotId, Unit, UnitId

SHIPPED_JOB = "shipped-programme"
"""The job that brings a shipped programme into the database, for the unit that chose it."""


class Choice(Struct, frozen=True):
    """A programme that a unit may study; ``titles`` by language.

    ``version_id`` is the newest version's, None for a programme that is shipped and not in the
    database yet.
    """

    key: str
    titles: Mapping[str, str]
    version_id: VersionId | None


class Enrolment(Struct, frozen=True):
    """What a unit studies (None: nothing yet), whether by its own choice, and what there is."""

    unit: Unit
    studied: str | None
    is_own: bool
    choices: Sequence[Choice]


async def enrolment(tx: Transaction, of: Unit) -> Enrolment:
    """What a unit studies, and what it could study."""
    newest = await newest_versions(tx)
    choices = [Choice(key, each.settings.titles, each.id) for key, each in newest.items()]
    more = [each for each in shipped() if each.key not in newest]
    own = await own_programme(tx, of.id)
    return Enrolment(of, of.programme_key, own is not None, [*choices, *more])


async def ask_for_shipped(
    tx: Transaction, bot_id: BotId, unit_id: UnitId, key: str, now: datetime
) -> None:
    """Have a shipped programme brought in and chosen for a unit: slow, so it is a job."""
    name = f"{SHIPPED_JOB}:{key}:{unit_id}:{now.timestamp():.0f}"
    await jobs.put(tx, bot_id, SHIPPED_JOB, name, now, {"key": key, "unit": unit_id})


async def bring_shipped(database: Database, job: Job, now: datetime, defaults: Defaults) -> None:
    """Do a :data:`SHIPPED_JOB`. Done twice, it comes to the same."""
    unit_id = UnitId(job.payload["unit"])
    with shipped_folder(str(job.payload["key"])) as folder:
        programme = read_programme(folder).programme
        assert programme is not None
        async with database.writing() as tx:
            if await unit(tx, unit_id, defaults) is not None:
                await import_programme(tx, programme, folder, now, defaults, for_unit=unit_id)


@cache
def shipped() -> Sequence[Choice]:
    """The programmes that come with Sanxue, by key."""
    found = []
    for key in shipped_keys():
        with shipped_folder(key) as folder:
            settings, _findings = read_settings(folder)
        assert settings is not None
        found.append(Choice(settings.key, settings.titles, None))
    return tuple(found)
