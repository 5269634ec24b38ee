"""What the bot says in each language, as far as the stories listen for it."""

from msgspec import Struct


class Sayings(Struct, frozen=True):
    """Beginnings or parts of sentences in one language."""

    language: str
    branch: str
    secretary: str
    members: tuple[str, ...]
    read_it: str
    noted: str
    already: str
    undo: str
    taken_back: str
    source: str
    result: str
    two_answered: str
    evening: str
    saved: str
    first_day: str
    week_month_year: tuple[str, str, str, str]
    not_yet: str
    morning_line: str
    own: str
    done: str
    late: str


ZH = Sayings(
    language="zh",
    branch="红星村支部",
    secretary="李书记",
    members=("王大妈", "老张", "小陈"),
    read_it="我学了",
    noted="记上了，连续第 1 天",
    already="今天已经记过了，放心",
    undo="点错了，撤回",
    taken_back="撤回了",
    source="Sanxue 编写",
    result="午间一答：结果",
    two_answered="2 人答了。",
    evening="晚间一记",
    saved="记好了，只有您能看到",
    first_day="连续第 1 天",
    week_month_year=("本周", "本月", "今年", "至今"),
    not_yet="还没顾上",
    morning_line="早一学",
    own="您自己的情况看 /me",
    done="今天三样都做好了",
    late="网络不通，发晚了，不怪大家",
)

EN = Sayings(
    language="en",
    branch="Red Star branch",
    secretary="Li",
    members=("Wang", "Zhang", "Chen"),
    read_it="I've read it",
    noted="Noted: day 1 running",
    already="Already noted today",
    undo="Undo",
    taken_back="Taken back",
    source="Written for Sanxue",
    result="Noon result",
    two_answered="2 people answered.",
    evening="Evening note",
    saved="Saved, for your eyes only",
    first_day="1 day running",
    week_month_year=("This week", "This month", "This year", "So far"),
    not_yet="Not yet",
    morning_line="Morning: read",
    own="How you yourself are doing: /me",
    done="All three done",
    late="Late by our fault, not yours",
)
