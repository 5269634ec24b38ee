"""Who lives in the province: its units, branches, their people and offices."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from storage.values.people import Role, TelegramId
from storage.values.programme_files import RosterRow, UnitRow

TABLED = 7
"""So many branches stand in the table or are home to those who hold an office above."""
GENERATED = "g"
"""What the codes of all other branches begin with."""
_BELOW_ONE = 20
"""So many branches below one city or county, in a large province."""
_LONG_AGO = date(2020, 7, 1)
_SECRETARY, _COMMITTEE = (Role.SECRETARY,), (Role.COMMITTEE,)
_CADRE, _ORGANISER = (Role.CADRE,), (Role.ORGANISER,)


class Human(Struct, frozen=True):
    """Somebody at a unit. ``has_telegram``: has met the bot there."""

    name: str
    unit: str
    roles: tuple[Role, ...] = ()
    home: str = ""
    group: str = ""
    audience: tuple[str, ...] = ()
    since: date = _LONG_AGO
    has_telegram: bool = False


class Place(Struct, frozen=True):
    """A unit: ``level`` empty for a branch."""

    code: str
    name: str
    parent: str | None = None
    level: str = ""
    zone: str | None = None
    since: date | None = None
    until: date | None = None

    def row(self) -> UnitRow:
        """Its row in the organisation's sheet."""
        level = self.level or "支部"
        return UnitRow(
            *(2, self.code, self.parent, level, self.name),
            time_zone=self.zone,
            since=self.since,
            until=self.until,
        )


FOUNDED = Place("b3", "新桥支部", "k1", since=date(2026, 5, 18))
CLOSED = Place("b4", "老街支部", "c1", until=date(2026, 9, 10))
_PLACES = (
    Place("p", "河东省", None, "省"),
    Place("c1", "东阳市", "p", "市"),
    Place("k1", "清河县", "p", "县"),
    Place("k2", "白水县", "p", "县"),
    Place("i1", "教育行业党委", "p", "行业"),
    Place("b1", "南街支部", "k1"),
    Place("b2", "柳村支部", "k1"),
    Place("b4", "老街支部", "c1"),
    Place("b5", "柏林项目支部", "c1", zone="Europe/Berlin"),
    Place("b7", "机关支部", "k1"),
    Place("b8", "省直支部", "i1"),
)
_MEMBERS = {
    "b1": "王大妈 老张 陈会计 刘姐 周师傅 吴婶",
    "b2": "尤大哥 韩姐 秋嫂 姜伯 阮婆婆",
    "b3": "朱姐 许嫂 吕哥 施叔 孔婶 曹伯",
    "b4": "罗大爷 温嫂 孟叔 汤姐 熊伯 纪婆婆 舒哥",
    "b5": "柯工 霍工 虞工 万工 支工 昝工",
    "b7": "马小妹",
    "b8": "傅大姐",
}
_SECRETARIES = {
    "b1": "李书记 赵书记",
    "b2": "孙书记",
    "b3": "钱书记",
    "b4": "冯书记",
    "b5": "郑书记",
    "b7": "马书记",
    "b8": "傅书记",
}
_OFFICES = {
    "p": ("江书记", "严委员", "顾干部", "郝组织员"),
    "c1": ("石书记", "韦委员", "罗干部", "邱组织员"),
    "k1": ("高书记", "田委员", "何干部", "许组织员"),
    "k2": ("丁书记", "秦委员", "龙干部", "白组织员"),
    "i1": ("苗书记", "", "", "费组织员"),
}
_FIRST_GROUP = ("李书记", "王大妈", "老张", "陈会计")
UNREACHED = "孙书记"
JOINS_WILLOW = Human("小燕", "b2", since=date(2026, 8, 10))
JOINS_SOUTH = Human("小陈", "b1", since=date(2026, 6, 20))
JOINS_COMMITTEE = Human("林委员", "k1", _COMMITTEE, home="b7", has_telegram=True)


