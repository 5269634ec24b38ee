"""The day's three as one member sees them, and what can be done about each in private."""

from collections.abc import Collection, Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from programme.status import Situation
from programme.today import Study, StudyState
from reports.lettered import in_letters, in_rows, question_html
from reports.morning import item_html
from reports.noon import letter, options_of
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.days import Posting, PostingId, SlotKind
from storage.values.people import ChatId
from storage.values.programme_files import ItemText
from storage.values.questions import QuestionKind, QuestionText

_SUPERGROUP_IDS_BELOW = -1_000_000_000_000


def today_text(
    words: Words,
    studies: Sequence[Study],
    zone: str,
    streak: int,
    situation: Situation = Situation.OPEN,
) -> Said:
    """The day's three with their state, and buttons for what is missing.

    ``situation`` tells why when there is nothing at all.
    """
    title = words("Your three today")
    lines = [f"<b>{title}</b>"]
    lines += [_line(words, study, zone) for study in studies]
    if all(study.state is StudyState.NONE for study in studies):
        lines = [_why_nothing(words, situation)]
    elif all(study.state is StudyState.DONE for study in studies):
        lines.append(words("All three done. Well done!"))
    if streak:
        lines.append(words.count("{count} day running.", "{count} days running.", count=streak))
    buttons = [row for study in studies for row in _buttons(words, study)]
    return Said("\n".join(lines), tuple(buttons))


def today_in_group(words: Words, studies: Sequence[Study], zone: str) -> Said:
    """Where today's posts stand in the group; nothing about anybody."""
    posted = [(study, p) for study in studies for p in study.open_postings]
    title = words("Today")
    lines = [f"<b>{title}</b>"]
    lines += [_group_line(words, study, zone) for study in studies]
    rows = []
    for study, posting in posted:
        link = message_link(posting)
        if link:
            rows.append((Button(study_name(words, study.kind), url=link),))
    return Said("\n".join(lines), tuple(rows))


def study_name(words: Words, kind: SlotKind) -> str:
    """What one of the three is called."""
    if kind is SlotKind.MORNING:
        return words("Today's study")
    if kind is SlotKind.NOON:
        return words("Noon question")
    return words("Evening note")


def message_link(posting: Posting) -> str | None:
    """A link to a post in its group; None in a basic group, whose messages have none."""
    if posting.message_id is None or not _is_supergroup(posting.chat_id):
        return None
    return f"https://t.me/c/{_SUPERGROUP_IDS_BELOW - posting.chat_id}/{posting.message_id}"


def item_text(words: Words, item: ItemText, posting_id: PostingId, done: bool) -> Said:
    """A study item for reading in private; a button checks in, another makes it a picture."""
    read = Button(words("I've read it"), data=f"item:read:{posting_id}")
    card = Button(words("Make it a card"), data=f"card:item:{posting_id}")
    return Said(item_html(words, item), ((card,),) if done else ((read,), (card,)))


def question_text(
    words: Words,
    kind: QuestionKind,
    text: QuestionText,
    posting_id: PostingId,
    picked: Collection[int] = (),
) -> Said:
    """A question to be answered in private by buttons.

    One tap answers where one option is right; where several may be, taps pick and another sends.
    Picked options travel in the buttons as a number whose bits are the options.
    """
    several = kind is QuestionKind.SEVERAL
    mask = mask_of(picked)
    word = "pick" if several else "answer"
    taps = [
        Button(
            ("✓ " if n in picked else "") + letter(n), data=f"{word}:{mask ^ (1 << n)}:{posting_id}"
        )
        for n in range(len(options_of(words, kind, text)))
    ]
    submit = Button(words("Submit"), data=f"answer:{mask}:{posting_id}")
    rows = (*in_rows(taps), (submit,)) if several and picked else in_rows(taps)
    return Said(question_html(words, kind, text), rows)


def answered_text(
    words: Words, kind: QuestionKind, text: QuestionText, correct: Collection[int], *, right: bool
) -> Said:
    """What is said to an answer given in private: only its writer sees it."""
    options = options_of(words, kind, text)
    letters = in_letters(words, sorted(correct))
    said = words("Right!") if right else words("Look again: it's {letters}.", letters=letters)
    picked = [f"{letter(n)}. {escape(options[n])}" for n in sorted(correct) if n < len(options)]
    parts = [f"<b>{said}</b>", "\n".join(picked), escape(text.explanation.strip(), quote=False)]
    return Said("\n\n".join(part for part in parts if part), to_today(words))


def already_answered(words: Words) -> Said:
    """What is said when a question had an answer already."""
    return Said(words("You have answered this one; your first answer counts."), to_today(words))


def closed_text(words: Words, *, can_catch_up: bool) -> Said:
    """What is said when a question is no longer open today."""
    said = (
        words("The time for this question is over. From tomorrow on you can catch up on it.")
        if can_catch_up
        else words("The time for this question is over. There is a new one tomorrow.")
    )
    return Said(said, to_today(words))


