"""What reading a question file gives: questions with their places, and what was noticed."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.values.messages import Finding, Message, Place, message
from storage.values.questions import Question, QuestionKind


@dataclass(frozen=True, slots=True)
class Sourced:
    """A question and where it stands in its file."""

    question: Question
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
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


def left_out(kind: QuestionKind) -> Message:
    """The sentence that says why a kind of question is not asked."""
    if kind is QuestionKind.SHORT:
        return message("Left out: a short-answer question can't be asked in a group yet.")
    if kind is QuestionKind.NUMERICAL:
        return message("Left out: a question answered by a number can't be asked in a group yet.")
    return message("Left out: a matching question can't be asked in a group yet.")


def left_out_essay() -> Message:
    """The sentence for a question that wants an essay."""
    return message("Left out: an essay question has no right answer to choose, so no quiz.")


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
