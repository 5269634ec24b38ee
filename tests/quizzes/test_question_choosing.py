"""Choosing: everything once before anything twice, and what fits the morning first."""

import itertools
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizzes.choosing import AskedBefore, Candidate, Shelf

DAY = date(2026, 3, 1)
TAGS = st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple)
BANKS = st.lists(
    st.builds(Candidate, st.text("qrs", min_size=1, max_size=4), TAGS),
    max_size=12,
    unique_by=lambda candidate: candidate.key,
)


def asked(**days_ago: int) -> dict[str, AskedBefore]:
    return {key: AskedBefore(DAY - timedelta(days=days)) for key, days in days_ago.items()}


def choose(
    bank: Sequence[Candidate],
    wanted: Collection[str],
    before: Mapping[str, AskedBefore],
    recent: Sequence[str],
    seed: str,
    count: int = 1,
) -> tuple[str, ...]:
    return Shelf(bank).choose(wanted, before, recent, seed, count=count)


@given(BANKS, TAGS, st.data(), TAGS, st.integers(0, 5))
def test_whatever_the_bank(
    bank: list[Candidate],
    wanted: tuple[str, ...],
    data: st.DataObject,
    recent: tuple[str, ...],
    count: int,
) -> None:
    keys = [candidate.key for candidate in bank]
    before = data.draw(
        st.dictionaries(
            st.sampled_from(keys or ["none"]),
            st.integers(1, 9).map(lambda days: AskedBefore(DAY - timedelta(days=days))),
        )
    )
    chosen = choose(bank, wanted, before, recent, "branch 7", count=count)
    assert len(chosen) == min(count, len(bank))
    assert len(set(chosen)) == len(chosen)
    shuffled = data.draw(st.permutations(bank))
    assert chosen == choose(shuffled, wanted, before, recent, "branch 7", count=count)
    by_key = {candidate.key: candidate for candidate in bank}
    repeated = [key in before for key in chosen]
    assert repeated == sorted(repeated)
    for again in (False, True):
        some = [key for key, repeat in zip(chosen, repeated, strict=True) if repeat is again]
        fits = [bool(set(wanted) & set(by_key[key].tags)) for key in some]
        assert fits == sorted(fits, reverse=True)


def test_what_fits_the_item_comes_first() -> None:
    bank = [Candidate("x", ("rules",)), Candidate("y", ("duties",)), Candidate("z")]
    for seed in "12345":
        assert choose(bank, ["duties"], asked(x=1), (), seed) == ("y",)
        assert choose(bank, ["duties"], asked(x=1, y=2, z=1), (), seed) == ("y",)


def test_the_whole_bank_is_asked_before_what_fits_is_asked_again() -> None:
    bank = [Candidate("x", ("rules",)), Candidate("y", ("duties",)), Candidate("z")]
    for seed in "12345":
        assert choose(bank, ["duties"], asked(x=1, y=1), (), seed) == ("z",)


def test_unasked_before_repeated_and_then_the_longest_ago() -> None:
    bank = [Candidate(key) for key in "abcd"]
    assert choose(bank, (), asked(a=2, b=9, d=5), (), "s", count=4) == ("c", "b", "d", "a")


def test_not_the_same_topic_twice_running() -> None:
    bank = [Candidate("a1", ("a",)), Candidate("a2", ("a",)), Candidate("b1", ("b",))]
    for seed in "12345":
        assert choose(bank, (), {}, ("a",), seed) == ("b1",)
        assert choose(bank, (), {}, ("b",), seed, count=2)[1] == "b1"


def test_the_item_may_ask_for_yesterdays_topic_again() -> None:
    bank = [Candidate("a1", ("a",)), Candidate("b1", ("b",))]
    assert choose(bank, ["a"], {}, ("a",), "s") == ("a1",)


def test_among_those_that_fit_only_their_other_topics_count() -> None:
    bank = [Candidate("plain", ("a",)), Candidate("also c", ("a", "c"))]
    for seed in "12345":
        assert choose(bank, ["a"], {}, ("a", "c"), seed) == ("plain",)


def test_a_rare_topic_rests_like_the_others() -> None:
    """One question of topic b among twenty of topic a is not asked every other day."""
    bank = [Candidate("b", ("b",)), *(Candidate(f"a{number}", ("a",)) for number in range(20))]
    before: dict[str, AskedBefore] = {}
    recent: tuple[str, ...] = ()
    days_of_b = []
    for number in range(84):
        day = DAY + timedelta(days=number)
        (key,) = choose(bank, (), before, recent, f"7 {day}")
        before[key] = AskedBefore(day)
        recent = ("b",) if key == "b" else ("a",)
        if key == "b":
            days_of_b.append(number)
        if number == 20:
            assert len(before) == 21
    gaps = [after - first for first, after in itertools.pairwise(days_of_b)]
    assert min(gaps) >= 10


def test_branches_and_days_differ_in_order() -> None:
    bank = [Candidate(f"q{number}") for number in range(10)]
    orders = {choose(bank, (), {}, (), f"branch {number}", count=10) for number in range(20)}
    assert len(orders) == 20
