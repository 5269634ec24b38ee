"""A month of one branch as two tables: what each did, and the figures that it comes to.

The second was worked out from the first apart from the product, by plain sums and by walking each
line by hand: reading 1 point, answering 1 and 1 more if right, writing 2, each once a day; two
spare days a calendar month; what is made up counts for its day.
"""

from datetime import date

DAYS = [date(2026, 9, day) for day in (28, 29, 30)] + [
    # 1 to 7 October is the national holiday, and Saturday the 10th pays for it.
    *(date(2026, 10, day) for day in (8, 9, 10)),
    *(date(2026, 10, day) for day in (12, 13, 14, 15, 16)),
    *(date(2026, 10, day) for day in (19, 20, 21, 22, 23)),
    *(date(2026, 10, day) for day in (26, 27, 28, 29, 30)),
]
"""The days on which something is posted: weekends are off, but for one."""

# A day is three characters: reading (r; R made up on the next study day), the question (+ right,
# - wrong, P made up and right), the note (n; 2 for two of them; N made up). «___»: not a member.
DEEDS = """
        28  29  30  | 8   9   10  | 12  13  14  15  16  | 19  20  21  22  23  | 26  27  28  29  30
李书记  r+n r+n r+. | r+n r+n r+n | r+n r+n r+n r+n r+n | r+n r+n r+n r+n r+n | r+n r+n r+n r+n r+n
赵书记  r+. r-. r+. | r+. ... r+. | r+. r+. r-. r+. r+. | r+. ... r+. r+. r+. | r+. r+. r+. r-. r+.
王大妈  r.n r.n r.n | r.n r.n r.n | r.n ... ... ... r.n | r.n r.n r.n r.n r.2 | r.n r.n r.n r.n r.n
老张    r.. r.. r.. | r+. r.. r.. | r.. r.. r-. r.. r.. | r+. ... ... R.. r.. | r.. r.. r+. r.. r..
陈会计  .+. .-. .+. | .+. .+. .-. | .+. .-. .+. .+. .+. | .-. .+. .+. .+. .+. | .+. .+. .-. .+. .+.
刘姐    ..n ..n ... | ..n ..n ..n | ..n ..2 ..n ..n ... | ..n ..n ..n ..n ..n | ..n ..n ... ..n ..n
周师傅  r+n r+n r-n | r+n r+n r-. | r-n r+. r+n r-n r+n | r+. r+n r-n r+n r+n | R+n r+n r-n r+. r+n
吴婶    r+. r+. r+. | r+. r+. r+. | ... ... r+. ... ... | r+. r-. r+. r+. r+. | r+. r+. r+. r+. r+.
郑工    r.. r.. r.. | r.. ... ... | ... ... ... ... ... | ... ... ... ... ... | ... ... ... ... ...
高医生  r+. ... ... | .+. ... r+. | R-. r+n ... r+. r-. | r+. r+n r+. ... r+. | r+. ... r+. r+n r+.
小何    r.. r.. r.. | r.. r.. r.. | r.. r.. r.. r.. R.. | r.. r.. r.. r.. r.. | ... ... r.. r.. r..
孙老师  r+n r+n r+n | r+n r+n r+n | r+n r+n r+n r+n r+n | r+n r+n r+n RPN r+n | r+n r+n r+n r+n r+n
林叔    ... ... ... | .+. ... ... | ... .-. ... ... ... | ... .+. ... ... ... | ... ... .+. ... ...
马姐    r+. r+. r+. | r+. r+. r-. | r+. r+. r+. r+. r-. | r+. r+. r+. ___ ___ | ___ ___ ___ ___ ___
小燕    ___ ___ ___ | ___ ___ ___ | ___ ___ ___ r+n r.. | r+n r-n ... r+n r+n | r+n r+n ... r-n r+n
冯大爷  ... ... ... | ... ... ... | ... ... r.n ... ... | ... ... ... ... ... | ... ... r.. ... ...
钱奶奶  ... ... ... | ... ... ... | ... ... R.. ... ... | ... ... ... ... ... | ... ... ..n ... ...
许大爷  ... ... ... | ... ... ... | ... ... ... ... ... | ... ... ... ... ... | ... ... ... ... ...
"""

WITHOUT_TELEGRAM = ("冯大爷", "钱奶奶", "许大爷")

