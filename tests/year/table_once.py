"""What branches owe once or twice a year: what is done, and what comes of it."""

from tests.year.table_names import (
    FENG,
    FIRST_GROUP,
    LI,
    QIAN,
    SECOND_GROUP,
    SUN,
    XU,
    ZHAO,
    ZHENG,
    both_secretaries,
)
from tests.year.words import TEXT, Act, Change, Decide, Press, Put, Row

ACTS: list[Act] = [
    Press("05-12", LI, ("record:for:*theme-day", "record:*:keep")),
    Put("05-14", "b4", "theme-day", there="冯书记 罗大爷 温嫂", name="old street"),
    Change("05-20", "old street", there="孟叔 汤姐"),
    Put("05-15", "b5", "theme-day"),
    Put("06-10", "b1", "self-study", there=f"{FIRST_GROUP} 赵书记 刘姐 周师傅"),
    Put("06-22", "b1", "self-study", there="吴婶"),
    Put("12-09", "b1", "self-study", there=f"{FIRST_GROUP} {SECOND_GROUP}"),
    Put("12-22", "b1", "self-study", there="小陈"),
    Put("06-08", "b1", "kept-in-touch", there="李书记 周师傅"),
    Press("06-16", ZHAO, ("remind:later:*boards", "remind:in:3:")),
    Put("06-29", "b1", "board", file="photo"),
    Put("11-20", "b1", "life-plan", text="十二月三日开会，大家先想想", name="plan"),
    Change("12-08", "plan", text=TEXT),
    Put("12-03", "b1", "life-meeting", there=f"{FIRST_GROUP} 刘姐 吴婶"),
    Put("04-22", "b1", "search-findings", text=TEXT, name="findings"),
    Decide("04-27", "b1", "search-findings", "2026", "sent-back", XU),
    Decide("05-09", "b1", "search-findings", "2026", "accepted", XU),
    Change("05-07", "findings", text=f"{TEXT}外出的两位也写上了。"),
    Put("12-10", "b2", "review-meeting", there="孙书记 尤大哥 韩姐 秋嫂 姜伯"),
    Put("12-18", "b2", "review-meeting", there="孙书记 尤大哥 韩姐 秋嫂 姜伯 小燕"),
    Put("12-21", "b2", "review-used", text=TEXT),
]
ROWS = [
    # Due on Friday, 15 May. 14 days before is a holiday: Thursday, 30 April. Put down on the 12th,
    # after that day's reminder.
    Row(
        *("b1", "theme-day", "2026", "活动主题党日"),
        states="01-01 not-begun, 05-12 done",
        told=both_secretaries("04-30 05-08 05-12"),
    ),
    # Three of eight don't count. Overdue on the 16th, told on Monday the 18th. With two more, who
    # had been left out, it was five, in time.
    Row(
        *("b4", "theme-day", "2026", "活动主题党日"),
        states="01-01 not-begun, 05-16 overdue, 05-20 done",
        told=((FENG, "04-30 05-08 05-12 05-14 05-15 05-18"),),
    ),
    Row(
        *("b5", "theme-day", "2026", "活动主题党日"),
        states="01-01 not-begun, 05-15 done",
        told=((ZHENG, "04-30 05-08 05-12 05-14 05-15"),),
    ),
    Row(*("b3", "theme-day", "2026", "活动主题党日"), states="01-01 -"),
    # Seven of eight, then the eighth. Who joined on 20 June is waited for in the second half only.
    Row(
        *("b1", "self-study", "2026-H1", "上半年个人自学"),
        states="01-01 not-begun, 06-10 on-the-way, 06-22 done",
        told=both_secretaries("06-16"),
    ),
    Row(
        *("b1", "self-study", "2026-H2", "下半年个人自学"),
        states="01-01 not-begun, 12-09 on-the-way, 12-22 done",
        told=both_secretaries("12-17"),
    ),
    # One is retired. 30 days before 30 June is Sunday, 31 May.
    Row(
        *("b1", "members-apart", "2026-H1", "上半年联系特殊情况党员"),
        states="01-01 not-begun, 06-08 done",
        told=both_secretaries("05-29"),
    ),
    # One puts it off for three days, into the holiday: it comes back on Monday the 22nd. 3 days
    # before 30 June is a Saturday.
    Row(
        *("b1", "boards", "2026", "支部展板"),
        states="01-01 not-begun, 06-29 done",
        told=((LI, "06-16 06-26"), (ZHAO, "06-16 06-22 06-26")),
    ),
    # Too few words until 8 December; its day was in time all the same.
    Row(
        *("b1", "life-plan", "2026", "组织生活会方案"),
        states="01-01 not-begun, 12-01 overdue, 12-08 done",
        told=both_secretaries("11-16 11-27 12-01 12-07"),
    ),
    # Held before there was a plan: it counts once there is.
    Row(
        *("b1", "life-meeting", "2026", "专题组织生活会"),
        states="01-01 not-begun, 12-03 on-the-way, 12-08 done",
    ),
    # Never held.
    Row(
        *("b3", "life-meeting", "2026", "专题组织生活会"),
        states="05-18 not-begun",
        told=((QIAN, "12-17 12-24 12-28 12-30 12-31"),),
    ),
    # Put down and waiting; sent back on the 27th; put right on 7 May, accepted on the 9th.
    Row(
        *("b1", "search-findings", "2026", "双找双对排查结果"),
        states="01-01 not-begun, 04-22 awaiting, 04-27 not-begun, 05-01 overdue, 05-07 awaiting, "
        "05-09 done",
        told=both_secretaries("04-16 04-29 05-06"),
    ),
    # Four of five: five of seven are too few, six are enough.
    Row(
        *("b2", "review-meeting", "2026", "民主评议党员会"),
        states="01-01 not-begun, 12-18 done",
        told=((SUN, "12-17"),),
    ),
]
