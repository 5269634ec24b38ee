"""The decision who is let into a branch: by one tap, in private."""

from datetime import date

from handlers.gate import Command, looks_after, oversees, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.office_mail import settle
from handlers.speaker import own_person, telegram_name
from handlers.turn import Turn
from handlers.welcoming import know_anew, welcome_home
from programme.calendar import local_day
from programme.joining import LetIn, let_in, marks, refuse, take_back
from reports import joining, letting_in
from reports.keyboard import Keys
from reports.letting_in import Wish
from reports.names import shown_name
from reports.said import Said
from reports.wording import words
from storage import join_requests
from storage.doers import doers
from storage.people import members, person
from storage.units import unit as unit_of
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.joining import JoinRequest, JoinRequestId, JoinState
from storage.values.messages import Refused
from storage.values.people import ChatId, Person, Unit


async def decide_button(turn: Turn) -> None:
    """A tap on ``join:yes:<request>``, ``join:no:<request>`` or ``join:undo:<request>``."""
    require(turn, Command.DECIDE)
    _, decision, *rest = button_parts(turn)
    request, branch = await _request(turn, rest)
    match decision:
        case "yes":
            turn.edit(await _let_in(turn, request, branch))
        case "no":
            turn.edit(await _refuse(turn, request, branch))
        case _:
            turn.edit(await _take_back(turn, request, branch))


async def let_in_at_once(turn: Turn, request: JoinRequest, branch: Unit) -> Said:
    """Let in somebody who decides about the branch themselves."""
    by = await own_person(turn)
    done = await let_in(turn.tx, request, branch, by, turn.now)
    assert done is not None
    await _come_in(turn, request, branch, done)
    return await _welcome(turn, request, branch, done)


async def wish_of(
    turn: Turn, request: JoinRequest, branch: Unit, username: str | None = None
) -> Wish:
    """A request with the names that belong to it."""
    listed = await person(turn.tx, request.person_id) if request.person_id else None
    today = local_day(turn.now, branch.time_zone)
    asker = (await doers(turn.tx, [request.telegram_id])).get(request.telegram_id)
    home = asker.home_on(today) if asker else None
    elsewhere = home is not None and home != branch.id
    is_known = asker is not None and (listed is None or asker.person.id != listed.id)
    return Wish(
        request,
        branch,
        listed=await _listed(turn, branch, listed, today) if listed else None,
        home=await unit_of(turn.tx, home, turn.defaults) if home and elsewhere else None,
        is_known=is_known,
        username=username,
    )


async def _listed(turn: Turn, branch: Unit, listed: Person, today: date) -> str:
    """What the branch's list calls somebody, told from others of the same name."""
    everybody = await members(turn.tx, branch.id, today)
    found = next((each for each in everybody if each.person.id == listed.id), None)
    if found is None:
        return shown_name(listed.name)
    return joining.marked_name(turn.words, found, marks(everybody))


async def _request(turn: Turn, rest: list[str]) -> tuple[JoinRequest, Unit]:
    """The request that a button names, if it is this reader's to decide."""
    number = rest[0] if len(rest) == 1 and is_number(rest[0]) else "0"
    request = await join_requests.get(turn.tx, JoinRequestId(int(number)))
    branch = await unit_of(turn.tx, request.unit_id, turn.defaults) if request else None
    if request is None or branch is None:
        raise Refused(TOO_OLD)
    mine = looks_after(turn.known, branch) or oversees(turn.known, branch)
    if not mine or request.telegram_id == turn.telegram_id:
        raise Refused(TOO_OLD)
    return request, branch