# Week by week: times read, questions answered/of them right, notes, points, how many of it all
# were made up.
WEEKS = """
        28–30 Sept     | 8–10 October   | 12–16          | 19–23          | 26–30
李书记   3 3/3 2 13 0 |  3 3/3 3 15 0 |  5 5/5 5 25 0 |  5 5/5 5 25 0 |  5 5/5 5 25 0
赵书记   3 3/2 0  8 0 |  2 2/2 0  6 0 |  5 5/4 0 14 0 |  4 4/4 0 12 0 |  5 5/4 0 14 0
王大妈   3 0/0 3  9 0 |  3 0/0 3  9 0 |  2 0/0 2  6 0 |  5 0/0 6 15 0 |  5 0/0 5 15 0
老张     3 0/0 0  3 0 |  3 1/1 0  5 0 |  5 1/0 0  6 0 |  3 1/1 0  5 1 |  5 1/1 0  7 0
陈会计   0 3/2 0  5 0 |  0 3/2 0  5 0 |  0 5/4 0  9 0 |  0 5/4 0  9 0 |  0 5/4 0  9 0
刘姐     0 0/0 2  4 0 |  0 0/0 3  6 0 |  0 0/0 5  8 0 |  0 0/0 5 10 0 |  0 0/0 4  8 0
周师傅   3 3/2 3 14 0 |  3 3/2 2 12 0 |  5 5/3 4 21 0 |  5 5/4 4 22 0 |  5 5/4 4 22 1
吴婶     3 3/3 0  9 0 |  3 3/3 0  9 0 |  1 1/1 0  3 0 |  5 5/4 0 14 0 |  5 5/5 0 15 0
郑工     3 0/0 0  3 0 |  1 0/0 0  1 0 |  0 0/0 0  0 0 |  0 0/0 0  0 0 |  0 0/0 0  0 0
高医生   1 1/1 0  3 0 |  1 2/2 0  5 0 |  4 4/2 1 12 1 |  4 4/4 1 14 0 |  4 4/4 1 14 0
小何     3 0/0 0  3 0 |  3 0/0 0  3 0 |  5 0/0 0  5 1 |  5 0/0 0  5 0 |  3 0/0 0  3 0
孙老师   3 3/3 3 15 0 |  3 3/3 3 15 0 |  5 5/5 5 25 0 |  5 5/5 5 25 3 |  5 5/5 5 25 0
林叔     0 0/0 0  0 0 |  0 1/1 0  2 0 |  0 1/0 0  1 0 |  0 1/1 0  2 0 |  0 1/1 0  2 0
马姐     3 3/3 0  9 0 |  3 3/2 0  8 0 |  5 5/4 0 14 0 |  3 3/3 0  9 0 |  0 0/0 0  0 0
小燕     0 0/0 0  0 0 |  0 0/0 0  0 0 |  2 1/1 1  6 0 |  4 4/3 4 19 0 |  4 4/3 4 19 0
"""

ASKED = (date(2026, 10, 11), date(2026, 10, 25), date(2026, 10, 30))
"""On these days everybody asks how they do: two Sundays, and the last evening."""
IN_THE_STANDINGS = (14, 15, 14)
"""With Telegram: the newcomer has come by the second day, and who left is gone by the last."""

# On those days: days in a row (0: over), spare days used in October, place of the week (0: none).
# 老张: the row that broke on the 23rd is whole with the 22nd made up and two spare days.
# 高医生: two spare days of September and two of October; the row breaks on the 22nd and the 27th.
# 吴婶: no spare day for her leave, and what she read on it counts.
# 马姐 asks on the 21st, the last day on which she is a member.
MYSELF = """
        11th    | 25th    | 30th
李书记  6 0  1  | 16 0  1 | 21 0  1
赵书记  5 1  7  | 14 2  8 | 19 2  7
王大妈  6 0  4  |  6 0  5 | 11 0  5
老张    6 0  9  | 14 2 12 | 19 2 11
陈会计  6 0  9  | 16 0 10 | 21 0  9
刘姐    5 0  7  | 14 1  9 | 18 2 10
周师傅  6 0  3  | 16 0  3 | 21 0  3
吴婶    6 0  4  | 12 0  6 | 17 0  5
郑工    4 2 14  |  0 0  0 |  0 0  0
高医生  3 1  9  |  1 2  6 |  3 2  7
小何    6 0 12  | 16 0 12 | 19 2 12
孙老师  6 0  1  | 16 0  1 | 21 0  1
林叔    1 2 13  |  0 0 14 |  1 1 13
马姐    6 0  6  | 14 0  5 | -
小燕    -       |  6 1  4 | 10 2  4
"""

