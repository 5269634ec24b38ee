"""What those who share an office have done lately, told to each of the others."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from programme.branch_choices import Setting
from reports.days import shown_day
from reports.lists import listed
from reports.names import shown_name
from reports.said import Said
from reports.setting_choices import name_of
from reports.wording import Words
from storage.values.behalf import Deed
from storage.values.offices import ActKind, ActTold
from storage.values.people import PersonId, Unit

LINES = 5
"""As many lines are shown."""

# What an act takes back again.
_TAKES_BACK = {
    ActKind.TAKEN_BACK: ActKind.LET_IN,
    ActKind.PUT_DOWN_TAKEN_BACK: ActKind.PUT_DOWN,
    ActKind.RECORD_REMOVED: ActKind.RECORDED,
}


def with_log(
    words: Words, said: Said, acts: Sequence[ActTold], unit: Unit, reader: PersonId | None
) -> Said:
    """A status with what the others who look after the branch did lately, the newest first.

    ``acts`` are all of the last days, the newest first. What one did of a kind for somebody on one
    day is one line; what was taken back is none.
    """
    alike: dict[object, list[ActTold]] = {}
    for each in _standing(acts):
        if each.act.by != reader and each.act.kind in _ACTS:
            alike.setdefault(_line_of(each, unit), []).append(each)
    lines = [_told(words, each, unit) for each in list(alike.values())[:LINES]]
    if not lines:
        return said
    return Said("\n".join([said.text, "", words("<b>Done lately</b>"), *lines]), said.buttons)


def _standing(acts: Iterable[ActTold]) -> Iterator[ActTold]:
    """Acts without those that were taken back; the newest come first."""
    taken_back: Counter[object] = Counter()
    for each in acts:
        act = each.act
        undone = _TAKES_BACK.get(act.kind)
        if undone is not None:
            taken_back[undone, act.subject, _deed(each)] += 1
        elif taken_back[act.kind, act.subject, _deed(each)]:
            taken_back[act.kind, act.subject, _deed(each)] -= 1
        else:
            yield each


def _deed(told: ActTold) -> object:
    """The deed or record that was put down, with its day; nothing for other acts."""
    act = told.act
    pairs = (ActKind.PUT_DOWN, ActKind.RECORDED)
    is_deed = act.kind in pairs or _TAKES_BACK.get(act.kind) in pairs
    return (act.day, act.detail) if is_deed else None


def _line_of(told: ActTold, unit: Unit) -> object:
    """What acts of one line have in common."""
    act = told.act
    record = _deed(told) if act.kind is ActKind.RECORDED else None
    return _day(told, unit), act.kind, act.by, act.subject, _setting(told), record


def _day(told: ActTold, unit: Unit) -> date:
    return told.act.at.astimezone(ZoneInfo(unit.time_zone)).date()


def _setting(told: ActTold) -> Setting | None:
    if told.act.kind is not ActKind.SETTLED:
        return None
    return Setting(told.act.detail.partition(" ")[0])


def _told(words: Words, alike: Sequence[ActTold], unit: Unit) -> str:
    first = alike[0]
    by, whom = shown_name(first.by_name), shown_name(first.subject_name or "")
    setting = _setting(first)
    if setting is not None:
        whom = name_of(words, setting)
    if first.act.kind is ActKind.RECORDED:
        whom = first.act.detail
    what = _ACTS[first.act.kind](words, by, whom)
    if first.act.kind is ActKind.PUT_DOWN:
        what = words("{what}: {deeds}", what=what, deeds=_deeds(words, alike))
    elif len(alike) > 1:
        what = _times(words, what, len(alike))
    return "· " + words("{day}: {what}", day=shown_day(words, _day(first, unit)), what=what)


def _deeds(words: Words, put_down: Sequence[ActTold]) -> str:
    counted = Counter(each.act.detail for each in put_down)
    names = {Deed.CHECK_IN: words("study"), Deed.NOTE: words("note")}
    told = [(name, counted[deed.value]) for deed, name in names.items()]
    return listed(words, [_times(words, name, times) for name, times in told if times])


def _times(words: Words, what: str, times: int) -> str:
    return what if times == 1 else words("{what} ({count} times)", what=what, count=times)


_ACTS: Mapping[ActKind, Callable[[Words, str, str], str]] = {
    ActKind.LET_IN: lambda words, by, whom: words.html("{by} let {whom} in", by=by, whom=whom),
    ActKind.NOT_LET_IN: lambda words, by, whom: words.html("{by} turned a request down", by=by),
    ActKind.CAME_BY_INVITE: lambda words, by, whom: words.html(
        "{whom} came in by a link", whom=whom
    ),
    ActKind.CAME_BY_ACT: lambda words, by, whom: words.html(
        "{whom} came in by joining in", whom=whom
    ),
    ActKind.HAS_LEFT: lambda words, by, whom: words.html(
        "{by} noted that {whom} has left", by=by, whom=whom
    ),
    ActKind.LEAVE: lambda words, by, whom: words.html(
        "{by} put down leave for {whom}", by=by, whom=whom
    ),
    ActKind.LEAVE_ENDED: lambda words, by, whom: words.html(
        "{by} ended the leave of {whom}", by=by, whom=whom
    ),
    ActKind.PAUSE_ENDED: lambda words, by, whom: words.html("{by} ended the branch's pause", by=by),
    ActKind.PAUSE: lambda words, by, whom: words.html("{by} let the branch pause", by=by),
    ActKind.SETTLED: lambda words, by, what: words.html(
        "{by} changed the settings: {what}", by=by, what=what
    ),
    ActKind.PUT_DOWN: lambda words, by, whom: words.html(
        "{by} put down for {whom}", by=by, whom=whom
    ),
    ActKind.STAND_IN: lambda words, by, whom: words.html(
        "{by} asked {whom} to stand in", by=by, whom=whom
    ),
    ActKind.HANDED_OVER: lambda words, by, whom: words.html(
        "{by} handed the office to {whom}", by=by, whom=whom
    ),
    ActKind.NUDGED: lambda words, by, whom: words.html(
        "{by} sent those missing a friendly word", by=by
    ),
    ActKind.BANK_IN: lambda words, by, whom: words.html("{by} took in questions", by=by),
    ActKind.RECORDED: lambda words, by, what: words.html(
        "{by} put down what was done: {what}", by=by, what=what
    ),
    ActKind.BANK_REMOVED: lambda words, by, whom: words.html("{by} removed a question bank", by=by),
    ActKind.MEETING_PLANNED: lambda words, by, whom: words.html("{by} planned a meeting", by=by),
    ActKind.MEETING_CALLED_OFF: lambda words, by, whom: words.html(
        "{by} called a meeting off", by=by
    ),
    ActKind.MEETING_HELD: lambda words, by, whom: words.html("{by} noted a meeting as held", by=by),
}
