"""/card: the year as pictures, asked for in private; each can be shown to the group."""

from typing import Any

from handlers.gate import Command
from handlers.member import TOO_OLD, Member, button_parts, is_number, member, named_posting
from handlers.sharing import group_of_home, hide_message
from handlers.turn import Turn
from programme.sharing import WayBack, way_back
from reports.cards import pages
from reports.cards.pages import CARD_JOB, FIRST_YEAR, NOTES_ON_PAGE, Card
from storage import chosen_notes, jobs, pictures
from storage.moments import earliest
from storage.notes import own_note, worded_notes
from storage.values.chats import Chat
from storage.values.days import SlotKind
from storage.values.messages import Refused, message
from storage.values.notes import Note, NoteId


async def card(turn: Turn) -> None:
    """Answer /card, or /card and a year."""
    who = member(turn, Command.CARD)
    year = who.today.year
    turn.reply(pages.front(turn.own_words, year_asked(turn, year), year))


async def card_button(turn: Turn) -> None:
    """A tap on one of the buttons around cards (``card:<what>:…``)."""
    who = member(turn, Command.CARD)
    _, wish, *rest = [*button_parts(turn), "", ""]
    if wish == "year":
        year = who.today.year
        turn.edit(pages.front(turn.own_words, year_named(rest[0], year), year))
    elif wish in (Card.STUDY, Card.SCORE):
        await _draw(turn, who, Card(wish), year_named(rest[0], who.today.year))
    elif wish == "notes":
        await _which_note(turn, who, rest[0])
    elif wish == Card.NOTE:
        await _draw(turn, who, Card.NOTE, (await _own(turn, who, rest[0])).id)
    elif wish == Card.ITEM:
        posted = named_posting(turn, who, SlotKind.MORNING)
        await _draw(turn, who, Card.ITEM, posted.posting.id)
    elif wish == "show":
        await _show(turn, who, *rest[:2])
    elif wish == "hide":
        await _hide(turn, rest[0])
    elif wish in ("choose", "unchoose"):
        await _choose(turn, await _own(turn, who, rest[0]), is_chosen=wish == "choose")
    else:
        raise Refused(TOO_OLD)


def year_asked(turn: Turn, this_year: int) -> int:
    """The year that a command names, else the running one."""
    text = turn.update.effective_message.text if turn.update.effective_message else None
    _, *named = (text or "").split()
    year = named[0].removesuffix("年") if named else ""
    return year_named(year, this_year) if year.isdecimal() else this_year


def year_named(text: str, this_year: int) -> int:
    """A year on a button. Raises :class:`Refused` for none that has been."""
    if not is_number(text) or not FIRST_YEAR <= int(text) <= this_year:
        raise Refused(message("Please name a year that has begun, such as {year}.", year=this_year))
    return int(text)


async def take_shown_back(turn: Turn, key: str) -> WayBack | None:
    """Take a card out of the group to which a delivery has shown it; how, and None for one of
    which nothing is known any more."""
    where = await pictures.take_back_shown(turn.tx, turn.bot_id, key, turn.now)
    if where is None:
        return None
    group, shown = where
    way = way_back(shown, turn.now)
    hide_message(turn, group, shown, way)
    return way


def shown_key(turn: Turn, at: int | str = "") -> str:
    """What the keys of deliveries begin with that show the speaker's cards to a group."""
    return f"share:{turn.chat_id}:card:{at}"


async def _draw(turn: Turn, who: Member, kind: Card, what: int) -> None:
    payload = _payload(turn, who, kind, what)
    payload |= {"chat": turn.chat_id, "language": turn.own_language}
    payload["paper"] = f"{CARD_JOB}:{turn.chat_id}:{kind}:{what}:{earliest(turn.now)}"
    # A second tap while the first one is being drawn changes nothing.
    key = f"{CARD_JOB}:{turn.chat_id}:{kind}:{what}"
    await jobs.put(turn.tx, turn.bot_id, CARD_JOB, key, turn.now, payload)
    turn.toast(pages.being_drawn(turn.own_words))


def _payload(turn: Turn, who: Member, kind: Card, what: int) -> dict[str, Any]:
    return {
        "card": kind.value,
        "what": what,
        "person": who.id,
        "owner": turn.telegram_id,
        "unit": who.unit.id,
    }


async def _which_note(turn: Turn, who: Member, page: str) -> None:
    if not is_number(page):
        raise Refused(TOO_OLD)
    number = int(page)
    found = await worded_notes(turn.tx, who.id, number * NOTES_ON_PAGE, NOTES_ON_PAGE + 1)
    shown, more = found[:NOTES_ON_PAGE], len(found) > NOTES_ON_PAGE
    turn.edit(pages.which_note(turn.own_words, shown, number, more=more))


async def _own(turn: Turn, who: Member, number: str) -> Note:
    note = await own_note(turn.tx, who.id, NoteId(int(number))) if is_number(number) else None
    if note is None or not note.text.strip():
        raise Refused(TOO_OLD)
    return note


async def _show(turn: Turn, who: Member, kind: str, what: str) -> None:
    if kind not in (Card.STUDY, Card.SCORE, Card.NOTE) or not is_number(what):
        raise Refused(TOO_OLD)
    if kind == Card.NOTE:
        await _own(turn, who, what)
    group = await group_of_home(turn)
    if group is None:
        raise Refused(message("Your branch has no group that I can write to just now."))
    await _draw_for(turn, who, group, Card(kind), int(what))


async def _draw_for(turn: Turn, who: Member, group: Chat, kind: Card, what: int) -> None:
    at = earliest(turn.now)
    payload = _payload(turn, who, kind, what)
    payload |= {"chat": group.chat_id, "language": who.unit.language, "group": True}
    payload["paper"] = shown_key(turn, at)
    key = f"{CARD_JOB}:{turn.chat_id}:show:{kind}:{what}"
    await jobs.put(turn.tx, turn.bot_id, CARD_JOB, key, turn.now, payload)
    turn.reply(pages.shown_to_group(turn.own_words, at))


async def _hide(turn: Turn, at: str) -> None:
    if not is_number(at):
        raise Refused(TOO_OLD)
    way = await take_shown_back(turn, shown_key(turn, at))
    turn.edit(pages.taken_from_group(turn.own_words, way))


async def _choose(turn: Turn, note: Note, *, is_chosen: bool) -> None:
    if is_chosen:
        await chosen_notes.choose(turn.tx, note.id, turn.now)
    else:
        await chosen_notes.unchoose(turn.tx, note.id)
    turn.reply(pages.chosen(turn.own_words, note.id, is_chosen=is_chosen))
