"""What branches and the units above do in a year besides what stands in the table, each by its way.

The early ones do everything before the first reminder. The others, of whom there are some in a
large province only, do some things once they are reminded, on the last day, late, or never.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tests.year.words import ALL, TEXT, YEAR, Put, day_of

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
_MONTHS = [f"{month:02}" for month in range(1, 13)]
_EIGHT = "一二三四五六七八"
_KINDS = "、".join(f"支部问题{n}" for n in _EIGHT)
_FIVE_KINDS = "、".join(f"班子问题{n}" for n in _EIGHT[:5])
_FIELDS = "、".join(f"领域{n}" for n in _EIGHT)
_LISTS = "问题清单、整改清单、责任清单"
_Met = tuple[tuple[str, str], ...]
"""Duties with their periods."""
_About = dict[str, str | int]
"""What a record is about: fields of :class:`Put`."""
_REMINDED, _LATE = timedelta(days=5), timedelta(days=6)


class Deed(Struct, frozen=True):
    """Something to be done: what it is, and by when it is due. ``name`` as in the table."""

    name: str
    due: date
    put: Put


EARLY, REMINDED, LAST, LATE, NEVER = "early", "reminded", "last day", "late", "never"
_WAYS = (EARLY, EARLY, REMINDED, EARLY, LAST, EARLY, LATE, EARLY, REMINDED, NEVER)


def way(branch: int, number: int) -> str:
    """How a branch of a large province goes about one of its deeds, by their numbers."""
    return _WAYS[(branch * 3 + number) % len(_WAYS)]


def done_by(deed: Deed, chosen: str) -> Put | None:
    """What is put down, and when, by one who goes about it in a way; None for never, or if it
    would be in the year after."""
    if chosen == EARLY:
        return deed.put
    if chosen == NEVER:
        return None
    days = {REMINDED: deed.due - _REMINDED, LAST: deed.due, LATE: deed.due + _LATE}
    on = max(days[chosen], day_of(deed.put.on))
    if on.year != YEAR:
        return None
    ends = [_period_ends(period) for _, period in deed.put.meets]
    makes_up = deed.put.meets if any(end < on for end in ends) else ()
    return replace(deed.put, on=f"{on:%m-%d}", makes_up=makes_up)


def of_branch(unit: str, groups: Sequence[tuple[str, str]] = ()) -> Iterator[Deed]:
    """The year of a branch. ``groups``: their names, with those of their members."""
    met: _Met
    for month in _MONTHS:
        key = f"{YEAR}-{month}"
        met = (("activity-day", key),)
        yield _deed(f"activity-{month}", f"{month}-09", unit, "activity-day", met)
        met = (("committee-meeting", key),)
        yield _deed(f"committee-{month}", f"{month}-10", unit, "committee-meeting", met)
        for place, (group, members) in zip(("first", "second"), groups, strict=False):
            made = _deed(f"{place}-group-{month}", f"{month}-11", unit, "group-meeting", ())
            yield replace(made, put=replace(made.put, there=members, group=group))
    for quarter, month in zip(QUARTERS, ("02", "05", "08", "11"), strict=True):
        key = f"{YEAR}-{quarter}"
        met = (("branch-study", key), ("members-meeting", key))
        name, topic = f"study-{quarter}", f"{quarter}专题"
        study: _About = {"minutes": 360, "topic": topic}
        yield _deed(name, f"{month}-12", unit, "study-meeting", met, **study)
        on = "06-09" if quarter == "Q2" else f"{month}-13"
        topic = "纪念七一" if quarter == "Q2" else "身边的党员"
        met = (("lecture", key), *((("july-lecture", f"{YEAR}"),) if quarter == "Q2" else ()))
        about: _About = {"topic": topic, "spoke": ALL}
        yield _deed(f"lecture-{quarter}", on, unit, "secretary-lecture", met, **about)
    yield from _yearly(unit, _OF_BRANCHES)
    for half, on, until in (("H1", "06-08", "06-30"), ("H2", "12-01", "12-31")):
        met = (("self-study", f"{YEAR}-{half}"),)
        made = _deed(f"self-study-{half}", on, unit, "self-study", met)
        yield replace(made, due=day_of(until))
    # Those who are away or retired; in the second half the talks with everybody are enough.
    made = _deed("apart-H1", "05-20", unit, "kept-in-touch", (("members-apart", f"{YEAR}-H1"),))
    yield replace(made, due=day_of("06-30"))


def of_unit(unit: str, level: str) -> Iterator[Deed]:
    """The year of a unit that is no branch, and of those who hold an office there."""
    if level == "行业":
        yield from _yearly(unit, _OF_INDUSTRIES)
        return
    for quarter, month in zip(QUARTERS, ("02", "05", "08", "11"), strict=True):
        key = f"{YEAR}-{quarter}"
        met: _Met = (("committee-study", key),)
        study: _About = {"minutes": 360, "topic": f"{quarter}专题", "spoke": ALL}
        name = f"committee-study-{quarter}"
        yield _deed(name, f"{month}-05", unit, "committee-study", met, **study)
        for kind in ("work-studied", "supervision", "report-heard"):
            met = ((kind, key),) if kind != "report-heard" else ()
            yield _deed(f"{kind}-{quarter}", f"{month}-06", unit, kind, met)
    yield from _yearly(unit, _OF_UNITS)
    if level == "省":
        yield from _yearly(unit, _OF_PROVINCES)
    else:
        yield from _yearly(unit, _OF_CITIES_AND_COUNTIES)
    if level == "县":
        yield from _yearly(unit, _OF_COUNTIES)
    for day in ("04-22", "05-25", "07-22", "09-22") if level != "省" else ("04-22",):
        yield _deed("visits", day, unit, "contact-visit", (), place="contact-branch")
    for month in _MONTHS[:10]:
        yield _deed("grass-roots", f"{month}-16", unit, "grass-roots-visit", ())


_Line = tuple[str, str, str, str, "_About"]
"""A deed's name, its kind, when the early ones do it, when it is due, and what it is about."""