async def _let_in(turn: Turn, request: JoinRequest, branch: Unit) -> Said:
    open_to_it = request.state in (JoinState.ASKED, JoinState.REFUSED)
    by = await own_person(turn)
    wish = await wish_of(turn, request, branch)
    done = await let_in(turn.tx, request, branch, by, turn.now) if open_to_it else None
    if done is None:
        return await _as_it_stands(turn, request, branch)
    await _come_in(turn, request, branch, done)
    await _tell_asker(turn, request, await _welcome(turn, request, branch, done), Keys.MEMBER)
    for other in done.others:
        await _tell_asker(turn, other, joining.name_is_taken(words(other.language), branch))
        await _settle(turn, other, await wish_of(turn, other, branch), JoinState.TAKEN)
    await _settle(turn, request, wish, JoinState.LET_IN)
    return letting_in.settled(turn.words, wish, JoinState.LET_IN, may_undo=done.may_undo)


async def _refuse(turn: Turn, request: JoinRequest, branch: Unit) -> Said:
    by = await own_person(turn)
    waits = request.state is JoinState.ASKED
    if not waits or not await refuse(turn.tx, request, by, turn.now):
        return await _as_it_stands(turn, request, branch)
    wish = await wish_of(turn, request, branch)
    told = joining.not_let_in(words(request.language), branch, wish.home)
    await _tell_asker(turn, request, told)
    await _settle(turn, request, wish, JoinState.REFUSED)
    return letting_in.settled(turn.words, wish, JoinState.REFUSED)


async def _take_back(turn: Turn, request: JoinRequest, branch: Unit) -> Said:
    by = await own_person(turn)
    was_in = request.state is JoinState.LET_IN
    if not was_in or not await take_back(turn.tx, request, branch, by, turn.now):
        return await _as_it_stands(turn, request, branch)
    turn.others_anew.add(request.telegram_id)
    await _tell_asker(turn, request, joining.not_let_in(words(request.language), branch))
    wish = await wish_of(turn, request, branch)
    await _settle(turn, request, wish, JoinState.REFUSED)
    return letting_in.undone(turn.words, wish)


async def _as_it_stands(turn: Turn, request: JoinRequest, branch: Unit) -> Said:
    """What somebody else has decided, or the asker, or oneself by an earlier tap."""
    now = await join_requests.get(turn.tx, request.id) or request
    decided = await person(turn.tx, now.decided_by) if now.decided_by else None
    me = turn.known.person
    by = decided.name if decided and not (me and me.id == decided.id) else None
    return letting_in.settled(turn.words, await wish_of(turn, now, branch), now.state, by)


async def _come_in(turn: Turn, request: JoinRequest, branch: Unit, done: LetIn) -> None:
    """Let the batch know at once who somebody is now."""
    turn.others_anew.add(request.telegram_id)
    await know_anew(turn, done.person, rebuild=done.merged or done.left is not None)


async def _welcome(turn: Turn, request: JoinRequest, branch: Unit, done: LetIn) -> Said:
    spoken = words(request.language or branch.language)
    asker = (await doers(turn.tx, [request.telegram_id]))[request.telegram_id]
    home = asker.home_on(local_day(turn.now, branch.time_zone))
    if home is not None and home != branch.id:
        at = await unit_of(turn.tx, home, turn.defaults)
        assert at is not None
        return joining.second_branch(spoken, branch, at)
    return await welcome_home(turn, spoken, done.person, branch, done.left)


async def _tell_asker(
    turn: Turn, request: JoinRequest, said: Said, keys: Keys | None = None
) -> None:
    # Keys can only come with a message that has no buttons of its own.
    with_keys = {"keys": keys} if keys and not said.buttons else {}
    turn.page.deliver(
        NewDelivery(
            bot_id=request.bot_id,
            key=f"joined:{request.id}:{turn.update.update_id}",
            rank=Rank.REPLY,
            kind=DeliveryKind.TEXT,
            chat_id=ChatId(request.telegram_id),
            language=request.language,
            not_before=turn.now,
            payload={**said.payload(), **with_keys},
        )
    )


async def _settle(turn: Turn, request: JoinRequest, wish: Wish, state: JoinState) -> None:
    by = turn.known.person.name if turn.known.person else telegram_name(turn)
    await settle(
        turn,
        f"join:{request.id}",
        lambda words: letting_in.settled(words, wish, state, by),
    )
