"""What argparse finds wrong with a command line, which it can only say in English."""

import re
from collections.abc import Sequence

from reports.wording import Words
from storage.values.messages import Message, message

_ARGUMENT = re.compile(r"argument (?P<name>.+?): (?P<fault>.+)", re.DOTALL)

_FAULTS: Sequence[tuple[re.Pattern[str], Message]] = (
    (
        re.compile(r"the following arguments are required: (?P<what>.+)"),
        message("{what} is missing"),
    ),
    (
        re.compile(r"one of the arguments (?P<what>.+) is required"),
        message("one of these is missing: {what}"),
    ),
    (re.compile(r"unrecognized arguments: (?P<what>.+)"), message("{what} can't stand here")),
    (
        # What newer versions of argparse add, a guess, stands in the list as well.
        re.compile(r"invalid choice: (?P<given>.+?) \(choose from (?P<known>.+)\).*"),
        message("there is no “{given}”, only {known}"),
    ),
    (re.compile(r"expected one argument"), message("something must follow it")),
    (re.compile(r"ignored explicit argument .+"), message("nothing can follow it")),
    (
        re.compile(r"not allowed with argument (?P<what>.+)"),
        message("it doesn't go together with {what}"),
    ),
)


def usage_fault(words: Words, told: str) -> str:
    """What argparse tells, in words; what it isn't known to tell, as it is."""
    found = _ARGUMENT.fullmatch(told)
    if found is None:
        return _fault(words, told)
    return words("{name}: {fault}", name=found["name"], fault=_fault(words, found["fault"]))


def _fault(words: Words, told: str) -> str:
    for pattern, said in _FAULTS:
        found = pattern.fullmatch(told)
        if found is not None:
            values = {name: value.replace("'", "") for name, value in found.groupdict().items()}
            return words.say(Message(said.id, values))
    return told.rstrip(".。")