_OF_BRANCHES: list[_Line] = [
    ("study-plan", "study-plan", "03-10", "04-30", {"file": "document"}),
    ("findings", "search-findings", "04-08", "04-30", {"text": TEXT}),
    ("theme-day", "theme-day", "04-28", "05-15", {"spoke": ALL}),
    ("problems", "fixing-plan", "05-20", "06-30", {"topic": _KINDS}),
    ("board", "board", "06-02", "06-30", {"file": "photo"}),
    ("reading", "reading", "10-12", "12-31", {}),
    ("talks", "talk", "10-15", "12-31", {}),
    ("life-plan", "life-plan", "11-05", "11-30", {"text": TEXT}),
    ("life-problems", "life-problems", "11-06", "12-31", {"text": TEXT}),
    ("life-lists", "life-lists", "12-02", "12-31", {"topic": _LISTS, "file": "photo"}),
    ("life-meeting", "life-meeting", "12-04", "12-31", {}),
    ("review-meeting", "review-meeting", "12-08", "12-31", {}),
    ("corrections", "corrections", "12-09", "12-31", {"number": 5, "of": 5}),
    ("review-used", "review-used", "12-10", "12-31", {"text": TEXT}),
    ("look-back", "look-back", "12-11", "12-31", {"text": TEXT}),
]  # fmt: skip
_OF_UNITS: list[_Line] = [
    ("work-plan", "work-plan", "03-05", "04-15", {"file": "document"}),
    ("mechanism", "mechanism", "03-06", "04-30", {"text": TEXT}),
    ("study-plan", "study-plan", "03-11", "04-30", {"file": "document"}),
    ("mobilisation", "mobilisation", "03-12", "04-30", {"spoke": ALL}),
    ("leaders-plan", "leaders-plan", "03-13", "04-30", {"file": "document"}),
    ("training", "training", "04-15", "05-20", {}),
    ("lecturers-bank", "lecturers-bank", "04-20", "05-31", {"file": "document"}),
    ("contact-list", "contact-list", "04-21", "05-15", {"file": "document"}),
    ("content", "content-plan", "05-08", "05-31", {"topic": "普通党员、领导干部"}),
    ("fields", "field-measures", "05-08", "05-31", {"topic": _FIELDS}),
    ("columns", "column", "05-08", "05-31", {"topic": "县媒体和网站"}),
    ("problems", "fixing-plan", "05-21", "06-30", {"topic": _FIVE_KINDS}),
    ("named", "models-named", "05-26", "06-30", {"file": "document"}),
    ("courseware", "courseware", "06-03", "06-30", {"file": "document"}),
    ("booklets", "booklet", "06-03", "06-30", {"topic": "口袋书和卡片"}),
    ("safeguards", "safeguards", "06-03", "06-30", {"text": TEXT}),
    ("project", "contact-visit", "06-10", "12-31", {"place": "major-project"}),
    ("village", "contact-visit", "06-11", "12-31", {"place": "poor-village"}),
    ("base", "leader-lecture", "07-15", "12-31", {"place": "project-enterprise", "spoke": ALL}),
    ("standards", "standards", "08-10", "09-30", {"file": "document"}),
    ("lessons", "micro-lesson", "08-11", "09-30", {"topic": "微党课、动漫、视频"}),
    ("own", "own-corrections", "11-03", "12-31", {"text": TEXT}),
    ("democratic-life", "democratic-life", "11-10", "12-31", {"spoke": ALL}),
    ("look-back", "look-back", "12-03", "12-31", {"text": TEXT}),
]  # fmt: skip
_OF_PROVINCES: list[_Line] = [("cities", "model-city", "05-12", "06-30", {"topic": "东阳市"})]
_OF_CITIES_AND_COUNTIES: list[_Line] = [
    ("notices", "notice", "06-03", "06-30", {"file": "photo"}),
    ("industries", "model-industry", "05-12", "06-30", {"topic": "教育"}),
    ("industries", "model-industry", "05-13", "06-30", {"topic": "卫生"}),
    ("model-posts", "model-posts", "05-12", "06-30", {"topic": "教育", "number": 10, "of": 100}),
    ("model-teams", "model-teams", "05-12", "06-30", {"topic": "教育", "number": 3, "of": 30}),
    ("model-units", "model-units", "05-12", "06-30", {"topic": "教育", "number": 2, "of": 20}),
]
_OF_COUNTIES: list[_Line] = [
    ("weak-ledger", "weak-ledger", "04-02", "04-30", {"file": "document"}),
    ("search-proposals", "search-proposals", "08-04", "08-31", {"text": TEXT}),
    ("weak-fixed", "weak-fixed", "11-20", "12-31", {"number": 5, "of": 5}),
]
_OF_INDUSTRIES: list[_Line] = [
    ("industry-plan", "industry-plan", "05-08", "05-31", {"file": "document"}),
    ("standards", "standards", "08-10", "09-30", {"file": "document"}),
]
_CALLED = {
    "board": "boards",
    "fixing-plan": "fix-eight",
    "reading": "required-reading",
    "talk": "review-talks",
    "corrections": "life-corrections",
}
"""What a branch's duty is called, where that is not the name of the kind that meets it."""
_NEED_ANOTHER = ("life-meeting", "life-corrections", "review-used", "look-back")
"""Duties that a record alone does not meet: another one comes first."""


def _yearly(unit: str, lines: Sequence[_Line]) -> Iterator[Deed]:
    for name, kind, on, due, about in lines:
        duty = _CALLED.get(kind, kind)
        alone = lines is _OF_BRANCHES and duty not in _NEED_ANOTHER
        met = ((duty, f"{YEAR}"),) if alone else ()
        made = _deed(name, on, unit, kind, met, **about)
        yield replace(made, due=day_of(due))


def _deed(name: str, on: str, unit: str, kind: str, meets: _Met, **about: str | int) -> Deed:
    """Something that is due at the end of its period."""
    put = replace(Put(on, unit, kind), meets=meets, **about)  # type: ignore[arg-type]
    period = meets[0][1] if meets else f"{YEAR}"
    return Deed(name, _period_ends(period), put)


def _period_ends(period: str) -> date:
    """The last day of a year, half-year, quarter or month."""
    match period.removeprefix(str(YEAR)).removeprefix("-"):
        case "":
            month = 12
        case half_or_quarter if half_or_quarter[0] in "HQ":
            month = int(half_or_quarter[1]) * (6 if half_or_quarter[0] == "H" else 3)
        case written:
            month = int(written)
    return date(YEAR + month // 12, month % 12 + 1, 1) - timedelta(days=1)
