"""What `sanxue invite` and `sanxue rehearse` take."""

import argparse

from bot.arguments.values import day_option, number_in
from bot.commands.invite import invite
from bot.commands.invite_people import invite_person
from bot.commands.operator import Operator
from bot.commands.parsing import Choices
from bot.commands.rehearse import rehearse
from reports.wording import Words
from storage.codes import Opens

_MOST_DAYS = 366


def add_branches(commands: Choices, words: Words) -> None:
    """The commands that let people into a branch, and show its next days."""
    parser = commands.add("invite", words("make a link that lets a unit's group or a person in"))
    parser.takes("unit", words("its code, or its name if no other has it"), metavar=words("UNIT"))
    what = parser.at_most_one()
    what.add_argument(
        "--all",
        help=words("a line for each branch there without a group: code, name and link, with tabs"),
        dest="every",
        action="store_true",
    )
    what.add_argument(
        "--secretary",
        help=words("a link for one person, who looks after the branch then: name, or id"),
        metavar=words("NAME"),
    )
    what.add_argument(
        "--member",
        help=words("a link for one member; with a name, for that one of the list"),
        metavar=words("NAME"),
        nargs="?",
        const="",
    )
    what.add_argument(
        "--organiser",
        help=words("a link for one person, who oversees the unit and all below it"),
        action="store_true",
    )
    parser.set_defaults(command=_invite)

    parser = commands.add("rehearse", words("show what would be posted, to whom and when"))
    day_option(
        parser,
        "--from",
        words("the first day, like 2026-05-20; tomorrow if not given"),
        dest="first",
    )
    parser.option(
        "--days",
        words("how many days; 7 if not given"),
        type=number_in(words, _MOST_DAYS),
        default=7,
        metavar="N",
    )
    parser.option("--branch", words("only this branch: its code or name"), metavar=words("BRANCH"))
    parser.set_defaults(
        command=lambda operator, given: rehearse(operator, given.first, given.days, given.branch)
    )


async def _invite(operator: Operator, given: argparse.Namespace) -> int:
    if given.secretary is not None:
        return await invite_person(operator, given.unit, Opens.SECRETARY, given.secretary)
    if given.member is not None:
        return await invite_person(operator, given.unit, Opens.MEMBER, given.member)
    if given.organiser:
        return await invite_person(operator, given.unit, Opens.ORGANISER)
    return await invite(operator, given.unit, given.every)
