"""/settings for who oversees a unit: how its branches are compared."""

from programme.branch_choices import OFF, ON, Setting
from programme.comparing import SIZES
from reports.said import Button, Said
from reports.wording import Words
from storage.values.branches import BranchSettings, StandingsMode
from storage.values.people import Unit


def unit_settings_text(
    words: Words, unit: Unit, settings: BranchSettings, *, changed: bool = False
) -> Said:
    """What there is to choose; what holds is marked. ``changed``: something was just set."""
    head = [f"✓ {words('Set.')}", ""] if changed else []
    ten, thirty = SIZES
    lines = [
        *head,
        words.html("<b>Settings of {branch}</b>", branch=unit.name),
        "",
        words(
            "How are the branches and units right below compared?\n\n"
            "Upper half: the upper half by name and place.\n"
            "Thirds: the first third by name, without places.\n"
            "Each itself: each sees its own figures only.\n"
            "None: they are not compared."
        ),
        "",
        words(
            "By size: only those of the same size are compared, up to {nine}, {ten} to {twenty}, "
            "{thirty} members and more.",
            nine=ten - 1,
            ten=ten,
            twenty=thirty - 1,
            thirty=thirty,
        ),
        "",
        words("It holds for all units below, until one chooses for itself."),
    ]
    modes = (
        (StandingsMode.RANKED, words("Upper half")),
        (StandingsMode.BANDS, words("Thirds")),
        (StandingsMode.SELF, words("Each itself")),
        (StandingsMode.OFF, words("None")),
    )
    data = f"unit-settings:{unit.id}"
    buttons = [
        Button(
            _marked(label, mode is settings.standings_mode),
            data=f"{data}:{Setting.STANDINGS.value}:{mode.value}",
        )
        for mode, label in modes
    ]
    sizes = (
        Button(_marked(words("All sizes"), not settings.by_size), data=_size(data, OFF)),
        Button(_marked(words("By size"), settings.by_size), data=_size(data, ON)),
    )
    return Said("\n".join(lines), (tuple(buttons[:2]), tuple(buttons[2:]), sizes))


def _size(data: str, value: str) -> str:
    return f"{data}:{Setting.BY_SIZE.value}:{value}"


def _marked(label: str, holds: bool) -> str:
    return f"• {label}" if holds else label
