"""For every duty of the shipped programmes: records that meet it, and others that nearly do.

People 1 to 7 are the branch's members, 1 its secretary; 6 works away, 7 is retired. 21 is the
committee's secretary, 22 a member of it, 23 a cadre: all three at home in the branch.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from msgspec import Struct

from storage.values.duties import Part, State
from storage.values.notes import NoteMedia
from storage.values.people import BotId, PersonId, UnitId
from storage.values.records import Record, RecordFile, RecordId, RecordState, TookPart

ITS_OWN = UnitId(0)
"""Stands for the unit whose duty it is, or the branch of the person."""
ELSEWHERE = UnitId(99)
MEMBERS = (1, 2, 3, 4, 5, 6, 7)
LEADERS = (21, 22, 23)
FILE = (RecordFile(BotId(1), NoteMedia.FILE, "f"),)
PHOTO = (RecordFile(BotId(1), NoteMedia.PHOTO, "p"),)
LATE = State.DONE_LATE

NO_FILE = "A photo or a file is wanted with it."
NO_PHOTO = "A photo is wanted with it."
NOT_OWN = "It was not in their own branch."
NOT_SPOKEN = "They were there; that they spoke is not noted."
NO_SPEECH = "The speech of whoever holds the office is missing."
WRONG_PLACE = "It was at another kind of place, or none is written down."
WRONG_TOPIC = "It is on another topic."


class Case(Struct, frozen=True):
    """One duty. ``then``: how it stands with ``nearly`` on the day after the due date; ``why`` its
    last record does not count, if it doesn't. ``level``: where, if not at the first one named."""

    met: Sequence[Record]
    nearly: Sequence[Record]
    then: State = State.OVERDUE
    why: str = ""
    level: str = ""


def r(kind: str, day: str, **changes: Any) -> Record:
    """A record of 2026 in which all took part."""
    when = date.fromisoformat(f"2026-{day}" if len(day) == len("12-31") else day)
    at = datetime(when.year, when.month, when.day, tzinfo=UTC)
    given = {"people": there(*MEMBERS, *LEADERS), "unit_id": ITS_OWN, "topic": "党章", **changes}
    state = RecordState.KEPT
    return Record(
        RecordId(1),
        kinds=(kind,),
        state=state,
        day=when,
        by=None,
        made_at=at,
        changed_at=at,
        **given,
    )


def there(*people: int, spoke: Sequence[int] = ()) -> tuple[TookPart, ...]:
    """These took part, and some of them spoke."""
    return tuple(
        TookPart(PersonId(each), Part.SPEAKER if each in spoke else Part.PRESENT)
        for each in dict.fromkeys((*people, *spoke))
    )


def lacks_words(have: int, least: int) -> str:
    return f"Its text has to have {least} words; it has {have}."


def _by(kind: str, last: str, late: str, **changes: Any) -> Case:
    """Something that is done on the last day, or one day too late."""
    return Case([r(kind, last, **changes)], [r(kind, late, **changes)], LATE)


def _file(kind: str, day: str) -> Case:
    """A paper that wants its file."""
    return Case([r(kind, day, files=FILE)], [r(kind, day)], why=NO_FILE)


def _words(kind: str, day: str, least: int) -> Case:
    """A paper that wants so many words."""
    few = r(kind, day, text="字" * (least - 1))
    return Case([r(kind, day, text="字" * least)], [few], why=lacks_words(least - 1, least))


def _topics(kind: str, day: str, *topics: str, **changes: Any) -> Case:
    """Each topic once; of two that are one, the second brings nothing new."""
    met = [r(kind, day, topic=topic, **changes) for topic in topics]
    return Case(met, [*met[:-1], met[0]])


def _visit(place: str, another: str) -> Case:
    met, nearly = (r("contact-visit", "12-31", place_kind=each) for each in (place, another))
    return Case([met], [nearly], why=WRONG_PLACE)


