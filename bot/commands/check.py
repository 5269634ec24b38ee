"""``sanxue check``: every fault in one list, with what to do."""

from collections.abc import Awaitable, Callable
from importlib import resources

from bot.commands.operator import Operator, opened, show_findings, working
from bot.commands.telegram import username_by_token
from programme.folder import read_programme
from programme.importing import SHIPPED, load_tree
from reports.wording import LANGUAGES, words
from storage.programmes import newest_versions
from storage.values.messages import Finding, Place, SanxueError, message

Check = Callable[[Operator], Awaitable[list[Finding]]]


async def check(operator: Operator) -> int:
    """Look at the settings (they were read to get here), token, database, programme, languages."""
    findings: list[Finding] = []
    with working(operator, operator.words("Checking")) as told:
        for done, each in enumerate(_CHECKS, 1):
            findings += await each(operator)
            told(done, len(_CHECKS))
    if findings:
        show_findings(operator.words, operator.console, tuple(findings))
    faults = sum(finding.blocks for finding in findings)
    if faults:
        operator.tell("Faults to be mended: {count}.", count=faults)
        return 1
    operator.tell("Settings, token, database, programme and languages: no fault found.")
    return 0


async def _token(operator: Operator) -> list[Finding]:
    place = Place("SANXUE_TOKEN")
    if operator.settings.token is None:
        said = message(
            "There is no token: sanxue run starts the practice chat. BotFather gives you one."
        )
        return [Finding(place, said, blocks=False)]
    try:
        await username_by_token(operator.settings)
    except SanxueError as error:
        return [Finding(place, error.said)]
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
    shipped = resources.files("programme") / "shipped" / SHIPPED
    try:
        with resources.as_file(shipped) as brought:
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


_CHECKS: tuple[Check, ...] = (_token, _database, _programme, _languages)
