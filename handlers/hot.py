"""The hot kinds: votes in a quiz, and taps on «I've read it». Plain values in, plain values out."""

from datetime import datetime

from handlers.gate import require_act
from handlers.member import TOO_OLD
from programme.counters import counter
from programme.deeds import CheckedIn, answered, checked_in
from programme.page import Page
from reports.today import undo_offer
from reports.wording import words
from storage.batch import ParkedVote
from storage.doers import Doer
from storage.values.days import Posting, PostingId, SlotKind
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.messages import Message, Refused, message
from storage.values.people import ChatId, PersonId, TelegramId

READ = "read:"
DAY_CLOSED = message("That day is closed by now. Today's study is open.")


def vote(page: Page, cast: ParkedVote, now: datetime) -> None:
    """Store a vote; park it when its poll is not recorded yet.

    Votes of people who are at home elsewhere, or nowhere, count for nobody. A vote that was taken
    back changes nothing: the first answer stays.
    """
    posted = page.posting_of_poll(cast.poll_id)
    if posted is None:
        page.added.parked.append(cast)
        return
    doer = page.book.doers.get(cast.telegram_id)
    posting = posted.posting
    if doer is None or not cast.chosen or doer.home_on(posting.day) != posting.unit_id:
        return
    worth = page.settings_of(posting).points
    answered(page, doer, posting.unit_id, posted, cast.chosen, now, worth)


def posting_named(data: str) -> PostingId | None:
    """The posting that a «read» button names; None for any other or a forged one."""
    number = data.removeprefix(READ)
    if number == data or not number.isdecimal() or len(number) > 18:
        return None
    return PostingId(int(number))


def undo_key(posting: Posting, person: PersonId) -> str:
    """The key of the delivery that offers somebody to take a check-in back: once a check-in."""
    return f"undo:{posting.day}:{person}"


def read(
    page: Page, posting_id: PostingId, telegram_id: TelegramId, now: datetime, default: str
) -> str:
    """Check somebody in by a tap; the words to answer with.

    A second tap says so, and offers in private to take the first one back. ``default`` is the
    language for somebody of whom nothing is known.
    """
    posted = page.posting(posting_id)
    doer = page.book.doers.get(telegram_id)
    own = doer.person.language if doer else None
    if posted is None or posted.posting.kind is not SlotKind.MORNING:
        return words(own or default).say(TOO_OLD)
    language = own or posted.posting.language
    try:
        return words(language).say(_read(page, posted.posting, doer, language, now))
    except Refused as refusal:
        return words(language).say(refusal.said)


def _read(page: Page, posting: Posting, doer: Doer | None, language: str, now: datetime) -> Message:
    doer = require_act(doer, posting)
    if not page.may_make_up(posting, now):
        raise Refused(DAY_CLOSED)
    worth = page.settings_of(posting).points
    late = page.book.is_over(posting.unit_id, posting.day, now)
    done = checked_in(page, doer, posting.unit_id, posting.day, now, worth, late=late)
    if not done.new:
        if doer.person.telegram_id in page.book.in_private:
            page.deliver(_offer_undo(page, posting, doer, language, now))
        if late:
            return message("That day is noted already, all is well.")
        return message("Already noted today, all is well.")
    page.deliver(counter(posting, now))
    return _noted(done, late=late, is_new=doer.person.telegram_id in page.book.newcomers)


def _noted(done: CheckedIn, *, late: bool, is_new: bool) -> Message:
    if late:
        return message("Caught up: that day is noted too.")
    if is_new:
        return message("Welcome, you are in! Noted: day {days} running", days=done.streak)
    if done.bridged == 1:
        return message(
            "Noted: day {days} running. A spare day covers the one in between", days=done.streak
        )
    if done.bridged:
        return message(
            "Noted: day {days} running. Spare days cover the {missed} in between",
            days=done.streak,
            missed=done.bridged,
        )
    return message("Noted: day {days} running", days=done.streak)


def _offer_undo(
    page: Page, posting: Posting, doer: Doer, language: str, now: datetime
) -> NewDelivery:
    telegram_id = doer.person.telegram_id
    assert telegram_id is not None
    return NewDelivery(
        bot_id=page.book.bot_id,
        key=undo_key(posting, doer.person.id),
        rank=Rank.REPLY,
        kind=DeliveryKind.TEXT,
        chat_id=ChatId(telegram_id),
        language=language,
        not_before=now,
        payload=undo_offer(words(language), posting.id).payload(),
    )
