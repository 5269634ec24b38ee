"""Score cards side by side: the secretary's page, and the question to each member."""

from collections.abc import Sequence

from reports.lists import listed
from reports.names import shown_name
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import Unit


def scores_page(
    words: Words,
    branch: Unit,
    year: int,
    agreed: Sequence[str],
    waiting: int,
    to_ask: int,
    notice: str = "",
) -> Said:
    """The secretary's page: who agreed, how many have not said anything yet, and how many can still
    be asked. Who would rather not is not told."""
    lines = [notice, ""] if notice else []
    lines += [
        words.html("<b>{branch}: score cards {year}</b>", branch=branch.name, year=year),
        words("Only the cards of those who agree lie side by side; anybody can take it back."),
    ]
    if agreed:
        names = listed(words, [shown_name(name) for name in agreed])
        lines.append(
            words.count(
                "{count} has agreed: {names}",
                "{count} have agreed: {names}",
                count=len(agreed),
                names=names,
            )
        )
    else:
        lines.append(words("Nobody has agreed yet."))
    if waiting:
        lines.append(
            words.count(
                "{count} has been asked and has time.",
                "{count} have been asked and have time.",
                count=waiting,
            )
        )
    rows: list[tuple[Button, ...]] = []
    if to_ask:
        rows.append((Button(words("Ask everybody"), data=f"scores:{branch.id}:{year}:ask"),))
    if agreed:
        rows.append((Button(words("Make the PDF"), data=f"scores:{branch.id}:{year}:make"),))
    return Said("\n".join(lines), tuple(rows))


def asked(words: Words, count: int) -> str:
    """That members were asked (HTML)."""
    return words.count("{count} member is asked.", "{count} members are asked.", count=count)


def question(words: Words, branch: Unit, year: int) -> Said:
    """The question to a member, in private."""
    text = words.html(
        "For its review of {year}, {branch} would like to lay its members' score cards side by "
        "side: how much was read, answered and written, and on which days. May yours be among "
        "them? Just as well if not: nobody is told.",
        year=year,
        branch=branch.name,
    )
    buttons = (
        Button(words("Yes, put it in"), data=f"consent:yes:{branch.id}:{year}"),
        Button(words("Rather not"), data=f"consent:no:{branch.id}:{year}"),
    )
    return Said(text, (buttons,))


def answered(words: Words, branch: Unit, year: int, *, agrees: bool) -> Said:
    """The answer to what a member said, with the way back."""
    if agrees:
        text = words.html(
            "Your score card {year} lies among those of {branch}.", year=year, branch=branch.name
        )
        back = Button(words("Out again"), data=f"consent:no:{branch.id}:{year}")
    else:
        text = words("All right: your card stays with you.")
        back = Button(words("Put it in"), data=f"consent:yes:{branch.id}:{year}")
    return Said(text, ((back,),))


def scores_come(words: Words, branch: Unit, year: int, count: int) -> str:
    """What stands below the file."""
    return words.count(
        "{branch}: {count} score card of {year}.",
        "{branch}: {count} score cards of {year}, side by side.",
        count=count,
        branch=branch.name,
        year=year,
    )


def review_comes(words: Words, name: str, year: int) -> str:
    """What stands below a review's file, as HTML."""
    return words.html("{name}: review of the year {year}.", name=name, year=year)


def review_title(words: Words, name: str, year: int) -> str:
    """The same as plain text, to name the file by."""
    return words("{name}: review of the year {year}.", name=name, year=year)
