"""/start and /help, by role; what a stranger is told; the choice of a language."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from programme.calendar import NextPost
from reports.commands import For
from reports.commands import lines as commands
from reports.days import shown_day_from, shown_time
from reports.lists import listed
from reports.names import shown_name
from reports.said import Button, Rows, Said
from reports.wording import LANGUAGES, Words
from storage.values.people import TelegramId


class Parts(Struct, frozen=True):
    """The parts that somebody plays for the bot: units by name, where there are any."""

    home: str | None = None
    looks_after: Sequence[str] = ()
    oversees: Sequence[str] = ()
    is_owner: bool = False
    is_cadre: bool = False

    @property
    def none(self) -> bool:
        """Whether this is a stranger."""
        offices = self.looks_after or self.oversees or self.is_owner or self.is_cadre
        return not (self.home or offices)


class Coming(Struct, frozen=True):
    """The next post of somebody's home branch, and the branch's local day."""

    post: NextPost
    today: date


def welcome(words: Words, name: str, parts: Parts, coming: Coming | None) -> Said:
    """The answer to /start in private: who one is to the bot, and what comes next."""
    lines = [words.html("<b>Hello, {name}!</b>", name=shown_name(name))]
    lines += _who(words, parts)
    if coming is not None:
        lines += [
            "",
            words.html(
                "The next of the three comes {day} at {time}.",
                day=shown_day_from(words, coming.post.day, coming.today),
                time=shown_time(coming.post.at),
            ),
        ]
    lines += ["", words("/today – what is open now\n/help – what I can do")]
    if not parts.home:
        lines[-1] = words("/status – how your branches do\n/help – what I can do")
    if parts.is_cadre:
        lines.insert(-1, words("/matters – what there is for you to see to"))
    return Said("\n".join(lines))


def stranger(words: Words, telegram_id: TelegramId) -> Said:
    """What somebody is told whom the bot doesn't know: kind words, and the number that helps."""
    return Said(
        words.html(
            "<b>Hello!</b> I bring a branch three small studies a day: something to read, a "
            "question, and a note.\n\n"
            "I don't know you yet. Tap below and choose your branch: its secretary lets you in. "
            "If they ask for your number, it is <code>{number}</code>.",
            number=telegram_id,
        ),
        ((Button(words("Join a branch"), data="join:branches"),),),
    )


def help_text(words: Words, parts: Parts) -> Said:
    """The answer to /help in private: big plain words, by role."""
    lines = [words("<b>Three studies a day: read, answer, note</b>")]
    if parts.home or parts.none:
        lines += ["", commands(words, For.MEMBERS)]
    if parts.looks_after:
        lines += ["", words("<b>For the secretary</b>"), commands(words, For.SECRETARIES)]
    if parts.oversees or parts.is_owner:
        lines += ["", words("<b>For the organiser</b>"), commands(words, For.ORGANISERS)]
    if parts.is_cadre:
        lines += ["", words("<b>For cadres</b>"), commands(words, For.CADRES)]
    if parts.looks_after or parts.oversees or parts.is_owner:
        lines += ["", words("Questions in a file: send it to me here, and I'll show what I read.")]
    lines += ["", commands(words, For.EVERYBODY)]
    return Said("\n".join(lines))


def help_in_group(words: Words, paused: str = "") -> Said:
    """The answer to /start and /help in a group: short. ``paused`` leads (HTML): until when the
    branch pauses, for nobody is told there when a pause begins."""
    said = words(
        "In the morning tap the button, at noon choose an answer, in the evening reply with a "
        "line. That is all. Write to me in private for the rest."
    )
    return Said(f"{paused}\n\n{said}" if paused else said)


def choose_language(words: Words) -> Said:
    """The question in which language to speak."""
    buttons: Rows = (
        tuple(Button(LANGUAGE_NAMES[each], data=f"language:{each}") for each in LANGUAGES),
    )
    return Said(words("Which language shall I speak?"), buttons)


def language_set(words: Words) -> Said:
    """Said in the new language."""
    return Said(words("From now on I speak English here."))


LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def _who(words: Words, parts: Parts) -> list[str]:
    lines = []
    if parts.looks_after:
        names = listed(words, parts.looks_after)
        lines.append(words.html("You look after {branches}.", branches=names))
    if parts.oversees:
        names = listed(words, parts.oversees)
        lines.append(words.html("You oversee {units}.", units=names))
    if parts.is_owner:
        lines.append(words("You run this bot and see every branch."))
    if parts.home and parts.home not in parts.looks_after:
        lines.append(words.html("Your branch is {branch}.", branch=parts.home))
    return lines
