"""The noon's question as a post with a button for each letter, and the count that follows on it."""

from datetime import datetime

from bot.requests import Drop, EditText, Request, SendText
from reports.languages import text_in
from reports.lettered import lettered_post
from reports.said import Said
from reports.wording import words
from storage.values.days import Posting
from storage.values.deliveries import Delivery
from storage.values.questions import Question


def post_with_letters(
    each: Delivery, posting: Posting, question: Question | None, answered: int, late: bool
) -> Request:
    """The post as it is sent. ``answered``: how many have answered, when it is sent once more."""
    said = _said(each, posting, question, answered, late)
    return SendText(each.chat_id, said.text, said.buttons) if said else Drop("no question")


def count_of_answers(
    each: Delivery,
    posting: Posting,
    question: Question | None,
    answered: int,
    late: bool,
    now: datetime,
) -> Request:
    """The post with the newest count; once the time is over it stays as it is."""
    said = _said(each, posting, question, answered, late)
    if said is None:
        return Drop("no question")
    if posting.message_id is None:
        return Drop("no message")
    if posting.closes_at is not None and posting.closes_at <= now:
        return Drop("closed")
    return EditText(posting.chat_id, posting.message_id, said.text, said.buttons)


def _said(
    each: Delivery, posting: Posting, question: Question | None, answered: int, late: bool
) -> Said | None:
    if question is None:
        return None
    text = text_in(question.texts, each.language)
    return lettered_post(words(each.language), question.kind, text, posting.id, answered, late=late)
