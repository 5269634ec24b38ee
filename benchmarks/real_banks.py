"""``python -m benchmarks.real_banks FOLDER``: reads every file below a folder as a question bank;
says what was found, in how long, and whether it is the truth where the truth stands beside it.

The truth stands beside a text in a ``.js`` file whose ``title`` is the text's name: a list of
questions with ``content``, ``options``, ``answer`` and ``type``.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quizzes.bank import read_bank
from quizzes.readings import Reading
from storage.values.questions import Question

_KINDS = {"single": "one", "multi": "several", "judge": "true_false"}
_TRUE = frozenset({True, "true", "√", "对", "正确", "A", "T"})


def main() -> None:
    """Read all, and print a line for each file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_banks", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    truths = {truth["title"]: truth["questions"] for truth in _truths(folder)}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        began = time.perf_counter()
        reading = read_bank(path, "zh")
        kinds = Counter(question.kind.value for question in reading.questions)
        if not kinds:
            continue
        told = f"{path.relative_to(folder)}: {dict(kinds)}, {len(reading.findings)} noticed, "
        told += f"{time.perf_counter() - began:.2f} s"
        if path.stem in truths:
            told += f"; {_compared(reading, truths[path.stem])}"
        print(told)


def _truths(folder: Path) -> Iterator[Mapping[str, Any]]:
    for path in folder.rglob("*.js"):
        text = path.read_text("utf-8")
        yield json.loads(text[text.index(".push(") + len(".push(") : text.rindex(")")])


def _compared(reading: Reading, truth: list[dict[str, Any]]) -> str:
    mine = Counter(_told(question) for question in reading.questions)
    theirs = Counter(_true(each) for each in truth)
    if mine == theirs:
        return f"all {len(truth)} are the truth"
    return f"{(mine - theirs).total()} are not the truth, {(theirs - mine).total()} are missing"


def _told(question: Question) -> tuple[object, ...]:
    text = question.texts["zh"]
    return question.kind.value, text.stem, text.options, question.correct


def _true(each: dict[str, Any]) -> tuple[object, ...]:
    kind = _KINDS[each["type"]]
    if kind == "true_false":
        return kind, each["content"], (), (0 if each["answer"] in _TRUE else 1,)
    options = tuple(option["text"] for option in each["options"])
    right = tuple(sorted(ord(letter) - ord("A") for letter in each["answer"]))
    return kind, each["content"], options, right


if __name__ == "__main__":
    main()
