"""The program that takes in other people's banks, small and fast: the same way, the same checks."""

import random
from pathlib import Path

import pytest
from rich.progress import Progress

from benchmarks.real_files import CITIES, draw, write_bank
from benchmarks.real_input import run

LONGEST = "This one " + "goes on " * 12
"""Longer than a poll's option may be."""

# A long option, two right answers, true or false, and two kinds that no group is asked.
GIFT = """
// Written for this test.
::long:: Which sentence is the longest? {
  =LONGEST
  ~This one
  ~That one
}

::several:: Which numbers are even? {~%50%2 ~%50%4 ~%-100%5}

::true:: A day has 24 hours. {T}

::short:: Who asks? {=I =We}

::matching:: Match them. {=one -> 1 =two -> 2 =three -> 3}
"""


@pytest.fixture
def banks(tmp_path: Path) -> list[Path]:
    """A sheet whose first column has no header, and Moodle's own format."""
    sheet, gift = tmp_path / "sheet.csv", tmp_path / "examples.txt"
    write_bank(sheet, 4)
    gift.write_text(GIFT.replace("LONGEST", LONGEST), encoding="utf-8")
    return [sheet, gift]


async def test_other_peoples_banks_are_rehearsed_and_lived(banks: list[Path]) -> None:
    report = await run(banks, 8, 60, Progress(disable=True), days=1)
    assert report.faults == []
    assert report.number("questions", "taken in") == 9
    reasons = {what: number for part, what, number in report.counts if part == "questions"}
    assert sum(int(number) for number in reasons.values()) == 9
    assert report.number("rehearsed week", "noon") == 8
    assert int(report.number("rehearsed week", "question-text")) > 0, "the long one was never asked"
    assert report.number("posts in groups", "question") == 8
    assert report.number("what people did", "votes of strangers") == 8
    assert int(report.number("what people did", "taps doubled")) > 0
    assert report.number("server", "refused") == 0


def test_the_organisation_is_as_asked_for() -> None:
    branches = draw(200, 3000, random.Random(1))
    sizes = [len(branch.people) for branch in branches]
    assert sum(sizes) == 3000
    assert min(sizes) >= 5 and max(sizes) <= 30
    assert {branch.city for branch in branches} == set(CITIES)
    doubled = [b for b in branches if len({each.name for each in b.people}) < len(b.people)]
    assert doubled, "nobody shares a name"
    ids = [each.id for branch in branches for each in branch.people]
    assert len(set(ids)) == 3000
