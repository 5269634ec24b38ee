"""What units above and persons owe: what is done, and what comes of it."""

from tests.year.table_names import BAI, GAO, HAO, HE, LI, LIN, LUO, QIAN, SUN, XU, ZHAO
from tests.year.words import ALL, Act, Change, Decide, Put, Row


def _visits(
    unit: str, who: str, days: str, place: str = "contact-branch", kind: str = "contact-visit"
) -> list[Act]:
    return [
        Put(day, unit, kind, there=who, place="" if kind == "grass-roots-visit" else place)
        for day in days.split()
    ]


ACTS: list[Act] = [
    Decide("04-20", "k1", "weak-ledger", "2026", "excused", HAO, "今年由市里统一排查"),
    Put("11-10", "k1", "weak-fixed", number=3, of=5),
    Put("12-09", "k1", "weak-fixed", number=2, of=5),
    Decide("12-14", "k1", "weak-fixed", "2026", "accepted", HAO),
    Put("05-12", "k2", "weak-ledger", file="document"),
    Put("04-21", "k1", "mobilisation", spoke="田委员", name="mobilised"),
    Change("04-24", "mobilised", spoke=GAO),
    Put("04-15", "k1", "training", there=f"{GAO} {HE} {LI} {SUN} 马书记"),
    Put("05-11", "k1", "training-leaders", there="田委员"),
    Put("05-14", "k1", "training-secretaries", there=ZHAO),
    Put("05-19", "k1", "training-secretaries", there=QIAN),
    Put("05-13", "k1", "contact-list", file="document"),
    Put("06-05", "k1", "model-posts", topic="教育", number=10, of=100),
    Put("06-12", "k1", "model-posts", topic="卫生", number=4, of=50),
    Put("06-25", "k1", "model-posts", topic="卫生", number=1, of=50),
    *_visits("k1", HE, "05-27 08-12 10-20 12-22"),
    *_visits("k1", "高书记 田委员", "04-22 05-25 07-22 09-22"),
    *_visits("k1", LIN, "07-23 09-23 10-14 11-11"),
    *_visits("k1", LIN, "07-24", "major-project"),
    *_visits("k1", LIN, "08-21", "poor-village"),
    *_visits("c1", LUO, "06-03 08-05 09-09"),
    *_visits("c1", "石书记 韦委员", "04-22 07-22 09-22"),
    *_visits("k1", LIN, "07-15 08-19 09-16 10-21 11-18 12-18", kind="grass-roots-visit"),
    *_visits(
        "k1",
        "高书记 田委员",
        "01-16 02-13 03-16 04-16 05-15 06-16 07-16 08-17 09-16 10-16",
        kind="grass-roots-visit",
    ),
    Put("02-11", "p", "committee-study", spoke=ALL, minutes=180, topic="讲话"),
    Put("03-20", "p", "committee-study", spoke=ALL, minutes=180, topic="讲话"),
]
ROWS = [
    # Due on 30 April: 14 days before is the 16th. Excused on the 20th.
    Row(
        *("k1", "weak-ledger", "2026", "软弱涣散支部台账"),
        states="01-01 not-begun, 04-20 excused",
        told=((XU, "04-16"),),
    ),
    # The province is told at once, when the holidays are over.
    Row(
        *("k2", "weak-ledger", "2026", "软弱涣散支部台账"),
        states="01-01 not-begun, 05-01 overdue, 05-12 done-late",
        told=((BAI, "04-16 04-23 04-29 05-06 05-11"), (HAO, "05-06")),
    ),
    # What comes first is excused. 30 days before 31 December is 1 December.
    Row(
        *("k1", "weak-fixed", "2026", "软弱涣散支部整顿"),
        states="01-01 not-begun, 11-10 on-the-way, 12-09 awaiting, 12-14 done",
        told=((XU, "12-01"),),
    ),
    # The committee's secretary has to speak.
    Row(
        *("k1", "mobilisation", "2026", "动员会"),
        states="01-01 not-begun, 04-24 done",
        told=((XU, "04-16 04-23"),),
    ),
    # The secretary and the cadre in April, the committee's member in May.
    Row(
        *("k1", "training", "2026", "干部分类培训"),
        states="01-01 not-begun, 04-15 on-the-way, 05-11 done",
        told=((XU, "05-06"),),
    ),
    # Each of two secretaries owes it. 3 days before 20 May is a Sunday; by then both are trained.
    Row(
        *("b1", "training-secretary", "2026", "支部书记培训"),
        states="01-01 not-begun, 04-15 done",
        whose=LI,
    ),
    Row(
        *("b1", "training-secretary", "2026", "支部书记培训"),
        states="01-01 not-begun, 05-14 done",
        told=((ZHAO, "05-06"),),
        whose=ZHAO,
    ),
    # Founded two days before: the first morning says what the last fortnight's would have.
    Row(
        *("b3", "training-secretary", "2026", "支部书记培训"),
        states="05-18 not-begun, 05-19 done",
        told=((QIAN, "05-19"),),
        whose=QIAN,
    ),
    # A tenth of the schools' posts is enough while no other industry is named; 4 of 50 are not.
    # 30 days before 30 June is a Sunday.
    Row(
        *("k1", "model-posts", "2026", "示范岗"),
        states="01-01 not-begun, 06-05 done, 06-12 on-the-way, 06-25 done",
        told=((XU, "05-29 06-16"),),
    ),
    # Named on 26 May, and only worth it while all are chosen.
    Row(
        *("k1", "models-named", "2026", "命名示范"),
        states="01-01 not-begun, 05-26 on-the-way, 06-05 done, 06-12 on-the-way, 06-25 done",
        told=((XU, "06-16"),),
    ),
    # The first visit by 31 May, a Sunday: 14 days before it is one, too. Four in the year.
    Row(
        *("k1", "contact-county", "2026", "到联系支部"),
        states="01-01 not-begun, 05-27 on-the-way, 12-22 done",
        told=((HE, "05-15 12-17"),),
        whose=HE,
    ),
    # The first one late, three of three in September.
    Row(
        *("c1", "contact-city", "2026", "到联系支部"),
        states="01-01 not-begun, 06-01 overdue, 06-03 on-the-way, 09-09 done-late",
        told=((LUO, "05-15 05-28 06-01"),),
        whose=LUO,
    ),
    # On the committee since 1 July: 184 days of 365, so 5.04 of ten visits: six. 60 days before the
    # end of the year is Sunday, 1 November.
    Row(
        *("k1", "grass-roots", "2026", "到基层指导"),
        states="01-01 -, 07-01 not-begun, 07-15 on-the-way, 12-18 done",
        told=((LIN, "10-30 12-17"),),
        whose=LIN,
    ),
    Row(
        *("p", "committee-study", "2026-Q1", "一季度班子专题学习"),
        states="01-01 not-begun, 02-11 on-the-way, 03-20 done",
        told=((HAO, "03-17"),),
    ),
]
