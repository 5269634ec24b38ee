"""/questions: how the last weeks' questions were answered, in words for everybody."""

from html import escape

from programme.question_pages import ListedQuestion, QuestionList, QuestionPage
from reports.banks import banks_row
from reports.days import shown_day, shown_days
from reports.languages import text_in
from reports.names import shortened, shown_name
from reports.question_alarm import decide_row, reason
from reports.question_words import options_in_words, stem_of
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.offices import ActKind, ActTold
from storage.values.question_figures import QuestionFigures, QuestionStatistics, Settled
from storage.values.questions import QuestionKind

_LISTED_STEM = 60
_GOOD = 30
"""From this discrimination index on, in per cent, a question tells who knows the matter."""


def list_text(words: Words, found: QuestionList) -> Said:
    """The list: each number is a button to its question; below them the way to the banks."""
    title = words("<b>The questions of the last four weeks</b>")
    if not found.count:
        nothing = words("There are none yet. They come here in the evening, after the result.")
        return Said(f"{title}\n{nothing}", banks_row(words))
    lines = [title, words("First those that need you, then the hardest.")]
    for number, each in enumerate(found.listed, 1):
        lines += ["", f"{number}. {_line(words, each)}"]
    numbers = tuple(
        Button(str(number), data=f"question:{each.line.figures.question_id}")
        for number, each in enumerate(found.listed, 1)
    )
    more = found.number < found.pages - 1
    turns = turning(words, "questions", found.number, more=more)
    return Said("\n".join(lines), (numbers, *turns, *banks_row(words)))


def page_text(words: Words, page: QuestionPage, notice: str = "") -> Said:
    """One question: how often each option was chosen, and what the figures say in plain words.

    ``notice``, as HTML, is what has just been done.
    """
    parts = [
        notice,
        f"<b>{words('The question')}</b>\n{stem_of(words, page.question)}",
        _options(words, page),
        _figures(words, page),
        _alarm(words, page),
        _explanation(words, page),
        _decided(words, page),
    ]
    if not page.may_correct:
        parts.append(
            words(
                "Its key holds for other units too: it is corrected by the organiser above all of "
                "them, or by the owner."
            )
        )
    return Said("\n\n".join(part for part in parts if part), _buttons(words, page))


def in_words(words: Words, page: QuestionPage, told: QuestionStatistics) -> list[str]:
    """The figures for people who are no statisticians, a sentence each."""
    if told.facility is None:
        return [words("Nobody has answered it in time.")]
    share = round(100 * told.facility)
    lines = [_how_many(words, page, told.count, share)]
    if page.guessing:
        lines.append(
            words("By guessing alone it would be {share} %.", share=round(100 * page.guessing))
        )
    lines.append(_tells_apart(words, told))
    if told.unsure:
        lines.append(words("So few answers that the figures are still unsure."))
    return [line for line in lines if line]


def _line(words: Words, each: ListedQuestion) -> str:
    text = text_in(each.question.texts, words.language)
    stem = escape(shortened(" ".join(text.stem.split()), _LISTED_STEM), quote=False)
    figures = each.line.figures
    sign = "⚠️ " if each.line.alarm else ""
    told = figures.statistics
    if told.facility is None:
        return f"{sign}{stem}\n{words('Nobody has answered it in time.')}"
    how = words.count(
        "{count} answer, {share} % right",
        "{count} answers, {share} % right",
        count=told.count,
        share=round(100 * told.facility),
    )
    parts = [shown_day(words, figures.last), how]
    if told.unsure:
        parts.append(words("unsure"))
    return f"{sign}{stem}\n{' · '.join(parts)}"


def _options(words: Words, page: QuestionPage) -> str:
    figures = page.figures
    lines = []
    for number, option in enumerate(options_in_words(words, page.question)):
        sign = "✅" if number in page.question.correct else "▫️"
        lines.append(f"{sign} {option}{_chosen(words, figures, number)}")
    return "\n".join(lines)


def _chosen(words: Words, figures: QuestionFigures | None, option: int) -> str:
    if figures is None or not figures.statistics.count:
        return ""
    times = sum(count for chosen, count in figures.chosen.items() if option in chosen)
    share = round(100 * times / figures.statistics.count)
    told = words.count("{count} ({share} %)", "{count} ({share} %)", count=times, share=share)
    return f" — <b>{told}</b>"


def _figures(words: Words, page: QuestionPage) -> str:
    figures = page.figures
    if figures is None:
        return words("The figures are being worked out afresh; they come in a few minutes.")
    lines = in_words(words, page, figures.statistics)
    days = shown_days(words, figures.first, figures.last)
    lines.append(
        words.count(
            "Asked: {days}, in {count} branch",
            "Asked: {days}, in {count} branches",
            count=page.branches,
            days=days,
        )
    )
    if figures.late:
        lines.append(
            words.count(
                "{count} more answered when it was closed; that is not counted here.",
                "{count} more answered when it was closed; that is not counted here.",
                count=figures.late,
            )
        )
    return "\n".join(lines)


def _how_many(words: Words, page: QuestionPage, count: int, share: int) -> str:
    if page.question.kind is QuestionKind.SEVERAL:
        return words.count(
            "{count} answer, {share} % right on average (parts count too).",
            "{count} answers, {share} % right on average (parts count too).",
            count=count,
            share=share,
        )
    return words.count(
        "{count} answer, {share} % right.",
        "{count} answers, {share} % right.",
        count=count,
        share=share,
    )


def _tells_apart(words: Words, told: QuestionStatistics) -> str:
    index = told.discrimination
    # Of few answers only what needs a look is said: praise would be too much.
    if index is None or (told.unsure and index >= 0):
        return ""
    if index >= _GOOD:
        return words(
            "Those who usually do well got it right more often than the others: a good question."
        )
    if index >= 0:
        return words("Those who usually do well hardly did better here than the others.")
    return words(
        "Those who usually do well got it wrong more often than the others: please look at its "
        "wording and its key."
    )


def _alarm(words: Words, page: QuestionPage) -> str:
    if page.alarm is None:
        return ""
    told = reason(words, page.question, page.alarm)
    if page.alarm.settled is Settled.LEFT:
        left = words("The key was looked at, and left as it is.")
        return f"{told}\n{left}"
    return f"⚠️ {told}"


def _explanation(words: Words, page: QuestionPage) -> str:
    explanation = text_in(page.question.texts, words.language).explanation.strip()
    if not explanation:
        return ""
    return words.html("Explanation: {text}", text=explanation)


def _decided(words: Words, page: QuestionPage) -> str:
    return "\n".join(_act(words, each) for each in page.decided[:3])


def _act(words: Words, told: ActTold) -> str:
    day, name = shown_day(words, told.act.at.date()), shown_name(told.by_name)
    if told.act.kind is ActKind.KEY_CORRECTED:
        return words.html("{day}: {name} corrected the key.", day=day, name=name)
    return words.html("{day}: {name} left the key as it is.", day=day, name=name)


def _buttons(words: Words, page: QuestionPage) -> Rows:
    rows: list[tuple[Button, ...]] = []
    is_open = page.alarm is not None and page.alarm.settled is None
    if page.may_correct and is_open:
        rows.append(decide_row(words, page.id, page.revision))
    elif page.may_correct:
        rows.append(decide_row(words, page.id, page.revision)[:1])
    rows.append((Button(words("All questions"), data="questions:0"),))
    return tuple(rows)
