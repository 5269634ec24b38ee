"""``sanxue invite UNIT --secretary NAME``, ``--member [NAME]`` and ``--organiser``."""

from bot.commands.invite import bot_username
from bot.commands.operator import Operator, opened
from bot.commands.units import find_unit
from programme.calendar import local_day
from programme.importing import load_tree
from programme.invites import make_personal_code, meant_by, personal_link
from storage.codes import Opens
from storage.values.messages import BadInput, Message, message


async def invite_person(operator: Operator, meant: str, opens: Opens, name: str = "") -> int:
    """Print the link that lets one person into a unit, as what ``opens`` says.

    ``name`` is that of somebody on the unit's list, or their id there, or a new one; empty for
    whatever Telegram calls whoever comes.
    """
    async with opened(operator) as database:
        username = await bot_username(operator, database)
        async with database.writing() as tx:
            tree = await load_tree(tx, operator.defaults)
            unit = find_unit(tree, meant)
            if opens is not Opens.ORGANISER and unit.id not in tree.branches:
                raise BadInput(
                    message(
                        "{unit} is not a branch. For somebody who oversees it: sanxue invite "
                        "{code} --organiser",
                        unit=unit.name,
                        code=unit.code,
                    )
                )
            today = local_day(operator.now(), unit.time_zone)
            known = await meant_by(tx, unit, name, today) if name else None
            code = await make_personal_code(tx, unit, opens, operator.now(), known, name)
    if name and known is None:
        operator.tell(
            "Nobody called {name} is on the list of {unit} yet: whoever opens the link is put on "
            "it under that name.",
            name=name,
            unit=unit.name,
        )
    operator.say(_for_whom(opens, unit.name, code.name))
    operator.tell(
        "It is good once, until {day}.",
        day=local_day(code.expires_at, operator.settings.time_zone).isoformat(),
    )
    operator.show(personal_link(username, code.code))
    return 0


def _for_whom(opens: Opens, unit: str, name: str) -> Message:
    match opens:
        case Opens.SECRETARY:
            return message(
                "Send this link to {name}: it makes them secretary of {unit}.", name=name, unit=unit
            )
        case Opens.ORGANISER:
            return message(
                "Send this link to one person: it makes them organiser of {unit}, who sees the "
                "counts of all branches below it.",
                unit=unit,
            )
        case _ if name:
            return message(
                "Send this link to {name}: it makes them a member of {unit}.", name=name, unit=unit
            )
        case _:
            return message(
                "Send this link to one person: it makes them a member of {unit}.", unit=unit
            )