# On the 30th. Month: points, days, place, September's points. Year: points, days, place.
# Week: points, and those of the week before. Who has left keeps the place, but is not named.
STANDINGS = """
        month        | year      | week
李书记  90 18  1  13 | 103 21  2 | 25 25
赵书记  46 16  4   8 |  54 19  4 | 14 12
王大妈  45 15  5   9 |  54 18  4 | 15 15
老张    23 16 12   3 |  26 19 12 |  7  5
陈会计  32 18  9   5 |  37 21 10 |  9  9
刘姐    32 16  9   4 |  36 18 11 |  8 10
周师傅  77 18  3  14 |  91 21  3 | 22 22
吴婶    41 14  8   9 |  50 17  6 | 15 14
郑工     1  1 15   3 |   4  4 15 |  0  0
高医生  45 14  5   3 |  48 15  7 | 14 14
小何    16 16 13   3 |  19 19 13 |  3  5
孙老师  90 18  1  15 | 105 21  1 | 25 25
林叔     7  4 14   0 |   7  4 14 |  2  2
马姐    31 11 11   9 |  40 14  9 |  0  9
小燕    44 10  7   0 |  44 10  8 | 19 19
"""

# The upper half of the 14 who are there on the last day, named as in the group.
NAMED = {
    "本周": """1. 李书记 25 分，5 天
1. 孙老师 25 分，5 天
3. 周师傅 22 分，5 天
4. 小燕 19 分，4 天
5. 王大妈 15 分，5 天
5. 吴婶 15 分，5 天
7. 2 位并列""",
    "本月": """1. 李书记 90 分，18 天
1. 孙老师 90 分，18 天
3. 周师傅 77 分，18 天
4. 赵书记 46 分，16 天
5. 王大妈 45 分，15 天
5. 高医生 45 分，14 天
7. 小燕 44 分，10 天""",
    "今年": """1. 孙老师 105 分，21 天
2. 李书记 103 分，21 天
3. 周师傅 91 分，21 天
4. 赵书记 54 分，19 天
4. 王大妈 54 分，18 天
6. 吴婶 50 分，17 天
7. 高医生 48 分，15 天""",
}

_WITHOUT = "还有 3 位没有 Telegram，不算在上面：冯大爷、钱奶奶、许大爷"
# /status to the first secretary at a quarter to nine in the evening.
STATUS = {
    date(2026, 10, 3): f"""一支部 · 10月3日

{_WITHOUT}

接下来：今天休息，10月8日 07:30 接着学。""",
    date(2026, 10, 9): f"""一支部 · 10月9日
早一学 8/14
　还没顾上：赵书记、陈会计、刘姐、郑工、高医生、林叔
午一答 6/14
　还没顾上：赵书记、王大妈、老张、刘姐、郑工、高医生、小何、林叔
晚一记 5/14
　还没顾上：赵书记、老张、陈会计、吴婶、郑工、高医生、小何、林叔、马姐

{_WITHOUT}

接下来：眼下没什么要做的。发出来的都还开着，没顾上的改天补也行。""",
    # One is on leave, who has read all the same; another caught up on Monday.
    date(2026, 10, 14): f"""一支部 · 10月14日
早一学 7/13
　还没顾上：王大妈、陈会计、刘姐、郑工、高医生、林叔
午一答 7/13
　还没顾上：王大妈、刘姐、郑工、高医生、小何、林叔
晚一记 4/13
　还没顾上：赵书记、王大妈、老张、陈会计、郑工、高医生、小何、林叔、马姐

{_WITHOUT}
　其中 1 位今天已代记

本周补学：高医生 1 样

请假 1 人，不算在上面：吴婶（到10月16日）

接下来：郑工有三天没动静了，问候一声就好。

最近办过的事
· 10月14日：赵书记替冯大爷代记：一学、一记""",
    # The newcomer is in, and one has left.
    date(2026, 10, 28): f"""一支部 · 10月28日
早一学 9/14
　还没顾上：陈会计、刘姐、郑工、林叔、小燕
午一答 9/14
　还没顾上：王大妈、刘姐、郑工、小何、小燕
晚一记 4/14
　还没顾上：赵书记、老张、陈会计、刘姐、吴婶、郑工、高医生、小何、林叔、小燕

{_WITHOUT}
　其中 2 位今天已代记

本周补学：周师傅 1 样

接下来：郑工有三天没动静了，问候一声就好。

最近办过的事
· 10月28日：赵书记替钱奶奶代记：一记
· 10月28日：赵书记替冯大爷代记：一学""",
}
