"""/drill: up to five questions a day, for oneself; stopped and gone on with at any time."""

from datetime import timedelta

from handlers import notes
from handlers.gate import Command
from handlers.member import Member, button_parts, is_number, member, too_old
from handlers.private_questions import step_of, typed_in
from handlers.turn import Turn
from handlers.written import typed
from programme.drilling import Practice, Shown, answer, next_question, practice_of, shown
from reports import drill as reports
from reports.private_questions import Private, asked, asked_again, private, turned, verdict
from reports.said import Said
from storage import dialogues
from storage.values.dialogues import Dialogue
from storage.values.messages import Refused, message

_TOO_OLD = too_old("/drill")
DRILL = "drill"
_PATIENCE = timedelta(hours=12)
_SPENT = message("This one is answered already. /drill goes on from where you are.")
_BELOW = message("The question stands below.")


async def drill(turn: Turn) -> None:
    """Answer /drill, and the button ``drill:go``: the question that waits, or the next one."""
    who = member(turn, Command.DRILL)
    practice = await _practice(turn, who)
    await _ask(turn, practice)


async def drill_button(turn: Turn) -> None:
    """A tap on ``drill:go``, ``drill:next:<number>``, ``drill:stop:<number>`` or, below a question,
    ``drill:<number>:<code>:<value>``."""
    who = member(turn, Command.DRILL)
    match button_parts(turn)[1:]:
        case ["go"]:
            await _ask(turn, await _practice(turn, who))
        case [reports.NEXT, number] if is_number(number):
            await _next(turn, who, int(number))
        case [reports.STOP, number] if is_number(number):
            await _stop(turn, who, int(number))
        case [number, code, value] if is_number(number):
            await _tapped(turn, who, int(number), [code, value])
        case _:
            raise Refused(_TOO_OLD)


async def answer_written(turn: Turn, question: Dialogue) -> None:
    """Take the answer that was typed; what comes later than that is no answer any more."""
    who = member(turn, Command.DRILL)
    practice = await _practice(turn, who)
    waiting = await shown(turn.tx, practice.drill)
    if waiting is None or waiting.number != question.payload.get("number"):
        await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
        await notes.private_message(turn)
        return
    it = _private(turn, practice, waiting)
    given = typed_in(it, typed(turn.update))
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    mark, after = await answer(turn.tx, turn.bot_id, practice, waiting, given, turn.now)
    said = verdict(turn.own_words, it, given, mark)
    turn.reply(_after(turn, after, waiting, said, mark))


async def _practice(turn: Turn, who: Member) -> Practice:
    return await practice_of(turn.tx, turn.bot_id, who.id, who.unit, turn.now)


async def _ask(turn: Turn, practice: Practice) -> None:
    """Show the question to be answered now, or say that there is none."""
    waiting = await next_question(turn.tx, practice)
    if waiting is None:
        turn.reply(_nothing_left(turn, practice))
        return
    it = _private(turn, practice, waiting)
    if it.is_typed:
        listening = Dialogue(DRILL, {"number": waiting.number})
        until = turn.now + _PATIENCE
        await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, listening, until)
    else:
        await _stop_listening(turn)
    turn.reply(_question(turn, practice, waiting, asked(turn.own_words, it, _head(turn, practice))))


async def _next(turn: Turn, who: Member, answered: int) -> None:
    """The question after the one of this number; a second tap on the same button shows nothing
    new."""
    practice = await _practice(turn, who)
    if practice.is_waiting and practice.drill.number == answered + 1:
        turn.toast(turn.own_words.say(_BELOW))
    else:
        await _ask(turn, practice)


async def _stop(turn: Turn, who: Member, number: int) -> None:
    """Leave it for now. The verdict on an answer stays where it is; a question goes."""
    practice = await _practice(turn, who)
    await _stop_listening(turn)
    if not practice.left:
        turn.toast(turn.own_words.say(_SPENT))
        return
    said = reports.stopped(turn.own_words, len(practice.left))
    if practice.is_waiting and practice.drill.number == number:
        turn.edit(said)
    else:
        turn.toast(said.text)


async def _tapped(turn: Turn, who: Member, number: int, parts: list[str]) -> None:
    """A tap on one of a question's own buttons."""
    practice = await _practice(turn, who)
    waiting = await shown(turn.tx, practice.drill)
    if waiting is None or waiting.number != number:
        raise Refused(_SPENT if number <= practice.drill.number else _TOO_OLD)
    it, head = _private(turn, practice, waiting), _head(turn, practice)
    step = step_of(it, parts)
    if step.is_turned:
        turn.edit(_question(turn, practice, waiting, turned(turn.own_words, it, head)))
    elif not step.is_complete:
        said = asked(turn.own_words, it, head, step.given)
        turn.edit(_question(turn, practice, waiting, said))
    else:
        given = step.given
        mark, after = await answer(turn.tx, turn.bot_id, practice, waiting, given, turn.now)
        over = asked_again(turn.own_words, it, given, head)
        said_to_it = verdict(turn.own_words, it, given, mark)
        turn.edit(_after(turn, after, waiting, f"{over}\n\n{said_to_it}", mark))


def _private(turn: Turn, practice: Practice, waiting: Shown) -> Private:
    """The question as this person sees it this time."""
    seed = f"{practice.person_id}:{waiting.id}:{waiting.number}"
    return private(turn.own_words, waiting.question, seed, f"{DRILL}:{waiting.number}")


def _head(turn: Turn, practice: Practice) -> str:
    done = practice.done
    return reports.head(turn.own_words, done + 1, done + max(1, len(practice.left)))


def _question(turn: Turn, practice: Practice, waiting: Shown, said: Said) -> Said:
    return reports.with_stop(turn.own_words, said, waiting.number)


def _after(turn: Turn, after: Practice, answered: Shown, said: str, mark: float) -> Said:
    """What is said to an answer, and the way on."""
    memory = after.memories.get(answered.id)
    again = memory.due if memory is not None and mark < 1 else None
    words, today, left = turn.own_words, after.today, len(after.left)
    if left:
        return reports.after_answer(words, said, answered.number, left, again, today)
    done = reports.after_answer(words, said, answered.number, 0, again, today)
    row = after.drill.row.on(today)
    return Said(f"{done.text}\n\n{reports.finished(words, row, after.next_day, today)}")


def _nothing_left(turn: Turn, practice: Practice) -> Said:
    row, today = practice.drill.row.on(practice.today), practice.today
    done = practice.done
    return reports.nothing_left(turn.own_words, row, practice.next_day, today, done=done)


async def _stop_listening(turn: Turn) -> None:
    """What is typed from now on is no answer."""
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, DRILL)
