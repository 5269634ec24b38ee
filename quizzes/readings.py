"""What reading a question file gives: questions with their places, and what was noticed."""

from collections.abc import Sequence

from msgspec import Struct

from storage.values.messages import Finding, Message, Place, message
from storage.values.questions import Question

MOST_OPTIONS = 26
"""How many options have a letter, A to Z, by which they are chosen in private."""


class Sourced(Struct, frozen=True):
    """A question and where it stands in its file."""

    question: Question
    place: Place


class Reading(Struct, frozen=True):
    """Questions read from one file or several, with their places, and the findings."""

    sourced: tuple[Sourced, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions alone, in the order of the file."""
        return tuple(each.question for each in self.sourced)

    @property
    def blocked(self) -> bool:
        """Whether a finding keeps the whole reading out."""
        return any(finding.blocks for finding in self.findings)


def notice(place: Place, said: Message) -> Finding:
    """A finding that leaves one question out and lets the rest of the file in."""
    return Finding(place, said, blocks=False)


def left_out_essay() -> Message:
    """The sentence for a question that wants an essay."""
    return message("Left out: an essay question has no right answer to choose, so no quiz.")


def left_out_cloze() -> Message:
    """The sentence for a text with several gaps, each with an answer of its own."""
    return message("Left out: a text with several gaps of their own (cloze) can't be asked here.")


def left_out_description() -> Message:
    """The sentence for a text that asks nothing."""
    return message("Left out: a text without answers asks nothing.")


def left_out_wordless() -> Message:
    """The sentence for a question of which nothing can be read."""
    return message("Left out: the question or an option has no words, perhaps only a picture.")


def left_out_other(kind: str) -> Message:
    """The sentence for a kind of question that is not known here; ``kind`` as the file calls it."""
    return message("Left out: a question of the kind “{kind}” can't be asked here.", kind=kind)


def picture_missing() -> Message:
    """The notice for a question whose picture is not taken over."""
    return message("The picture of this question was not taken over: see if it works without.")


def no_right_answer() -> Message:
    """The fault of a question without a right answer."""
    return message("The right answer is missing.")


def too_few_options() -> Message:
    """The fault of a choice that offers no choice."""
    return message("A choice needs at least two options.")


def too_many_options() -> Message:
    """The notice for a question whose options can't all have a letter."""
    return message("Left out: there are more than {most} options, A to Z.", most=MOST_OPTIONS)


def doubled_option(options: Sequence[str]) -> Message | None:
    """What to say when two options read the same (Telegram refuses such a poll), else None."""
    seen: set[str] = set()
    for option in options:
        if option in seen:
            return message(
                "Left out: two options say the same, “{option}”. Change one of them.",
                option=option,
            )
        seen.add(option)
    return None
