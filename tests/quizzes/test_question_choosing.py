"""Choosing: everything once before anything twice, and what fits the morning first."""

import itertools
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizzes.choosing import MOST_WEIGHED, AskedBefore, Candidate, Shelf, recall_of

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


def test_what_is_most_likely_forgotten_comes_again_first() -> None:
    bank = [Candidate(key) for key in "abcd"]
    before = {
        "a": AskedBefore(DAY - timedelta(days=9), 0.7),
        "b": AskedBefore(DAY - timedelta(days=8), 0.4),
        # Asked lately, and forgotten all the same: it has not rested yet.
        "c": AskedBefore(DAY - timedelta(days=1), 0.1),
        "d": AskedBefore(DAY - timedelta(days=2), 0.2),
    }
    assert choose(bank, (), before, (), "s") == ("b",)
    assert choose([*bank, Candidate("new")], (), before, (), "s") == ("new",)


def test_the_item_comes_before_what_is_forgotten() -> None:
    bank = [Candidate("x", ("rules",)), Candidate("y", ("duties",))]
    before = {
        key: AskedBefore(DAY - timedelta(days=9), known) for key, known in (("x", 0.1), ("y", 0.9))
    }
    assert choose(bank, ["duties"], before, (), "s") == ("y",)


@given(BANKS, TAGS, st.data(), TAGS, st.integers(1, 3))
def test_only_what_was_weighed_decides(
    bank: list[Candidate],
    wanted: tuple[str, ...],
    data: st.DataObject,
    recent: tuple[str, ...],
    count: int,
) -> None:
    """Nothing is looked up while there is enough that was never asked; and what was not looked up
    could not have been chosen for being forgotten."""
    days, recalls = st.integers(1, 9), st.floats(0, 1)
    keys = [candidate.key for candidate in bank]
    asked_keys = data.draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
    before = {
        key: AskedBefore(DAY - timedelta(days=data.draw(days)), data.draw(recalls))
        for key in asked_keys
    }
    shelf = Shelf(bank)
    weighed = shelf.weighed(wanted, before, count)
    assert weighed <= set(asked_keys)
    if len(keys) - len(asked_keys) >= count:
        assert not weighed
    chosen = shelf.choose(wanted, before, recent, "s", count=count)
    assert {key for key in chosen if key in before} <= weighed or not weighed


def test_of_very_many_only_the_oldest_are_weighed() -> None:
    bank = [Candidate(f"q{number}") for number in range(300)]
    before = {
        each.key: AskedBefore(DAY - timedelta(days=number + 1), 0.5)
        for number, each in enumerate(bank)
    }
    weighed = Shelf(bank).weighed((), before)
    assert weighed == {f"q{number}" for number in range(300 - MOST_WEIGHED, 300)}


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 300))
def test_a_branch_remembers_less_where_more_were_wrong_and_by_the_day(
    right: int, wrong: int, days: int
) -> None:
    answered = right + wrong
    known = recall_of(right, answered, days)
    assert 0 <= known <= 1
    if not answered:
        assert known == 0
    else:
        assert recall_of(right, answered + 1, days) <= known + 1e-9
        assert recall_of(right, answered, days + 1) < known
