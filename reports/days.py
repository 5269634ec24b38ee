"""Days and times in the reader's language."""

from datetime import date, time, timedelta
from functools import lru_cache

from babel.dates import format_interval, format_skeleton

from reports.wording import Words

LOCALES = {"zh": "zh_CN", "en": "en_GB"}


def shown_day(words: Words, day: date) -> str:
    """A day without its year: 5月20日, 20 May."""
    return _shown_day(words.language, day)


# Babel takes a millisecond for it, and a list has the same days again and again.
@lru_cache(maxsize=1_000)
def _shown_day(language: str, day: date) -> str:
    return str(format_skeleton("MMMd", day, locale=LOCALES[language]))


def shown_days(words: Words, first: date, last: date) -> str:
    """The days from the first to the last: 5月20日至22日, 20–22 May; or the one day."""
    shown = format_interval(first, last, "MMMd", locale=LOCALES[words.language])
    return str(shown).replace("\u2009", " ")


def shown_day_from(words: Words, day: date, today: date) -> str:
    """A day as one says it on ``today``: today, tomorrow, or its date."""
    if day == today:
        return words("today")
    return words("tomorrow") if day == today + timedelta(days=1) else shown_day(words, day)


def shown_time(at: time) -> str:
    """A local time: 07:30."""
    return at.strftime("%H:%M")
