"""Time zones as people name them: by a city, in their own language."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from programme.zones import known_zones
from reports.wording import LANGUAGES, Words

_LOCALES = {"zh": "zh_CN", "en": "en_GB"}
_BEIJING = "Asia/Shanghai"
# Nobody in China says Shanghai time.
_OTHER_NAMES: Mapping[str, str] = {"北京": _BEIJING, "北京时间": _BEIJING, "beijing": _BEIJING}


def zone_name(words: Words, zone: str) -> str:
    """A time zone by its city: 柏林, Berlin."""
    if zone == _BEIJING:
        return words("Beijing time")
    return _city(zone, words.language)


def zone_typed(typed: str) -> str | None:
    """The time zone that somebody means by its own name or a city's, in either language."""
    asked = " ".join(typed.replace("_", " ").casefold().split())
    return _OTHER_NAMES.get(asked) or _by_name().get(asked)


def _city(zone: str, language: str) -> str:
    return str(get_timezone_location(ZoneInfo(zone), _LOCALES[language], return_city=True))


@cache
def _by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for zone in known_zones():
        names = {zone, zone.rpartition("/")[2], *(_city(zone, each) for each in LANGUAGES)}
        for name in names:
            found.setdefault(name.replace("_", " ").casefold(), zone)
    return found
