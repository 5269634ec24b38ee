"""The digest in words: short, in order, and without what is empty."""

import re
from datetime import date

import pytest
from msgspec.structs import replace

from programme.digest.figures import (
    Better,
    Burden,
    Digest,
    Figures,
    Line,
    Named,
    Need,
    Needed,
    Risen,
)
from programme.digest.tree import TreePage
from reports.digest.front import FRONT_LIMIT, behind_more, front
from reports.digest.picture import picture_of
from reports.digest.tree import tree_page
from reports.splitting import visible_length
from reports.wording import LANGUAGES, words
from storage.digest_sums import DutySums, Size
from storage.values.people import UnitId
from storage.values.standings import Sums

LONG = "很长的名字" * 20
UNITS = tuple(Named(UnitId(n), LONG, n) for n in range(1, 31))
FULL = Digest(
    units=(Named(UnitId(1), LONG), Named(UnitId(2), LONG)),
    day=date(2026, 6, 1),
    total=Figures(
        Size(150_000, 2_250_000),
        Sums(9_000_000, 1, 9_000_000, answered=9, right=6),
        Sums(9_000_000, 1, 8_000_000, answered=9, right=5),
        DutySums(not_begun=1, done=2, overdue=3_000_000, newly=9),
    ),
    lines=(),
    days=(),
    needed=tuple(Needed(need, 123_456, 123_456, UNITS) for need in Need),
    better=Better(UNITS, 30, Risen(LONG, 0.1, 0.2), (0.5, 0.6)),
    records=(7, 8),
    without_group=5,
    alarms=(1,),
    note=1,
    burden=Burden(35, 12),
)
EMPTY = Digest((Named(UnitId(1), "县"),), date(2026, 6, 1), Figures(Size(2, 20)), (), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_message_is_short_whatever_there_is(language: str) -> None:
    said = front(words(language), FULL)
    assert visible_length(said.text) <= FRONT_LIMIT
    assert sum(line[:2] in ("1.", "2.", "3.", "4.") for line in said.text.splitlines()) == 3
    data = [button.data for row in said.buttons for button in row]
    assert data == [
        "digest:show:newly:0",
        "digest:show:silent:0",
        "digest:remind",
        "digest:show:unreachable:0",
        "digest:more",
    ]
    rest = behind_more(words(language), FULL, (LONG, "好" * 4000))
    assert visible_length(rest.text) <= 4000
    assert [line for line in rest.text.splitlines() if line.startswith("<b>")][1:] == [
        f"<b>{words(language)(head)}</b>"
        for head in (
            "Needs a person",
            "Got better",
            "All together",
            "Worth reading",
            "What we ask",
        )
    ]


def test_what_is_empty_is_left_out() -> None:
    said = front(words("zh"), EMPTY)
    assert "这一周都好" in said.text and "三学" not in said.text
    assert "这里还没有支部" in front(words("zh"), replace(EMPTY, total=Figures())).text
    assert [button.data for row in said.buttons for button in row] == ["digest:more"]
    rest = behind_more(words("zh"), EMPTY, None)
    assert [line for line in rest.text.splitlines() if line.startswith("<b>")][1:] == [
        "<b>总的情况</b>"
    ]


def test_a_few_peoples_deeds_are_not_told_above() -> None:
    week = Sums(due=9, acts=9, answered=3, right=1, notes=2, asked=27)
    total = Figures(Size(1, 3), week, week, silent=1)
    line = Line(UnitId(2), "小", total, (week,) * 7)
    few = replace(EMPTY, total=total, lines=(line,))
    (row,) = picture_of(words("zh"), few).units
    assert set(row.shares.values()) == {None} and row.share is None
    for said in (
        front(words("zh"), few),
        behind_more(words("zh"), few, None),
        tree_page(words("zh"), TreePage(0, few.units, few.total, few.lines, 0)),
    ):
        assert not re.search("33%|2 篇|没动静", said.text)
