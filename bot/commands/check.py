"""``sanxue check``: every fault in one list, with what to do, and what is still to be done."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from bot.commands.operator import Operator, opened, show_findings, working
from bot.commands.still_to_do import still_to_do
from bot.commands.telegram import username_by_token
from programme.calendar import local_day
from programme.folder import read_programme
from programme.importing import load_tree
from programme.public_holidays import unknown_years
from programme.settings_file import read_settings
from programme.shipped_programmes import SHIPPED, shipped_folder
from reports.languages import text_in
from reports.wording import LANGUAGES, words
from storage.engines import shown_address
from storage.faults import NotNow
from storage.programmes import newest_versions
from storage.values.messages import Finding, Message, Place, SanxueError, message
from storage.values.programme_files import ProgrammeSettings

Check = Callable[[Operator], Awaitable[list[Finding]]]


async def check(operator: Operator) -> int:
    """Look at the settings (they were read to get here), token, database, programme, languages,
    and at what an organisation still lacks before its first day."""
    operator.tell("Database: {name}", name=shown_address(operator.settings.database))
    findings: list[Finding] = []
    with working(operator, operator.words("Checking")) as told:
        for done, each in enumerate(_CHECKS, 1):
            findings += await each(operator)
            told(done, len(_CHECKS))
    if findings:
        show_findings(operator.words, operator.console, tuple(findings))
    # A database that can't be used is a fault above, and can't say what it lacks.
    with suppress(SanxueError):
        async with opened(operator) as database:
            left = await still_to_do(operator, database)
            return _sum_up(operator, findings, left)
    return _sum_up(operator, findings, ())


def _sum_up(operator: Operator, findings: Sequence[Finding], left: Sequence[Message]) -> int:
    if left:
        operator.tell("Still to do:")
    for number, each in enumerate(left, 1):
        operator.show(f"{number}. {operator.words.say(each)}")
    faults = sum(finding.blocks for finding in findings)
    if faults:
        operator.tell("Faults to be mended: {count}.", count=faults)
        return 1
    if left:
        operator.tell("No faults; things still to do: {count}.", count=len(left))
    elif findings:
        operator.tell("No faults; notices: {count}.", count=len(findings))
    else:
        operator.tell("Settings, token, database, programme and languages: no fault found.")
    return 0


async def _token(operator: Operator) -> list[Finding]:
    if operator.settings.token is None:
        return []
    try:
        await username_by_token(operator.settings)
    except NotNow as error:
        return [Finding(Place("SANXUE_API_URL"), error.said)]
    except SanxueError as error:
        return [Finding(Place("SANXUE_TOKEN"), error.said)]
    return []


async def _database(operator: Operator) -> list[Finding]:
    """Whether it opens, and whether every branch's language is one of its programme's."""
    try:
        async with opened(operator) as database, database.reading() as tx:
            tree = await load_tree(tx, operator.defaults)
            programmes = await newest_versions(tx)
    except SanxueError as error:
        return [Finding(Place("SANXUE_DATABASE"), error.said)]
    findings = []
    for unit_id in sorted(tree.branches):
        unit = tree.units[unit_id]
        studied = programmes.get(unit.programme_key or "")
        if studied is not None and unit.language not in studied.settings.languages:
            said = message(
                "It speaks {language}, but its programme {key} isn't written in that. Add the "
                "language to the programme, or give the unit another.",
                language=unit.language,
                key=studied.settings.key,
            )
            findings.append(Finding(Place(f"{unit.code} {unit.name}"), said))
    return findings


async def _programme(operator: Operator) -> list[Finding]:
    """What reading the settings' programme finds, or the shipped one's."""
    try:
        with shipped_folder(SHIPPED) as brought:
            return list(read_programme(operator.settings.programme or brought).findings)
    except SanxueError as error:
        return [Finding(Place("SANXUE_PROGRAMME"), error.said)]


async def _languages(_operator: Operator) -> list[Finding]:
    """Whether the catalogues of all languages are there and can be read."""
    findings = []
    for language in LANGUAGES:
        try:
            words(language)
        except (OSError, ValueError):
            said = message("This catalogue is missing or damaged. Install Sanxue again.")
            findings.append(Finding(Place(f"{language}.po"), said))
    return findings


async def _holidays(operator: Operator) -> list[Finding]:
    """Whether it is known on which weekends the country of a programme works."""
    today = local_day(operator.now(), operator.settings.time_zone)
    found: dict[str, ProgrammeSettings] = {}
    with suppress(SanxueError):
        async with opened(operator) as database, database.reading() as tx:
            newest = await newest_versions(tx)
        found = {key: version.settings for key, version in newest.items()}
    if operator.settings.programme is not None:
        written, _ = read_settings(operator.settings.programme)
        found |= {written.key: written} if written is not None else {}
    return [
        Finding(
            Place(text_in(settings.titles, operator.words.language), column="days_off.country"),
            message(
                "It isn't known yet which weekends of {year} China makes working days for longer "
                "holidays. Until then only the holidays set by law are free, and weekends are as "
                "“weekdays” says. Bring Sanxue up to date once the government has announced "
                "them, as a rule in November, or write the days into “dates” and “study_dates”.",
                year=year,
            ),
            blocks=False,
        )
        for settings in found.values()
        for year in unknown_years(settings.days_off, today)
    ]


_CHECKS: tuple[Check, ...] = (_token, _database, _programme, _holidays, _languages)
