"""Standings in bands: measured by the days on which somebody could have studied."""

import pytest

from programme.bands import Band, Bands, band_of, bands
from storage.values.people import PersonId
from storage.values.standings import Standing


@pytest.mark.parametrize(
    ("days", "possible", "band"),
    [
        (0, 10, None),
        (1, 10, Band.NOW_AND_THEN),
        (4, 10, Band.NOW_AND_THEN),
        (5, 10, Band.OFTEN),
        (7, 10, Band.OFTEN),
        (8, 10, Band.STEADY),
        (1, 1, Band.STEADY),
        (1, 0, Band.STEADY),
        (0, 0, None),
    ],
)
def test_the_bands_of_a_member(days: int, possible: int, band: Band | None) -> None:
    assert band_of(days, possible) is band


def test_names_of_the_first_band_and_a_number_of_the_second() -> None:
    members = [Standing(PersonId(n), str(n), 1, days) for n, days in enumerate((9, 5, 2, 0, 2))]
    # The last one joined two days ago.
    possible = {PersonId(n): days for n, days in enumerate((10, 10, 10, 10, 2))}
    found = bands(members, possible)
    assert found == Bands((members[0], members[4]), 1)


def test_who_has_left_is_in_no_band() -> None:
    members = [Standing(PersonId(n), str(n), 1, days, here=False) for n, days in enumerate((9, 5))]
    assert bands(members, dict.fromkeys(map(PersonId, range(2)), 10)) == Bands((), 0)
