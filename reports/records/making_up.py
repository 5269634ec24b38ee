"""Asks whether a record makes up for something that is overdue."""

from collections.abc import Sequence

from programme.duties.obligations import Obligation
from programme.records.changing_people import NONE
from programme.records.kinds import code
from programme.records.scene import Scene
from reports.duties.words import obligation_name
from reports.records.card import AS_IT_IS, KEEP, RECORD, UP
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.records import Record, RecordState


def ask_to_make_up(
    words: Words, record: Record, candidates: Sequence[Obligation], at: Scene
) -> Said:
    """Asks once whether a record makes up for something that is overdue."""
    base = f"{RECORD}:{record.id}"
    back = (Button(words("Back"), data=base),)
    meant = {(each.duty, each.period) for each in record.makes_up}
    rows: Rows = tuple(
        (
            Button(
                ("✓ " if (each.duty.key, each.period.key) in meant else "")
                + obligation_name(words, each, at.today),
                data=f"{base}:{UP}:{up_code(each)}",
            ),
        )
        for each in candidates
    )
    if len(candidates) == 1:
        name = obligation_name(words, candidates[0], at.today)
        text = words.html(
            "Not put down yet, and its time is over: {duty}. Does this make up for it?",
            duty=name,
        )
        yes = Button(words("Yes, it does"), data=f"{base}:{UP}:{up_code(candidates[0])}")
        no = Button(words("No, it's for now"), data=f"{base}:{UP}:{NONE}")
        return Said(text, ((yes, no), back))
    text = words(
        "These are overdue. Tap what this makes up for, if it does, and then Write it down."
    )
    done = Button(words("Write it down"), data=f"{base}:{KEEP}:{AS_IT_IS}")
    is_draft = record.state is RecordState.DRAFT
    return Said(text, (*rows, (done,), back) if is_draft else (*rows, back))


def up_code(obligation: Obligation) -> str:
    """An obligation of a record's own duties, as a button's data can carry it."""
    return code(f"{obligation.duty.key}:{obligation.period.key}:{obligation.subject}")
