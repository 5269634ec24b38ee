"""The noon's question, the count of answers below it, and the evening's result, as requests."""

from datetime import datetime, timedelta

from bot.lettered_posts import count_of_answers, post_with_letters
from bot.requests import Drop, Request, SendPoll, SendText
from bot.spoken_of import SpokenOf
from programme.messages import key_of, preface_key
from programme.places import EVERYWHERE
from quizzes.marking import is_right
from reports.evening import Outcome, result_post
from reports.languages import text_in
from reports.noon import quiz
from reports.wording import words
from storage import keys
from storage.outcomes import NOT_NEEDED
from storage.snapshot import Posted
from storage.values.days import Posting
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.questions import Question

# A poll must stay open for five seconds at least; less than a minute is of no use to anybody.
_OPEN_AT_LEAST = timedelta(minutes=1)


def question_post(each: Delivery, posting: Posting, spoken_of: SpokenOf, now: datetime) -> Request:
    """The question as a poll, as a post with letters, or the text that it refers to."""
    question = spoken_of.question(posting)
    if question is None or posting.closes_at is None:
        return Drop("no question")
    if posting.closes_at - now < _OPEN_AT_LEAST:
        return Drop("closed")
    late = spoken_of.is_late(posting, now)
    if each.kind is DeliveryKind.NOON_BUTTONS:
        answered = spoken_of.have_answered(posting)
        return post_with_letters(each, posting, question, answered, late)
    refused = spoken_of.prefaces.get(preface_key(posting), NOT_NEEDED)
    return _poll_or_preface(each, question, posting.closes_at, refused, late)


def _poll_or_preface(
    each: Delivery, question: Question, closes_at: datetime, refused: str, late: bool
) -> Request:
    text = text_in(question.texts, each.language)
    post = quiz(words(each.language), question.kind, text, question.correct, late)
    if each.kind is DeliveryKind.QUESTION_TEXT:
        return SendText(each.chat_id, post.preface.text) if post.preface else Drop(NOT_NEEDED)
    if each.kind is DeliveryKind.NOON and post.preface and refused != NOT_NEEDED:
        # It would ask about a text that nobody was given.
        return Drop(refused)
    return SendPoll(
        each.chat_id,
        post.question,
        post.options,
        post.correct,
        closes_at,
        several=post.several,
        shuffle=post.shuffle,
        explanation=post.explanation or "",
        description=post.description or "",
    )


def newest_count(each: Delivery, posting: Posting, spoken_of: SpokenOf, now: datetime) -> Request:
    """The post with letters once more, with how many have answered by now."""
    sent = spoken_of.before.get(key_of(posting))
    sent_at = sent.done_at if sent else None
    # It goes on saying that it was late, or not, as when it was sent.
    late = spoken_of.is_late(posting, sent_at or now)
    answered = spoken_of.have_answered(posting)
    return count_of_answers(each, posting, spoken_of.question(posting), answered, late, now)


def result(each: Delivery, posted: Posted, spoken_of: SpokenOf, rehearsed: bool) -> Request:
    """How the question was answered; in a rehearsal, where its numbers will stand."""
    posting = posted.posting
    noons = spoken_of.noons[posting.unit_id, posting.day]
    noon = next((p for p in noons if p.question_id == posting.question_id), None)
    question = spoken_of.question(posting)
    if noon is None or question is None:
        return Drop("no question")
    key = spoken_of.keys[keys.index_of(posted)]
    chosen = spoken_of.choices.get(noon.id, ())
    answered = None if rehearsed else len(chosen)
    reached = spoken_of.reached[posting.unit_id, posting.day]
    asked = spoken_of.before.get(key_of(noon))
    lettered = noon.chat_id == EVERYWHERE or (
        asked is not None and asked.kind is DeliveryKind.NOON_BUTTONS
    )
    right = sum(is_right(each, key) for each in chosen)
    outcome = Outcome(key, answered, right, reached, lettered=lettered)
    text = text_in(question.texts, each.language)
    corrected = key != question.correct
    said = result_post(words(each.language), question.kind, text, outcome, corrected)
    # In a group that the branch has moved to meanwhile the number would name another message.
    reply_to = noon.message_id if noon.chat_id == posting.chat_id else None
    return SendText(each.chat_id, said.text, reply_to=reply_to)
