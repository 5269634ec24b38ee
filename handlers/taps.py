"""The buttons below the day's three in private: reading, answering, taking back."""

from handlers import hot
from handlers.gate import Command
from handlers.member import TOO_OLD, Member, button_parts, is_number, member, named_posting
from handlers.today import todays_three
from handlers.turn import Turn
from programme.catching_up import may_answer
from programme.counters import counter
from programme.deeds import answer, undo_check_in
from reports.catching_up import caught_up, on_with_it
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
from storage.values.days import Posting, SlotKind
from storage.values.messages import Refused
from storage.values.questions import Question, QuestionKind, QuestionText
from storage.withdrawals import forget


async def show_today(turn: Turn) -> None:
    """The day's three (button ``today:show``)."""
    turn.reply(await todays_three(turn, member(turn, Command.MY_DAY)))


async def read_today(turn: Turn) -> None:
    """Check in from the day's three (button ``today:read:<posting>``)."""
    who, posted = _morning(turn)
    _read(turn, posted)
    turn.edit(await todays_three(turn, who))


async def read_item(turn: Turn) -> None:
    """Check in below the study item (button ``item:read:<posting>``)."""
    _, posted = _morning(turn)
    _read(turn, posted)
    said = await item_to_read(turn, posted.posting, done=True)
    turn.edit(Said(said.text, on_with_it(turn.own_words)) if _is_late(turn, posted) else said)


async def show_item(turn: Turn) -> None:
    """The study item for reading in private (button ``today:item:<posting>``)."""
    who, posted = _morning(turn)
    done = turn.page.member_day(who.id, who.unit.id, posted.posting.day)
    turn.reply(await item_to_read(turn, posted.posting, done=bool(done.check_ins)))


async def show_question(turn: Turn) -> None:
    """The question for answering in private (button ``today:question:<posting>``)."""
    _, posted = _noon(turn)
    if may_answer(turn.page, posted.posting, turn.now):
        turn.reply(await question_to_answer(turn, posted.posting))
    else:
        turn.reply(_closed(turn, posted.posting))


async def pick(turn: Turn) -> None:
    """Mark options of a question with several right ones (button ``pick:<mask>:<posting>``)."""
    _, posted = _noon(turn)
    kind, text = _in_words(turn, await _question(turn, posted.posting))
    picked = _options(turn, kind, text, at_least=0)
    turn.edit(question_text(turn.own_words, kind, text, posted.posting.id, picked))


async def give_answer(turn: Turn) -> None:
    """Answer a question in private (button ``answer:<mask>:<posting>``)."""
    who, posted = _noon(turn)
    posting = posted.posting
    question = await _question(turn, posting)
    kind, text = _in_words(turn, question)
    chosen = _options(turn, kind, text, at_least=1)
    if not may_answer(turn.page, posting, turn.now):
        turn.edit(_closed(turn, posting))
        return
    points = turn.page.settings_of(posting).points
    given = await answer(turn.page, who.doer, posted, chosen, turn.now, points)
    if not given.new:
        said = already_answered(turn.own_words)
        turn.edit(Said(said.text, on_with_it(turn.own_words)) if _is_late(turn, posted) else said)
        return
    correct = turn.page.book.keys[index_of(posted)]
    said = answered_text(turn.own_words, kind, text, correct, right=given.right)
    turn.edit(caught_up(turn.own_words, said, posting.day) if _is_late(turn, posted) else said)


async def undo(turn: Turn) -> None:
    """Take a check-in back (button ``undo:<posting>``)."""
    who = member(turn, Command.UNDO)
    posted = named_posting(turn, who, SlotKind.MORNING)
    if not turn.page.may_make_up(posted.posting, turn.now):
        raise Refused(hot.DAY_CLOSED)
    points = turn.page.settings_of(posted.posting).points
    undone = await undo_check_in(turn.page, who.doer, posted.posting.day, points)
    if undone:
        turn.page.deliver(counter(posted.posting, turn.now))
        # A new tap may be a slip again: then it is offered again.
        await forget(turn.tx, turn.bot_id, hot.undo_key(posted.posting, who.id))
    turn.edit(undone_text(turn.own_words, undone))


def _morning(turn: Turn) -> tuple[Member, Posted]:
    """Who tapped, and the named morning's post; in private, where these buttons stand."""
    who = member(turn, Command.MY_DAY)
    return who, named_posting(turn, who, SlotKind.MORNING)


def _noon(turn: Turn) -> tuple[Member, Posted]:
    """Who tapped, and the named question."""
    who = member(turn, Command.ANSWER)
    return who, named_posting(turn, who, SlotKind.NOON)


def _read(turn: Turn, posted: Posted) -> None:
    default = turn.defaults.language
    turn.toast(hot.read(turn.page, posted.posting.id, turn.telegram_id, turn.now, default))


async def item_to_read(turn: Turn, posting: Posting, *, done: bool) -> Said:
    """The study item of a morning's post; without its button when it is done."""
    item = await item_of(turn.tx, posting)
    if item is None:
        raise Refused(TOO_OLD)
    text = text_in(item.texts, turn.own_language)
    return item_text(turn.own_words, text, posting.id, done)


async def question_to_answer(turn: Turn, posting: Posting) -> Said:
    """The question of a noon's post, with its buttons."""
    kind, text = _in_words(turn, await _question(turn, posting))
    return question_text(turn.own_words, kind, text, posting.id)


async def _question(turn: Turn, posting: Posting) -> Question:
    question = await question_of(turn.tx, posting)
    if question is None:
        raise Refused(TOO_OLD)
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
        raise Refused(TOO_OLD)
    return chosen


def _closed(turn: Turn, posting: Posting) -> Said:
    """What is said to a question that takes no answer now: for today, or any more."""
    if not turn.page.may_make_up(posting, turn.now):
        raise Refused(hot.DAY_CLOSED)
    can_catch_up = turn.page.settings_of(posting).windows.make_up_days > 0
    return closed_text(turn.own_words, can_catch_up=can_catch_up)


def _is_late(turn: Turn, posted: Posted) -> bool:
    """Whether what is done for a post's day is caught up by now."""
    posting = posted.posting
    return turn.page.book.is_over(posting.unit_id, posting.day, turn.now)
