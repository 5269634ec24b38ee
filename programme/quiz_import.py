"""Bringing question banks of any format into a unit: read, shown, and only then stored.

A bank is called after its file or folder. Imported again under the same name, it takes in what is
new and what has other words or another right answer; what is in it otherwise stays. A question that
is there already, in the unit's programme, in this bank or in another of the unit or above it, is
not doubled: the same stem and the same options, whatever their order, width, spaces and
punctuation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from programme.files import is_hidden, natural_order
from programme.remarking import ask_to_remark
from quizzes.identity import normalise, question_key, sameness
from quizzes.merging import merge_readings, right_of
from quizzes.readings import Reading, notice
from storage import banks, programmes, questions
from storage.banks import add_to_bank
from storage.bots import bots
from storage.database import Transaction
from storage.question_bodies import content_hash
from storage.questions import Stored
from storage.units import ancestors
from storage.values.banks import Bank
from storage.values.messages import BadInput, Finding, Message, Place, message
from storage.values.people import Unit
from storage.values.questions import Question, QuestionText

LONGEST_TITLE = 60
_MOST_FILES = 2_000


class BankReading(Struct, frozen=True):
    """A bank as it was read, and how many of its questions are there already, as they are."""

    title: str
    reading: Reading
    known: int = 0

    @property
    def questions(self) -> tuple[Question, ...]:
        """What would be taken in."""
        return self.reading.questions


def title_of(name: str) -> str:
    """What a bank is called whose file or folder has this name."""
    stem = Path(name).stem.strip() or name.strip()
    return " ".join(stem.split())[:LONGEST_TITLE]


def read_path(path: Path, language: str) -> BankReading:
    """The bank in a file, or in all files of a folder and of its folders.

    Raises :class:`BadInput` if there is no such file or folder.
    """
    # Imported late: as in handlers/banks.py.
    from quizzes.bank import read_bank  # noqa: PLC0415

    if not path.is_dir():
        return as_bank(path.name, read_bank(path, language))
    files = sorted(_files(path), key=lambda each: natural_order(str(each)))
    if len(files) > _MOST_FILES:
        raise BadInput(
            message("There are more than {most} files in this folder.", most=_MOST_FILES)
        )
    readings = []
    for file in files:
        reading = read_bank(file, language)
        readings.append(_placed(reading, file.name, str(file.relative_to(path))))
    return as_bank(path.resolve().name, merge_readings(map(_with_keys_of_words, readings)))


def as_bank(name: str, reading: Reading) -> BankReading:
    """What was read from a file of this name, as a bank."""
    return BankReading(title_of(name), merge_readings([_with_keys_of_words(reading)]))


class Kept(Struct, frozen=True):
    """What is there already for a unit: by what is said of where it is, and the unit's own banks by
    title."""

    sources: Sequence[tuple[Message, Sequence[Question]]]
    own: Mapping[str, Sequence[Question]]


async def kept_for(tx: Transaction, unit: Unit) -> Kept:
    """The questions of the unit's programme, of its banks and of those above it."""
    sources: list[tuple[Message, Sequence[Question]]] = []
    version = await programmes.newest_version(tx, unit.programme_key or "")
    if version is not None:
        label = message("the programme {key}", key=version.settings.key)
        sources.append((label, await questions.newest_bodies(tx, version.id)))
    found = await banks.banks_of(tx, ancestors(unit.path))
    listed = [bank for each in found.values() for bank in each]
    bodies = await banks.newest_bodies(tx, [bank.id for bank in listed])
    for bank in listed:
        sources.append((message("the bank “{title}”", title=bank.title), bodies[bank.id]))
    return Kept(sources, {bank.title: bodies[bank.id] for bank in found[unit.id]})


def without_known(kept: Kept, read: Sequence[BankReading]) -> tuple[BankReading, ...]:
    """The banks without what is there already, with what is said of it. Takes a moment for
    thousands of questions."""
    known = _Known()
    for label, there in kept.sources:
        known.learn(label, there)
    return tuple(
        _sifted(each, known, {question.key: question for question in kept.own.get(each.title, ())})
        for each in read
    )


