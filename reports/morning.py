"""The morning's post: something short to read, and the button that says it was read."""

from html import escape

from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.days import PostingId
from storage.values.programme_files import ItemText


def morning_post(
    words: Words, item: ItemText, posting_id: PostingId, count: int = 0, late: bool = False
) -> Said:
    """Title, text and source of a study item. ``count``: how many have read it."""
    return Said(item_html(words, item, late), read_buttons(words, posting_id, count))


def item_html(words: Words, item: ItemText, late: bool = False) -> str:
    """A study item's words as HTML, with an apology above them when they are late."""
    parts = [
        late_line(words) if late else "",
        f"<b>{escape(item.title, quote=False)}</b>" if item.title.strip() else "",
        item.html,
        f"<i>{escape(item.source, quote=False)}</i>" if item.source.strip() else "",
    ]
    return "\n\n".join(part for part in parts if part)


def read_buttons(words: Words, posting_id: PostingId, count: int) -> Rows:
    """The button below the morning's post, with how many have tapped it."""
    label = words("I've read it")
    text = words("I've read it · {count}", count=count) if count else label
    return ((Button(text, data=f"read:{posting_id}"),),)


def late_line(words: Words) -> str:
    """What stands above a post that is late by our fault."""
    return words("Late by our fault, not yours: the network was down.")
