"""How a part of the bot does, in plain English, for those who watch over many programs."""

from msgspec import Struct


class Condition(Struct, frozen=True):
    """``what`` is wrong with a part and what to ``do``; both empty when it is well."""

    what: str = ""
    do: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.what


WELL = Condition()
