"""/join: choosing a branch and a name, and asking to be let in."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from handlers.deciding import let_in_at_once, wish_of
from handlers.gate import Command, looks_after, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.office_mail import settle, tell_all
from handlers.private_chats import note_private_chat
from handlers.speaker import telegram_name
from handlers.turn import Turn
from handlers.written import typed
from programme.calendar import local_day
from programme.joining import ask, listed_as, marks, unclaimed
from programme.office_holders import Holder, Office, whom_to_ask
from reports import joining as reports
from reports import letting_in
from reports.said import Said
from storage import dialogues
from storage.branch_search import branches_like, first_branches, is_branch
from storage.join_requests import change, open_at, open_by
from storage.people import Member
from storage.units import unit as unit_of
from storage.values.dialogues import Dialogue
from storage.values.joining import JoinRequest, JoinRequestId, JoinState
from storage.values.messages import Refused
from storage.values.people import PersonId, Unit, UnitId

JOIN = "join"
_BUTTONS = 8
"""As many branches can be chosen by buttons."""
_PATIENCE = timedelta(hours=1)


async def join(turn: Turn) -> None:
    """Answer /join: in private, choose a branch; in a group, a button to the private chat."""
    require(turn, Command.JOIN)
    if turn.in_private:
        await note_private_chat(turn)
        await _choose_branch(turn)
    else:
        assert turn.group is not None
        turn.reply(reports.join_in_private(turn.words, turn.bot_username, turn.group))


async def join_this(turn: Turn, written_id: str) -> None:
    """Go on in the branch whose number a link carried."""
    require(turn, Command.JOIN)
    turn.reply(await _at_branch(turn, await _branch(turn, written_id)))


async def join_button(turn: Turn) -> None:
    """A tap on the way: ``join:branches``, ``join:in:<unit>``, ``join:list:<unit>:<page>``,
    ``join:as:<unit>:<person>``, ``join:new:<unit>``, ``join:to:<unit>:home`` or ``…:second``,
    ``join:stop``."""
    require(turn, Command.JOIN)
    if not turn.in_private:
        # Its buttons stand in private only: they name people of the list.
        raise Refused(TOO_OLD)
    _, *asked = button_parts(turn)
    match asked:
        case ["branches"]:
            await _choose_branch(turn)
        case ["in", unit]:
            turn.edit(await _at_branch(turn, await _branch(turn, unit)))
        case ["list", unit, page] if is_number(page) and _may_choose(turn, unit):
            branch = await _branch(turn, unit)
            turn.edit(_list(turn, branch, await _names(turn, branch), int(page)))
        case ["as", unit, person] if is_number(person) and _may_choose(turn, unit):
            branch = await _branch(turn, unit)
            names = await _names(turn, branch)
            meant = next((m for m in names if m.person.id == int(person)), None)
            if meant is None:
                turn.edit(_list(turn, branch, names, 0))
            else:
                turn.edit(await _ask(turn, branch, meant.person.id))
        case ["new", unit] if turn.home is None:
            turn.edit(await _ask(turn, await _branch(turn, unit), None))
        case ["to", unit, "home" | "second" as kind] if turn.home is not None:
            branch = await _branch(turn, unit)
            assert turn.known.person is not None
            same = listed_as(turn.known.person, await _names(turn, branch))
            listed_id = same.id if same else None
            turn.edit(await _ask(turn, branch, listed_id, home=kind == "home"))
        case ["stop"]:
            await take_back_own(turn)
            turn.edit(reports.stopped(turn.words))
        case _:
            raise Refused(TOO_OLD)


def _may_choose(turn: Turn, unit: str) -> bool:
    """Whether the speaker may say whom of a branch's list they are: who is at home elsewhere is
    asked first what the branch is to be."""
    return turn.home is None or str(turn.home.id) == unit


async def waiting_button(turn: Turn) -> None:
    """A tap on ``join:waiting:<unit>`` below a branch's status: who waits, each with buttons; or
    that nobody does any more."""
    require(turn, Command.DECIDE)
    branch = await _branch(turn, button_parts(turn)[-1])
    if not looks_after(turn.known, branch):
        raise Refused(TOO_OLD)
    waiting = await open_at(turn.tx, branch.id)
    if not waiting:
        turn.reply(letting_in.nobody_waits(turn.words, branch))
    for request in waiting:
        wish = await wish_of(turn, request, branch)
        if request.telegram_id == turn.telegram_id:
            turn.reply(letting_in.own_wish(turn.words, wish))
        else:
            turn.reply(letting_in.wish(turn.words, wish))


async def branch_written(turn: Turn, _asked: Dialogue) -> None:
    """Take what was typed of a branch's name; more may be typed after it."""
    found = await branches_like(turn.tx, typed(turn.update), _BUTTONS)
    turn.reply(reports.branches_found(turn.words, found))