class Province(Struct):
    """All places and people of a province with so many branches."""

    places: list[Place] = field(default_factory=list)
    people: list[Human] = field(default_factory=list)

    def secretaries(self, unit: str) -> Iterator[Human]:
        """The secretaries of the branches right below a unit."""
        below = {each.code for each in self.places if each.parent == unit and not each.level}
        return (each for each in self.people if each.unit in below and each.roles == _SECRETARY)

    def groups(self, unit: str) -> list[tuple[str, str]]:
        """The groups within a branch, each with the names of its members."""
        found: dict[str, list[str]] = {}
        for each in self.people:
            if each.unit == unit and each.group:
                found.setdefault(each.group, []).append(each.name)
        return [(group, " ".join(names)) for group, names in sorted(found.items())]


def province(branches: int) -> Province:
    """A province with so many branches, of which New Bridge is yet to be founded."""
    made = Province(list(_PLACES))
    for code in _SECRETARIES:
        if code != FOUNDED.code:
            made.people += people_of(code)
    for unit, names in _OFFICES.items():
        made.people += _in_office(unit, *names, home="b8" if unit in ("p", "i1") else "b7")
    above = ["c1", "k2"]
    for number in range(branches - TABLED):
        if number and number % _BELOW_ONE == 0:
            above.append(_another(made, len(above)))
        _generate(made, number, above[number // _BELOW_ONE + 1 - (number < _BELOW_ONE // 2)])
    return made


def people_of(code: str) -> list[Human]:
    """The people of one of the branches that are written down here."""
    since = FOUNDED.since if code == FOUNDED.code and FOUNDED.since else _LONG_AGO
    made = [
        Human(name, code, _SECRETARY, group=_group(code, name), since=since, has_telegram=True)
        for name in _SECRETARIES[code].split()
    ]
    made += [
        Human(
            name,
            code,
            group=_group(code, name),
            audience=("退休",) if name == "周师傅" else (),
            since=since,
        )
        for name in _MEMBERS[code].split()
    ]
    if code == JOINS_COMMITTEE.home:
        made.append(Human(JOINS_COMMITTEE.name, code, has_telegram=True))
    return made


def rows_of(people: list[Human], accounts: Mapping[str, int]) -> list[RosterRow]:
    """Their rows in the roster: at home in a branch, or in an office above and at home below.
    ``accounts``: those in Telegram, by name."""
    rows: list[RosterRow] = []
    for each in people:
        account = accounts.get(each.name)
        about = RosterRow(
            row=2,
            unit=each.home or each.unit,
            name=each.name,
            roles=() if each.home else each.roles,
            audience=each.audience,
            telegram_id=None if account is None else TelegramId(account),
            joined=each.since,
            external_id=each.name,
            group=each.group or None,
        )
        rows.append(about)
        if each.home:
            rows.append(
                replace(about, unit=each.unit, roles=each.roles, is_member=False, joined=None)
            )
    return rows


def _group(code: str, name: str) -> str:
    if code != "b1":
        return ""
    return "一组" if name in _FIRST_GROUP else "二组"


def _in_office(unit: str, *names: str, home: str) -> Iterator[Human]:
    roles = (_SECRETARY, _COMMITTEE, _CADRE, _ORGANISER)
    for name, held in zip(names, roles, strict=True):
        if name:
            yield Human(name, unit, held, home=home, has_telegram=True)


def _another(made: Province, number: int) -> str:
    """One more city or county; every fourth is a city."""
    is_city = number % 4 == 0
    code = f"{'c' if is_city else 'k'}{number + 1}"
    made.places.append(
        Place(code, f"第{number}{'市' if is_city else '县'}", "p", "市" if is_city else "县")
    )
    names = (f"{code}书记", f"{code}委员", f"{code}干部", f"{code}组织员")
    made.people += _in_office(code, *names, home="b7")
    return code


def _generate(made: Province, number: int, parent: str) -> None:
    code = f"{GENERATED}{number}"
    made.places.append(Place(code, f"{number + TABLED + 1}支部", parent))
    made.people.append(Human(f"{code}书记", code, _SECRETARY, has_telegram=True))
    made.people += [Human(f"{code}党员{n}", code) for n in range(4 + number % 11)]
