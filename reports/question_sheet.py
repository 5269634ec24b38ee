"""All figures of questions as a workbook: by question, by week, and what each figure means."""

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from programme.question_export import ExportedQuestion, ExportedWeek, QuestionExport
from reports.languages import text_in
from reports.noon import letter, options_of
from reports.question_words import letters
from reports.wording import Words
from reports.workbooks import Column, Shape, Table, Value, workbook
from storage.values.questions import QuestionKind


class _Figure(Struct, frozen=True):
    """A column of a figure, and what it says in plain words."""

    column: Column
    meaning: str


def question_workbook(words: Words, found: QuestionExport, made_at: datetime) -> bytes:
    """The workbook as a file, in one language."""
    questions, weeks = _question_figures(words), _week_figures(words)
    options = max((len(_options(words, each)) for each in found.questions), default=0)
    by_option = [
        Column(words("Chosen: {letter}", letter=letter(n)), Shape.COUNT, 9) for n in range(options)
    ]
    tables = [
        Table(
            words("Questions"),
            [*(each.column for each in questions), *by_option],
            [_question_row(words, each, options) for each in found.questions],
        ),
        Table(words("Weeks"), [each.column for each in weeks], [_week_row(w) for w in found.weeks]),
        Table(
            words("What it means"),
            [Column(words("Figure"), width=26), Column(words("Meaning"), width=100)],
            [[each.column.title, each.meaning] for each in (*questions, *weeks) if each.meaning],
        ),
    ]
    return workbook(tables, made_at)


def _question_row(words: Words, each: ExportedQuestion, options: int) -> list[Value]:
    told, figures = each.figures.statistics, each.figures
    text = text_in(each.question.texts, words.language)
    own = _options(words, each)
    listed = "\n".join(f"{letter(n)}. {option}" for n, option in enumerate(own))
    chosen: list[Value] = [
        sum(times for answer, times in figures.chosen.items() if n in answer)
        for n in range(len(own))
    ]
    return [
        text.stem,
        listed,
        _KINDS[each.question.kind](words),
        letters(each.question.correct),
        "、".join(each.question.tags) if words.language == "zh" else ", ".join(each.question.tags),
        figures.first,
        figures.last,
        each.times,
        told.count,
        figures.late,
        words("unsure") if told.unsure else "",
        words("open") if each.alarm else "",
        told.facility,
        told.deviation,
        each.guessing,
        _share(told.discrimination),
        _share(told.efficiency),
        *chosen,
        *([None] * (options - len(own))),
    ]


def _week_row(week: ExportedWeek) -> list[Value]:
    shares, complete = week.shares, week.complete
    return [
        week.first,
        week.questions,
        shares.count,
        shares.mean,
        shares.median,
        shares.deviation,
        shares.skewness,
        shares.kurtosis,
        complete.count,
        _share(complete.consistency),
        _share(complete.error_ratio),
        complete.standard_error,
    ]


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _options(words: Words, each: ExportedQuestion) -> Sequence[str]:
    text = text_in(each.question.texts, words.language)
    return [option.strip() for option in options_of(words, each.question.kind, text)]


_KINDS: dict[QuestionKind, Callable[[Words], str]] = {
    QuestionKind.ONE: lambda words: words("one right"),
    QuestionKind.SEVERAL: lambda words: words("several right"),
    QuestionKind.TRUE_FALSE: lambda words: words("true or false"),
    QuestionKind.SHORT: lambda words: words("short answer"),
    QuestionKind.NUMERICAL: lambda words: words("a number"),
    QuestionKind.MATCHING: lambda words: words("matching"),
    QuestionKind.CARD: lambda words: words("card"),
}


