"""/settings: what a branch has settled, and a page for each thing that can be changed."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from msgspec import Struct

from programme.branch_choices import Setting, time_value, values_of
from programme.timetables import choices, timetable_of
from reports.days import shown_day, shown_time
from reports.help import LANGUAGE_NAMES
from reports.rows import branch_buttons
from reports.said import Button, Rows, Said
from reports.setting_choices import Choice, asked_about, choices_of, in_words, name_of
from reports.today import study_name
from reports.wording import Words
from reports.zones import zone_name
from storage.values.branches import AsProgramme, BranchSettings
from storage.values.chats import Chat
from storage.values.days import SlotKind
from storage.values.people import Unit, UnitId
from storage.values.programme_files import Timetable

_IN_A_ROW = 3


class Settled(Struct, frozen=True):
    """A branch as its settings show it.

    ``programme`` is the programme's own timetable, None without a programme; ``chat`` the branch's
    group, if it has one.
    """

    unit: Unit
    branch: BranchSettings
    programme: Timetable | None
    chat: Chat | None
    now: datetime


def settings_page(words: Words, settled: Settled, notice: str = "") -> Said:
    """All that is settled, and a button for each."""
    title = words.html("<b>Settings of {branch}</b>", branch=settled.unit.name)
    head = [f"✓ {notice}", ""] if notice else []
    lines = [*head, title, "", *_lines(words, settled), "", words("Tap what you want to change.")]
    return Said("\n".join(lines), _menu(words, settled))


def setting_page(words: Words, settled: Settled, what: Setting) -> Said:
    """One thing that can be changed: what it is about, and what there is to choose."""
    unit = settled.unit
    if what.study is not None:
        text, open_ones = _about_time(words, what.study), _times(words, settled, what.study)
        now = values_of(settled.branch)[what]
    elif what is Setting.LANGUAGE:
        text = words("Which language shall I speak in the branch's group?")
        open_ones = [Choice(code, name) for code, name in LANGUAGE_NAMES.items()]
        now = unit.language
    else:
        text, open_ones = asked_about(words, what), list(choices_of(words, what))
        now = values_of(settled.branch)[what]
    return Said(text, (*_taps(unit.id, what, open_ones, now), _back(words, unit.id)))


def zone_page(words: Words, unit: Unit, offered: Sequence[str], *, typed: bool) -> Said:
    """The choice of a time zone; ``typed`` where another one may be written."""
    open_ones = [Choice(zone, zone_name(words, zone)) for zone in offered]
    rows = _taps(unit.id, Setting.ZONE, open_ones, unit.time_zone)
    if typed:
        rows += ((Button(words("Another one"), data=f"settings:{unit.id}:zone:other"),),)
    text = words(
        "By which clock does the branch live? Another one holds from the next day on; today stays "
        "as it is."
    )
    return Said(text, (*rows, _back(words, unit.id)))


def ask_zone(words: Words) -> Said:
    """The question for a time zone that has no button."""
    return Said(
        words(
            "By which place's clock does the branch live? Please write its name, such as Tokyo or "
            "Berlin."
        )
    )


def topic_page(words: Words, unit: Unit, chat: Chat) -> Said:
    """Where in the group the posts stand, and how that is changed."""
    where = words("The posts stand in the topic that you chose with /here.")
    if chat.topic_id is None:
        where = words("The posts stand in the group itself, outside of its topics.")
    how = words(
        "If your group has topics: write /here in the topic where they belong, and the posts "
        "stand there from then on."
    )
    return Said(f"{where}\n\n{how}", (_back(words, unit.id),))


def which_settings(words: Words, branches: Sequence[Unit], above: Sequence[Unit] = ()) -> Said:
    """Whose settings somebody wants who looks after several branches, or oversees units."""
    buttons = branch_buttons(branches, "settings") + branch_buttons(above, "unit-settings")
    if above:
        return Said(words("Whose settings?"), buttons)
    return Said(words("Which branch's settings?"), buttons)


def settled_notice(words: Words, holds_from: date | None) -> str:
    """That something is set; ``holds_from`` is its first day, None for at once."""
    if holds_from is None:
        return words("Set.")
    return words(
        "Set. It holds from {day} on; today stays as it is.", day=shown_day(words, holds_from)
    )


def _lines(words: Words, settled: Settled) -> list[str]:
    unit, branch, chat = settled.unit, settled.branch, settled.chat
    local = settled.now.astimezone(ZoneInfo(unit.time_zone)).time()
    zone, at = zone_name(words, unit.time_zone), shown_time(local)
    lines = [
        words("Language: {language}", language=LANGUAGE_NAMES[unit.language]),
        words.html("Time zone: {zone}, now {time}", zone=zone, time=at),
    ]
    if settled.programme is not None:
        lines += _study_lines(words, settled.programme, branch)
    lines += [
        in_words(words, Setting.SOUND, branch),
        in_words(words, Setting.STANDINGS, branch),
        in_words(words, Setting.TAKES_IN, branch),
    ]
    if chat is None:
        lines.append(in_words(words, Setting.PRIVATE, branch))
    elif chat.topic_id is not None:
        lines.append(words("Place: a topic of the group"))
    return lines


def _study_lines(words: Words, programme: Timetable, branch: BranchSettings) -> list[str]:
    holds = timetable_of(programme, branch)
    studies = (
        (SlotKind.MORNING, programme.morning, holds.morning),
        (SlotKind.NOON, programme.noon, holds.noon),
        (SlotKind.EVENING, programme.evening, holds.evening),
    )
    lines = []
    for kind, there, at in studies:
        if there is None:
            continue
        shown = words("not posted") if at is None else shown_time(at)
        if kind is SlotKind.NOON and at is not None:
            mode = in_words(words, Setting.QUIZ, branch)
            shown = words("{time}, {how}", time=shown, how=mode)
        lines.append(words("{study}: {time}", study=study_name(words, kind), time=shown))
    return lines


def _menu(words: Words, settled: Settled) -> Rows:
    there = settled.programme or Timetable(None, None, None)
    times = (
        (Setting.MORNING, there.morning),
        (Setting.NOON, there.noon),
        (Setting.EVENING, there.evening),
    )
    last = [Setting.TAKES_IN]
    if settled.chat is None:
        last.append(Setting.PRIVATE)
    elif settled.chat.kind == "supergroup":
        last.append(Setting.TOPIC)
    rows = (
        [Setting.LANGUAGE, Setting.ZONE],
        [what for what, usual in times if usual is not None],
        [Setting.QUIZ, Setting.SOUND, Setting.STANDINGS],
        last,
    )
    unit_id = settled.unit.id
    return tuple(
        tuple(Button(name_of(words, what), data=f"settings:{unit_id}:{what.value}") for what in row)
        for row in rows
        if row
    )


def _about_time(words: Words, kind: SlotKind) -> str:
    return words(
        "{study}: when is it to come? It holds from the next day on. Between 21:00 and 07:00 "
        "everybody is left in peace.",
        study=study_name(words, kind),
    )


def _times(words: Words, settled: Settled, kind: SlotKind) -> list[Choice]:
    if settled.programme is None:
        return []
    usual: time | None = getattr(settled.programme, kind.value)
    open_ones = []
    for at in choices(kind, settled.programme, settled.branch):
        if at == usual:
            # The button for what is planned says the same.
            continue
        if isinstance(at, AsProgramme):
            label = words("As planned: {time}", time=shown_time(usual) if usual else "")
        else:
            label = words("Not at all") if at is None else shown_time(at)
        open_ones.append(Choice(time_value(at), label))
    return open_ones


def _taps(unit_id: UnitId, what: Setting, open_ones: Sequence[Choice], now: str) -> Rows:
    taps = [
        Button(
            ("✓ " if each.value == now else "") + each.label,
            data=f"settings:{unit_id}:{what.value}:{each.value}",
        )
        for each in open_ones
    ]
    return tuple(tuple(taps[at : at + _IN_A_ROW]) for at in range(0, len(taps), _IN_A_ROW))


def _back(words: Words, unit_id: UnitId) -> tuple[Button, ...]:
    return (Button(words("Back"), data=f"settings:{unit_id}"),)