async def store_bank(
    tx: Transaction,
    unit: Unit,
    title: str,
    imported: Sequence[Question],
    now: datetime,
) -> tuple[Bank, Stored]:
    """Take questions into a unit's bank; what was answered to changed ones is marked afresh."""
    bank, stored = await add_to_bank(tx, unit.id, title, imported, now)
    await ask_to_remark(tx, await bots(tx), stored.revised, now)
    return bank, stored


def _files(folder: Path) -> Iterator[Path]:
    for each in folder.iterdir():
        if is_hidden(each.name):
            continue
        if each.is_dir() and not each.is_symlink():
            yield from _files(each)
        elif each.is_file():
            yield each


def _placed(reading: Reading, name: str, shown: str) -> Reading:
    """The reading with its places told from the folder."""

    def moved(place: Place) -> Place:
        return replace(place, file=shown + place.file.removeprefix(name))

    return Reading(
        tuple(replace(each, place=moved(each.place)) for each in reading.sourced),
        tuple(replace(each, place=moved(each.place)) for each in reading.findings),
    )


def _with_keys_of_words(reading: Reading) -> Reading:
    """Questions under keys made of their words: a file that counts its rows from 1 would else
    change what another file of the same name has brought."""
    sourced = []
    for each in reading.sourced:
        text = next(iter(each.question.texts.values()))
        question = replace(each.question, key=question_key(text))
        sourced.append(replace(each, question=question))
    return Reading(tuple(sourced), reading.findings)


class _Known:
    """The questions that are there, by what those that ask the same share."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, ...], tuple[Message, object]] = {}

    def learn(self, label: Message, kept: Iterable[Question]) -> None:
        """Know these questions as being there; ``label`` says where."""
        for question in kept:
            for text in question.texts.values():
                self._labels.setdefault(sameness(text), (label, _rights(question, text)))

    def find(self, text: QuestionText) -> tuple[Message, object] | None:
        """Where the question with these words is, and what is right there."""
        return self._labels.get(sameness(text))


def _sifted(read: BankReading, known: _Known, in_bank: Mapping[str, Question]) -> BankReading:
    sourced, findings = [], list(read.reading.findings)
    doubled: dict[tuple[str, str], tuple[Message, list[Place]]] = {}
    count = 0
    for each in read.reading.sourced:
        same = in_bank.get(each.question.key)
        (text,) = each.question.texts.values()
        if same is not None:
            is_new = content_hash(same) != content_hash(each.question)
            sourced += [each] if is_new else []
            count += not is_new
            continue
        found = known.find(text)
        if found is None:
            sourced.append(each)
            where = message("{file}, line {line}", file=each.place.file, line=each.place.line)
            known.learn(where, [each.question])
            continue
        count += 1
        where, right_there = found
        if _rights(each.question, text) == right_there:
            places = doubled.setdefault((each.place.file, str(where)), (where, []))[1]
            places.append(each.place)
        else:
            findings.append(notice(each.place, _with_another_key(where)))
    findings += [_doubled(where, places) for where, places in doubled.values()]
    return BankReading(read.title, Reading(tuple(sourced), tuple(findings)), count)


def _doubled(where: Message, places: Sequence[Place]) -> Finding:
    """One notice for all questions of a file that are there already, in one place."""
    if len(places) == 1:
        said = message("Left out: this question is already there, in {where}.", where=where)
        return notice(places[0], said)
    said = message(
        "Left out: {count} questions are already there, in {where}.",
        count=len(places),
        where=where,
    )
    return notice(Place(places[0].file), said)


def _with_another_key(where: Message) -> Message:
    return message(
        "Left out: this question is already there, in {where}, but with another right answer. "
        "If yours is the right one, correct it there.",
        where=where,
    )


def _rights(question: Question, text: QuestionText) -> object:
    """What is right, in the words of one language: two questions may have their options in another
    order."""
    if text.options and question.correct:
        return question.kind, frozenset(normalise(text.options[at]) for at in question.correct)
    return right_of(replace(question, texts={"": text}))
