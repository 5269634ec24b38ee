"""``docs/settings.md``, written from the settings themselves."""

import sys

from bot.settings import FILE, PREFIX, Settings
from bot.settings_words import SETTING_WORDS
from reports.wording import words
from storage.values.messages import Message, message

_TITLE = message("Sanxue's settings")
_INTRODUCTION = message(
    "Each setting is a variable of the environment, or a line in {file} in the working folder, "
    "under the name in small letters. The environment wins. After a change, start the bot again."
)
_HEADINGS = (message("Variable"), message("in {file}"), message("Default"), message("What it is"))
_NONE = message("(none)")


def page() -> str:
    """The page in Chinese and in English."""
    by_hand = "<!-- Written by `make settings` from bot/settings.py; don't edit. -->"
    return "\n\n".join([by_hand, _chapter("zh"), _chapter("en")]) + "\n"


def _chapter(language: str) -> str:
    say = words(language).say
    titles = [say(_with_file(heading)) for heading in _HEADINGS]
    lines = [_row(*titles), _row(*("---" for _ in titles))]
    lines += [_setting(name, language) for name in Settings.model_fields]
    return "\n\n".join([f"# {say(_TITLE)}", say(_with_file(_INTRODUCTION)), "\n".join(lines)])


def _setting(name: str, language: str) -> str:
    say = words(language).say
    default = Settings.model_fields[name].default
    shown = say(_NONE) if default is None else f"`{default}`"
    return _row(f"`{PREFIX}{name.upper()}`", f"`{name}`", shown, say(SETTING_WORDS[name].about))


def _with_file(said: Message) -> Message:
    return Message(said.id, {"file": f"`{FILE}`"})


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
