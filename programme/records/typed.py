"""What people write when they are asked about a record: how long, how many, who, which day.

Plain rules; they raise :class:`BadInput` with what to write instead.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from programme.files import without_invisible
from programme.typed_days import read_past_day
from storage.values.messages import BadInput, message
from storage.values.people import PersonId

LONGEST_LINE = 100
"""In characters: of a topic, of a place."""
LONGEST_TEXT = 3_000
MOST = 99_999
_LONGEST = 7 * 24 * 60
_HOURS_UP_TO = 12
"""A number without a word is of hours up to here, and of minutes from there on."""

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
_DIGITS |= {"八": 8, "九": 9}
_ONE = "[一二两三四五六七八九]"
_CHINESE = re.compile(
    rf"{_ONE}百(?:零?{_ONE}?十{_ONE}?|零{_ONE}|{_ONE})?|{_ONE}?十{_ONE}?|零|{_ONE}"
)
_CHINESE_DAY = re.compile(rf"(?:{_ONE}?十{_ONE}?|{_ONE})(?=[月日号])")
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_HALF_HOUR = re.compile(r"半个?(?:小时|钟头)|半个?钟|half an hour|half hour")
# A number is whole as it stands: not the end of a longer one, of a fraction, or of a negative one.
_N = r"(?<![\d.-])(\d{1,6})"
_AND_HALF = re.compile(rf"{_N}\s*(?:个?半(?:小时|钟头)?|个?(?:小时|钟头)半| and a half hours?)")
_HALF_DAY = re.compile(r"半天|half a day")
_F = r"(?<![\d.-])(\d{1,6}(?:\.\d{1,6})?)"
_A_DAY = re.compile(rf"{_F}\s*(?:天|days?)(半?)|整天|全天|a (?:whole )?day")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_PART = r"(?:上午|早上|中午|下午|晚上)?\s*"
_TIME = r"\d{1,2}(?::[0-5]\d|[点时](?:半|[13]刻|[0-5]?\d分?)?)"
_FROM_TO = re.compile(
    rf"(?:从|from )?\s*{_PART}(?P<first>{_TIME})\s*(?:-|~|–|—|到|至|to|until)+\s*"
    rf"{_PART}(?P<last>{_TIME})"
)
_HALF_A_DAY = 12 * 60
_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
_HOURS = re.compile(rf"{_F}\s*个?\s*(?:小时|钟头|h(?:ours?|rs?)?\b)")
_QUARTERS = re.compile(rf"{_N}\s*刻")
_MINUTES = re.compile(rf"{_N}\s*(?:分钟?|m(?:in(?:ute)?s?)?\b)")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_WHOLE = re.compile(rf"{_N}(?![\d.]|\s*[千万亿])")
_BELOW_NOTHING = re.compile(r"-\s*\d")
_OUT_OF = re.compile(rf"{_N}\s*(?:/|out of|of)\s*(\d{{1,6}})(?!\d)")
_WHOLE_FIRST = re.compile(rf"{_N}\D{{0,4}}(?:中|里|其中)\D{{0,4}}(\d{{1,6}})(?!\d)")
_BETWEEN = re.compile(r"[\s,，、;；/]+|\band\b|和")
_BUT = re.compile(
    r"^(?:大家|所有人|全体|全部|都|everybody|everyone|all)?[\s,，]*"
    r"(?:除了?|缺席?[:：]?|没来[的]?[:：]?|but|except(?: for)?)\s*"
)
_AFTER_BUT = re.compile(r"(?:以外|之外|外)?[\s,，]*(?:都|全)?(?:到了|来了|参加了|在)?$|没来$|没到$")
_ALL = frozenset(
    {"全到了", "全到", "都到了", "都来了", "大家", "所有人", "全体", "all", "everybody"}
)


def read_minutes(text: str, day_hours: float) -> int:
    """How long something took: 90, 90分钟, 一个半小时, 1.5 h, 半天."""
    said = _plain(text)
    minutes = _minutes(said, day_hours)
    if minutes is None or not 0 < minutes <= _LONGEST:
        raise BadInput(
            message("I can't make out how long. Please write it like 90 minutes or 1.5 hours.")
        )
    return round(minutes)


def read_count(text: str, most: int = MOST) -> int:
    """One whole number."""
    said = _plain(text)
    found = [] if _BELOW_NOTHING.search(said) else _WHOLE.findall(said)
    if len(found) != 1 or int(found[0]) > most:
        raise BadInput(
            message("Please write a whole number from {lowest} to {most}.", lowest=0, most=most)
        )
    return int(found[0])


def read_part(text: str) -> tuple[int, int | None]:
    """How many, and out of how many where that is said: 12/95, 12 of 95, 95个中12个."""
    said = _plain(text)
    if found := _OUT_OF.search(said):
        number, of = int(found[1]), int(found[2])
    elif found := _WHOLE_FIRST.search(said):
        number, of = int(found[2]), int(found[1])
    else:
        return read_count(text), None
    if number > of or of == 0 or of > MOST:
        raise BadInput(
            message("The first number can't be larger than the whole. Please write it like 12/95.")
        )
    return number, of


def read_line(text: str) -> str:
    """A topic or a place: one line."""
    said = without_invisible(text)
    if not said or len(said) > LONGEST_LINE:
        raise BadInput(
            message("Please write it in one line of at most {most} characters.", most=LONGEST_LINE)
        )
    return said


def read_text(text: str) -> str:
    """What happened, in one's own words."""
    said = text.strip()
    if not said or len(said) > LONGEST_TEXT:
        raise BadInput(message("Please write it in at most {most} characters.", most=LONGEST_TEXT))
    return said


