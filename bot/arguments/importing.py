"""What `sanxue import` takes."""

from pathlib import Path

from bot.commands.columns import organisation_columns, programme_parts, roster_columns
from bot.commands.import_files import organisation, programme, roster
from bot.commands.import_quizzes import LANGUAGES, Wanted, quizzes
from bot.commands.parsing import Choices
from reports.wording import Words


def add_importing(commands: Choices, words: Words) -> None:
    """The commands that take in an organiser's own files."""
    kinds = commands.add("import", words("take in your own files")).choices("kind")
    trees = words("the tree of units, from a CSV or XLSX file")
    people, studies = (
        words("the people, from a CSV or XLSX file"),
        words("what is studied, from a folder"),
    )
    one_by_one = (
        ("organisation", trees, organisation_columns(words), organisation),
        ("roster", people, roster_columns(words), roster),
        ("programme", studies, programme_parts(words), programme),
    )
    for name, about, explained, command in one_by_one:
        parser = kinds.add(name, about)
        parser.explains(explained)
        parser.takes("path", words("the file or folder"), type=Path, metavar=words("PATH"))
        parser.option(
            "--check", words("only look for faults and import nothing"), action="store_true"
        )
        parser.set_defaults(
            command=lambda operator, given, command=command: command(
                operator, given.path, given.check
            )
        )
    parser.option(
        "--for",
        words(
            "the unit that studies it (with all below it); without this option: everybody who has "
            "no programme of their own"
        ),
        dest="unit",
        metavar=words("UNIT"),
    )
    parser.set_defaults(
        command=lambda operator, given: programme(operator, given.path, given.check, given.unit)
    )
    _add_quizzes(kinds, words)


def _add_quizzes(kinds: Choices, words: Words) -> None:
    parser = kinds.add("quizzes", words("question banks, from files or folders of many formats"))
    about = words("files or folders; each becomes a bank of its name")
    parser.takes("paths", about, type=Path, metavar=words("PATH"), nargs="+")
    parser.option(
        "--unit",
        words("the unit that is asked them (with all below it); the top one if not given"),
        metavar=words("UNIT"),
    )
    parser.option(
        "--language",
        words("the language of the questions; that of the settings if not given"),
        choices=LANGUAGES,
    )
    parser.option("--check", words("only look for faults and import nothing"), action="store_true")
    parser.option("--yes", words("import without asking first"), action="store_true")
    parser.set_defaults(
        command=lambda operator, given: quizzes(
            operator,
            given.paths,
            Wanted(given.unit, given.language, given.check, given.yes),
        )
    )
