"""What somebody gives as the answer to a question, whatever its kind."""

from msgspec import Struct


class Given(Struct, frozen=True):
    """An answer: options by their own numbers, counted from 0, or words that were typed.

    Of a matching question ``chosen`` holds, for each left side in its own order, the number of
    the right side; of a flash card, 0 for whoever knew it and 1 for whoever did not.
    """

    chosen: tuple[int, ...] = ()
    text: str = ""

    def kept(self) -> str:
        """The answer as one text, for a column; :func:`given_in` reads it."""
        return self.text or ",".join(map(str, self.chosen))


def given_in(kept: str, *, typed: bool) -> Given:
    """An answer from a column; ``typed``: the question is answered by typing."""
    if typed:
        return Given(text=kept)
    return Given(tuple(int(each) for each in kept.split(",") if each))
