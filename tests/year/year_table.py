"""What becomes of 48 obligations through 2026, worked out by hand, and what people do for it.

It was worked out apart from the product, from the words of the duties and these of the programme:

- It rests at weekends and on China's holidays: 1-3 January, 15-23 February, 4-6 April, 1-5 May,
  19-21 June, 25-27 September, 1-7 October. It works on six days of weekends in exchange:
  4 January, 14 and 28 February, 9 May, 20 September, 10 October.
- A reminder comes so many days before the due day as the duty says (14, 7, 3, 1 and 0 where it says
  nothing). Where that is a day off, it comes on the last working day before.
- What is overdue is told on the first working day after the due day, and then on the first working
  day of each week, four days later at the earliest.
- People act in the evening, when the day's reminder has been sent.

On the calendar: 1 January is a Thursday. The first of each month from February: Sunday, Sunday,
Wednesday, Friday, Monday, Wednesday, Saturday, Tuesday, Thursday, Sunday, Tuesday.
"""

from tests.year import table_above, table_meetings, table_months, table_once
from tests.year.words import Act

_PARTS = (table_meetings, table_months, table_once, table_above)
ACTS: list[Act] = [act for part in _PARTS for act in part.ACTS]
ROWS = [row for part in _PARTS for row in part.ROWS]

# What all branches and units do besides, early in its time (see plan.py), and these don't: it is
# told above what they do instead.
INSTEAD = {
    "b1": "study-Q1 study-Q2 study-Q3 committee-02 committee-04 second-group-06 first-group-10 "
    "second-group-10 activity-08 theme-day self-study-H1 self-study-H2 apart-H1 board life-plan "
    "life-meeting findings",
    "b2": "committee-01 committee-02 committee-03 committee-04 committee-05 committee-06 "
    "committee-07 committee-08 review-meeting review-used",
    "b3": "study-Q2 activity-05 life-meeting",
    "b4": "study-Q1 study-Q2 study-Q3 theme-day",
    "b5": "lecture-Q3 theme-day",
    "k1": "weak-ledger weak-fixed mobilisation training contact-list model-posts visits "
    "grass-roots",
    "c1": "visits",
    "k2": "weak-ledger",
    "p": "committee-study-Q1",
}
