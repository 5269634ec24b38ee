"""Both histories are lived, and every look at them is answered: the measuring asserts it itself."""

from msgspec.structs import astuple

from benchmarks import looking


async def test_a_long_history_is_looked_at_like_a_short_one() -> None:
    short, long = await looking.measure(branches=2, days=3, rounds=2)
    assert (short.answers, long.answers) == (120, 180)
    assert min(*astuple(short), *astuple(long)) > 0
