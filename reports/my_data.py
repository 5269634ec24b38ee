"""All that is held on somebody, as a file: to be read, and with every row attached as data."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date

from reports.days import LOCALES
from reports.lists import listed
from reports.noon import options_of
from reports.notes import media_in_words
from reports.said import Said
from reports.wording import Words
from storage.held import Held, HeldAnswer, Row
from storage.values.notes import NoteMedia
from storage.values.people import Role, UnitId

DATA_JOB = "my-data"
"""The kind of job that makes the file."""


def being_gathered(words: Words) -> Said:
    """The answer to /mydata."""
    return Said(words("I'm gathering all that I hold on you; it comes in a moment, as a PDF."))


def data_comes(words: Words) -> str:
    """What stands below the file."""
    return words(
        "All that I hold on you, and nothing of others. To have it erased, there is /forgetme."
    )


def file_name(words: Words) -> str:
    """What the file is called."""
    return words("my-data.pdf")


def attached(held: Held) -> Mapping[str, bytes]:
    """Every row, for programs: it is attached to the PDF."""
    names = {str(unit): name for unit, name in held.units.items()}
    whole = {"units": names, **{table: list(rows) for table, rows in held.rows.items()}}
    return {"my-data.json": json.dumps(whole, ensure_ascii=False, indent=1).encode()}


def pages(words: Words, held: Held) -> Mapping[str, Any]:
    """The same in words, as the template takes it."""
    sections = (
        (words("Who you are"), _who(words, held)),
        (words("Where you belong"), _branches(words, held)),
        (words("Your offices"), _offices(words, held)),
        (words("Your days"), _days(words, held)),
        (words("Your answers"), [_answer(words, each) for each in held.answers]),
        (words("Your notes"), _notes(words, held)),
        (words("What you put down"), _records(words, held)),
        (words("Your leave"), _leave(words, held)),
        (words("Technical"), _technical(words, held)),
    )
    return {
        "language": words.language,
        "title": words("What I hold on you"),
        "subtitle": words("Every single row is attached to this file: my-data.json"),
        "sections": [{"title": title, "lines": lines} for title, lines in sections if lines],
    }


def _who(words: Words, held: Held) -> list[str]:
    person = held.person
    if person is None:
        return [words("You are on no branch's list.")]
    lines = [words("Name: {name}", name=person["name"])]
    told = {
        "external_id": words("Your number on the list: {value}", value=person.get("external_id")),
        "telegram_id": words("Your Telegram number: {value}", value=person.get("telegram_id")),
        "telegram_name": words("Your Telegram name: {value}", value=person.get("telegram_name")),
        "language": words("Language: {value}", value=person.get("language")),
        "audience": words("Tagged as: {value}", value=person.get("audience")),
    }
    return lines + [line for column, line in told.items() if column in person]


def _branches(words: Words, held: Held) -> list[str]:
    lines = []
    for row in held.of("memberships"):
        where = _unit(held, row)
        kind = words("home branch") if row["home"] else words("second branch")
        lines.append(f"{where} ({kind}): {_times(words, row)}")
    for row in held.of("join_requests"):
        lines.append(
            words(
                "Asked to join {branch} as {name}, on {time}",
                branch=_unit(held, row),
                name=row.get("name", "—"),
                time=_time(words, row["asked_at"]),
            )
        )
    return lines


def _offices(words: Words, held: Held) -> list[str]:
    roles = {
        Role.MEMBER: words("member"),
        Role.SECRETARY: words("secretary"),
        Role.STAND_IN: words("stand-in"),
        Role.COMMITTEE: words("committee member"),
        Role.ORGANISER: words("organiser"),
        Role.CADRE: words("cadre"),
        Role.OWNER: words("owner"),
    }
    return [
        f"{_unit(held, row)}: {roles[Role(row['role'])]}, {_times(words, row)}"
        for row in held.of("appointments")
    ]


def _days(words: Words, held: Held) -> list[str]:
    return [
        words(
            "{day}: read {read}, answered {answered} ({right} right), notes {notes}, "
            "points {points}",
            day=_day(words, row["day"]),
            read=row["check_ins"],
            answered=row["answered"],
            right=row["right"],
            notes=row["notes"],
            points=row["points"],
        )
        for row in held.of("member_days")
    ]


def _answer(words: Words, each: HeldAnswer) -> str:
    texts = each.question.texts
    text = texts.get(words.language) or next(iter(texts.values()))
    options = options_of(words, each.question.kind, text)
    chosen = listed(words, [options[n] for n in each.chosen if n < len(options)])
    return f"{_day(words, each.day.isoformat())}: {text.stem}\n→ {chosen}"


def _notes(words: Words, held: Held) -> list[str]:
    return [_note(words, row) for row in held.of("notes")]


def _note(words: Words, row: Row) -> str:
    media = NoteMedia(row["media_kind"]) if "media_kind" in row else None
    kept = words("for your eyes only") if row["private"] else words("written in the group")
    if "shared_chat_id" in row:
        kept = words("shared with the group")
    parts = (_day(words, row["day"]), media_in_words(words, media), kept)
    head = ", ".join(part for part in parts if part)
    return f"{head}\n{row['text']}" if row.get("text") else head


def _records(words: Words, held: Held) -> list[str]:
    """What was put down by somebody, or on their behalf, each with its own words."""
    lines = []
    for row in held.of("records"):
        said = [str(row[name]) for name in ("topic", "place", "text") if row.get(name)]
        lines.append("\n".join([f"{_day(words, row['day'])}, {_unit(held, row)}", *said]))
    return lines


def _leave(words: Words, held: Held) -> list[str]:
    lines = []
    for row in held.of("pauses"):
        span = f"{_day(words, row['first'])} – {_day(words, row['last'])}"
        lines.append(f"{span} {row.get('reason', '')}".rstrip())
    return lines


def _technical(words: Words, held: Held) -> list[str]:
    many = Counter({name: len(rows) for name, rows in held.rows.items()})
    told = {
        "chats": words("Our private chat: that it exists, and whether I can write to you"),
        "streaks": words("How many days in a row you have come to"),
        "drills": words("How far you are in your practice"),
        "meetings": words("Meetings that you have planned: {count}", count=many["meetings"]),
        "meeting_people": words(
            "Meetings at which you are noted, as there or not: {count}",
            count=many["meeting_people"],
        ),
        "digests": words("Your last weekly digest: {count}", count=many["digests"]),
        "meeting_cards": words(
            "Announcements of meetings in our private chat: {count}", count=many["meeting_cards"]
        ),
        "exams": words("Tests that you have set: {count}", count=many["exams"]),
        "exam_sittings": words("Tests that you have taken: {count}", count=many["exam_sittings"]),
        "exam_answers": words(
            "Questions that you were asked in tests: {count}", count=many["exam_answers"]
        ),
        "drill_cards": words(
            "Questions of your practice, and when each is due again: {count}",
            count=many["drill_cards"],
        ),
        "drill_reviews": words(
            "Answers that count for your practice: {count}", count=many["drill_reviews"]
        ),
        "record_people": words(
            "Records that name you among those who were there: {count}",
            count=many["record_people"],
        ),
        "record_changes": words(
            "Your changes to records, and when: {count}", count=many["record_changes"]
        ),
        "rulings": words(
            "Decisions about your duties, or made by you: {count}", count=many["rulings"]
        ),
        "put_off": words("Reminders that you put off: {count}", count=many["put_off"]),
        "places": words("Places, pairs and stations that are yours: {count}", count=many["places"]),
        "chosen_notes": words(
            "Notes that you chose for the year's review: {count}", count=many["chosen_notes"]
        ),
        "score_consents": words(
            "Years for which you were asked whether your score card may be shown: {count}",
            count=many["score_consents"],
        ),
        "pictures": words("Pictures that were drawn of you: {count}", count=many["pictures"]),
        "dialogues": words("A question of mine that you have not answered yet"),
        "deliveries": words(
            "Messages to you that have yet to be sent: {count}", count=many["deliveries"]
        ),
        "codes": words("Invitations made out to you or used by you: {count}", count=many["codes"]),
        "office_acts": words(
            "What was done in an office, by you or for you: {count}",
            count=many["office_acts"],
        ),
        "parked_answers": words(
            "Votes that wait for their poll: {count}", count=many["parked_answers"]
        ),
        "picks": words("Options picked and not submitted yet: {count}", count=many["picks"]),
        "dead_letters": words(
            "Messages of yours that I failed to handle: {count}", count=many["dead_letters"]
        ),
    }
    return [line for name, line in told.items() if name in many]


def _unit(held: Held, row: Row) -> str:
    return held.units.get(UnitId(row["unit_id"]), "—")


def _times(words: Words, row: Row) -> str:
    since = words("since {day}", day=_day(words, row["since"]))
    until = row.get("until")
    return f"{since}, {words('until {day}', day=_day(words, until))}" if until else since


def _day(words: Words, day: str) -> str:
    return str(format_date(date.fromisoformat(day), "medium", locale=LOCALES[words.language]))


def _time(words: Words, time: str) -> str:
    return _day(words, time[:10])
