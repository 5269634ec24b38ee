"""What the unit above decides by buttons: accepted, sent back, excused, excused no more."""

from collections.abc import Mapping
from datetime import timedelta

from handlers.digest.ways import ways_to_digest
from handlers.duties.why import explained
from handlers.gate import Command, require
from handlers.member import button_parts, too_old
from handlers.office_mail import settle, tell_all
from handlers.speaker import own_person, telegram_name
from handlers.turn import Turn
from handlers.written import typed
from programme.duties.confirming import question_key
from programme.duties.references import Found, find, reference
from programme.duties.rights import decides, names_for, who_answers
from programme.duties.ruling import can_rule, rule
from reports.duties import deciding as reports
from reports.said import Said
from storage import dialogues
from storage.values.dialogues import Dialogue
from storage.values.messages import Refused
from storage.values.records import RulingKind

REASON = "ruling"
_TOO_OLD = too_old("/matters")
_PATIENCE = timedelta(hours=1)
_WITH_REASON: Mapping[str, RulingKind] = {
    "back": RulingKind.SENT_BACK,
    "excuse": RulingKind.EXCUSED,
}
_AT_ONCE: Mapping[str, RulingKind] = {
    "accept": RulingKind.ACCEPTED,
    "end": RulingKind.EXCUSE_ENDED,
}


async def rule_button(turn: Turn) -> None:
    """A tap on ``rule:accept:<obligation>``, ``rule:end:<obligation>``,
    ``rule:back:<obligation>``, ``rule:excuse:<obligation>``, or one of the last two with the number
    of a reason before the obligation."""
    require(turn, Command.RULE)
    match button_parts(turn)[1:]:
        case [word, named] if word in _AT_ONCE:
            await _decide(turn, await _found(turn, named), _AT_ONCE[word], "")
        case [word, named] if word in _WITH_REASON:
            await _ask(turn, await _found(turn, named), _WITH_REASON[word])
        case [word, number, named] if word in _WITH_REASON:
            kind = _WITH_REASON[word]
            reason = reports.reasons(turn.own_words, kind).get(number)
            if reason is None:
                raise Refused(_TOO_OLD)
            await _decide(turn, await _found(turn, named), kind, reason)
        case _:
            raise Refused(_TOO_OLD)


async def reason_written(turn: Turn, asked: Dialogue) -> None:
    """Take the reason that was asked for."""
    require(turn, Command.RULE)
    kind = _WITH_REASON.get(str(asked.payload.get("word", "")))
    if kind is None:
        raise Refused(_TOO_OLD)
    found = await _found(turn, str(asked.payload.get("obligation", "")))
    await _decide(turn, found, kind, typed(turn.update), by_text=True)


async def _found(turn: Turn, named: str) -> Found:
    """The obligation that a button names, if the speaker decides about it."""
    found = await find(turn.tx, named, turn.now, turn.defaults)
    if found is None:
        raise Refused(_TOO_OLD)
    if not decides(turn.known, found.matters.facts.unit, found.standing.obligation):
        raise Refused(_TOO_OLD)
    return found


async def _ask(turn: Turn, found: Found, kind: RulingKind) -> None:
    """Ask for the reason; below a copy of what is settled already stands how it is."""
    if not can_rule(found.standing.state, kind):
        turn.edit(await explained(turn, found))
        return
    unit, standing = found.matters.facts.unit, found.standing
    word = next(word for word, each in _WITH_REASON.items() if each is kind)
    asked = Dialogue(REASON, {"word": word, "obligation": reference(standing.obligation)})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)
    names = await names_for(turn.tx, turn.known, [(unit, standing)], deciding=True)
    today = found.matters.today
    turn.edit(reports.ask_reason(turn.own_words, unit, standing, names, today, kind))


async def _decide(
    turn: Turn, found: Found, kind: RulingKind, reason: str, *, by_text: bool = False
) -> None:
    """Decide, let the other copies of the question say so, and tell whose it is."""
    unit, standing, today = found.matters.facts.unit, found.standing, found.matters.today
    if not by_text and not can_rule(standing.state, kind):
        turn.edit(await explained(turn, found))
        return
    ruling = await rule(turn.tx, found, kind, await own_person(turn), reason, turn.now)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, REASON)
    names = await names_for(turn.tx, turn.known, [(unit, standing)], deciding=True)
    named, by = reference(standing.obligation), _own_name(turn)
    await settle(
        turn,
        question_key(named),
        lambda words: reports.settled(words, unit, standing, names, today, kind, by, ruling.reason),
        here_too=True,
    )
    holders = await who_answers(
        turn.tx, turn.bot_id, unit, standing.obligation, turn.now, [turn.telegram_id]
    )
    tell_all(
        turn,
        f"ruled:{named}:{turn.now.timestamp():.0f}:{kind}",
        holders,
        unit,
        lambda words: reports.told(words, standing, names, today, kind, ruling.reason),
    )
    said = reports.settled(turn.own_words, unit, standing, names, today, kind, None)
    if by_text:
        turn.reply(said)
    else:
        turn.edit(Said(said.text, (*said.buttons, *await ways_to_digest(turn))))


def _own_name(turn: Turn) -> str:
    return turn.known.person.name if turn.known.person else telegram_name(turn)
