"""Reads a programme's folder: ``programme.toml``, ``items/``, ``quizzes/`` and ``duties.toml``."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from programme.asking import CHOSEN, LONGEST_STEM, MOST_OPTIONS, can_be_asked
from programme.duties.duties_file import DUTIES, read_duties
from programme.item_files import ITEMS, named_language, visible_files
from programme.items import read_items
from programme.settings_file import FILE, read_settings
from quizzes.merging import merge_readings
from quizzes.readings import Reading
from storage.values.messages import BadInput, Finding, Message, message
from storage.values.programme_files import KNOWN_LANGUAGES, Item, Programme, ProgrammeReading
from storage.values.questions import Question

QUIZZES = "quizzes"


def read_programme(folder: Path) -> ProgrammeReading:
    """The programme in ``folder`` with all findings; none is kept back by another.

    Raises :class:`BadInput` if there is no such folder.
    """
    if not folder.exists():
        raise BadInput(
            message("There is no folder {path}. Please check the path.", path=str(folder))
        )
    if not folder.is_dir():
        raise BadInput(
            message(
                "{path} is a file, not a folder. Please name the folder that holds programme.toml.",
                path=str(folder),
            )
        )
    settings, findings = read_settings(folder)
    # With a fault in the settings the rest is still read, so that all faults come at once.
    languages = settings.languages if settings else KNOWN_LANGUAGES
    items, item_findings = read_items(folder, languages)
    reading = _read_quizzes(folder, languages)
    duties, duty_findings = read_duties(folder, languages)
    findings = (*findings, *item_findings, *reading.findings, *duty_findings)
    if settings is None or any(finding.blocks for finding in findings):
        return ProgrammeReading(None, findings)
    content_hash = _content_hash(folder, items)
    programme = Programme(settings, items, reading.questions, content_hash, duties)
    return ProgrammeReading(programme, findings)


def _read_quizzes(folder: Path, languages: Sequence[str]) -> Reading:
    # Imported late: as in handlers/banks.py.
    from quizzes.bank import read_bank  # noqa: PLC0415

    readings = []
    findings: list[Finding] = []
    for path in visible_files(folder, QUIZZES, findings):
        file = f"{QUIZZES}/{path.name}"
        named = named_language(path, languages, file)
        if isinstance(named, Finding):
            findings.append(named)
            continue
        readings.append(_in_folder(read_bank(path, named[1])))
    return _with_notices(merge_readings([Reading(findings=tuple(findings)), *readings]))


def _with_notices(reading: Reading) -> Reading:
    """Say of what no poll in a group can ask that it is for members in private only."""
    findings = [
        Finding(each.place, _too_much(), blocks=False)
        for each in reading.sourced
        if each.question.kind in CHOSEN and not _fits_group(each.question)
    ]
    return Reading(reading.sourced, (*reading.findings, *findings))


def _fits_group(question: Question) -> bool:
    return all(can_be_asked(question.kind, t, question.correct) for t in question.texts.values())


def _too_much() -> Message:
    return message(
        "Asked in private only: a question in a group has 2 to {most} options and at most "
        "{longest} characters with them.",
        most=MOST_OPTIONS,
        longest=LONGEST_STEM,
    )


def _in_folder(reading: Reading) -> Reading:
    """The reading with its places named from the programme's folder, as all others are."""
    return Reading(
        tuple(
            replace(each, place=replace(each.place, file=f"{QUIZZES}/{each.place.file}"))
            for each in reading.sourced
        ),
        tuple(
            replace(each, place=replace(each.place, file=f"{QUIZZES}/{each.place.file}"))
            for each in reading.findings
        ),
    )


def _content_hash(folder: Path, items: Iterable[Item]) -> str:
    """One hash of all files that the programme is made of, with their names."""
    ignored: list[Finding] = []
    paths = [
        FILE,
        *([DUTIES] if (folder / DUTIES).exists() else []),
        *(media.path for item in items for media in item.media),
        *(f"{ITEMS}/{path.name}" for path in visible_files(folder, ITEMS, ignored)),
        *(f"{QUIZZES}/{path.name}" for path in visible_files(folder, QUIZZES, ignored)),
    ]
    whole = hashlib.sha256()
    for path in sorted(set(paths)):
        with (folder / path).open("rb") as file:
            own = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path}\0{own}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()
