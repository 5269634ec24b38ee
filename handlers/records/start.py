"""/record: what there is to put down, what was put down lately, and beginning a draft."""

from collections.abc import Collection

from handlers.gate import Command, records_for, records_own, require
from handlers.own_units import named_in
from handlers.problems.adding import ask_new
from handlers.records.cards import show_card
from handlers.records.finding import TOO_OLD, Found, has_places, speaker, units_to_record
from handlers.turn import Turn
from programme.duties.obligations import Obligation
from programme.duties.references import find
from programme.duties.viewing import UnitView, views
from programme.records.choices import by_need, open_ones
from programme.records.counted import counted_among
from programme.records.drafting import begin, kind_for, suited
from programme.records.kinds import code, deed_kinds, kinds_like, named_by, offered
from programme.records.scene import Scene, scene
from reports.records import showing as reports
from reports.said import Said
from storage import deed_totals, records
from storage.values.duties import Family, RecordKind
from storage.values.messages import Refused, message
from storage.values.people import Unit
from storage.values.records import DeedTotals, Record

_NO_KINDS = message(
    "The programme here asks for nothing that is put down. A good deed of your own: /deed."
)
_BY_SECRETARY = message(
    "This counts once the branch's secretary puts the meeting down, with you among those who were "
    "there. Please ask them."
)
_NOT_YOURS = message("This is put down by whoever looks after the unit. Please ask them.")
_NO_RECORD = message("This isn't put down by itself: /why tells what counts for it.")


async def record(turn: Turn) -> None:
    """Answer /record."""
    require(turn, Command.RECORD)
    own = await units_to_record(turn)
    if not own:
        raise Refused(_NO_KINDS)
    turn.reply(await front(turn, own[0], own))


async def new_button(turn: Turn, unit: str, number: int = 0) -> None:
    """Show what there is to put down at a unit."""
    own = await units_to_record(turn)
    turn.edit(await front(turn, named_in(own, unit, TOO_OLD), own, number))


async def kind_button(turn: Turn, unit: str, kind: str) -> None:
    """Begin a draft of a kind at a unit."""
    at = await _scene(turn, named_in(await units_to_record(turn), unit, TOO_OLD))
    if not at.own and named_by(kind, kinds_like(at.book, Family.PROBLEM)) is not None:
        await ask_new(turn, at, kind)
        return
    key = named_by(kind, [each.key for each in offered(at.book, own=at.own)])
    chosen = at.book.kind(key) if key is not None else None
    if chosen is None:
        raise Refused(TOO_OLD)
    home = turn.home
    if at.own and chosen.family is Family.LECTURE and home is not None:
        # A cadre's lecture is usually one in their own branch.
        at = await _scene(turn, home)
    draft = await begin(turn.tx, at, chosen, speaker(turn), turn.now)
    await show_card(turn, Found(draft, at, names=not at.own))


async def for_button(turn: Turn, named: str) -> None:
    """Begin a draft that suits an obligation."""
    meant = await find(turn.tx, named, turn.now, turn.defaults)
    if meant is None:
        raise Refused(TOO_OLD)
    obligation = meant.standing.obligation
    person, whose = speaker(turn), obligation.subject.person_id
    unit = await _unit_for(turn, obligation, meant.matters.facts.unit)
    whole = records_for(turn.known, unit)
    if not whole and not (whose == person and records_own(turn.known, unit)):
        raise Refused(_NOT_YOURS)
    at = await _scene(turn, unit)
    kind = kind_for(at.book, obligation, own=at.own)
    ledger = kinds_like(at.book, Family.PROBLEM)
    found = next((key for key in obligation.duty.counting.kinds if key in ledger), None)
    if kind is None and found is not None and not at.own:
        await ask_new(turn, at, code(found))
        return
    if kind is None:
        raise Refused(_BY_SECRETARY if _is_meeting(at, obligation) else _NO_RECORD)
    on_behalf = whose if whose not in (None, person) else None
    draft = await begin(turn.tx, at, kind, person, turn.now, whose=on_behalf)
    draft = suited(draft, meant.standing, at)
    await records.change_record(turn.tx, draft)
    await show_card(turn, Found(draft, at, names=not at.own), edits=False)