def undo_offer(words: Words, posting_id: PostingId) -> Said:
    """Offered in private to somebody who tapped a second time."""
    text = words("Already noted today, all is well. If it was a slip, take it back here.")
    return Said(text, ((undo_button(words, posting_id),),))


def undo_button(words: Words, posting_id: PostingId) -> Button:
    """The button that takes the check-in of a morning's post back."""
    return Button(words("Undo"), data=f"undo:{posting_id}")


def undone_text(words: Words, undone: bool) -> Said:
    """What is said after a check-in was taken back, or when there was none."""
    if undone:
        return Said(words("Taken back. It can be done again at any time."), to_today(words))
    return Said(words("There is nothing to take back."), to_today(words))


def to_today(words: Words) -> Rows:
    """The way back to the day's three."""
    return ((Button(words("Your three today"), data="today:show"),),)


def mask_of(options: Collection[int]) -> int:
    """Options as one number: bit *n* for option *n*."""
    return sum(1 << option for option in set(options))


def options_in(mask: int) -> tuple[int, ...]:
    """The options that a number stands for, ascending."""
    return tuple(n for n in range(mask.bit_length()) if mask >> n & 1)


def _why_nothing(words: Words, situation: Situation) -> str:
    if situation is Situation.CLOSED:
        return words("This branch is closed, and nothing more comes. /join leads to your new one.")
    if situation is Situation.NO_PROGRAMME:
        return words("There is nothing to study yet: the programme is still to come.")
    if situation is Situation.NO_GROUP:
        return words(
            "Nothing comes yet: your branch's group is not set up. The secretary can do that."
        )
    if situation is Situation.UNREACHABLE:
        return words(
            "Nothing comes just now: I can't write in your branch's group. The secretary can let "
            "me in again."
        )
    if situation is Situation.NOT_STARTED:
        return words("It hasn't begun yet. You'll hear from me in the group.")
    return words("Nothing is planned for today. Have a good rest.")


def _is_supergroup(chat_id: ChatId) -> bool:
    return chat_id < _SUPERGROUP_IDS_BELOW


def _line(words: Words, study: Study, zone: str) -> str:
    sign = "✅" if study.state is StudyState.DONE else "▫️"
    name, state = study_name(words, study.kind), _state(words, study, zone)
    return f"{sign} " + words("{study}: {state}", study=name, state=state)


def _group_line(words: Words, study: Study, zone: str) -> str:
    name = study_name(words, study.kind)
    is_out = study.open_postings or study.state in (StudyState.DONE, StudyState.CLOSED)
    state = words("posted") if is_out else _state(words, study, zone)
    return words("{study}: {state}", study=name, state=state)


def _state(words: Words, study: Study, zone: str) -> str:
    if study.state is StudyState.OPEN and study.done_count:
        return words("{done} of {all} done", done=study.done_count, all=study.count)
    if study.state is StudyState.LATER and study.due_at is not None:
        return words("comes at {time}", time=_time(study.due_at, zone))
    if study.state is StudyState.DONE:
        return words("done")
    if study.state is StudyState.OPEN:
        return words("open, whenever it suits you")
    return _not_open(words, study.state)


def _not_open(words: Words, state: StudyState) -> str:
    if state is StudyState.CLOSED:
        return words("over for today; tomorrow there is a new one")
    if state is StudyState.MISSED:
        return words("not posted, by our fault; nobody loses anything")
    return words("nothing today")


def _buttons(words: Words, study: Study) -> list[tuple[Button, ...]]:
    if study.kind is SlotKind.EVENING:
        # A note can be written at any time of the day.
        label = words("Another note") if study.state is StudyState.DONE else words("Write a note")
        return [(Button(label, data="note:write"),)] if study.state is not StudyState.NONE else []
    if not study.open_postings:
        return []
    if study.kind is SlotKind.MORNING:
        return _reading_buttons(words, study)
    return [row for posting in study.open_postings for row in _question_buttons(words, posting)]


def _reading_buttons(words: Words, study: Study) -> list[tuple[Button, ...]]:
    read = [
        (Button(words("Read it here"), data=f"today:item:{posting.id}"),)
        for posting in study.open_postings
    ]
    first = study.open_postings[0]
    if study.state is StudyState.DONE:
        return [*read, (undo_button(words, first.id),)]
    return [*read, (Button(words("I've read it"), data=f"today:read:{first.id}"),)]


def _question_buttons(words: Words, posting: Posting) -> list[tuple[Button, ...]]:
    here = Button(words("Answer it here"), data=f"today:question:{posting.id}")
    link = message_link(posting)
    return [(Button(words("To the question"), url=link), here)] if link else [(here,)]


def _time(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")
