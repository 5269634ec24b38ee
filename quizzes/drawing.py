"""Drawing the questions of one sitting of a test: a pure rule over plain values."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from quizzes.choosing import Candidate
from storage.values.exams import Share

Shares = Sequence[Share]


def draw(candidates: Iterable[Candidate], count: int, seed: str) -> tuple[str, ...]:
    """The keys of ``count`` questions (fewer when there are fewer), in the order of asking.

    ``seed`` alone decides which they are and in which order, whatever the candidates' order.
    """
    return tuple(_shuffled({each.key for each in candidates}, seed)[: max(0, count)])


def draw_shares(candidates: Sequence[Candidate], shares: Shares, seed: str) -> tuple[str, ...]:
    """The keys of so many questions of each tag, no question twice, in a mixed order.

    A question with two of the tags stands for one of them. Whenever the shares can be had at all,
    they are; of what can't be had as much as possible is missing from the last shares.
    """
    by_tag = _by_tag(candidates, shares, seed)
    wanted = [share.tag for share in shares for _ in range(share.count)]
    taken: dict[str, int] = {}
    for place in range(len(wanted)):
        _seat(place, wanted, by_tag, taken, set())
    return tuple(_shuffled(taken, f"{seed}\x1forder"))


def short_of(candidates: Sequence[Candidate], shares: Shares) -> int:
    """How many questions are missing to these shares."""
    return sum(share.count for share in shares) - len(draw_shares(candidates, shares, ""))


def _by_tag(
    candidates: Sequence[Candidate], shares: Shares, seed: str
) -> Mapping[str, Sequence[str]]:
    """The keys of each tag's questions, shuffled. So many of each are enough: of a share's places
    none needs to look at more questions than there are places in all."""
    places = sum(share.count for share in shares)
    found = {}
    for tag in {share.tag for share in shares}:
        found[tag] = _shuffled({c.key for c in candidates if tag in c.tags}, seed)[:places]
    return found


def _seat(
    place: int,
    wanted: Sequence[str],
    by_tag: Mapping[str, Sequence[str]],
    taken: dict[str, int],
    tried: set[str],
) -> bool:
    """Find a question for a place, moving questions between places where that helps (Kuhn's
    algorithm for matchings): a question of two tags must not be wasted on the one with plenty."""
    own = by_tag[wanted[place]]
    free = next((key for key in own if key not in taken), None)
    if free is not None:
        taken[free] = place
        return True
    for key in own:
        if key not in tried:
            tried.add(key)
            if _seat(taken[key], wanted, by_tag, taken, tried):
                taken[key] = place
                return True
    return False


def _shuffled(keys: Iterable[str], seed: str) -> list[str]:
    return sorted(keys, key=lambda key: (_digest(f"{seed}\x1f{key}"), key))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
