"""/questions: how questions were answered, and correcting a wrong key; for organisers, in private.

A button names the question, and where it changes something the revision that was looked at.
"""

from handlers.gate import Command, InPrivate, ask, require
from handlers.member import button_parts, is_number, too_old
from handlers.office_mail import settle
from handlers.private_chats import can_write_to
from handlers.turn import Turn
from programme.correcting_keys import CHANGED, Decider, correct_key, fits, leave_key
from programme.question_pages import QuestionPage, question_list, question_page
from quizzes.readings import MOST_OPTIONS
from reports import question_keys as keys
from reports import question_pages as reports
from reports import status as status_reports
from reports.question_alarm import was_corrected, was_left
from storage.values.days import QuestionId
from storage.values.messages import Refused
from storage.values.people import Role, UnitId
from storage.values.question_figures import Chosen

_TOO_OLD = too_old("/questions")
_MOST_BITS = MOST_OPTIONS


def alarm_key(question_id: QuestionId, revision: int) -> str:
    """What the keys of the messages about one alarm begin with."""
    return f"alarm:{question_id}:{revision}"


async def questions(turn: Turn) -> None:
    """Answer /questions; asked for in a group, the list goes to the asker in private."""
    if isinstance(ask(turn, Command.QUESTIONS), InPrivate):
        if not await can_write_to(turn):
            turn.reply(status_reports.open_private_chat(turn.words, turn.bot_username))
            return
        turn.reply(status_reports.sent_in_private(turn.words))
    found = await question_list(turn.tx, turn.known, 0, turn.now)
    turn.tell(reports.list_text(turn.own_words, found))


async def questions_button(turn: Turn) -> None:
    """Turn the pages of the list (button ``questions:<page>``)."""
    require(turn, Command.QUESTIONS)
    page = button_parts(turn)[-1]
    if not is_number(page):
        raise Refused(_TOO_OLD)
    found = await question_list(turn.tx, turn.known, int(page), turn.now)
    turn.edit(reports.list_text(turn.own_words, found))


async def question_button(turn: Turn) -> None:
    """A tap on ``question:<id>`` (its page), ``question:<id>:leave:<revision>``, or one of the
    steps of a correction: ``question:<id>:key:<revision>``, and with a key as one number
    ``:pick:<revision>:<key>``, ``:sure:<revision>:<key>`` and ``:set:<revision>:<key>``."""
    require(turn, Command.QUESTIONS)
    _, number, *asked = button_parts(turn)
    page = await _page(turn, number)
    if not asked:
        turn.edit(reports.page_text(turn.own_words, page))
        return
    step, revision, key = [*asked, "", ""][:3]
    if not page.may_correct or not is_number(revision):
        raise Refused(_TOO_OLD)
    if int(revision) != page.revision:
        raise Refused(CHANGED)
    await _step(turn, page, step, key)


async def _step(turn: Turn, page: QuestionPage, step: str, key: str) -> None:
    match step:
        case "leave":
            await _leave(turn, page)
        case "key":
            turn.edit(keys.choose_key(turn.own_words, page, ()))
        case "pick":
            turn.edit(keys.choose_key(turn.own_words, page, _key(key)))
        case "sure" if fits(page.question, _key(key)):
            turn.edit(keys.confirm_key(turn.own_words, page, _key(key)))
        case "set":
            await _correct(turn, page, _key(key))
        case _:
            raise Refused(_TOO_OLD)


async def _correct(turn: Turn, page: QuestionPage, key: Chosen) -> None:
    await correct_key(turn.tx, page.id, page.revision, key, _decider(turn, page))
    name = _name(turn)
    await settle(
        turn,
        alarm_key(page.id, page.revision),
        lambda words: was_corrected(words, page.question, key, name),
        here_too=True,
    )
    said = keys.key_corrected(turn.own_words)
    turn.edit(reports.page_text(turn.own_words, await _page(turn, str(page.id)), said))


async def _leave(turn: Turn, page: QuestionPage) -> None:
    question = await leave_key(turn.tx, page.id, page.revision, _decider(turn, page))
    name = _name(turn)
    await settle(
        turn,
        alarm_key(page.id, page.revision),
        lambda words: was_left(words, question, name),
        here_too=True,
    )
    said = keys.key_left(turn.own_words)
    turn.edit(reports.page_text(turn.own_words, await _page(turn, str(page.id)), said))


async def _page(turn: Turn, number: str) -> QuestionPage:
    if not is_number(number):
        raise Refused(_TOO_OLD)
    found = await question_page(turn.tx, turn.known, QuestionId(int(number)), turn.now)
    if found is None:
        raise Refused(_TOO_OLD)
    return found


def _key(number: str) -> Chosen:
    if not is_number(number) or int(number).bit_length() > _MOST_BITS:
        raise Refused(_TOO_OLD)
    return keys.options_in(int(number))


def _decider(turn: Turn, page: QuestionPage) -> Decider:
    """Who decides, at the nearest unit of their office; the owner's is the lowest above all."""
    held = turn.known.units_as(Role.ORGANISER)
    line = list(page.line)
    at: UnitId | None = next((each for each in line if each in held), line[0] if line else None)
    person = turn.known.person
    return Decider(person.id if person else None, at, turn.now)


def _name(turn: Turn) -> str | None:
    return turn.known.person.name if turn.known.person else None
