"""Whom the table is about."""

# South Street (b1) has eight members in two groups and two secretaries; a ninth joins on 20 June.
LI, ZHAO = "李书记", "赵书记"
FIRST_GROUP, SECOND_GROUP = "李书记 王大妈 老张 陈会计", "赵书记 刘姐 周师傅 吴婶"
# Willow Village (b2) has six members, from 10 August seven; its secretary can't be reached until
# the evening of 4 September. New Bridge (b3) is founded on 18 May, Old Street (b4) closed on
# 10 September. The branch of the building site in Berlin (b5) lives by Berlin's time.
SUN, QIAN, FENG, ZHENG = "孙书记", "钱书记", "冯书记", "郑书记"
# The organisers of the county k1, of the county k2, and of the province p.
XU, BAI, HAO = "许组织员", "白组织员", "郝组织员"
# A cadre of k1 and one of the city c1, and of k1's committee its secretary and a late member.
HE, LUO, GAO, LIN = "何干部", "罗干部", "高书记", "林委员"


def both_secretaries(days: str) -> tuple[tuple[str, str], ...]:
    """Of two secretaries, both are reminded."""
    return (LI, days), (ZHAO, days)
