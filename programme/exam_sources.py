"""Where a test's questions can come from, and which of them it may draw."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from quizzes.choosing import Candidate
from quizzes.drawing import draw, draw_shares, short_of
from storage import banks, programmes, questions
from storage.database import Transaction
from storage.questions import Askable
from storage.units import ancestors
from storage.values.banks import Bank
from storage.values.exams import Source, SourceKind, Terms
from storage.values.people import Unit
from storage.values.programme_files import ProgrammeSettings
from storage.values.questions import QuestionKind


class Offered(Struct, frozen=True):
    """A source that a unit's tests can draw from, how many questions it has that can be marked,
    and what it is called: a bank by its title, a programme as its settings say."""

    source: Source
    size: int
    title: str = ""
    programme: ProgrammeSettings | None = None


async def sources_for(tx: Transaction, unit: Unit) -> Sequence[Offered]:
    """The unit's programme, and the banks that belong to it and to the units above; those without
    a question to mark are left out."""
    offered = []
    version = await programmes.newest_version(tx, unit.programme_key or "")
    if version is not None:
        source = Source(SourceKind.PROGRAMME, version.settings.key)
        size = len(_markable(await questions.askable(tx, version.id)))
        offered.append(Offered(source, size, programme=version.settings))
    for bank in await _banks_for(tx, unit):
        source = Source(SourceKind.BANK, str(bank.id))
        size = len(_markable(await banks.askable_in(tx, bank)))
        offered.append(Offered(source, size, title=bank.title))
    return [each for each in offered if each.size]


async def questions_of(tx: Transaction, unit: Unit, source: Source) -> Sequence[Askable]:
    """The questions of a source that can be marked, as they are now; none of one that is gone."""
    if source.kind is SourceKind.PROGRAMME:
        version = await programmes.newest_version(tx, source.key)
        return () if version is None else _markable(await questions.askable(tx, version.id))
    for bank in await _banks_for(tx, unit):
        if str(bank.id) == source.key:
            return _markable(await banks.askable_in(tx, bank))
    return ()


def tags_in(asked: Iterable[Askable]) -> Sequence[tuple[str, int]]:
    """The tags of questions, those of most questions first, with how many have each."""
    counted = Counter(tag for each in asked for tag in set(each.tags))
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def drawn(asked: Iterable[Askable], terms: Terms, seed: str) -> Sequence[Askable]:
    """The questions of one sitting, in the order of asking."""
    by_key = {each.key: each for each in asked}
    candidates = [Candidate(each.key, each.tags) for each in by_key.values()]
    if terms.shares:
        keys = draw_shares(candidates, terms.shares, seed)
    else:
        keys = draw(_tagged(candidates, terms.tags), terms.count, seed)
    return [by_key[key] for key in keys]


def missing(asked: Iterable[Askable], terms: Terms) -> int:
    """How many questions there are too few for what is settled."""
    candidates = [Candidate(each.key, each.tags) for each in asked]
    if terms.shares:
        return short_of(candidates, terms.shares)
    return max(0, terms.count - len(_tagged(candidates, terms.tags)))


def _tagged(candidates: Sequence[Candidate], tags: Sequence[str]) -> Sequence[Candidate]:
    wanted = frozenset(tags)
    return [each for each in candidates if not wanted or not wanted.isdisjoint(each.tags)]


def _markable(asked: Iterable[Askable]) -> Sequence[Askable]:
    """A flash card is marked by its reader alone: it is no question for a test."""
    return [each for each in asked if each.kind is not QuestionKind.CARD]


async def _banks_for(tx: Transaction, unit: Unit) -> Sequence[Bank]:
    line = ancestors(unit.path)
    found = await banks.banks_of(tx, line)
    return [bank for step in line for bank in found[step]]
