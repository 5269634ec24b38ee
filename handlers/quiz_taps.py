"""Taps on the letters below a question in the group: plain values in, plain values out.

At noon they come by the hundred, so they ask for nothing but what their batch has loaded. The
group's message is the same for everybody: what somebody picks is kept in a row of their own, and
told to them alone.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from handlers.gate import require_act
from handlers.hot import DAY_CLOSED
from handlers.member import TOO_OLD
from programme.counters import counter
from programme.deeds import answered, changed, picked
from programme.page import Page
from reports import lettered
from reports.languages import text_in
from reports.noon import options_of
from reports.wording import Words, words
from storage.doers import Doer
from storage.keys import index_of
from storage.snapshot import Posted
from storage.values.days import Posting, PostingId, SlotKind
from storage.values.messages import Refused
from storage.values.people import TelegramId
from storage.values.questions import Question, QuestionKind, QuestionText

_DATA = re.compile(
    rf"{lettered.LETTERS}:(\d{{1,2}}|{lettered.SUBMIT}):(\d{{1,18}})", flags=re.ASCII
)


class LetterTap(Struct, frozen=True):
    """A tap on a letter, its ``option`` counted from 0; None: on the button that submits."""

    posting_id: PostingId
    option: int | None


class Told(Struct, frozen=True):
    """What is said to a tap: a line that fades, or an ``alert`` to be closed."""

    text: str
    alert: bool = True


def letter_named(data: str) -> LetterTap | None:
    """What a letter's button stands for; None for any other or a forged one."""
    found = _DATA.fullmatch(data)
    if found is None:
        return None
    option, posting_id = found.groups()
    return LetterTap(PostingId(int(posting_id)), None if option == lettered.SUBMIT else int(option))


def tapped(
    page: Page, tap: LetterTap, telegram_id: TelegramId, now: datetime, default: str
) -> Told:
    """Pick a letter, or answer; what to tell the one who tapped.

    ``default`` is the language for somebody of whom nothing is known.
    """
    posted = page.posting(tap.posting_id)
    question = page.book.questions.get(tap.posting_id)
    doer = page.book.doers.get(telegram_id)
    own = doer.person.language if doer else None
    if posted is None or question is None or posted.posting.kind is not SlotKind.NOON:
        return Told(words(own or default).say(TOO_OLD))
    asked = _Asked(posted, question, words(own or posted.posting.language))
    try:
        return _tapped(page, tap.option, asked, require_act(doer, posted.posting), now)
    except Refused as refusal:
        return Told(asked.words.say(refusal.said))


class _Asked(Struct, frozen=True):
    """A question, and the words for the one who tapped."""

    posted: Posted
    question: Question
    words: Words

    @property
    def posting(self) -> Posting:
        return self.posted.posting

    @property
    def kind(self) -> QuestionKind:
        return self.question.kind

    @property
    def text(self) -> QuestionText:
        return text_in(self.question.texts, self.words.language)


def _tapped(page: Page, option: int | None, asked: _Asked, doer: Doer, now: datetime) -> Told:
    several = asked.kind is QuestionKind.SEVERAL
    count = len(options_of(asked.words, asked.kind, asked.text))
    if (option is None and not several) or (option is not None and option >= count):
        raise Refused(TOO_OLD)
    if not page.is_open(asked.posting, now):
        return Told(_over(page, asked, doer, now))
    if option is None:
        chosen = page.picked(doer.person.id, asked.posting.id)
        if not chosen:
            return Told(lettered.nothing_picked(asked.words))
        return _answer(page, asked, doer, chosen, now)
    if several:
        picks = picked(page, doer, asked.posting, option)
        return Told(lettered.picked(asked.words, picks), alert=False)
    return _answer(page, asked, doer, (option,), now)


def _answer(page: Page, asked: _Asked, doer: Doer, chosen: Sequence[int], now: datetime) -> Told:
    posting, options = asked.posting, tuple(chosen)
    first = page.first_choice(doer.person.id, posting.id)
    worth = page.settings_of(posting).points
    given = answered(page, doer, posting.unit_id, asked.posted, options, now, worth)
    if given.new:
        page.deliver(counter(posting, now))
    else:
        changed(page, doer, posting, options)
    correct = page.book.keys[index_of(asked.posted)]
    return Told(
        lettered.verdict(
            asked.words,
            asked.kind,
            asked.text,
            correct,
            right=given.right,
            first=None if first == options else first,
        )
    )


def _over(page: Page, asked: _Asked, doer: Doer, now: datetime) -> str:
    """What is said when the time for the answer is over; what was answered in time stands."""
    first = page.first_choice(doer.person.id, asked.posting.id)
    if first is None and not page.may_make_up(asked.posting, now):
        raise Refused(DAY_CLOSED)
    can_catch_up = page.settings_of(asked.posting).windows.make_up_days > 0
    return lettered.over(asked.words, first, can_catch_up=can_catch_up)
