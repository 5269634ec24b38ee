"""The time of a meeting as people write it: 周五下午3点, 5月20日19:00, 明晚七点半, tomorrow 3pm.

Plain rules. A day without a week or a month is the next one of that name. An hour from 1 to 6 of
which nothing is said is in the afternoon: nobody meets at three in the night.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from programme.calendar import local_day, moment
from programme.typed_days import NoDays, read_days
from storage.values.messages import BadInput, message

_FARTHEST = timedelta(days=366)
_NUMERALS = {each: n for n, each in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMBER = (
    r"(?:\d{1,2}|[零〇一二两三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
)
_PART_OF_DAY = (
    r"(?P<part>凌晨|清晨|早上|早晨|早|上午|中午|正午|下午|午后|傍晚|晚上|夜里|晚|"
    r"in the morning|in the afternoon|in the evening|morning|afternoon|evening|noon)"
)
_TIME = re.compile(
    rf"(?:{_PART_OF_DAY}\s*(?:at\s*)?)?"
    rf"(?:(?P<h1>\d{{1,2}})\s*:\s*(?P<m1>\d{{2}})(?!\d)"
    rf"|(?P<h2>{_NUMBER})\s*[点时](?:\s*(?P<half>半)|\s*(?P<quarter>[一三])刻|整"
    rf"|\s*(?P<m2>{_NUMBER})\s*分?(?![号日月]))?"
    r"|(?P<h3>\d{1,2})(?=\s*[ap]\.?m)"
    r"|at\s+(?P<h4>\d{1,2})(?![\d:.]))"
    r"\s*(?P<half_of_day>[ap]\.?m\.?)?"
    r"(?:\s*(?P<after>in the morning|in the afternoon|in the evening))?"
)
_WEEKDAY = re.compile(
    r"(?P<week>下下|下个?|这个?|本|上个?)?(?:周|星期|礼拜)(?P<zh>[一二三四五六日天1-7])"
    r"|(?:(?P<next>next|this|on)\s+)?(?P<en>mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?"
)
_DAY_OF_MONTH = re.compile(
    r"^(?P<day>\d{1,2})\s*[号日]$|^(?:the\s+)?(?P<en>\d{1,2})(?:st|nd|rd|th)$"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKS = {"本": 0, "这": 0, "this": 0, "下": 1, "next": 1, "下下": 2, "上": -1}
# What stands for a day and a part of it, as the rest reads them.
_SHORT = (
    (re.compile(r"今晚|今夜"), "今天晚上"),
    (re.compile(r"明晚"), "明天晚上"),
    (re.compile(r"明早"), "明天早上"),
    (re.compile(r"今早"), "今天早上"),
    (re.compile(r"后晚"), "后天晚上"),
    (re.compile(r"\btonight\b"), "today evening"),
    (re.compile(r"\bday after tomorrow\b|\bin two days\b"), "后天"),
    (re.compile(r"\b(?:12\s+)?(?:noon|midday)\b"), "12:00"),
)
_FILLING = re.compile(r"[\s,，、;；。()的]|\bat\b|\bon\b|\bthe\b|开会|开|在|于")
_DAY_IN_NUMERALS = re.compile(
    r"[一二三]?十[一二三四五六七八九]?(?=[号日月])|[一二三四五六七八九](?=[号日月])"
)
_BEFORE_NOON = ("凌晨", "清晨", "早上", "早晨", "早", "上午", "morning")
_AFTER_NOON = ("下午", "午后", "傍晚", "晚上", "夜里", "晚", "afternoon", "evening")
_NOON = ("中午", "正午", "noon")
_JUST_NOW = timedelta(minutes=5)


class _Weekday(Struct, frozen=True):
    """A weekday that was named: 0 is Monday. ``week``: 0 this one, 1 the next; None: not said."""

    number: int
    week: int | None


def read_moment(text: str, now: datetime, zone: str, usual: time | None = None) -> datetime:
    """The moment that somebody has written. ``usual``: the time of day, when only a day is named.

    Raises :class:`BadInput` for what can't be made out, has gone by, or is more than a year ahead.
    """
    said = unicodedata.normalize("NFKC", text).casefold().strip()
    for pattern, whole in _SHORT:
        said = pattern.sub(whole, said)
    said = _DAY_IN_NUMERALS.sub(lambda found: str(_number(found[0])), said)
    at, rest = _clock(said)
    weekday, rest = _weekday(rest)
    today = local_day(now, zone)
    day = _day(_FILLING.sub(" ", rest).strip(), today)
    if at is None and (usual is None or (day is None and weekday is None)):
        raise _unreadable()
    meant = _moment(day, weekday, at or usual or time(), now, zone)
    if meant < now - _JUST_NOW:
        raise BadInput(
            message("That time has gone by. What was held already, you put down with /record.")
        )
    if meant > now + _FARTHEST:
        raise BadInput(message("That is more than a year ahead. Please write a time before that."))
    return meant


def _moment(
    day: date | None, weekday: _Weekday | None, at: time, now: datetime, zone: str
) -> datetime:
    """What a day, a weekday and a time of day come to, as far as they were named."""
    if day is not None:
        if weekday is not None and weekday.number != day.weekday():
            raise BadInput(
                message("That date falls on another weekday. Please look at it once more.")
            )
        return moment(day, at, zone)
    today = local_day(now, zone)
    if weekday is None:
        return _first_to_come(today, at, now, zone, timedelta(days=1))
    if weekday.week is None:
        ahead = timedelta(days=(weekday.number - today.weekday()) % 7)
        return _first_to_come(today + ahead, at, now, zone, timedelta(days=7))
    monday = today - timedelta(days=today.weekday())
    return moment(monday + timedelta(days=7 * weekday.week + weekday.number), at, zone)


def _first_to_come(day: date, at: time, now: datetime, zone: str, otherwise: timedelta) -> datetime:
    found = moment(day, at, zone)
    return found if found >= now - _JUST_NOW else moment(day + otherwise, at, zone)


def _clock(said: str) -> tuple[time | None, str]:
    """The time of day in a text, and the rest of it."""
    found = _TIME.search(said)
    if found is None:
        if any(part in said for part in (*_BEFORE_NOON, *_AFTER_NOON)):
            # In the evening, but when?
            raise _unreadable()
        return None, said
    hour = _number(next(found[each] for each in ("h1", "h2", "h3", "h4") if found[each]))
    minute = _number(found["m1"] or found["m2"] or "0")
    if found["half"]:
        minute = 30
    elif found["quarter"]:
        minute = 15 * _number(found["quarter"])
    part = (found["part"] or found["after"] or "").removeprefix("in the ")
    hour = _hour(hour, part, (found["half_of_day"] or "")[:1])
    try:
        return time(hour, minute), f"{said[: found.start()]} {said[found.end() :]}"
    except ValueError:
        raise _unreadable() from None


def _hour(hour: int, part: str, half: str) -> int:
    """The hour of the day that is meant by what the clock shows and the part of the day."""
    if half:
        return hour % 12 + (12 if half == "p" else 0)
    if part in _BEFORE_NOON:
        return hour
    if part in _AFTER_NOON:
        return hour + 12 if hour < 12 else hour
    if part in _NOON:
        return hour + 12 if hour < 4 else hour
    return hour + 12 if 1 <= hour <= 6 else hour


def _number(written: str) -> int:
    """A number in digits or in Chinese numerals below a hundred."""
    if written.isdecimal():
        return int(written)
    if "十" not in written:
        return _NUMERALS[written]
    tens, _, ones = written.partition("十")
    return 10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS[ones] if ones else 0)


def _weekday(said: str) -> tuple[_Weekday | None, str]:
    """The weekday in a text, and the rest of it."""
    found = _WEEKDAY.search(said)
    if found is None:
        return None, said
    rest = f"{said[: found.start()]} {said[found.end() :]}"
    week = _WEEKS.get((found["week"] or found["next"] or "").rstrip("个"))
    if found["en"]:
        return _Weekday(_DAYS.index(found["en"]), week), rest
    named = found["zh"].replace("天", "日")
    number = "一二三四五六日".find(named)
    return _Weekday(int(named) - 1 if number < 0 else number, week), rest


def _day(said: str, today: date) -> date | None:
    """The date that is named; None when none is."""
    if not said:
        return None
    if said == "大后天":
        return today + timedelta(days=3)
    of_month = _DAY_OF_MONTH.match(said)
    if of_month:
        return _next_of_month(int(of_month["day"] or of_month["en"]), today)
    try:
        days = read_days(said, today)
    except NoDays:
        raise _unreadable() from None
    if days.first != days.last:
        raise _unreadable()
    return days.first


def _next_of_month(number: int, today: date) -> date:
    """The next day of this number; today is one."""
    for ahead in range(62):
        day = today + timedelta(days=ahead)
        if day.day == number:
            return day
    raise _unreadable()


def _unreadable() -> BadInput:
    return BadInput(
        message(
            "I can't make out the time. Please write it like Friday 3 pm, 20 May 19:00, or "
            "tomorrow 15:00. /cancel leaves it."
        )
    )
