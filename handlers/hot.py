"""The hot kinds: votes in a quiz, and taps on «I've read it». Plain values in, plain values out."""

from datetime import datetime, timedelta

from programme.book import Page
from programme.counters import counter
from programme.deeds import answered, checked_in, home_of
from reports.wording import words
from storage.batch import ParkedVote
from storage.snapshot import Doer
from storage.values.days import Posting, PostingId
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.messages import Message, Refused, message
from storage.values.people import ChatId, TelegramId

READ = "read:"


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


def read(page: Page, posting_id: PostingId, telegram_id: TelegramId, now: datetime) -> str:
    """Check somebody in by a tap; the words to answer with.

    A second tap says so, and offers in private to take the first one back.
    """
    posted = page.posting(posting_id)
    doer = page.book.doers.get(telegram_id)
    if posted is None:
        said: Message = message("This button is too old. Today's study has a new one.")
        return words((doer.person.language if doer else None) or "zh").say(said)
    posting = posted.posting
    language = (doer.person.language if doer else None) or posting.language
    try:
        return words(language).say(_read(page, posting, doer, language, now))
    except Refused as refusal:
        return words(language).say(refusal.said)


def _read(page: Page, posting: Posting, doer: Doer | None, language: str, now: datetime) -> Message:
    unit = home_of(doer, posting.day)
    assert doer is not None
    if unit != posting.unit_id:
        raise Refused(message("Your days count in your home branch. Please tap its post."))
    settings = page.settings_of(posting)
    # The branch's own date may be a day ahead of UTC's or behind it: it has the benefit.
    if now.date() - posting.day > timedelta(days=settings.windows.make_up_days + 1):
        raise Refused(message("That day is closed by now. Today's study is open."))
    done = checked_in(page, doer, unit, posting.day, now, settings.points)
    if not done.new:
        page.deliver(_offer_undo(page, posting, doer, language, now))
        return message("Already noted today, all is well.")
    page.deliver(counter(posting, now))
    return message("Noted: day {days} running", days=done.streak)


def _offer_undo(
    page: Page, posting: Posting, doer: Doer, language: str, now: datetime
) -> NewDelivery:
    said = words(language)
    telegram_id = doer.person.telegram_id
    assert telegram_id is not None
    button = {"text": said("Undo"), "data": f"undo:{posting.id}"}
    text = said.html("Already noted today, all is well. If it was a slip, take it back here.")
    return NewDelivery(
        bot_id=page.book.bot_id,
        # Offered once a day at most: impatient fingers must not fill a chat.
        key=f"undo:{posting.day}:{doer.person.id}",
        rank=Rank.REPLY,
        kind=DeliveryKind.TEXT,
        chat_id=ChatId(telegram_id),
        language=language,
        not_before=now,
        payload={"text": text, "buttons": [[button]]},
    )
