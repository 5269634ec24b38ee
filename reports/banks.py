"""The question banks of somebody's units, as the bot shows them to whoever looks after them."""

from collections.abc import Sequence
from html import escape
from zoneinfo import ZoneInfo

from programme.own_banks import OwnBank
from reports.days import shown_day
from reports.names import shortened
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words

BANKS = "banks"
"""What the buttons about banks begin with."""
ALL, REMOVE, SURE = "all", "remove", "sure"

_A_PAGE = 8
_LONGEST_LABEL = 40


def banks_row(words: Words) -> Rows:
    """The way to the banks."""
    return ((Button(words("Question banks"), data=f"{BANKS}:{ALL}:0"),),)


def bank_list(words: Words, own: Sequence[OwnBank], page: int) -> Said:
    """A page of the list, which counts from 0; each bank is a button."""
    title = words("<b>Question banks</b>")
    if not own:
        return Said(
            f"{title}\n"
            + words(
                "Your units have none yet, beside their programme. Send me a file with questions, "
                "here in private, and I show you what I find in it."
            )
        )
    page = min(page, (len(own) - 1) // _A_PAGE)
    shown = own[page * _A_PAGE : (page + 1) * _A_PAGE]
    lines = [f"· {_line(words, each)}" for each in shown]
    hint = words("Asked beside the programme. To look at one, or to remove it, tap it.")
    rows = tuple((_button(each),) for each in shown)
    more = len(own) > (page + 1) * _A_PAGE
    turns = turning(words, f"{BANKS}:{ALL}", page, more=more)
    return Said("\n".join([title, *lines, "", hint]), (*rows, *turns))


def bank_page(words: Words, own: OwnBank) -> Said:
    """One bank, and the way to remove it."""
    told = words("Asked at noon and in practice there and in all below; tests can draw from it.")
    removing = Button(words("Remove"), data=f"{BANKS}:{own.bank.id}:{REMOVE}")
    return Said(f"{_line(words, own)}\n{told}", ((removing,), *banks_row(words)))


def sure_to_remove(words: Words, own: OwnBank) -> Said:
    """The question before a bank is removed."""
    text = words.html(
        "Remove the bank “{title}”? Its questions are asked no more, neither at noon nor in "
        "practice nor in tests. What was answered stays, with its points and figures. Should you "
        "import the file again, the bank is there again.",
        title=own.bank.title,
    )
    yes = Button(words("Remove it"), data=f"{BANKS}:{own.bank.id}:{SURE}")
    no = Button(words("Keep it"), data=f"{BANKS}:{own.bank.id}")
    return Said(text, ((yes, no),))


def removed(words: Words, own: OwnBank) -> Said:
    """What is said once it is removed."""
    text = words.html("The bank “{title}” is removed; it's asked no more.", title=own.bank.title)
    return Said(text, banks_row(words))


def _line(words: Words, own: OwnBank) -> str:
    day = own.bank.imported_at.astimezone(ZoneInfo(own.unit.time_zone)).date()
    count = words.count("{count} question", "{count} questions", count=own.bank.size)
    brought = words("imported on {day}", day=shown_day(words, day))
    title, unit = escape(own.bank.title, quote=False), escape(own.unit.name, quote=False)
    return f"<b>{title}</b> · {unit} · {count} · {brought}"


def _button(own: OwnBank) -> Button:
    return Button(shortened(own.bank.title, _LONGEST_LABEL), data=f"{BANKS}:{own.bank.id}")
