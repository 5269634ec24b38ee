"""/test: the tests there are for somebody, and sitting one, a question after the other."""

from datetime import timedelta

from msgspec.structs import replace

from handlers import notes
from handlers.exam_office import office_part
from handlers.gate import Command, require
from handlers.member import Member, button_parts, is_number, member, too_old
from handlers.private_questions import step_of, typed_in
from handlers.turn import Turn
from handlers.written import typed
from programme.exam_taking import (
    HANDED_IN,
    OwnExam,
    Paper,
    answer,
    begin,
    came_round,
    hand_in,
    own_exams,
    paper,
    pass_over,
    sittings_by,
)
from programme.exams import exams_for
from reports import exams as reports
from reports.exam_results import handed_in, review, to_look_at
from reports.private_questions import Private, private
from reports.said import Rows, Said
from storage import dialogues
from storage import exams as storage
from storage.values.dialogues import Dialogue
from storage.values.exams import ExamId, ExamState, SittingId
from storage.values.given import Given
from storage.values.messages import Refused, message

_TOO_OLD = too_old("/test")
ANSWER = "exam-answer"
_PAST_SHOWN = 3
_LISTENS_ON = timedelta(hours=12)
_SPENT = message("This one is answered already. /test goes on from where you are.")
_CALLED_OFF = message("This test was called off.")
_LATE = message(
    "The time was over before this came, so it isn't counted. What you answered in time is handed "
    "in."
)
_NOT_YET = message("The result comes when the test closes.")


async def exams(turn: Turn) -> None:
    """Answer /test: what one can take, and, for whoever may set tests, what there is to set."""
    require(turn, Command.TEST)
    turn.reply(await exams_page(turn))


async def exam_button(turn: Turn) -> None:
    """A tap on ``exam:begin:<test>``, ``exam:go:<sitting>``, ``exam:look:<sitting>``,
    ``exam:look:<sitting>:<number>`` or, below a question of a sitting, on
    ``exam:<sitting>:<place>:later``, ``exam:<sitting>:<place>:<code>:<value>``,
    ``exam:<sitting>:in`` or ``exam:<sitting>:in:yes``."""
    who = member(turn, Command.TAKE_TEST)
    match button_parts(turn)[1:]:
        case [reports.BEGIN, number] if is_number(number):
            await _begin(turn, who, ExamId(int(number)))
        case [reports.GO, number] if is_number(number):
            await _ask(turn, await _running(turn, who, number), replaces=True)
        case [reports.LOOK, number] if is_number(number):
            await _tell_result(turn, who, await _paper(turn, who, number))
        case [reports.LOOK, number, at] if is_number(number) and is_number(at):
            _review(turn, await _paper(turn, who, number), int(at))
        case [number, reports.HAND_IN, *sure] if is_number(number) and sure in ([], ["yes"]):
            await _hand_in(turn, who, await _running(turn, who, number), sure=bool(sure))
        case [number, place, *rest] if is_number(number) and is_number(place):
            it = await _running(turn, who, number)
            await _at_question(turn, who, it, int(place), rest)
        case _:
            raise Refused(_TOO_OLD)


async def answer_written(turn: Turn, question: Dialogue) -> None:
    """Take the answer that was typed; what comes later than that is no answer any more."""
    who = member(turn, Command.TAKE_TEST)
    asked = question.payload
    it = await paper(turn.tx, SittingId(int(asked.get("sitting", 0))), who.id)
    if it is None or not it.sitting.is_open or it.sitting.place != asked.get("place"):
        await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
        if it is not None and it.sitting.by_time:
            raise Refused(_LATE)
        await notes.private_message(turn)
        return
    given = typed_in(_private(turn, it, it.sitting.place), typed(turn.update))
    await _answered(turn, who, it, given, replaces=False)


async def exams_page(turn: Turn) -> Said:
    """The tests there are for the speaker: to be taken, and to be set."""
    own: list[OwnExam] = []
    past: Rows = ()
    person, home = turn.known.person, turn.home
    if person is not None and home is not None:
        found = await exams_for(turn.tx, person, home, ExamState.SET, ExamState.CLOSED)
        seen = await own_exams(turn.tx, found, person.id)
        own = [each for each in seen if each.is_current(turn.now)]
        past = _past(turn, [each for each in seen if each not in own and each.sittings])
    zone = home.time_zone if home else turn.defaults.time_zone
    said = reports.own_page(turn.own_words, own, past, turn.now, zone)
    return await office_part(turn, said, is_member=home is not None)


def _past(turn: Turn, over: list[OwnExam]) -> Rows:
    return tuple(reports.look_row(turn.own_words, each) for each in over[:_PAST_SHOWN])


