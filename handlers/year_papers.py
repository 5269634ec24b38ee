"""Papers about a year or a month: /review, a branch's score cards side by side, the poster for the
notice board, the pocket book."""

from typing import Any

from handlers.cards import year_asked, year_named
from handlers.gate import Command, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.own_units import in_charge_of, looked_after, named_in
from handlers.turn import Turn
from programme.calendar import local_day
from programme.cards.month import month_to_show
from reports.cards import consents as consent_pages
from reports.cards import pages
from reports.cards.pages import PAPER_JOB, YearPaper
from reports.exports import being_made
from reports.said import Said
from reports.wording import words
from storage import chats, consents, jobs
from storage.moments import earliest
from storage.people import Member
from storage.people import members as members_of
from storage.units import unit
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.messages import Refused
from storage.values.people import ChatId, PersonId, Unit, UnitId


async def review(turn: Turn) -> None:
    """Answer /review, or /review and a year."""
    require(turn, Command.REVIEW)
    turn.reply(await _reviews(turn, year_asked(turn, _this_year(turn))))


async def review_button(turn: Turn) -> None:
    """A tap on ``review:year:<year>``, ``review:own:<year>`` or ``review:unit:<unit>:<year>``."""
    require(turn, Command.REVIEW)
    _, what, *rest = [*button_parts(turn), "", ""]
    if what == "year":
        turn.edit(await _reviews(turn, year_named(rest[0], _this_year(turn))))
    elif what == "own" and turn.home is not None and turn.known.person is not None:
        year = year_named(rest[0], _this_year(turn))
        subject = {"person": turn.known.person.id, "unit": turn.home.id}
        await _make(turn, YearPaper.OWN, f"{year}", {"year": year, **subject})
    elif what == "unit":
        chosen = named_in(await in_charge_of(turn), rest[0])
        year = year_named(rest[1], _this_year(turn))
        await _make(turn, YearPaper.UNIT, f"{chosen.id}:{year}", {"year": year, "unit": chosen.id})
    else:
        raise Refused(TOO_OLD)


async def scores_button(turn: Turn) -> None:
    """A tap on ``scores:<unit>:<year>``, with ``:ask`` or ``:make`` behind it."""
    require(turn, Command.MEMBERS)
    _, number, year_said, *wish = [*button_parts(turn), "", ""][:4]
    branch = named_in(await looked_after(turn), number)
    year = year_named(year_said, _this_year(turn))
    if wish == ["ask"]:
        await _ask(turn, branch, year)
    elif wish == ["make"]:
        what = {"year": year, "unit": branch.id}
        await _make(turn, YearPaper.SCORES, f"{branch.id}:{year}", what)
    else:
        turn.edit(await _scores_page(turn, branch, year))


async def consent_button(turn: Turn) -> None:
    """A tap on ``consent:yes:<unit>:<year>`` or ``consent:no:…``, by the member who was asked."""
    require(turn, Command.CARD)
    _, said, number, year_said = [*button_parts(turn), "", "", ""][:4]
    year = year_named(year_said, _this_year(turn))
    branch = await unit(turn.tx, UnitId(int(number)), turn.defaults) if is_number(number) else None
    person = turn.known.person
    if branch is None or person is None or said not in ("yes", "no"):
        raise Refused(TOO_OLD)
    if person.id not in await consents.consents(turn.tx, branch.id, year):
        raise Refused(TOO_OLD)
    agrees = said == "yes"
    await consents.say(turn.tx, branch.id, year, person.id, turn.now, agrees=agrees)
    turn.edit(consent_pages.answered(turn.own_words, branch, year, agrees=agrees))


async def poster_button(turn: Turn) -> None:
    """Have the month's poster made (button ``poster:<unit>``)."""
    require(turn, Command.MEMBERS)
    branch = named_in(await looked_after(turn), button_parts(turn)[-1])
    first = month_to_show(local_day(turn.now, branch.time_zone))
    what = {"unit": branch.id, "month": first.isoformat()}
    await _make(turn, YearPaper.POSTER, f"{branch.id}:{first}", what)


