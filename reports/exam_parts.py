"""A page for each thing that can be settled about a test, with what there is to choose."""

from collections.abc import Sequence

from programme.exam_choices import (
    ALL,
    ATTEMPTS,
    DAYS,
    MINUTES,
    NUMBERS,
    PASS_PERCENTS,
    Part,
    tag_code,
)
from programme.exam_sources import Offered
from reports.exam_setting import (
    OTHER,
    SETTING,
    group_in_words,
    limit_in_words,
    pass_in_words,
    results_in_words,
    source_name,
)
from reports.names import shortened
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.exams import Exam, Source, SourceKind

_IN_A_ROW = 3
_TAGS_SHOWN = 18
_TAG = 20


def part_page(words: Words, exam: Exam, part: Part, tags: Sequence[tuple[str, int]]) -> Said:
    """One thing that can be changed. ``tags``: the tags there are, for the pages of tags."""
    rows = _choices(words, exam, part, tags)
    back = (Button(words("Back"), data=f"{SETTING}:{exam.id}"),)
    return Said(_asked_about(words, part, bool(tags)), (*rows, back))


def source_page(words: Words, exam: Exam, offered: Sequence[Offered]) -> Said:
    """The sources there are."""
    rows = tuple(
        (
            Button(
                _chosen(exam.terms.source == each.source) + source_name(words, each),
                data=f"{SETTING}:{exam.id}:{Part.SOURCE.value}:{source_code(each.source)}",
            ),
        )
        for each in offered
    )
    back = (Button(words("Back"), data=f"{SETTING}:{exam.id}"),)
    return Said(words("Where do the questions come from?"), (*rows, back))


def source_code(source: Source) -> str:
    """A source as a button's data can carry it."""
    return "programme" if source.kind is SourceKind.PROGRAMME else f"bank-{source.key}"


def ask_typed(words: Words, part: Part) -> Said:
    """Asks for what has no button."""
    asked = {
        Part.TITLE: words("What is the test to be called? Please write it in a few words."),
        Part.WINDOW: words(
            "From when until when? Please write it like 10.1-10.7, or with times: 10.1 14:00-15:30."
        ),
        Part.TAGS: words(
            "How many of each? Please write the tags with their numbers, such as: fire 5, power 3."
        ),
        Part.NUMBER: words("How many questions? Please write a number."),
        Part.MINUTES: words("How many minutes? Please write a number."),
        Part.ATTEMPTS: words("How often may one take it? Please write a number."),
    }
    return Said(asked.get(part, words("From how many per cent on is it a pass? Please write it.")))


def _asked_about(words: Words, part: Part, has_tags: bool) -> str:
    asked = {
        Part.TAGS: words(
            "Only questions with one of the tags you tap; none: all. Or so many of each, which you "
            "write."
        )
        if has_tags
        else words("These questions have no tags."),
        Part.NUMBER: words("How many questions is each to answer?"),
        Part.MINUTES: words("How much time is there once somebody has begun?"),
        Part.WINDOW: words("When can it be taken?"),
        Part.ATTEMPTS: words("How often may one take it? The best counts."),
        Part.PASS: words("From how many per cent on is it a pass?"),
        Part.AUDIENCE: words(
            "Whom is it for? Tap the tags of members or branches; none: everybody."
        )
        if has_tags
        else words("No member and no branch here has a tag, so it is for everybody."),
        Part.RESULTS: words("When is each to learn the result, with the right answers?"),
        Part.GROUP: words(
            "Everybody is told in private. Is a line to stand in the groups as well?"
        ),
    }
    return asked.get(part, "")


def _choices(words: Words, exam: Exam, part: Part, tags: Sequence[tuple[str, int]]) -> Rows:
    terms = exam.terms
    base = f"{SETTING}:{exam.id}:{part.value}"

    def tap(label: str, value: str, *, now: bool = False) -> Button:
        return Button(_chosen(now) + label, data=f"{base}:{value}")

    other = tap(words("Another"), OTHER)
    match part:
        case Part.NUMBER:
            taps = [tap(str(n), str(n), now=terms.count == n and not terms.shares) for n in NUMBERS]
        case Part.MINUTES:
            now_at = terms.minutes or 0
            taps = [tap(limit_in_words(words, n), str(n), now=now_at == n) for n in MINUTES]
        case Part.WINDOW:
            taps = [tap(_length(words, n), str(n)) for n in DAYS]
        case Part.ATTEMPTS:
            taps = [tap(_often(words, n), str(n), now=terms.attempts == n) for n in ATTEMPTS]
        case Part.PASS:
            now_at = terms.pass_percent
            taps = [tap(pass_in_words(words, n), str(n), now=now_at == n) for n in PASS_PERCENTS]
        case Part.TAGS | Part.AUDIENCE:
            return _tag_rows(words, exam, part, tags)
        case Part.RESULTS:
            taps = [
                tap(results_in_words(words, at_once=each), value, now=terms.at_once == each)
                for value, each in (("once", True), ("later", False))
            ]
            return tuple((each,) for each in taps)
        case _:
            taps = [
                tap(group_in_words(words, told=each), value, now=terms.in_group == each)
                for value, each in (("no", False), ("yes", True))
            ]
            return tuple((each,) for each in taps)
    return _in_rows([*taps, other])


def _tag_rows(words: Words, exam: Exam, part: Part, tags: Sequence[tuple[str, int]]) -> Rows:
    terms, base = exam.terms, f"{SETTING}:{exam.id}:{part.value}"
    chosen = terms.tags if part is Part.TAGS else terms.audience
    everything = words("All") if part is Part.TAGS else words("Everybody")
    nothing = not chosen and not (part is Part.TAGS and terms.shares)
    taps = [
        Button(
            f"{_chosen(tag in chosen)}{shortened(tag, _TAG)} {count}",
            data=f"{base}:{tag_code(tag)}",
        )
        for tag, count in tags[:_TAGS_SHOWN]
    ]
    rows: Rows = ((Button(_chosen(nothing) + everything, data=f"{base}:{ALL}"),), *_in_rows(taps))
    if part is Part.TAGS and tags:
        rows += ((Button(words("So many of each"), data=f"{base}:{OTHER}"),),)
    return rows


def _in_rows(taps: Sequence[Button]) -> Rows:
    return tuple(tuple(taps[at : at + _IN_A_ROW]) for at in range(0, len(taps), _IN_A_ROW))


def _chosen(now: bool) -> str:
    return "✓ " if now else ""


def _often(words: Words, attempts: int) -> str:
    return words("{count}×", count=attempts) if attempts else words("no end")


def _length(words: Words, days: int) -> str:
    if days == 1:
        return words("Today")
    return words.count("{count} day", "{count} days", count=days)
