"""Which questions a branch is asked in one slot: a pure rule over plain values."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice

from msgspec import Struct

from quizzes.spacing import recall_once

# Few mornings are under way at a time: those of today's branches.
_MOST_KEPT = 64


class Candidate(Struct, frozen=True):
    """A question that may be asked: its key and its tags."""

    key: str
    tags: tuple[str, ...] = ()


MOST_WEIGHED = 40
"""Among so many questions at the most, those asked longest ago, it is weighed what is forgotten."""


class AskedBefore(Struct, frozen=True):
    """When this branch was last asked a question (its local day), and how likely it is, from 0 to
    1, that one of its members still remembers the answer."""

    last_day: date
    recall: float = 0.0


def recall_of(right: int, answered: int, days: int) -> float:
    """How likely it is that somebody of a branch still remembers an answer, so many days after
    ``right`` of ``answered`` members knew it. Where nobody answered there is nothing to remember.
    """
    if not answered:
        return 0.0
    wrong = answered - right
    known = right * recall_once(days, right=True) + wrong * recall_once(days, right=False)
    return known / answered


class Shelf:
    """Questions to choose from, put in order once for many branches.

    They stand in a ring, shuffled by their keys. The seed says where in the ring the search
    begins, so a choice looks at a few of ten thousand questions, not at all.
    """

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._all = _Ring.of(sorted(candidates, key=lambda each: (_digest(each.key), each.key)))
        self._fitting: dict[frozenset[str], _Ring] = {}

    def choose(
        self,
        wanted_tags: Collection[str],
        asked: Mapping[str, AskedBefore],
        recent_tags: Sequence[str],
        seed: str,
        *,
        count: int = 1,
    ) -> tuple[str, ...]:
        """The keys of ``count`` questions (fewer when there are fewer), in the order of asking.

        ``wanted_tags`` are the morning item's key and tags; ``asked`` says, by question key, when
        the branch was asked before; ``recent_tags`` are the tags of the last question that it was
        asked; ``seed`` names branch and day, and breaks ties so that the same day gives the same
        questions.

        In this order of weight:

        1. questions never asked in this branch come before repetitions;
        2. of these, and of the repetitions, those that share a tag with the morning's item;
        3. no topic twice running when there is another: among the never asked, or among the half
           of the asked ones that has rested longest, one that shares no tag with the question
           before it (what the item asks for is no repetition);
        4. of those asked before, the one most likely forgotten;
        5. among equals the one asked longest ago, and then the seed decides.
        """
        wanted = frozenset(wanted_tags)
        fitting, previous = self._ring_for(wanted), frozenset(recent_tags)
        chosen: list[str] = []
        for number in range(min(count, len(self._all.questions))):
            turn = f"{seed}\x1f{number}"
            best = _best([fitting, self._all], turn, chosen, asked, previous - wanted)
            chosen.append(best.key)
            previous = frozenset(best.tags)
        return tuple(chosen)

    def weighed(
        self, wanted_tags: Collection[str], asked: Mapping[str, AskedBefore], count: int = 1
    ) -> frozenset[str]:
        """The keys of the questions for which :meth:`choose` will look at what is remembered; none
        while there are others that were never asked."""
        everything = self._all.questions
        if len(everything) - len(asked) >= count:
            return frozenset()
        if sum(each.key not in asked for each in everything) >= count:
            return frozenset()
        rings = (self._ring_for(frozenset(wanted_tags)).questions, everything)
        done = ([each for each in ring if each.key in asked] for ring in rings)
        return frozenset(each.key for some in done for each in _rested_enough(some, asked, count))

    def _ring_for(self, wanted: frozenset[str]) -> "_Ring":
        """Those that share a tag with what is wanted: the same for all branches of a morning."""
        if wanted not in self._fitting:
            if len(self._fitting) == _MOST_KEPT:
                self._fitting.clear()
            found = [each for each in self._all.questions if not wanted.isdisjoint(each.tags)]
            self._fitting[wanted] = _Ring.of(found)
        return self._fitting[wanted]


class _Ring(Struct, frozen=True):
    """Questions in a ring, and all the sets of tags that they have."""

    questions: tuple[Candidate, ...]
    topics: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, questions: Sequence[Candidate]) -> "_Ring":
        return cls(tuple(questions), frozenset(each.tags for each in questions))

    def walk(self, seed: str, but: Collection[str]) -> Iterator[Candidate]:
        """Once round, from the place that the seed names; without those of these keys."""
        start = int.from_bytes(_digest(seed)[:8], "big") % max(1, len(self.questions))
        for each in chain(islice(self.questions, start, None), islice(self.questions, start)):
            if each.key not in but:
                yield each

    def topics_without(self, avoided: frozenset[str]) -> Collection[tuple[str, ...]]:
        """The sets of tags in which none of these is; all when that leaves none."""
        if not avoided:
            return self.topics
        return [each for each in self.topics if avoided.isdisjoint(each)] or self.topics


def _best(
    rings: Sequence[_Ring],
    seed: str,
    chosen: Collection[str],
    asked: Mapping[str, AskedBefore],
    avoided: frozenset[str],
) -> Candidate:
    """One never asked, from the first ring that has any; else one that rested, likewise."""
    for ring in rings:
        walk = ring.walk(seed, chosen)
        found = _unasked(walk, asked, ring.topics_without(avoided))
        if found is not None:
            return found
    left, ring = next((left, r) for r in rings if (left := list(r.walk(seed, chosen))))
    return _rested(left, asked, ring.topics_without(avoided))


def _unasked(
    walk: Iterator[Candidate],
    asked: Mapping[str, AskedBefore],
    topics: Collection[tuple[str, ...]],
) -> Candidate | None:
    """The first that was never asked, of these topics if there is one."""
    other: Candidate | None = None
    for each in walk:
        if each.key in asked:
            continue
        if each.tags in topics:
            return each
        other = other or each
    return other


def _rested(
    left: Sequence[Candidate],
    asked: Mapping[str, AskedBefore],
    topics: Collection[tuple[str, ...]],
) -> Candidate:
    """The one most likely forgotten of those that have rested enough, of these topics if there is
    one."""
    half = _rested_enough(left, asked)
    fresh = [each for each in half if each.tags in topics] or half
    return min(fresh, key=lambda each: (asked[each.key].recall, asked[each.key].last_day))


def _rested_enough(
    left: Sequence[Candidate], asked: Mapping[str, AskedBefore], more: int = 1
) -> Sequence[Candidate]:
    """The half that was asked longest ago, rounded up, and what shares its last day; of many, those
    asked longest ago of them. Else the one question of a rare topic would be asked every other day.

    ``more``: as if so many less one had been chosen and left out before.
    """
    days = sorted(asked[each.key].last_day for each in left)
    if not days:
        return ()
    at = min((len(days) - 1) // 2, MOST_WEIGHED - 1) + more - 1
    bound = days[min(at, len(days) - 1)]
    return [each for each in left if asked[each.key].last_day <= bound]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
