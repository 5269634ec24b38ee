"""Which programme a unit studies, and what it could study, in words."""

from collections.abc import Iterable

from programme.enrolment import Choice, Enrolment
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import Unit, UnitId


def which_unit(words: Words, units: Iterable[Unit]) -> Said:
    """For whom a programme is to be chosen, for somebody who looks after several units."""
    rows = tuple((Button(unit.name, f"programme:{unit.id}"),) for unit in units)
    return Said(words("For whom would you like to choose the programme?"), rows)


def programme_page(words: Words, found: Enrolment, notice: str = "") -> Said:
    """What a unit studies, with a button for each other programme. ``notice`` (HTML) leads."""
    lines = [notice, ""] if notice else []
    lines.append(words.html("<b>{unit}: the programme</b>", unit=found.unit.name))
    lines.append(_studied(words, found))
    others = [each for each in found.choices if each.key != found.studied]
    if others:
        lines += ["", words("Another one would begin tomorrow, and for the units below as well:")]
    rows = tuple(_button(words, found.unit.id, each) for each in others)
    if found.is_own and found.unit.parent_id is not None:
        rows += ((Button(words("As the unit above"), f"programme:{found.unit.id}:0"),),)
    if found.studied is not None:
        rows += ((Button(words("Pocket book"), f"pocket:{found.unit.id}"),),)
    return Said("\n".join(lines), rows)


def chosen(words: Words, choice: Choice, branches: int) -> str:
    """What is said once another programme is chosen, as HTML."""
    return words.count(
        "<b>{title}</b> begins tomorrow; {count} branch changes over.",
        "<b>{title}</b> begins tomorrow; {count} branches change over.",
        count=branches,
        title=title_of(words, choice),
    )


def on_its_way(words: Words, choice: Choice) -> str:
    """What is said when a programme must be brought in first, as HTML."""
    return words.html(
        "<b>{title}</b> is being got ready; it begins tomorrow.", title=title_of(words, choice)
    )


def as_above(words: Words) -> str:
    """What is said once a unit's own choice is taken back."""
    return words("From tomorrow it is the unit above's programme again.")


def title_of(words: Words, choice: Choice) -> str:
    """A programme's title in the reader's language, else in its own."""
    first = next(iter(choice.titles.values()), choice.key)
    return choice.titles.get(words.language, first)


def _studied(words: Words, found: Enrolment) -> str:
    studied = next((each for each in found.choices if each.key == found.studied), None)
    if studied is None:
        return words("No programme yet.")
    title = title_of(words, studied)
    if found.is_own:
        return words.html("{title}, by its own choice.", title=title)
    return words.html("{title}, as the unit above.", title=title)


def _button(words: Words, unit_id: UnitId, choice: Choice) -> tuple[Button, ...]:
    which = choice.key if choice.version_id is None else choice.version_id
    return (Button(title_of(words, choice), f"programme:{unit_id}:{which}"),)
