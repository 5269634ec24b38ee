"""What is said to somebody who sends a question bank in private, from the offer to its end."""

from collections.abc import Sequence
from html import escape

from programme.quiz_import import BankReading
from reports.banks import banks_row
from reports.lists import listed
from reports.quiz_import import counts, finding_lines, left_out_line, shown_questions
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import Unit

READ_JOB = "read-bank"
"""The kind of job that reads a file as a question bank."""
STORE_JOB = "store-bank"
"""The kind of job that takes a bank in that was read."""

_SHOWN_FINDINGS = 5


def draft_key(chat: int, draft: str) -> str:
    """Under which key a bank that was read waits as a paper; it names the chat that it is for."""
    return f"bank:{chat}:{draft}"


def bank_offered(words: Words, *, can_be_note: bool) -> Said:
    """The question about a file that may hold questions."""
    reading = (Button(words("Import questions"), data="bank:read"),)
    saving = (Button(words("Save it"), data="offer:save"),) if can_be_note else ()
    leaving = Button(words("Leave it"), data="bank:leave")
    text = words(
        "Are there questions for a quiz in this file? I can read them and show you what I found; "
        "nothing is taken in before you agree."
    )
    return Said(text, (reading, (*saving, leaving)))


def left_alone(words: Words) -> Said:
    """The answer to leaving the file."""
    return Said(words("All right, I've left it."))


def being_read(words: Words) -> Said:
    """What is said until the file is read."""
    return Said(words("I'm reading the file. What I find comes here."))


def too_large(words: Words) -> Said:
    """What is said to a file that Telegram does not hand over."""
    return Said(
        words(
            "This file is larger than 20 MB, and Telegram doesn't hand such files to me. Split it, "
            "or have it imported at the computer: sanxue import quizzes."
        )
    )


def not_fetched(words: Words) -> Said:
    """What is said when a file can't be had from Telegram."""
    return Said(words("Telegram didn't give me the file. Please send it once more."))


def preview(words: Words, read: BankReading) -> Said:
    """What is in the bank: how much, the first questions, and the first faults."""
    findings = read.reading.findings
    parts = [
        f"<b>{escape(read.title, quote=False)}</b>\n{counts(words, read)}",
        *shown_questions(words, read.questions),
    ]
    if findings:
        lines = finding_lines(words, findings)[:_SHOWN_FINDINGS]
        told = [f"· {escape(each, quote=False)}" for each in lines]
        parts.append("\n".join([left_out_line(words, findings), *told]))
    return Said("\n\n".join(parts))


def has_more(read: BankReading) -> bool:
    """Whether there are more findings than the preview shows, so that all come as a file."""
    return len(read.reading.findings) > _SHOWN_FINDINGS


def all_findings(words: Words, read: BankReading) -> tuple[str, bytes]:
    """All findings as a text file: its name and its content."""
    lines = finding_lines(words, read.reading.findings)
    name = words("{title}: what I noticed", title=read.title)
    # Windows shows Chinese text only with a byte order mark.
    return f"{name}.txt", "\r\n".join(lines).encode("utf-8-sig", "replace")


def all_findings_come(words: Words) -> str:
    """The words below that file."""
    return words("Everything that I noticed, with file and line.")


def nothing_to_take(words: Words) -> Said:
    """What follows the preview of a bank with nothing in it that could be taken in."""
    return Said(words("So there is nothing to take in."))


def may_i(words: Words, read: BankReading, own: Sequence[Unit], draft: str) -> Said:
    """The question below the preview; with several units, in which of them."""
    count = len(read.questions)
    no = (Button(words("No"), data=f"bank:no:{draft}"),)
    if len(own) == 1:
        text = words.count(
            "Shall I take this {count} question in, for {unit} and all below it?",
            "Shall I take these {count} questions in, for {unit} and all below it?",
            count=count,
            unit=own[0].name,
        )
        yes = (Button(words("Take in"), data=f"bank:take:{own[0].id}:{draft}"),)
        return Said(text, (yes, no))
    text = words.count(
        "For whom shall I take this {count} question in? It is asked there and in all below.",
        "For whom shall I take these {count} questions in? They are asked there and in all below.",
        count=count,
    )
    rows = tuple((Button(unit.name, data=f"bank:take:{unit.id}:{draft}"),) for unit in own)
    return Said(text, (*rows, no))


def not_taken_in(words: Words) -> Said:
    """The answer to «no»."""
    return Said(words("All right, nothing was taken in."))


def no_longer_there(words: Words) -> Said:
    """The answer to a late or second «yes»."""
    return Said(
        words("These questions are taken in already, or have waited too long. Nothing was done.")
    )


def being_taken_in(words: Words) -> Said:
    """What is said until they are in."""
    return Said(words("I'm taking them in."))


def taken_in(words: Words, title: str, unit: Unit, new: int, changed: int, known: int) -> Said:
    """What is said once they are in: how many were new, changed, or there already."""
    parts = [words.count("{count} new question", "{count} new questions", count=new)]
    if changed:
        parts.append(words.count("{count} changed", "{count} changed", count=changed))
    if known:
        parts.append(words.count("{count} there already", "{count} there already", count=known))
    return Said(
        words.html(
            "The bank “{title}” is in: {counts}. {unit} and all below are asked from it, from the "
            "next noon on.",
            title=title,
            counts=listed(words, parts),
            unit=unit.name,
        ),
        banks_row(words),
    )


def not_done(words: Words) -> Said:
    """What is said when it didn't work and is not tried any more."""
    return Said(words("That didn't work, and nothing was taken in. Please send the file again."))