async def remind_of_wishes(turn: Turn, unit_ids: Collection[UnitId]) -> None:
    """Ask whoever looks after these branches, and has just opened the chat, what waited for it."""
    for unit_id in dict.fromkeys(unit_ids):
        branch = await unit_of(turn.tx, unit_id, turn.defaults)
        for request in await open_at(turn.tx, unit_id) if branch else ():
            if branch is None or request.telegram_id == turn.telegram_id:
                continue
            own = Holder(turn.telegram_id, "", turn.own_language, Office.SECRETARY)
            await _tell(turn, request, branch, [own])


async def take_back_own(turn: Turn) -> None:
    """Take back what the speaker has asked and nobody has decided."""
    for each in await open_by(turn.tx, turn.telegram_id):
        await change(turn.tx, each, JoinState.WITHDRAWN, None, turn.now)
        await _withdrawn(turn, each)


async def _choose_branch(turn: Turn) -> None:
    found = await first_branches(turn.tx, _BUTTONS + 1)
    if len(found) <= _BUTTONS:
        turn.reply(reports.choose_branch(turn.words, found))
        return
    until = turn.now + _PATIENCE
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, Dialogue(JOIN), until)
    turn.reply(reports.type_branch(turn.words))


async def _at_branch(turn: Turn, branch: Unit) -> Said:
    """What comes after a branch was chosen; it hangs on where the speaker is at home."""
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    names = await _names(turn, branch)
    if turn.known.home == branch.id:
        listed = turn.known.person is not None and turn.known.person.external_id is not None
        may_be_listed = bool(names) and not listed
        return reports.already_in(turn.words, branch, may_be_listed=may_be_listed)
    if turn.home is not None:
        return reports.which_home(turn.words, branch, turn.home, f"join:to:{branch.id}")
    return _list(turn, branch, names, 0)


async def _names(turn: Turn, branch: Unit) -> Sequence[Member]:
    return await unclaimed(turn.tx, branch.id, local_day(turn.now, branch.time_zone))


def _list(turn: Turn, branch: Unit, names: Sequence[Member], page: int) -> Said:
    may_be_new = turn.known.home != branch.id
    told_apart = marks(names)
    return reports.choose_name(turn.words, branch, names, told_apart, page, may_be_new=may_be_new)


async def _ask(turn: Turn, branch: Unit, person: PersonId | None, *, home: bool = True) -> Said:
    """Ask whoever decides; who decides about the branch themselves needs nobody else."""
    new = JoinRequest(
        id=JoinRequestId(0),
        bot_id=turn.bot_id,
        unit_id=branch.id,
        telegram_id=turn.telegram_id,
        name=turn.known.person.name if turn.known.person else telegram_name(turn),
        person_id=person,
        asked_at=turn.now,
        home=home,
        language=turn.own_language,
    )
    asked = await ask(turn.tx, new, turn.now)
    for each in asked.replaced:
        await _withdrawn(turn, each)
    if looks_after(turn.known, branch):
        return await let_in_at_once(turn, asked.request, branch)
    holders = await whom_to_ask(
        turn.tx, turn.bot_id, branch, turn.now, turn.owner, [turn.telegram_id]
    )
    if asked.new or asked.remind:
        await _tell(turn, asked.request, branch, holders)
    return reports.asked(turn.words, branch, holders, again=not asked.new)


async def _tell(turn: Turn, request: JoinRequest, branch: Unit, holders: Sequence[Holder]) -> None:
    """Ask them; who was asked today already is not asked again."""
    user = turn.update.effective_user
    own = user is not None and user.id == request.telegram_id
    wish = await wish_of(turn, request, branch, user.username if user and own else None)
    key = f"join:{request.id}:{local_day(turn.now, branch.time_zone)}"
    tell_all(turn, key, holders, branch, lambda words: letting_in.wish(words, wish))


async def _withdrawn(turn: Turn, request: JoinRequest) -> None:
    branch = await unit_of(turn.tx, request.unit_id, turn.defaults)
    assert branch is not None
    wish = await wish_of(turn, request, branch)
    await settle(
        turn,
        f"join:{request.id}",
        lambda words: letting_in.settled(words, wish, JoinState.WITHDRAWN),
    )


async def _branch(turn: Turn, written_id: str) -> Unit:
    """The branch that a button or a link names. Raises :class:`Refused` for any other unit."""
    unit_id = UnitId(int(written_id)) if is_number(written_id) else UnitId(0)
    found = await unit_of(turn.tx, unit_id, turn.defaults)
    if found is None or not await is_branch(turn.tx, unit_id):
        raise Refused(TOO_OLD)
    return found
