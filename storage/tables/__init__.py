"""The tables, by subject. Importing this package fills :data:`storage.tables.base.metadata`."""

from storage.tables import deeds, organisation, programme, telegram, work
from storage.tables.base import metadata

__all__ = ["deeds", "metadata", "organisation", "programme", "telegram", "work"]