def _question_figures(words: Words) -> list[_Figure]:
    return [
        _Figure(Column(words("The question"), width=50), ""),
        _Figure(Column(words("Options"), width=40), ""),
        _Figure(Column(words("Kind of question"), width=12), ""),
        _Figure(Column(words("Key"), width=8), ""),
        _Figure(Column(words("Tags"), width=16), ""),
        _Figure(Column(words("First asked"), Shape.DAY, 12), ""),
        _Figure(Column(words("Last asked"), Shape.DAY, 12), ""),
        _Figure(
            Column(words("Times asked"), Shape.COUNT, 9),
            words("In how many branches, each time counted."),
        ),
        _Figure(
            Column(words("Answers"), Shape.COUNT, 9),
            words(
                "How many answered while it was open. Whoever did not is missing, not wrong, and "
                "stands in no figure."
            ),
        ),
        _Figure(
            Column(words("Afterwards"), Shape.COUNT, 9),
            words("How many answered when it was closed and its key was told: only counted here."),
        ),
        _Figure(
            Column(words("Sure?"), width=9),
            words("Below 20 answers the figures are unsure: one more answer could turn them."),
        ),
        _Figure(
            Column(words("Alarm"), width=9),
            words(
                "Open: those who usually do best chose something else than the key, and nobody has "
                "looked at it yet."
            ),
        ),
        _Figure(
            Column(words("Facility index"), Shape.SHARE, 10),
            words("The share right; where several options are right, parts count too."),
        ),
        _Figure(
            Column(words("Standard deviation"), Shape.NUMBER, 10),
            words("How far the marks lie apart: 0 where all had the same."),
        ),
        _Figure(
            Column(words("Random guess score"), Shape.SHARE, 10),
            words(
                "What guessing alone would get. A facility below it speaks of a wrong key or a "
                "misleading question."
            ),
        ),
        _Figure(
            Column(words("Discrimination index"), Shape.SHARE, 14),
            words(
                "Whether those who did well in the week's other questions did well here too. From "
                "30 % on it is a good question; below 0 they did worse than the others: look at "
                "its key."
            ),
        ),
        _Figure(
            Column(words("Discriminative efficiency"), Shape.SHARE, 14),
            words(
                "The same in per cent of what is possible at all for a question as easy or hard as "
                "this one."
            ),
        ),
    ]


def _week_figures(words: Words) -> list[_Figure]:
    complete = words("Only of those who answered all of the week's questions.")
    return [
        _Figure(Column(words("Week from"), Shape.DAY, 12), words("A week is looked at as a quiz.")),
        _Figure(Column(words("Questions asked"), Shape.COUNT, 10), ""),
        _Figure(
            Column(words("Members who answered"), Shape.COUNT, 10),
            words("How many members answered at least one question of the week."),
        ),
        _Figure(
            Column(words("Mean"), Shape.SHARE, 10),
            words("The mean of their shares right, each of what they answered."),
        ),
        _Figure(Column(words("Median"), Shape.SHARE, 10), words("Half had less, half had more.")),
        _Figure(
            Column(words("Standard deviation of the shares"), Shape.NUMBER, 12),
            words("How far the members' shares lie apart."),
        ),
        _Figure(
            Column(words("Skewness"), Shape.NUMBER, 10),
            words("Below 0 when a few did much worse than most; above 0 when a few did better."),
        ),
        _Figure(
            Column(words("Kurtosis"), Shape.NUMBER, 10),
            words("Above 0 when most did about the same and a few very differently."),
        ),
        _Figure(Column(words("Answered all"), Shape.COUNT, 10), ""),
        _Figure(
            Column(words("Coefficient of internal consistency"), Shape.SHARE, 14),
            f"{words('How well the questions measure the same thing; 75 % and more is good.')} "
            f"{complete}",
        ),
        _Figure(
            Column(words("Error ratio"), Shape.SHARE, 10),
            f"{words('How much of the differences between members is chance.')} {complete}",
        ),
        _Figure(
            Column(words("Standard error"), Shape.NUMBER, 10),
            f"{words('By how much a share may be off by chance.')} {complete}",
        ),
    ]