async def _begin(turn: Turn, who: Member, exam_id: ExamId) -> None:
    exam = await storage.exam(turn.tx, exam_id)
    if exam is None:
        raise Refused(_TOO_OLD)
    if exam.state is ExamState.DROPPED:
        raise Refused(_CALLED_OFF)
    sitting = await begin(turn.tx, turn.bot_id, exam, who.doer.person, who.unit, turn.now)
    it = await paper(turn.tx, sitting.id, who.id)
    assert it is not None
    await _ask(turn, it, replaces=True)


async def _at_question(turn: Turn, who: Member, it: Paper, place: int, rest: list[str]) -> None:
    """A tap below a question of a sitting that is running."""
    if place != it.sitting.place:
        raise Refused(_SPENT)
    if rest == [reports.PASS_OVER]:
        await _go_on(turn, who, place, await pass_over(turn.tx, it, place), replaces=True)
        return
    shown = _private(turn, it, place)
    step = step_of(shown, rest)
    if step.is_complete:
        await _answered(turn, who, it, step.given, replaces=True)
    else:
        turn.edit(reports.question(turn.own_words, it, shown, turn.now, step.given))


async def _answered(turn: Turn, who: Member, it: Paper, given: Given, *, replaces: bool) -> None:
    place = it.sitting.place
    after = await answer(turn.tx, it, place, given, turn.now)
    await _go_on(turn, who, place, after, replaces=replaces)


async def _go_on(turn: Turn, who: Member, before: int, it: Paper, *, replaces: bool) -> None:
    """Show what comes next: another question, those that were passed over, or the end."""
    if not it.sitting.is_open:
        await _tell_result(turn, who, it, replaces=replaces)
    elif came_round(it, before):
        await _stop_listening(turn)
        _say(turn, reports.come_round(turn.own_words, it, turn.now), replaces=replaces)
    else:
        await _ask(turn, it, replaces=replaces)


async def _ask(turn: Turn, it: Paper, *, replaces: bool) -> None:
    """Show the question to be answered now, and listen where its answer is typed."""
    place = it.sitting.place
    shown = _private(turn, it, place)
    if shown.is_typed:
        listening = Dialogue(ANSWER, {"sitting": it.sitting.id, "place": place})
        # Longer than the time there is: what comes too late is told so.
        until = it.sitting.ends_at + _LISTENS_ON
        await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, listening, until)
    else:
        await _stop_listening(turn)
    said = reports.question(turn.own_words, it, shown, turn.now, Given())
    _say(turn, said, replaces=replaces)


async def _hand_in(turn: Turn, who: Member, it: Paper, *, sure: bool) -> None:
    if not sure and not all(it.answered):
        turn.edit(reports.come_round(turn.own_words, it, turn.now))
        return
    await _tell_result(turn, who, await hand_in(turn.tx, it, turn.now))


async def _tell_result(turn: Turn, who: Member, it: Paper, *, replaces: bool = True) -> None:
    if it.sitting.is_open:
        raise Refused(_TOO_OLD)
    await _stop_listening(turn)
    sat = len(await sittings_by(turn.tx, it.exam, who.id))
    said = handed_in(turn.own_words, it, turn.now, who.unit.time_zone, sat)
    _say(turn, said, replaces=replaces)


def _review(turn: Turn, it: Paper, number: int) -> None:
    if not it.shows_results(turn.now):
        raise Refused(_NOT_YET)
    places = to_look_at(it)
    if number >= len(places):
        # A key was put right since, and with it this answer.
        raise Refused(_TOO_OLD)
    shown = _private(turn, replace(it, shown=it.key), places[number])
    turn.edit(review(turn.own_words, it, shown, number))


async def _paper(turn: Turn, who: Member, number: str) -> Paper:
    it = await paper(turn.tx, SittingId(int(number)), who.id)
    if it is None:
        raise Refused(_TOO_OLD)
    if it.exam.state is ExamState.DROPPED:
        raise Refused(_CALLED_OFF)
    return it


async def _running(turn: Turn, who: Member, number: str) -> Paper:
    it = await _paper(turn, who, number)
    if not it.sitting.is_open:
        raise Refused(_LATE if it.sitting.by_time else HANDED_IN)
    return it


def _private(turn: Turn, it: Paper, place: int) -> Private:
    """A question as this person sees it in this sitting."""
    seed = f"{it.sitting.id}:{it.rows[place].asked.question_id}"
    word = f"{reports.EXAM}:{it.sitting.id}:{place}"
    return private(turn.own_words, it.shown[place], seed, word)


def _say(turn: Turn, said: Said, *, replaces: bool) -> None:
    """In place of the message whose button was tapped, or below what was typed."""
    if replaces:
        turn.edit(said)
    else:
        turn.reply(said)


async def _stop_listening(turn: Turn) -> None:
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, ANSWER)
