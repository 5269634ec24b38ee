"""The files of an organisation that is as large and as mixed as real ones: tree, roster, programme.

All of it is drawn by dice with a given seed, so that a run can be repeated.
"""

import csv
import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

from msgspec import Struct

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
GIVEN_NAMES = (
    "秀英",
    "建国",
    "桂兰",
    "志强",
    "玉梅",
    "国庆",
    "丽",
    "军",
    "淑珍",
    "海燕",
    "明",
    "春花",
)
_FIRST_MEMBER = 6_100_000_001
_FEWEST, _MOST = 5, 30
_COUNTIES = 5
_WITHOUT_TELEGRAM = 0.05
_JOINED_SINCE = date(1975, 7, 1)


class City(Struct, frozen=True):
    """A city, where clocks are its own; ``language`` is what its branches speak."""

    code: str
    name: str
    time_zone: str
    language: str


CITIES = (
    City("SH", "上海市", "Asia/Shanghai", "zh"),
    City("XJ", "乌鲁木齐市", "Asia/Urumqi", "zh"),
    City("DE", "Berlin", "Europe/Berlin", "en"),
    City("US", "New York", "America/New_York", "en"),
)


class Somebody(Struct, frozen=True):
    """A row of the roster. ``telegram_id`` is None for who has no Telegram."""

    id: str
    name: str
    telegram_id: int | None
    joined: date


class Branch(Struct, frozen=True):
    """A branch and its people, the secretary first."""

    code: str
    name: str
    county: str
    city: City
    people: tuple[Somebody, ...]

    @property
    def reachable(self) -> tuple[Somebody, ...]:
        """Those who have Telegram."""
        return tuple(each for each in self.people if each.telegram_id is not None)


def draw(branches: int, people: int, dice: random.Random) -> tuple[Branch, ...]:
    """So many branches of 5 to 30 people, spread over the cities, with so many people in all."""
    numbers = iter(range(people))
    return tuple(
        _branch(number, [next(numbers) for _ in range(size)], dice)
        for number, size in enumerate(_sizes(branches, people, dice))
    )


def _sizes(branches: int, people: int, dice: random.Random) -> list[int]:
    if not _FEWEST * branches <= people <= _MOST * branches:
        raise ValueError(f"{people} people don't make {branches} branches of 5 to 30")
    sizes = [_FEWEST] * branches
    open_ones = list(range(branches))
    for _ in range(people - sum(sizes)):
        at = dice.randrange(len(open_ones))
        sizes[open_ones[at]] += 1
        if sizes[open_ones[at]] == _MOST:
            open_ones.pop(at)
    return sizes


def _branch(number: int, numbers: Sequence[int], dice: random.Random) -> Branch:
    city = CITIES[number % len(CITIES)]
    county = f"{city.code}-{number // len(CITIES) % _COUNTIES + 1}"
    people = [_somebody(each, dice, first=each == numbers[0]) for each in numbers]
    if number % 10 == 0:
        # Two of the same name in one branch: only their numbers tell them apart.
        people[2] = Somebody(people[2].id, people[1].name, people[2].telegram_id, people[2].joined)
    name = f"第{number + 1}支部" if city.language == "zh" else f"Branch {number + 1}"
    return Branch(f"{county}-{number + 1:03}", name, county, city, tuple(people))


def _somebody(number: int, dice: random.Random, *, first: bool) -> Somebody:
    name = dice.choice(SURNAMES) + dice.choice(GIVEN_NAMES)
    reachable = first or dice.random() >= _WITHOUT_TELEGRAM
    joined = _JOINED_SINCE + timedelta(days=dice.randrange(18_000))
    return Somebody(f"R{number:05}", name, _FIRST_MEMBER + number if reachable else None, joined)


def write_organisation(path: Path, branches: Sequence[Branch]) -> None:
    """The tree as an organisation's file: province, cities, counties, branches."""
    _write(path, ("编码", "上级", "层级", "名称", "时区", "语言"), _units(branches))


def _units(branches: Sequence[Branch]) -> Iterator[Sequence[object]]:
    yield "P", "", "省", "全省", "", ""
    for city in CITIES:
        yield city.code, "P", "市", city.name, city.time_zone, city.language
    counties = {branch.county: branch.city for branch in branches}
    for county, city in counties.items():
        yield county, city.code, "县", f"{city.name} {county}", "", ""
    for branch in branches:
        yield branch.code, branch.county, "支部", branch.name, "", ""


def write_roster(path: Path, branches: Sequence[Branch]) -> None:
    """Everybody, each branch's first as its secretary."""
    rows = [
        (
            branch.code,
            each.name,
            "书记" if each is branch.people[0] else "党员",
            each.telegram_id or "",
            each.joined.isoformat(),
            each.id,
        )
        for branch in branches
        for each in branch.people
    ]
    _write(path, ("支部", "姓名", "职务", "电报号", "加入日期", "编号"), rows)


def write_programme(folder: Path, banks: Sequence[Path]) -> None:
    """The shipped programme's study items with other people's question banks."""
    shipped = resources.files("programme") / "shipped" / "two-studies"
    with resources.as_file(shipped) as brought:
        shutil.copytree(brought, folder)
    shutil.rmtree(folder / "quizzes")
    (folder / "quizzes").mkdir()
    for bank in banks:
        shutil.copy(bank, folder / "quizzes" / bank.name)


def write_bank(path: Path, questions: int) -> None:
    """A bank of any size in the shape of CMMLU's: row numbers in a column without a header."""
    rows = (
        (n, f"第 {n} 题：下面哪一个数最大？", n, n + 1, n + 2, n + 3, "D")
        for n in range(1, questions + 1)
    )
    _write(path, ("", "Question", "A", "B", "C", "D", "Answer"), rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
