"""Walking the tree of units: a unit's page with those right below it, the ones that need somebody
first."""

from html import escape

from msgspec.structs import replace

from programme.digest.figures import Line, share_done
from programme.digest.tree import TreePage
from reports.digest.lines import figures_lines, needing, scope_name, share, size_line
from reports.lists import listed
from reports.names import shortened, shown_name
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.digest_sums import DutySums

OVERVIEW = "overview"
"""What the data of these pages' buttons begins with."""
PAGE = 8
_LABEL = 30


def tree_page(words: Words, found: TreePage) -> Said:
    """The page, with a button for each unit below."""
    below = [line for line in found.lines if not line.is_above]
    pages = max(1, -(-len(below) // PAGE))
    page = min(found.page, pages - 1)
    shown = below[page * PAGE : (page + 1) * PAGE]
    head = [
        f"<b>{escape(scope_name(words, found.units), quote=False)}</b>",
        size_line(words, found.total.size),
        *figures_lines(words, found.total),
    ]
    needs = needing(words, found.total)
    if needs:
        head.append(words("Needs a person: {what}", what=listed(words, needs)))
    lines = [_line(words, each) for each in shown]
    body = [words("Those that need you first:"), *lines] if lines else []
    rows: list[tuple[Button, ...]] = [_button(each) for each in shown]
    more = page < pages - 1
    rows += turning(words, f"{OVERVIEW}:{found.number}", page, more=more)
    return Said("\n".join([*head, "", *body]).strip(), (*rows, *way_back(words, found.above)))


def way_back(words: Words, above: int | None) -> Rows:
    """The button to the page of the unit above; None: there is none."""
    if above is None:
        return ()
    return ((Button(words("Back"), data=f"{OVERVIEW}:{above}:0"),),)


def coming(words: Words) -> Said:
    """That a page of many units takes a moment."""
    return Said(words("So many units take a moment; the page comes right away."))


def to_tree(words: Words) -> Rows:
    """The button that begins at the top."""
    return ((Button(words("Unit by unit"), data=f"{OVERVIEW}:0:0"),),)


def _line(words: Words, line: Line) -> str:
    told = []
    done = share_done(line.figures.week)
    if done is not None and not line.figures.is_small:
        told.append(share(done))
    if line.figures.duties.overdue:
        late = line.figures.duties.overdue
        told.append(words.count("{count} overdue", "{count} overdue", count=late))
    told += needing(words, replace(line.figures, duties=DutySums()))
    if line.figures.is_small:
        told.append(words("fewer than five people"))
    name = f"<b>{escape(shown_name(line.name), quote=False)}</b>"
    said = listed(words, told) or words("nothing yet")
    return words("· {unit}: {figures}", unit=name, figures=said)


def _button(line: Line) -> tuple[Button, ...]:
    label = shortened(line.name, _LABEL)
    return (Button(label, data=f"{OVERVIEW}:{line.unit_id}:0"),)
