"""What stands below the help of ``sanxue import``: which columns a sheet has, and how each is
headed in both languages."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from programme.item_files import COLUMNS as OF_ITEMS
from programme.organisation_file import COLUMNS as OF_ORGANISATION
from programme.roster_file import COLUMNS as OF_ROSTER
from programme.tables import Column
from reports.wording import Words

_IN_A_ROW = 4


def organisation_columns(words: Words) -> str:
    """Those of the tree of units."""
    about = {
        "code": words("a short name of your own for the unit, best never changed (must be there)"),
        "parent": words("the code of the unit above; empty at the top"),
        "level": words("as you call it: county, town, branch"),
        "name": words("what people call it (must be there)"),
        "time_zone": words("like Asia/Shanghai; empty: as the unit above"),
        "language": words("zh or en; empty: as the unit above"),
        "audience": words("tags with commas between them, such as village"),
        "since": words("its first day, where that matters; like 2026-05-20"),
        "until": words("its last day: from then on nothing is posted and nothing falls due"),
    }
    return _explained(words, OF_ORGANISATION, about, "organisers")


def roster_columns(words: Words) -> str:
    """Those of the roster."""
    about = {
        "branch": words("its code, or its name if no other has it (must be there)"),
        "name": words("the person's name (must be there)"),
        "role": words("member or empty, secretary, stand-in, committee member, organiser, cadre"),
        "audience": words("tags with commas between them, such as retired"),
        "telegram_id": words("a number; empty where you don't know it"),
        "joined": words("a day like 2026-05-20"),
        "left": words("the last day, likewise"),
        "id": words("your own number for the person; needed where two in a branch share a name"),
        "group": words("the group within the branch, where there are any"),
    }
    return _explained(words, OF_ROSTER, about, "organisers")


def programme_parts(words: Words) -> str:
    """What a programme's folder holds, and the columns of a sheet of study items."""
    parts = (
        ("programme.toml", words("title, times, days off, points")),
        ("items/", words("what is read in the morning: a file each (.md, .txt), or one sheet")),
        ("quizzes/", words("what is asked at noon: question banks (GIFT, CSV, XLSX and others)")),
    )
    columns = [f"{each.name} {each.aliases[0]}" for each in OF_ITEMS if each.name != "slot"]
    rows = [columns[at : at + _IN_A_ROW] for at in range(0, len(columns), _IN_A_ROW)]
    lines = [
        words("In the folder:"),
        *_lines(parts),
        "",
        words("Columns of a sheet of items, named in English or in Chinese:"),
        *_lines([(row + [""] * _IN_A_ROW)[:_IN_A_ROW] for row in rows]),
        "",
        _guide(words, "programmes"),
    ]
    return "\n".join(lines)


def _explained(
    words: Words, columns: Sequence[Column], about: Mapping[str, str], guide: str
) -> str:
    rows = [(each.name, each.aliases[0], about[each.name]) for each in columns]
    head = words("Columns, in any order; the first row names them, in English or in Chinese:")
    return "\n".join([head, *_lines(rows), "", _guide(words, guide)])


def _lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Cells below each other, though a Chinese character takes two places."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            cell + " " * (w - cell_len(cell)) for cell, w in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _guide(words: Words, name: str) -> str:
    page = f"docs/{name}.{words.language}.md"
    return words("More, with samples: {page} in the folder of Sanxue.", page=page)
