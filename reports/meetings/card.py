"""The card by which a meeting is announced, and what is said when it changes."""

from reports.meetings.words import HERE, Spoken, detail_lines, name_of, title_of, when_of, where_of
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.meetings import MeetingState

_LINK = "https://t.me/{bot}?start=meetings"


def card(words: Words, spoken: Spoken, here: int, bot: str) -> Said:
    """The card as it stands now. ``here``: how many are there, as far as the reader may be told.
    Nobody is named."""
    meeting, name = spoken.meeting, name_of(words, spoken)
    if meeting.state is MeetingState.CALLED_OFF:
        when = when_of(words, spoken)
        gone = words.html("<s>{what}, {when}</s>", what=name, when=when)
        return Said(f"{gone}\n{words('Called off.')}")
    lines = [
        words.html("<b>{what}</b>", what=title_of(words, spoken)),
        *detail_lines(words, spoken),
    ]
    if meeting.state is MeetingState.HELD:
        lines += ["", _held(words, here)]
        return Said("\n".join(lines), ((_look(words, bot),),))
    lines += ["", words("Once you are there, tap the button: from an hour before.")]
    return Said("\n".join(lines), card_buttons(words, spoken, here))


def card_buttons(words: Words, spoken: Spoken, here: int) -> Rows:
    """The card's one button, with how many are there."""
    label = words("I'm here · {count}", count=here) if here else words("I'm here")
    return ((Button(label, data=f"{HERE}:{spoken.meeting.id}"),),)


def news(words: Words, spoken: Spoken) -> Said:
    """One line: the meeting has another time or place now, or is called off."""
    name, when = name_of(words, spoken), when_of(words, spoken)
    if spoken.meeting.state is MeetingState.CALLED_OFF:
        return Said(words.html("Called off: {what}, {when}.", what=name, when=when))
    if not spoken.meeting.place:
        return Said(words.html("Changed: {what} is now {when}.", what=name, when=when))
    where = where_of(words, spoken)
    return Said(
        words.html("Changed: {what} is now {when}, {place}.", what=name, when=when, place=where)
    )


def _held(words: Words, here: int) -> str:
    if not here:
        return words("It has been held.")
    return words.count(
        "It has been held: {count} person was there.",
        "It has been held: {count} people were there.",
        count=here,
    )


def _look(words: Words, bot: str) -> Button:
    return Button(words("Was I noted?"), url=_LINK.format(bot=bot))
