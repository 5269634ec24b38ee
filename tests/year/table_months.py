"""What branches and groups owe each month: what is done, and what comes of it."""

from tests.year.table_names import FIRST_GROUP, LI, QIAN, SECOND_GROUP, SUN, XU, both_secretaries
from tests.year.words import Act, Ask, Decide, Put, Row, Start

ACTS: list[Act] = [
    Put("02-27", "b1", "committee-meeting"),
    Put("05-13", "b1", "committee-meeting", makes_up=(("committee-meeting", "2026-04"),)),
    Start("09-04", SUN),
    Put("09-08", "b2", "committee-meeting", makes_up=(("committee-meeting", "2026-08"),)),
    # A branch that was founded on the 18th still owes May's.
    Put("05-20", "b3", "committee-meeting"),
    Put("06-26", "b1", "group-meeting", there=SECOND_GROUP, group="二组"),
    # The other group's meeting is no help. Of 30 October, put down on the Monday after.
    Put("10-12", "b1", "group-meeting", there=FIRST_GROUP, group="一组"),
    Put("11-02", "b1", "group-meeting", there=SECOND_GROUP, group="二组", day="10-30"),
    # Unbroken since 8 March 2024, as the branch says. August's was on the 27th, put down later.
    Put("01-12", "b1", "activity-since", there="", day="2024-03-08"),
    # 22 months until the end of 2025, and four of this year: April's day counts already.
    Ask("04-14", LI, "/why activity-day", says="2024年3月8日起没断过，连续 26 次"),
    # Seven of this year; August's is still open.
    Ask("08-25", LI, "/why activity-day", says="2024年3月8日起没断过，连续 29 次"),
    Ask("09-08", LI, "/why activity-day", never="没断过"),
    Put("09-09", "b1", "activity-day", day="08-27"),
    Ask("09-10", LI, "/why activity-day", says="2024年3月8日起没断过，连续 31 次"),
    Decide("06-09", "b3", "activity-day", "2026-05", "excused", XU, "刚成立，五月不要求"),
]
ROWS = [
    # Due on Saturday, 28 February, on which work is done. Seven days before lies in the holidays:
    # it is said on the 14th, before they begin. The day before is a Friday.
    Row(
        *("b1", "committee-meeting", "2026-02", "2月支委会"),
        states="01-01 not-begun, 02-27 done",
        told=both_secretaries("02-14 02-27"),
    ),
    # Overdue on 1 May, and told when the holidays are over, on Wednesday the 6th.
    Row(
        *("b1", "committee-meeting", "2026-04", "4月支委会"),
        states="01-01 not-begun, 05-01 overdue, 05-13 done-late",
        told=both_secretaries("04-23 04-29 05-06 05-11"),
    ),
    # Six members need no committee; with the seventh it is August's duty. Nobody can be written to:
    # the group is told when three days are left (Friday the 28th) and when it is overdue. From
    # 4 September on the secretary can be, and hears of it on the Monday.
    Row(
        *("b2", "committee-meeting", "2026-08", "8月支委会"),
        states="01-01 -, 08-10 not-begun, 09-01 overdue, 09-08 done-late",
        told=(("柳村支部", "08-28 09-01"), (SUN, "09-07")),
    ),
    Row(*("b2", "committee-meeting", "2026-07", "7月支委会"), states="01-01 -"),
    # 23 and 29 June; by the 29th it is done.
    Row(
        *("b1", "group-meeting", "2026-06", "6月党小组会（二组）"),
        states="01-01 not-begun, 06-26 done",
        told=both_secretaries("06-23"),
        whose="二组",
    ),
    # Due on a Saturday: the 24th and the 30th become Friday the 23rd and Friday the 30th. What was
    # held in time is done in time, whenever it was put down.
    Row(
        *("b1", "group-meeting", "2026-10", "10月党小组会（二组）"),
        states="01-01 not-begun, 11-01 overdue, 11-02 done",
        told=both_secretaries("10-23 10-30 11-02"),
        whose="二组",
    ),
    Row(
        *("b1", "group-meeting", "2026-10", "10月党小组会（一组）"),
        states="01-01 not-begun, 10-12 done",
        whose="一组",
    ),
    # Due on Monday, 31 August; the day before is a Sunday: Friday the 28th.
    Row(
        *("b1", "activity-day", "2026-08", "8月主题党日"),
        states="01-01 not-begun, 09-01 overdue, 09-09 done",
        told=both_secretaries("08-24 08-28 09-01 09-07"),
    ),
    # 24 and 30 May are a Sunday and a Saturday. Excused on 9 June.
    Row(
        *("b3", "activity-day", "2026-05", "5月主题党日"),
        states="05-18 not-begun, 06-01 overdue, 06-09 excused",
        told=((QIAN, "05-22 05-29 06-01 06-08"),),
    ),
]