async def pocket_button(turn: Turn) -> None:
    """Have the programme's pocket book made (button ``pocket:<unit>``)."""
    require(turn, Command.PROGRAMME)
    chosen = named_in(await in_charge_of(turn), button_parts(turn)[-1])
    await _make(turn, YearPaper.POCKET, f"{chosen.id}", {"unit": chosen.id})


async def _reviews(turn: Turn, year: int) -> Said:
    own = await in_charge_of(turn)
    kept = {each.id for each in await looked_after(turn)}
    branches = [each for each in own if each.id in kept]
    has_home = turn.home is not None
    this_year = _this_year(turn)
    return pages.reviews(turn.own_words, year, this_year, own, branches, has_home=has_home)


async def _make(turn: Turn, paper: YearPaper, which: str, what: dict[str, Any]) -> None:
    name = f"{PAPER_JOB}:{turn.chat_id}:{paper}:{which}"
    payload = {
        "kind": paper.value,
        "chat": turn.chat_id,
        "language": turn.own_language,
        "paper": f"{name}:{earliest(turn.now)}",
        **what,
    }
    # A second tap while the first one is being made changes nothing.
    await jobs.put(turn.tx, turn.bot_id, PAPER_JOB, name, turn.now, payload)
    turn.toast(being_made(turn.own_words).text)


async def _scores_page(turn: Turn, branch: Unit, year: int, notice: str = "") -> Said:
    here = await _here(turn, branch)
    said = await consents.consents(turn.tx, branch.id, year)
    names = {each.person.id: each.person.name for each in here}
    agreed = sorted(names[p] for p, each in said.items() if each.agreed and p in names)
    waiting = sum(1 for p, each in said.items() if not each.answered and p in names)
    to_ask = len(await _to_ask(turn, here, said))
    return consent_pages.scores_page(turn.own_words, branch, year, agreed, waiting, to_ask, notice)


async def _ask(turn: Turn, branch: Unit, year: int) -> None:
    """Ask each member once, in private; whoever is asked already is left in peace."""
    here = await _here(turn, branch)
    said = await consents.consents(turn.tx, branch.id, year)
    people = await _to_ask(turn, here, said)
    await consents.ask(turn.tx, branch.id, year, [each.person.id for each in people], turn.now)
    for each in people:
        language = each.person.language or branch.language
        assert each.person.telegram_id is not None
        turn.page.deliver(
            NewDelivery(
                bot_id=turn.bot_id,
                key=f"consent:{branch.id}:{year}:{each.person.id}",
                rank=Rank.REMINDER,
                kind=DeliveryKind.TEXT,
                chat_id=ChatId(each.person.telegram_id),
                language=language,
                not_before=turn.now,
                payload=consent_pages.question(words(language), branch, year).payload(),
            )
        )
    notice = consent_pages.asked(turn.own_words, len(people))
    turn.edit(await _scores_page(turn, branch, year, notice))


async def _here(turn: Turn, branch: Unit) -> list[Member]:
    return await members_of(turn.tx, branch.id, local_day(turn.now, branch.time_zone))


async def _to_ask(
    turn: Turn, here: list[Member], said: dict[PersonId, consents.Consent]
) -> list[Member]:
    """Those of whom nobody has asked it yet, and who can be written to."""
    unasked = [each for each in here if each.person.id not in said and each.person.telegram_id]
    ids = [ChatId(each.person.telegram_id) for each in unasked if each.person.telegram_id]
    reached = await chats.active(turn.tx, turn.bot_id, ids) if ids else set()
    return [each for each in unasked if ChatId(each.person.telegram_id or 0) in reached]


def _this_year(turn: Turn) -> int:
    zone = turn.home.time_zone if turn.home else turn.defaults.time_zone
    return local_day(turn.now, zone).year
