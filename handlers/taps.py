"""The buttons below the day's three in private: reading, answering, taking back."""

from handlers import hot
from handlers.gate import Command
from handlers.member import Member, button_parts, is_number, member, named_posting
from handlers.today import todays_three
from handlers.turn import Turn
from programme.counters import counter
from programme.deeds import answer, undo_check_in
from reports.languages import text_in
from reports.noon import options_of
from reports.said import Said
from reports.today import (
    already_answered,
    answered_text,
    closed_text,
    item_text,
    options_in,
    question_text,
    undone_text,
)
from storage.keys import index_of
from storage.postings import item_of, question_of
from storage.snapshot import Posted
from storage.values.days import Posting
from storage.values.messages import Refused, message
from storage.values.questions import Question, QuestionKind, QuestionText


async def show_today(turn: Turn) -> None:
    """The day's three (button ``today:show``)."""
    who = member(turn, Command.TODAY)
    if turn.in_private:
        turn.reply(await todays_three(turn, who))


async def read_today(turn: Turn) -> None:
    """Check in from the day's three (button ``today:read:<posting>``)."""
    who, posted = _named(turn, Command.READ)
    turn.toast(hot.read(turn.page, posted.posting.id, turn.telegram_id, turn.now))
    _show(turn, await todays_three(turn, who))


async def read_item(turn: Turn) -> None:
    """Check in below the study item (button ``item:read:<posting>``)."""
    _, posted = _named(turn, Command.READ)
    turn.toast(hot.read(turn.page, posted.posting.id, turn.telegram_id, turn.now))
    _show(turn, await _item(turn, posted.posting, done=True))


async def show_item(turn: Turn) -> None:
    """The study item for reading in private (button ``today:item:<posting>``)."""
    who, posted = _named(turn, Command.READ)
    done = turn.page.member_day(who.id, who.unit.id, posted.posting.day)
    if turn.in_private:
        turn.reply(await _item(turn, posted.posting, done=bool(done.check_ins)))


async def show_question(turn: Turn) -> None:
    """The question for answering in private (button ``today:question:<posting>``)."""
    _, posted = _named(turn, Command.ANSWER)
    kind, text = _in_words(turn, await _question(turn, posted.posting))
    if _is_closed(turn, posted.posting):
        turn.reply(closed_text(turn.own_words))
    elif turn.in_private:
        turn.reply(question_text(turn.own_words, kind, text, posted.posting.id))


async def pick(turn: Turn) -> None:
    """Mark options of a question with several right ones (button ``pick:<mask>:<posting>``)."""
    _, posted = _named(turn, Command.ANSWER)
    kind, text = _in_words(turn, await _question(turn, posted.posting))
    picked = _options(turn, kind, text, at_least=0)
    _show(turn, question_text(turn.own_words, kind, text, posted.posting.id, picked))


async def give_answer(turn: Turn) -> None:
    """Answer a question in private (button ``answer:<mask>:<posting>``)."""
    who, posted = _named(turn, Command.ANSWER)
    posting = posted.posting
    question = await _question(turn, posting)
    kind, text = _in_words(turn, question)
    chosen = _options(turn, kind, text, at_least=1)
    if _is_closed(turn, posting):
        _show(turn, closed_text(turn.own_words))
        return
    points = turn.page.settings_of(posting).points
    given = await answer(turn.page, who.doer, posted, chosen, turn.now, points)
    if not given.new:
        _show(turn, already_answered(turn.own_words))
        return
    correct = turn.page.book.keys[index_of(posted)]
    _show(turn, answered_text(turn.own_words, kind, text, correct, right=given.right))


async def undo(turn: Turn) -> None:
    """Take a check-in back (button ``undo:<posting>``)."""
    who, posted = _named(turn, Command.UNDO)
    points = turn.page.settings_of(posted.posting).points
    undone = await undo_check_in(turn.page, who.doer, posted.posting.day, points)
    if undone:
        turn.page.deliver(counter(posted.posting, turn.now))
    _show(turn, undone_text(turn.own_words, undone))


def _named(turn: Turn, command: Command) -> tuple[Member, Posted]:
    who = member(turn, command)
    return who, named_posting(turn, who)


async def _item(turn: Turn, posting: Posting, *, done: bool) -> Said:
    item = await item_of(turn.tx, posting)
    if item is None:
        raise Refused(message("This button is too old. Please send /today for new ones."))
    text = text_in(item.texts, turn.own_language)
    return item_text(turn.own_words, text, posting.id, done)


async def _question(turn: Turn, posting: Posting) -> Question:
    question = await question_of(turn.tx, posting)
    if question is None:
        raise Refused(message("This button is too old. Please send /today for new ones."))
    return question


def _in_words(turn: Turn, question: Question) -> tuple[QuestionKind, QuestionText]:
    return question.kind, text_in(question.texts, turn.own_language)


def _options(
    turn: Turn, kind: QuestionKind, text: QuestionText, *, at_least: int
) -> tuple[int, ...]:
    """The options that the button stands for; a forged number is refused."""
    parts = button_parts(turn)
    mask = parts[1] if len(parts) == 3 else ""
    chosen = options_in(int(mask)) if is_number(mask) else ()
    several = kind is QuestionKind.SEVERAL
    count = len(options_of(turn.own_words, kind, text))
    known = all(option < count for option in chosen)
    if not known or len(chosen) < at_least or (len(chosen) > 1 and not several):
        raise Refused(message("This button is too old. Please send /today for new ones."))
    return chosen


def _is_closed(turn: Turn, posting: Posting) -> bool:
    return posting.closes_at is not None and posting.closes_at <= turn.now


def _show(turn: Turn, said: Said) -> None:
    """Put something in the place of the tapped message, where only its reader sees it."""
    if turn.in_private:
        turn.edit(said)
