"""Where a count or a share would name a person.

In a branch of three, "two of three have read it" says who has not to everybody who sees it; so
does the share of right answers where hardly anybody has answered, and a list of the upper half.
What a group is told of itself asks here first.
"""

FEWEST = 4
"""So many people must stand behind a figure before a group is told it."""


def is_small(reached: int) -> bool:
    """Whether a branch has so few members with Telegram that any figure would name one."""
    return reached < FEWEST


def tells_share(answered: int, reached: int) -> bool:
    """Whether a group may be told how many answered, and which share was right."""
    return answered >= FEWEST and not is_small(reached)
