"""A file sent in private that may hold questions: offered to be read, shown, and taken in when
somebody agrees.

The offer replies to the file, and Telegram hands both over with the tap. Fetching, reading and
storing are jobs; what was read waits as a paper, which goes away by itself when nobody agrees.
"""

import re
from mimetypes import guess_type

from telegram import Document, Message

from handlers.gate import Allowed, Command, chat_of, may, require
from handlers.member import button_parts, is_number
from handlers.own_units import in_charge_of, named_in
from handlers.thanks import say_once
from handlers.turn import Turn
from handlers.written import written
from quizzes.files import MOST_BYTES
from reports import quiz_offer
from reports.quiz_offer import READ_JOB, STORE_JOB, draft_key
from storage import jobs, papers
from storage.moments import earliest
from storage.values.messages import Refused, message
from storage.values.people import Unit

_TOO_OLD = message("This button is too old. Please send the file once more.")
_NO_BANK = re.compile(r"^(image|audio|video)/|/pdf$|presentation|powerpoint")


def holds_bank(turn: Turn) -> bool:
    """Whether a message brings a file that may be a question bank, from somebody who may bring
    one."""
    document = _document(turn.update.effective_message)
    if document is None:
        return False
    # What is none by its kind is a note, where there can be one; of the rest its content tells.
    if turn.home is not None and _is_plainly_none(document):
        return False
    return isinstance(may(turn.known, chat_of(turn), Command.BANK), Allowed)


def _is_plainly_none(document: Document) -> bool:
    """Whether a file's name, or its kind as the sender's app tells it, speaks of a picture, a
    sound, a film, a PDF or slides."""
    # Imported late: readers of all formats take 6 MB, which a bot to which nobody sends files does
    # without.
    from quizzes.bank import may_be_bank  # noqa: PLC0415

    if may_be_bank(document.file_name or ""):
        return False
    guessed = guess_type(document.file_name or "")[0]
    return any(_NO_BANK.search(kind) for kind in (guessed, document.mime_type) if kind)


async def offer_bank(turn: Turn) -> None:
    """Ask whether the file is to be read as questions, or kept as a note as ever."""
    message = turn.update.effective_message
    assert message is not None
    can_be_note = turn.home is not None and written(message) is not None
    say_once(turn, quiz_offer.bank_offered(turn.own_words, can_be_note=can_be_note), quoting=True)


async def bank_button(turn: Turn) -> None:
    """``bank:read``, ``bank:leave``, ``bank:take:<unit>:<draft>`` and ``bank:no:<draft>``."""
    require(turn, Command.BANK)
    match button_parts(turn):
        case [_, "read"]:
            await _read(turn)
        case [_, "leave"]:
            turn.edit(quiz_offer.left_alone(turn.own_words))
        case [_, "take", unit, draft] if is_number(draft):
            await _take(turn, named_in(await in_charge_of(turn), unit, _TOO_OLD), draft)
        case [_, "no", draft] if is_number(draft):
            await papers.drop_papers(turn.tx, turn.bot_id, [draft_key(turn.chat_id, draft)])
            turn.edit(quiz_offer.not_taken_in(turn.own_words))
        case _:
            raise Refused(_TOO_OLD)


async def _read(turn: Turn) -> None:
    """Have the file read; one that Telegram can't hand over is said to be too large at once."""
    query = turn.update.callback_query
    asked = query.message if query is not None else None
    original = asked.reply_to_message if isinstance(asked, Message) else None
    document = _document(original)
    if original is None or document is None:
        raise Refused(_TOO_OLD)
    if (document.file_size or 0) > MOST_BYTES:
        turn.edit(quiz_offer.too_large(turn.own_words))
        return
    # A file read a second time is another draft: the first may have been taken in by then.
    draft = f"{original.message_id}{earliest(turn.now) % 100_000:05}"
    payload = {
        "chat": turn.chat_id,
        "language": turn.own_language,
        "draft": draft,
        "file_id": document.file_id,
        "name": document.file_name or "",
        "units": [unit.id for unit in await in_charge_of(turn)],
    }
    key = f"{READ_JOB}:{turn.chat_id}:{original.message_id}"
    await jobs.put(turn.tx, turn.bot_id, READ_JOB, key, turn.now, payload)
    turn.edit(quiz_offer.being_read(turn.own_words))


async def _take(turn: Turn, unit: Unit, draft: str) -> None:
    """Have a draft taken in. A second tap finds the first one's job, or no draft any more."""
    key = draft_key(turn.chat_id, draft)
    if not await papers.has_paper(turn.tx, turn.bot_id, key):
        turn.edit(quiz_offer.no_longer_there(turn.own_words))
        return
    payload = {
        "chat": turn.chat_id,
        "language": turn.own_language,
        "draft": draft,
        "unit": unit.id,
        "by": turn.known.person.id if turn.known.person else None,
    }
    job = f"{STORE_JOB}:{turn.chat_id}:{draft}"
    await jobs.put(turn.tx, turn.bot_id, STORE_JOB, job, turn.now, payload)
    turn.edit(quiz_offer.being_taken_in(turn.own_words))


def _document(message: Message | None) -> Document | None:
    if message is None or message.animation is not None:
        return None
    return message.document
