"""Drawing a test's questions: so many, none twice, and what was wanted of each tag."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quizzes.choosing import Candidate
from quizzes.drawing import draw, draw_shares, short_of
from storage.values.exams import Share

BANKS = st.dictionaries(
    st.text("qrs", min_size=1, max_size=4),
    st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple),
    max_size=14,
).map(lambda tags: [Candidate(key, each) for key, each in tags.items()])
SHARES = st.lists(st.builds(Share, st.sampled_from("abc"), st.integers(0, 4)), max_size=4)


@given(BANKS, st.integers(0, 20), st.text(max_size=3), st.randoms())
def test_so_many_none_twice_and_the_seed_alone_decides(
    bank: list[Candidate], count: int, seed: str, random: object
) -> None:
    drawn = draw(bank, count, seed)
    assert len(drawn) == len(set(drawn)) == min(count, len(bank))
    assert set(drawn) <= {each.key for each in bank}
    random.shuffle(bank)  # type: ignore[attr-defined]
    assert draw(bank, count, seed) == drawn


@given(BANKS, SHARES, st.text(max_size=3), st.randoms())
def test_shares_are_kept_whenever_they_can_be(
    bank: list[Candidate], shares: list[Share], seed: str, random: object
) -> None:
    drawn = draw_shares(bank, shares, seed)
    assert len(drawn) == len(set(drawn))
    assert len(drawn) == most_that_can_be_had(bank, shares)
    assert short_of(bank, shares) == sum(share.count for share in shares) - len(drawn)
    # What was drawn makes the shares as far as they go: drawing from it alone takes it all.
    alone = [each for each in bank if each.key in drawn]
    assert len(draw_shares(alone, shares, seed)) == len(drawn)
    random.shuffle(bank)  # type: ignore[attr-defined]
    assert draw_shares(bank, shares, seed) == drawn


def most_that_can_be_had(bank: list[Candidate], shares: list[Share]) -> int:
    """By Hall's theorem in König's form: the places, less the worst shortage of any set of tags."""
    wanted = Counter[str]()
    for share in shares:
        wanted[share.tag] += share.count
    tags = sorted(wanted)
    shortages = [0]
    for number in range(1 << len(tags)):
        some = {tag for at, tag in enumerate(tags) if number >> at & 1}
        fitting = sum(1 for each in bank if some & set(each.tags))
        shortages.append(sum(wanted[tag] for tag in some) - fitting)
    return sum(wanted.values()) - max(shortages)


def test_a_question_of_two_tags_is_not_wasted() -> None:
    bank = [Candidate("both", ("fire", "power")), Candidate("fire", ("fire",))]
    shares = [Share("fire", 1), Share("power", 1)]
    for seed in map(str, range(20)):
        assert sorted(draw_shares(bank, shares, seed)) == ["both", "fire"]


def test_people_get_papers_of_their_own() -> None:
    bank = [Candidate(f"q{number}") for number in range(60)]
    papers = {draw(bank, 10, f"sitting {person}") for person in range(50)}
    assert len(papers) == 50
    mixed = [Candidate(f"{tag}{n}", (tag,)) for tag in "ab" for n in range(5)]
    orders = {draw_shares(mixed, [Share("a", 5), Share("b", 5)], str(n)) for n in range(20)}
    assert len(orders) == 20 and len({frozenset(order) for order in orders}) == 1
    assert any(order[0].startswith("b") for order in orders)
