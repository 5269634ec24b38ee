"""Which questions a branch is asked in one slot: a pure rule over plain values."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be asked: its key and its tags."""

    key: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """When this branch was last asked a question (its local day)."""

    last_day: date


def choose(
    candidates: Sequence[Candidate],
    wanted_tags: Collection[str],
    asked: Mapping[str, AskedBefore],
    recent_tags: Sequence[str],
    seed: str,
    *,
    count: int = 1,
) -> tuple[str, ...]:
    """The keys of ``count`` questions (fewer when there are fewer), in the order of asking.

    ``wanted_tags`` are the morning item's key and tags; ``asked`` says, by question key, when the
    branch was asked before; ``recent_tags`` are the tags of the last question that it was asked;
    ``seed`` names branch and day, and breaks ties so that the same day gives the same questions.

    In this order of weight:

    1. questions that share a tag with the morning's item come first;
    2. questions never asked in this branch come before repetitions;
    3. no topic twice running when there is another: among the never asked, or among the half of
       the asked ones that has rested longest, one that shares no tag with the question before it
       (what the item asks for is no repetition);
    4. of those asked before, the one asked longest ago;
    5. the seed decides.
    """
    wanted = frozenset(wanted_tags)
    left = {candidate.key: candidate for candidate in candidates}
    previous = frozenset(recent_tags)
    chosen: list[str] = []
    while left and len(chosen) < count:
        open_now = _best_class(list(left.values()), wanted, asked)
        fresh = _off_topic(open_now, previous - wanted) or open_now
        best = min(fresh, key=lambda candidate: _rank(candidate, asked, seed))
        chosen.append(best.key)
        previous = frozenset(best.tags)
        del left[best.key]
    return tuple(chosen)


def _best_class(
    candidates: Sequence[Candidate], wanted: frozenset[str], asked: Mapping[str, AskedBefore]
) -> Sequence[Candidate]:
    """Those among which topic and rest may decide: fit before unfit, unasked before rested."""
    fitting = [candidate for candidate in candidates if not wanted.isdisjoint(candidate.tags)]
    pool = fitting or candidates
    unasked = [candidate for candidate in pool if candidate.key not in asked]
    return unasked or _rested(pool, asked)


def _rested(
    candidates: Sequence[Candidate], asked: Mapping[str, AskedBefore]
) -> Sequence[Candidate]:
    """The half that was asked longest ago, rounded up, with all that share its last day.

    Only they may be preferred for their topic; else the one question of a rare topic would be
    asked every other day.
    """
    days = sorted(asked[candidate.key].last_day for candidate in candidates)
    bound = days[(len(days) - 1) // 2]
    return [candidate for candidate in candidates if asked[candidate.key].last_day <= bound]


def _off_topic(candidates: Sequence[Candidate], previous: frozenset[str]) -> Sequence[Candidate]:
    return [candidate for candidate in candidates if previous.isdisjoint(candidate.tags)]


def _rank(
    candidate: Candidate, asked: Mapping[str, AskedBefore], seed: str
) -> tuple[date, bytes, str]:
    """How long a question has rested, then chance. (What a branch forgets belongs in here.)"""
    before = asked.get(candidate.key)
    chance = hashlib.sha256(f"{seed}\x1f{candidate.key}".encode()).digest()
    return (before.last_day if before else date.min, chance, candidate.key)
