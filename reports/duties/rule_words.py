"""A duty's rule in plain words: whose it is, how often, how much, and what counts.

Everything is plain text: whoever puts it into HTML escapes it.
"""

from collections.abc import Iterable, Mapping

from reports.days import shown_day
from reports.duties.words import amount_in_words, duty_title, kinds_named
from reports.languages import text_in
from reports.lists import listed
from reports.wording import Words
from storage.values.duties import (
    Amount,
    Counting,
    Duty,
    DutyBook,
    Evidence,
    Joining,
    Measure,
    Often,
    Part,
    Wanted,
    When,
    Who,
    Whom,
    YearDay,
)
from storage.values.people import Role

_LEAP_YEAR = 2024
"""Any year that has all days, to show a day of no particular year."""


def rule_lines(words: Words, duty: Duty, amount: Amount, book: DutyBook) -> list[str]:
    """The whole rule, a sentence a line; ``amount`` is what is asked of this very subject."""
    first = words(
        "{who}, {often}: {amount}",
        who=who_in_words(words, duty.who, book),
        often=often_in_words(words, duty.when),
        amount=how_much(words, amount),
    )
    lines = [first, words("What counts: {what}", what=what_counts(words, duty.counting, book))]
    lines += _steps(words, amount)
    evidence = evidence_in_words(words, duty.wanted)
    if evidence:
        lines.append(words("With it: {evidence}", evidence=evidence))
    if duty.needs:
        needed = [book.duty(key) for key in duty.needs]
        titles = [duty_title(words, each) for each in needed if each is not None]
        lines.append(words("First comes: {duties}", duties=listed(words, titles)))
    if duty.confirmed:
        lines.append(words("The unit above confirms it."))
    if duty.joining is Joining.SHARE:
        lines.append(words("Who comes in the middle of it owes their share of it."))
    elif duty.joining is Joining.NEXT:
        lines.append(words("Who comes in the middle of it begins with the next."))
    return lines


def who_in_words(words: Words, who: Who, book: DutyBook) -> str:
    """Whom a duty concerns: each branch with at least 7 members."""
    if who.whom is Whom.PERSONS:
        roles = _roles(words, who.roles) or words("every member")
        said = (
            words("{roles} ({where})", roles=roles, where=_levels(who, book))
            if (who.levels)
            else roles
        )
    elif who.whom is Whom.GROUPS:
        said = words("each group")
    elif who.whom is Whom.BRANCHES:
        said = words("each branch")
    else:
        said = words("each unit ({levels})", levels=_levels(who, book))
    if who.least_members:
        said = words("{who} of {count} members or more", who=said, count=who.least_members)
    if who.audience:
        said = words("{who}, only: {tags}", who=said, tags=listed(words, who.audience))
    return said


def often_in_words(words: Words, when: When) -> str:
    """How often something is due: each quarter; each year by 20 May."""
    if when.often is Often.ONCE:
        day = when.on
        return words("once, by {day}", day=shown_day(words, day)) if day else words("once")
    if when.often is Often.YEAR and when.by is not None:
        return words("each year by {day}", day=_year_day(words, when.by))
    return {
        Often.MONTH: words("each month"),
        Often.QUARTER: words("each quarter"),
        Often.HALF_YEAR: words("each half-year"),
        Often.YEAR: words("each year"),
        Often.RULE: words("on set days"),
    }[when.often]


def how_much(words: Words, amount: Amount) -> str:
    """How much is asked: twice; two topics of 6 hours each; everybody once."""
    least = amount_in_words(words, amount.measure, amount.least)
    if amount.measure is Measure.TOPICS:
        return _topics(words, amount)
    if amount.measure is Measure.REACHED:
        return _reached(words, amount)
    if amount.measure is Measure.HOURS:
        return words("{hours} in all", hours=least)
    if amount.measure is Measure.PART and amount.by_topic:
        return words("at least {share} of each topic's", share=least)
    if amount.measure is Measure.PART:
        return words("at least {share} of all", share=least)
    return words.count("{count} time", "{count} times", count=round(amount.least))