def _models(kind: str) -> Case:
    school, clinic = r(kind, "06-01", topic="教育", number=10, of=100), "卫生"
    return Case(
        [school, r(kind, "06-30", topic=clinic, number=5, of=50)],
        [school, r(kind, "06-30", topic=clinic, number=4, of=50)],
        level="county",
    )


_CONTACT = "contact-branch"
_EIGHT = "一二三四五六七八"
_FIELDS = "、".join(f"领域{n}" for n in _EIGHT)
_PROBLEMS = "、".join(f"支部问题{n}" for n in _EIGHT)
_FIVE = "、".join(f"班子问题{n}" for n in _EIGHT[:5])

TWO_STUDIES = {
    "members-meeting": Case(
        [r("study-meeting", "06-30", people=there(1, 2, 3, 4))],
        [r("members-meeting", "06-30", people=there(1, 2, 3))],
        why="3 of 7 members were there; at least 50 % have to be.",
    ),
    "committee-meeting": Case([r("committee-meeting", "05-31")], [r("group-meeting", "05-31")]),
    "group-meeting": Case(
        [r("group-meeting", "05-31", group="一组")], [r("group-meeting", "05-31", group="二组")]
    ),
    "lecture": Case([r("member-lecture", "06-30")], [r("member-lecture", "07-01")]),
    "work-plan": _file("work-plan", "04-15"),
    "mechanism": _words("mechanism", "04-30", 20),
    "weak-ledger": _by("weak-ledger", "04-30", "05-01", files=FILE),
    "weak-fixed": Case(
        [r("weak-fixed", "09-01", number=3, of=5), r("weak-fixed", "12-31", number=2, of=5)],
        [r("weak-fixed", "09-01", number=3, of=5), r("weak-fixed", "12-31", number=1, of=5)],
    ),
    "search-findings": _words("search-findings", "04-30", 10),
    "search-proposals": _by("search-proposals", "08-31", "09-01", text="都联系上了"),
    "training": Case(
        [
            r("training-leaders", "04-10", people=there(21, 22)),
            r("training-staff", "05-20", people=there(23)),
        ],
        [r("training-leaders", "04-10", people=there(21, 22))],
    ),
    "training-secretary": Case(
        [r("training-secretaries", "05-20")],
        [r("training-secretaries", "05-20", people=there(2, 3))],
    ),
    "mobilisation": Case(
        [r("mobilisation", "04-30", people=there(22, spoke=[21]))],
        [r("mobilisation", "04-30", people=there(21, spoke=[22]))],
        why=NO_SPEECH,
    ),
    "theme-day": _by("theme-day", "05-15", "05-16", people=there(1, 2, 3, 4)),
    "theme-day-leaders": Case(
        [r("theme-day", "05-15", people=there(spoke=[23]))],
        [r("theme-day", "05-15", people=there(spoke=[23]), unit_id=ELSEWHERE)],
        why=NOT_OWN,
    ),
    "activity-day": Case([r("theme-day", "05-31")], [r("activity-day", "06-01")]),
    "study-plan": _file("study-plan", "04-30"),
    "study-plan-committee": _by("study-plan", "04-30", "05-01", files=PHOTO),
    "required-reading": Case(
        [
            r("reading", "03-01", people=there(1, 2, 3, 4)),
            r("reading", "12-31", people=there(5, 6, 7)),
        ],
        [
            r("reading", "03-01", people=there(1, 2, 3, 4)),
            r("reading", "12-31", people=there(5, 6)),
        ],
    ),
    "committee-study": Case(
        [r("committee-study", "04-02", minutes=180), r("committee-study", "06-30", minutes=180)],
        [r("committee-study", "04-02", minutes=180), r("committee-study", "06-30", minutes=170)],
    ),
    "committee-keynote": Case(
        [
            r("committee-study", "04-02", people=there(22, spoke=[21])),
            r("committee-study", "12-31", people=there(21, spoke=[22])),
        ],
        [r("committee-study", "04-02", people=there(22, spoke=[21]))],
    ),
    "branch-study": Case(
        [r("study-meeting", "06-30", minutes=360)],
        [
            r("study-meeting", "06-29", minutes=180, topic="党章"),
            r("study-meeting", "06-30", minutes=180, topic="党史"),
        ],
    ),
    "leaders-study": Case(
        [r("study-meeting", "06-30")], [r("study-meeting", "06-30", unit_id=ELSEWHERE)], why=NOT_OWN
    ),
    "self-study": Case(
        [r("self-study", "06-30")], [r("self-study", "06-30", people=there(*MEMBERS[1:]))]
    ),
    "lecturers-bank": _file("lecturers-bank", "05-31"),
    "leader-lecture": Case(
        [r("leader-lecture", "06-30", people=there(1, spoke=[23]))],
        [r("leader-lecture", "06-30", people=there(23, spoke=[1]))],
        why=NOT_SPOKEN,
    ),
    "leader-lecture-base": Case(
        [r("lecture", "12-31", people=there(spoke=[23]), place_kind="project-enterprise")],
        [r("lecture", "12-31", people=there(spoke=[23]), place_kind="service-station")],
        why=WRONG_PLACE,
    ),
    "secretary-lecture": Case(
        [r("secretary-lecture", "12-31", people=there(2, spoke=[1]))],
        [r("secretary-lecture", "12-31", people=there(2, spoke=[1]), unit_id=ELSEWHERE)],
        level="branch",
        why=NOT_OWN,
    ),
    "july-lecture": Case(
        [r("lecture", "07-01", topic="纪念建党")],
        [r("lecture", "07-01", topic="廉洁")],
        why=WRONG_TOPIC,
    ),
    "life-plan": _by("life-plan", "11-30", "12-01", text="字" * 20),
    "life-problems": _words("life-problems", "12-31", 50),
    "life-meeting": Case(
        [r("life-meeting", "12-31", people=there(1, 2, 3, 4))],
        [r("life-meeting", "12-31", people=there(1, 2, 3))],
        why="3 of 7 members were there; at least 50 % have to be.",
    ),
    "life-lists": Case(
        [r("life-lists", "12-31", topic="问题清单、整改清单、责任清单", files=PHOTO)],
        [r("life-lists", "12-31", topic="问题清单、整改清单", files=PHOTO)],
    ),
    "life-corrections": Case(
        [r("corrections", "12-31", number=5, of=5)], [r("corrections", "12-31", number=4, of=5)]
    ),
    "review-meeting": Case(
        [r("review-meeting", "12-31", people=there(*MEMBERS[:6]))],
        [r("review-meeting", "12-31", people=there(*MEMBERS[:5]))],
        why="5 of 7 members were there; at least 80 % have to be.",
    ),
    "review-talks": Case(
        [r("talk", "12-01"), r("talk", "12-31", people=there(7))],
        [r("talk", "12-01", people=there(*MEMBERS[:6]))],
    ),
    "review-used": _words("review-used", "12-31", 20),
    "standards": _by("standards", "09-30", "10-01", files=FILE),
    "model-posts": _models("model-posts"),
    "model-teams": _models("model-teams"),
    "model-units": _models("model-units"),
    "model-industries": _topics("model-industry", "06-30", "教育", "卫生"),
    "model-cities": _by("model-city", "06-30", "07-01", topic="河东市"),
    "models-named": Case(
        [r("models-named", "06-30", files=FILE)],
        [r("models-named", "06-30")],
        level="county",
        why=NO_FILE,
    ),
    "leaders-plan": _file("leaders-plan", "04-30"),
    "contact-list": _by("contact-list", "05-15", "05-16", files=FILE),
    "contact-province": Case(
        [r("contact-visit", "05-31", place_kind=_CONTACT)],
        [r("contact-visit", "05-31", place_kind="major-project")],
        why=WRONG_PLACE,
    ),
    "contact-city": Case(
        [r("visit", day, place_kind=_CONTACT) for day in ("05-31", "09-01", "12-31")],
        [r("visit", day, place_kind=_CONTACT) for day in ("06-01", "09-01", "12-31")],
        LATE,
    ),
    "contact-county": Case(
        [r("visit", day, place_kind=_CONTACT) for day in ("05-31", "06-05", "09-01", "12-31")],
        [r("visit", day, place_kind=_CONTACT) for day in ("05-31", "06-05", "09-01")],
    ),
    "contact-project": _visit("major-project", "project-enterprise"),
    "contact-village": _visit("poor-village", "major-project"),
    "double-life": Case(
        [r("theme-day", "06-30")], [r("theme-day", "06-30", unit_id=ELSEWHERE)], why=NOT_OWN
    ),
    "democratic-life": Case(
        [r("democratic-life", "12-31", people=there(spoke=[21]))],
        [r("democratic-life", "12-31", people=there(21))],
        why=NO_SPEECH,
    ),
    "leaders-corrections": _words("own-corrections", "12-31", 20),
    "content-by-kind": _topics("content-plan", "05-31", "普通党员", "领导干部"),
    "eight-fields": Case(
        [r("field-measures", "05-31", topic=_FIELDS)],
        [r("field-measures", "05-31", topic=_FIELDS.removesuffix("、领域八"))],
    ),
    "industry-plan": _file("industry-plan", "05-31"),
    "members-apart": Case(
        [r("kept-in-touch", "04-01", people=there(6)), r("talk", "06-30", people=there(7))],
        [r("kept-in-touch", "04-01", people=there(1, 6))],
    ),
    "fix-eight": Case(
        [r("fixing-plan", "06-30", topic=_PROBLEMS)],
        [r("fixing-plan", "06-30", topic=_PROBLEMS.replace("支部问题八", "支部问题七"))],
    ),
    "fix-five": Case(
        [r("fixing-plan", "06-30", topic=_FIVE)],
        [r("fixing-plan", "06-30", topic=_PROBLEMS)],
        why=WRONG_TOPIC,
    ),
    "look-back": _words("look-back", "12-31", 20),
    "look-back-committee": Case(
        [r("look-back", "12-31", text="字" * 20)], [r("look-back", "2027-01-01", text="字" * 20)]
    ),
    "columns": _topics("column", "05-31", "清河县媒体", "县政府网站"),
    "micro-lessons": _topics("micro-lesson", "09-30", "微党课", "动漫", "短视频"),
    "courseware": _file("courseware", "06-30"),
    "booklets": _topics("booklet", "06-30", "口袋书", "知识卡"),
    "notices": Case(
        [r("notice", "06-30", files=PHOTO)], [r("notice", "06-30", files=FILE)], why=NO_PHOTO
    ),
    "boards": Case([r("board", "06-30", files=PHOTO)], [r("board", "06-30")], why=NO_PHOTO),
    "work-studied": Case([r("work-studied", "06-30")], [r("work-studied", "07-01")]),
    "supervision": Case([r("supervision", "06-30")], [r("visit", "06-30")]),
    "report-heard": Case(
        [r("report-heard", "06-30")], [r("report-heard", "06-30", people=there(22, 23))]
    ),
    "grass-roots": Case(
        [r("grass-roots-visit", f"{month:02}-09") for month in range(1, 11)],
        [r("grass-roots-visit", f"{month:02}-09") for month in range(1, 10)],
    ),
    "safeguards": _words("safeguards", "06-30", 20),
}

SAFETY_FIRST = {
    "safety-talk": Case(
        [r("safety-talk", "05-31", people=there(1, 2, 3, 4))],
        [r("safety-talk", "05-31", people=there(1, 2, 3))],
        why="3 of 7 members were there; at least 50 % have to be.",
    ),
    "walk-round": Case([r("walk-round", "06-30")], [r("walk-round", "07-01")]),
    "drill": Case([r("drill", "06-30", files=PHOTO)], [r("drill", "06-30")], why=NO_PHOTO),
    "first-aid": Case(
        [r("first-aid", "12-31")], [r("first-aid", "12-31", people=there(*MEMBERS[1:]))]
    ),
    "equipment": Case([r("equipment", "05-25")], [r("equipment", "05-26")]),
}
