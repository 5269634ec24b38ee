"""The tables, by subject. Importing this package fills :data:`storage.tables.base.metadata`."""

from storage.tables import (
    cards,
    deeds,
    digests,
    drills,
    duties,
    exams,
    organisation,
    programme,
    quizzes,
    telegram,
    work,
)
from storage.tables.base import metadata

__all__ = [
    "cards",
    "deeds",
    "digests",
    "drills",
    "duties",
    "exams",
    "metadata",
    "organisation",
    "programme",
    "quizzes",
    "telegram",
    "work",
]