def what_counts(words: Words, counting: Counting, book: DutyBook) -> str:
    """Which records count: members' meetings of at least 60 minutes with half of the members."""
    parts = [kinds_named(words, book, counting.kinds)]
    if counting.least_minutes:
        parts.append(words("at least {minutes} min", minutes=counting.least_minutes))
    if counting.quorum:
        percent = round(counting.quorum * 100)
        parts.append(words("at least {percent} % of the members there", percent=percent))
    if counting.topics:
        titles = {topic.key: topic.titles for topic in book.topics}
        parts.append(words("on: {topics}", topics=_titles(words, counting.topics, titles)))
    if counting.places:
        parts.append(words("at: {places}", places=_titles(words, counting.places, book.places)))
    if counting.part is Part.SPEAKER:
        parts.append(words("as a speaker"))
    if counting.spoken_by:
        parts.append(words("with a speech by {roles}", roles=_holders(words, counting.spoken_by)))
    if counting.in_own_branch:
        parts.append(words("in their own branch"))
    # Kinds are strung together by commas already.
    return "; ".join(parts) if words.language == "en" else "；".join(parts)


def evidence_in_words(words: Words, wanted: Wanted) -> str:
    """What must lie with a record; empty for nothing."""
    parts = []
    if Evidence.PHOTO in wanted.kinds:
        parts.append(words("a photo"))
    if Evidence.FILE in wanted.kinds:
        parts.append(words("a photo or a file"))
    if Evidence.TEXT in wanted.kinds:
        least = max(wanted.words, 1)
        parts.append(
            words.count("a text of {count} word", "a text of {count} words or more", count=least)
        )
    return listed(words, parts)


def role_name(words: Words, role: Role) -> str:
    """A role, as it is said of all who hold it."""
    return {
        Role.MEMBER: words("every member"),
        Role.SECRETARY: words("each secretary"),
        Role.STAND_IN: words("each stand-in"),
        Role.COMMITTEE: words("each committee member"),
        Role.ORGANISER: words("each organiser"),
        Role.CADRE: words("each cadre"),
        Role.OWNER: words("the owner"),
    }[role]


def holder_name(words: Words, role: Role) -> str:
    """A role, as it is said of one who holds it."""
    return {
        Role.MEMBER: words("a member"),
        Role.SECRETARY: words("the secretary"),
        Role.STAND_IN: words("a stand-in"),
        Role.COMMITTEE: words("a committee member"),
        Role.ORGANISER: words("an organiser"),
        Role.CADRE: words("a cadre"),
        Role.OWNER: words("the owner"),
    }[role]


def _steps(words: Words, amount: Amount) -> list[str]:
    return [
        words(
            "Of these {amount} by {day}",
            amount=_so_much(words, amount.measure, step.least),
            day=_year_day(words, step.by),
        )
        for step in amount.steps
    ]


def _so_much(words: Words, measure: Measure, least: float) -> str:
    if measure is Measure.TIMES:
        return words.count("{count} time", "{count} times", count=round(least))
    if measure is Measure.TOPICS:
        return words.count("{count} topic", "{count} topics", count=round(least))
    return amount_in_words(words, measure, least)


def _topics(words: Words, amount: Amount) -> str:
    topics = words.count("{count} topic", "{count} topics", count=round(amount.least))
    if not amount.topic_hours:
        return topics
    hours = amount_in_words(words, Measure.HOURS, amount.topic_hours)
    return words("{topics}, at least {hours} each", topics=topics, hours=hours)


def _reached(words: Words, amount: Amount) -> str:
    whom = _roles(words, amount.roles) or words("every member")
    if amount.audience:
        whom = words("{who}, only: {tags}", who=whom, tags=listed(words, amount.audience))
    if amount.least >= 1:
        return words("{whom} once", whom=whom)
    share = amount_in_words(words, amount.measure, amount.least)
    return words("{whom} once, at least {share} of them", whom=whom, share=share)


def _roles(words: Words, roles: Iterable[Role]) -> str:
    return listed(words, [role_name(words, role) for role in roles])


def _holders(words: Words, roles: Iterable[Role]) -> str:
    return listed(words, [holder_name(words, role) for role in roles])


def _levels(who: Who, book: DutyBook) -> str:
    """Levels by what the organisation calls them; the file's own word where it names none."""
    return "/".join(next(iter(book.levels.get(key, ())), key) for key in who.levels)


def _titles(words: Words, keys: Iterable[str], titles: Mapping[str, Mapping[str, str]]) -> str:
    named = [text_in(titles[key], words.language) if key in titles else key for key in keys]
    return listed(words, named)


def _year_day(words: Words, day: YearDay) -> str:
    return shown_day(words, day.in_year(_LEAP_YEAR))
