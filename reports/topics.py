"""What is said about the topic of a forum group in which a branch's posts stand."""

from datetime import date

from programme.calendar import NextPost
from reports.days import shown_day_from, shown_time
from reports.said import Said
from reports.wording import Words


def topic_set(words: Words, coming: NextPost | None, today: date, *, general: bool) -> Said:
    """The answer to /here. ``general``: it was written outside of all topics."""
    if general:
        lines = [words("From now on the posts stand here, in the general topic.")]
    else:
        lines = [words("From now on the posts stand here, in this topic.")]
    if coming is not None:
        day = shown_day_from(words, coming.day, today)
        lines.append(
            words("The next one comes {day} at {time}.", day=day, time=shown_time(coming.at))
        )
    return Said("\n".join(lines))


def no_forum(words: Words) -> Said:
    """The answer to /here in a group that has no topics."""
    return Said(
        words(
            "This group has no topics, so the posts simply stand here; there is nothing you need "
            "to do."
        )
    )


def topic_lost(words: Words, unit_name: str) -> Said:
    """What a secretary is told when the topic is gone."""
    return Said(
        words.html(
            "The topic in which the posts of <b>{branch}</b> stood was closed or deleted. They "
            "stand in the group's general topic now. To move them, write /here in the topic where "
            "they belong.",
            branch=unit_name,
        )
    )
