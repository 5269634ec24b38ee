"""Who is reminded of an obligation.

Plain rules. Of a branch's own, and those of its groups: its secretaries and stand-ins. Of another
unit's own: its organisers, or else its secretaries. Of a person's own: that person, if they hold an
office at the unit and can be reached; what plain members owe, who put nothing down themselves, is
for those who see to the unit.
"""

from collections.abc import Collection, Sequence
from datetime import date

from programme.duties.facts import UnitFacts
from storage.values.duties import Subject
from storage.values.people import PersonId, Role

_KEEPERS = (Role.SECRETARY, Role.STAND_IN)
_OVERSEERS = (Role.ORGANISER,)


def keepers(facts: UnitFacts, today: date) -> Sequence[PersonId]:
    """Who sees to a unit's own obligations, in the order of their offices."""
    orders = (_KEEPERS, _OVERSEERS) if facts.is_branch else (_OVERSEERS, _KEEPERS)
    for roles in orders:
        held = facts.holders_on(today, roles)
        if held:
            return tuple(dict.fromkeys(each.person_id for each in held))
    return ()


def in_office(facts: UnitFacts, today: date) -> set[PersonId]:
    """Everybody who holds an office at a unit."""
    return {each.person_id for each in facts.offices if each.on(today)}


def readers_of(
    subject: Subject, facts: UnitFacts, today: date, reached: Collection[PersonId]
) -> Sequence[PersonId]:
    """Who is reminded; ``reached``: those to whom the bot can write today."""
    own = subject.person_id
    if own is not None and own in reached and own in in_office(facts, today):
        return (own,)
    return tuple(each for each in keepers(facts, today) if each in reached)


def sees_to(person: PersonId, subject: Subject, facts: UnitFacts, today: date) -> bool:
    """Whether reminders of an obligation are somebody's affair."""
    return person == subject.person_id or person in keepers(facts, today)
