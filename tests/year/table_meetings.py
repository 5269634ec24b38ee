"""Meetings of members, and lectures: what is done, and what comes of it."""

from tests.year.table_names import FENG, FIRST_GROUP, QIAN, ZHENG, both_secretaries
from tests.year.words import Act, Delete, Put, Row

_STUDY_AND_MEETING = ("members-meeting", "branch-study")


def _both(period: str) -> tuple[tuple[str, str], ...]:
    return tuple((duty, period) for duty in _STUDY_AND_MEETING)


ACTS: list[Act] = [
    # Three of eight are too few; four are half. The second is a study of a whole day, too.
    Put("03-05", "b1", "members-meeting", there="李书记 王大妈 老张"),
    Put("03-25", "b1", "study-meeting", there=FIRST_GROUP, minutes=360, topic="党章"),
    # A topic in several sittings: 3 and 2 hours, an hour on another one, and the sixth hour.
    Put("04-15", "b1", "study-meeting", minutes=180, topic="条例"),
    Put("05-20", "b1", "study-meeting", minutes=120, topic="条例"),
    Put("06-10", "b1", "study-meeting", minutes=60, topic="党史"),
    Put("06-24", "b1", "study-meeting", minutes=60, topic="条例"),
    # Deleted by mistake when the quarter is over, and put back a week later.
    Put("09-10", "b1", "study-meeting", minutes=360, topic="讲话", name="autumn"),
    Delete("10-13", "autumn"),
    Delete("10-21", "autumn", back=True),
    # Old Street makes up for the first quarter in April, and never meets in the second.
    Put("04-09", "b4", "study-meeting", minutes=360, topic="党章", makes_up=_both("2026-Q1")),
    Put("06-24", "b3", "study-meeting", minutes=360, topic="党章"),
    # Berlin's lecture of the third quarter comes in October.
    Put("10-12", "b5", "member-lecture", topic="身边事", makes_up=(("lecture", "2026-Q3"),)),
]
_NEVER = "06-16 06-23 06-29 07-01 07-06 07-13 07-20 07-27 08-03 08-10 08-17 08-24 08-31 09-07"
ROWS = [
    # Due on Tuesday, 31 March: 14 days before is the 17th, 7 days before the 24th.
    Row(
        *("b1", "members-meeting", "2026-Q1", "一季度党员大会"),
        states="01-01 not-begun, 03-25 done",
        told=both_secretaries("03-17 03-24"),
    ),
    # The first sitting is a members' meeting, and enough for this.
    Row(
        *("b1", "members-meeting", "2026-Q2", "二季度党员大会"),
        states="01-01 not-begun, 04-15 done",
    ),
    # 16 and 23 June; on the 29th it is done. Five hours of one topic and one of another don't do.
    Row(
        *("b1", "branch-study", "2026-Q2", "二季度支部专题学习"),
        states="01-01 not-begun, 04-15 on-the-way, 06-24 done",
        told=both_secretaries("06-16 06-23"),
    ),
    # In time, so not reminded; open again from the 13th to the 21st: its Monday is the 19th.
    Row(
        *("b1", "members-meeting", "2026-Q3", "三季度党员大会"),
        states="01-01 not-begun, 09-10 done, 10-13 overdue, 10-21 done",
        told=both_secretaries("10-19"),
    ),
    # Overdue on 1 April, a Wednesday. The next week's Monday is a holiday: Tuesday the 7th.
    Row(
        *("b4", "members-meeting", "2026-Q1", "一季度党员大会"),
        states="01-01 not-begun, 04-01 overdue, 04-09 done-late",
        told=((FENG, "03-17 03-24 03-30 04-01 04-07"),),
    ),
    # Wednesday 1 July, and each Monday until the branch is closed.
    Row(
        *("b4", "members-meeting", "2026-Q2", "二季度党员大会"),
        states="01-01 not-begun, 07-01 overdue",
        told=((FENG, _NEVER),),
    ),
    # The sheet that says that it closes on 10 September comes two days earlier.
    Row(
        *("b4", "members-meeting", "2026-Q3", "三季度党员大会"),
        states="01-01 not-begun, 09-08 -",
    ),
    # Founded on 18 May: nothing of the first quarter, all of the second.
    Row(*("b3", "members-meeting", "2026-Q1", "一季度党员大会"), states="01-01 -"),
    Row(
        *("b3", "members-meeting", "2026-Q2", "二季度党员大会"),
        states="05-18 not-begun, 06-24 done",
        told=((QIAN, "06-16 06-23"),),
    ),
    # The same evening's study is what it was.
    Row(
        *("b3", "branch-study", "2026-Q2", "二季度支部专题学习"),
        states="05-18 not-begun, 06-24 done",
        told=((QIAN, "06-16 06-23"),),
    ),
    # What Old Street never held was to be a study, too.
    Row(
        *("b4", "branch-study", "2026-Q2", "二季度支部专题学习"),
        states="01-01 not-begun, 07-01 overdue",
        told=((FENG, _NEVER),),
    ),
    # 14 days before 30 September is the 16th; 3 days before, the 27th, is off, and so are the 26th
    # and the 25th. Overdue after the holidays, on Thursday the 8th; the week after that on Monday.
    Row(
        *("b5", "lecture", "2026-Q3", "三季度党课"),
        states="01-01 not-begun, 10-01 overdue, 10-12 done-late",
        told=((ZHENG, "09-16 09-24 10-08 10-12"),),
    ),
]