async def list_button(turn: Turn, unit: str, number: int) -> None:
    """Show a page of what was put down at a unit, or of one's own there."""
    at = await _scene(turn, named_in(await units_to_record(turn), unit, TOO_OLD))
    first = number * reports.SHOWN
    some = await _last(turn, at, reports.SHOWN + 1, first)
    here = (await views(turn.tx, [at.unit], turn.now)).get(at.unit.id)
    shown = _counted(at, some[: reports.SHOWN], here)
    more = len(some) > reports.SHOWN
    turn.edit(reports.record_list(turn.own_words, at, shown, number, more))


async def front(turn: Turn, unit: Unit, own: list[Unit], number: int = 0) -> Said:
    """What there is to put down at a unit. Raises :class:`Refused` where that is nothing."""
    at = await _scene(turn, unit)
    here = (await views(turn.tx, [unit], turn.now)).get(unit.id)
    # Members' good deeds would push out what the branch did: they are in the list, and counted.
    last = await _last(turn, at, reports.SHOWN, besides=deed_kinds(at.book))
    person = speaker(turn)
    wanted = open_ones(here.standings, here.matters, person if at.own else None) if here else ()
    kinds = by_need(at.book, wanted, last, own=at.own)
    if not at.own:
        # These lead to the ledger.
        kinds += [each for each in at.book.kinds if each.family is Family.PROBLEM]
    if not kinds:
        raise Refused(_NO_KINDS)
    drafts = [d for d in await records.drafts_of(turn.tx, person) if d.unit_id == unit.id]
    page = reports.Front(
        at=at,
        kinds=kinds,
        drafts=[each for each in drafts if each.changed_at != each.made_at],
        last=_counted(at, last, here),
        deeds=DeedTotals() if at.own else await deeds_below(turn, at),
        has_places=not at.own and has_places(at.book),
        others=[each for each in own if each.id != unit.id],
    )
    return reports.front(turn.own_words, page, number)


async def deeds_below(turn: Turn, at: Scene) -> DeedTotals:
    """What the good deeds at a unit and below come to this year."""
    first = at.today.replace(month=1, day=1)
    kinds = deed_kinds(at.book)
    found = await deed_totals.deeds_below(turn.tx, [at.unit.id], kinds, first, at.today)
    return found[at.unit.id]


async def _last(
    turn: Turn, at: Scene, limit: int, skipped: int = 0, besides: Collection[str] = ()
) -> list[Record]:
    if not at.own:
        return await records.newest_records(turn.tx, at.unit.id, limit, skipped, besides)
    return await records.newest_with(turn.tx, speaker(turn), limit, skipped)


def _counted(at: Scene, some: list[Record], here: UnitView | None) -> list[reports.Listed]:
    """Records with what they count for at their unit, and for its people; one's own without."""
    if here is None or at.own:
        return [reports.Listed(each) for each in some]
    return [reports.Listed(each, counted_among(each, here.standings)) for each in some]


async def _scene(turn: Turn, unit: Unit) -> Scene:
    return await scene(turn.tx, unit, turn.now, own=not records_for(turn.known, unit))


async def _unit_for(turn: Turn, obligation: Obligation, unit: Unit) -> Unit:
    """Where a record for an obligation belongs: of a person who owes it in their own branch, there,
    if that is the speaker's to record."""
    whose = obligation.subject.person_id
    home = turn.home
    if whose is None or not obligation.duty.counting.in_own_branch or home is None:
        return unit
    own = turn.known.person is not None and turn.known.person.id == whose
    return home if own else unit


def _is_meeting(at: Scene, obligation: Obligation) -> bool:
    kinds: list[RecordKind | None] = [at.book.kind(k) for k in obligation.duty.counting.kinds]
    return any(kind is not None and kind.family is Family.MEETING for kind in kinds)