def read_day(text: str, today: date) -> date:
    """The day on which something was, today at the latest."""
    return read_past_day(_CHINESE_DAY.sub(_chinese, text), today)


def read_people(text: str, known: Mapping[PersonId, str]) -> Sequence[PersonId]:
    """Who took part, by their names: 王大妈、老张, or 除了老张, or all but Zhang.

    ``known``: who can be named. A name that two have can't be written.
    """
    said = without_invisible(text)
    folded = _folded(said)
    if folded in _ALL:
        return list(known)
    but = _BUT.match(unicodedata.normalize("NFKC", said).casefold())
    if but is None:
        return _named(said, known)
    rest = unicodedata.normalize("NFKC", said)[but.end() :]
    missing = set(_named(_AFTER_BUT.sub("", rest), known))
    return [person for person in known if person not in missing]


def recent_days(today: date, count: int = 6) -> Sequence[date]:
    """The days that are offered as buttons: today and those before."""
    return [today - timedelta(days=back) for back in range(count)]


def _named(said: str, known: Mapping[PersonId, str]) -> Sequence[PersonId]:
    whole = [person for person, name in known.items() if _folded(name) == _folded(said)]
    if len(whole) == 1:
        # A name may hold what else parts names.
        return whole
    found: list[PersonId] = []
    for part in filter(None, _BETWEEN.split(said)):
        meant = [person for person, name in known.items() if _folded(name) == _folded(part)]
        if not meant:
            raise BadInput(
                message("I know nobody here called {name}. Please write it once more.", name=part)
            )
        if len(meant) > 1:
            raise BadInput(
                message("Several people here are called {name}. Please tap theirs.", name=part)
            )
        found += meant
    if not found:
        raise BadInput(message("I can't make out any name. Please write it once more."))
    return found


def _minutes(said: str, day_hours: float) -> float | None:
    if found := _FROM_TO.fullmatch(said):
        first, last = _moment(found["first"]), _moment(found["last"])
        # From 9 to 11; from 2 to half past four in the afternoon; from 11 to 1.
        return last - first if last >= first else last + _HALF_A_DAY - first
    said = _COMMA.sub(".", said)
    if found := _AND_HALF.search(said):
        return 60 * int(found[1]) + 30
    if found := _CLOCK.fullmatch(said):
        return 60 * int(found[1]) + int(found[2])
    return _days(said, day_hours) or _hours(said)


def _moment(said: str) -> int:
    """A time of the day in minutes: 9, 9:30, 9点半, 9点一刻."""
    hours, _, rest = re.sub(r"[点时]", ":", said).rstrip("分").partition(":")
    parts = {"": 0, "半": 30, "1刻": 15, "3刻": 45}
    return 60 * int(hours) + (parts[rest] if rest in parts else int(rest))


def _days(said: str, day_hours: float) -> float | None:
    if _HALF_DAY.search(said):
        return day_hours * 30
    found = _A_DAY.search(said)
    return day_hours * 60 * (float(found[1] or 1) + (0.5 if found[2] else 0)) if found else None


def _hours(said: str) -> float | None:
    hours, minutes = _HOURS.search(said), _MINUTES.search(said)
    quarters = _QUARTERS.search(said)
    if _HALF_HOUR.search(said):
        return 30
    if hours or quarters or minutes:
        whole = 60 * float(hours[1] if hours else 0) + 15 * int(quarters[1] if quarters else 0)
        return whole + int(minutes[1] if minutes else 0)
    if not _NUMBER.fullmatch(said):
        return None
    number = float(said)
    return 60 * number if number <= _HOURS_UP_TO else number


def _plain(text: str) -> str:
    """A text with its numbers in digits."""
    said = unicodedata.normalize("NFKC", text).casefold().strip()
    said = re.sub(r"\b(one|two|three|four|five|six|seven|eight)\b", _english, said)
    return _CHINESE.sub(_chinese, said)


def _english(found: re.Match[str]) -> str:
    return str(_ENGLISH[found[0]])


def _chinese(found: re.Match[str]) -> str:
    hundreds, hundred, rest = found[0].rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    number = 100 * _DIGITS[hundreds] if hundred else 0
    if ten:
        number += 10 * (_DIGITS[tens.lstrip("零")] if tens.lstrip("零") else 1)
    # 一百二 is 120, and 一百零二 is 102.
    worth = 10 if hundred and not ten and not ones.startswith("零") else 1
    return str(number + (worth * _DIGITS[ones.lstrip("零") or "零"] if ones else 0))


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", without_invisible(name)).casefold().split())
