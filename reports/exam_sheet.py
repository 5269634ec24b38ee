"""A test's sheet as a workbook: the branches, the test as a whole, its questions, and the members
of those branches that its reader looks after."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from programme.exam_sheet import ExamSheet, SheetQuestion
from reports.exams import name_of
from reports.languages import text_in
from reports.noon import letter, options_of
from reports.question_words import letters
from reports.wording import Words
from reports.workbooks import Column, Shape, Table, Value, workbook


def file_name(words: Words, found: ExamSheet) -> str:
    """What the file is called."""
    name = "".join(
        "-" if each in '\\/:*?"<>|' else each for each in name_of(words, found.exam.terms)
    )
    return f"{name}.xlsx"


def sheet_comes(words: Words, found: ExamSheet) -> str:
    """What stands below the file, as HTML."""
    asked = sum(each.asked for each in found.branches)
    taken = sum(each.taken for each in found.branches)
    passed = sum(each.passed for each in found.branches)
    name = name_of(words, found.exam.terms)
    if not found.exam.terms.pass_percent:
        return words.html(
            "{name}: {taken} of {asked} took it. All figures are in the sheet.",
            name=name,
            taken=taken,
            asked=asked,
        )
    return words.html(
        "{name}: {taken} of {asked} took it, {passed} passed. All figures are in the sheet.",
        name=name,
        taken=taken,
        asked=asked,
        passed=passed,
    )


def exam_workbook(words: Words, found: ExamSheet, made_at: datetime) -> bytes:
    """The workbook as a file, in one language."""
    tables = [_branches(words, found), _whole(words, found), _questions(words, found)]
    if found.people:
        tables.append(_people(words, found))
    return workbook(tables, made_at)


def _branches(words: Words, found: ExamSheet) -> Table:
    columns = [
        Column(words("Units above"), width=30),
        Column(words("Branch"), width=26),
        Column(words("Meant for"), Shape.COUNT, 10),
        Column(words("Without a private chat"), Shape.COUNT, 12),
        Column(words("Taken"), Shape.COUNT, 10),
        Column(words("Passed"), Shape.COUNT, 10),
        Column(words("Not yet"), Shape.COUNT, 10),
        Column(words("Mean"), Shape.SHARE, 10),
    ]
    has_pass = bool(found.exam.terms.pass_percent)
    rows: list[Sequence[Value]] = [
        [
            " / ".join(each.above),
            each.name,
            each.asked,
            each.unreached,
            each.taken,
            each.passed if has_pass else None,
            each.asked - each.taken,
            None if each.mean_percent is None else each.mean_percent / 100,
        ]
        for each in found.branches
    ]
    return Table(words("Branches"), columns, rows)


def _whole(words: Words, found: ExamSheet) -> Table:
    whole = found.whole
    same = words("Only where everybody had the same questions.")
    measure = words("How well the questions measure the same thing; 75 % and more is good.")
    chance = words("How much of the differences between members is chance.")
    off = words("By how much a share may be off by chance.")
    rows: list[Sequence[Value]] = [
        [words("Taken"), whole.count, ""],
        [words("Mean"), whole.mean, words("The mean share that was had, from 0 to 1.")],
        [words("Median"), whole.median, words("Half had less, half had more.")],
        [
            words("Standard deviation"),
            whole.deviation,
            words("How far the marks lie apart: 0 where all had the same."),
        ],
        [
            words("Skewness"),
            whole.skewness,
            words("Below 0 when a few did much worse than most; above 0 when a few did better."),
        ],
        [
            words("Kurtosis"),
            whole.kurtosis,
            words("Above 0 when most did about the same and a few very differently."),
        ],
        [
            words("Coefficient of internal consistency"),
            _share(whole.consistency),
            f"{measure} {same}",
        ],
        [words("Error ratio"), _share(whole.error_ratio), f"{chance} {same}"],
        [words("Standard error"), whole.standard_error, f"{off} {same}"],
    ]
    columns = [
        Column(words("Figure"), width=34),
        Column(words("Value"), Shape.NUMBER, 12),
        Column(words("Meaning"), width=90),
    ]
    return Table(words("The whole"), columns, rows)


def _questions(words: Words, found: ExamSheet) -> Table:
    options = max((len(_options(words, each)) for each in found.questions), default=0)
    columns = [
        Column(words("The question"), width=50),
        Column(words("Options"), width=40),
        Column(words("Key"), width=8),
        Column(words("Times asked"), Shape.COUNT, 9),
        Column(words("Answered"), Shape.COUNT, 9),
        Column(words("Sure?"), width=9),
        Column(words("Facility index"), Shape.SHARE, 10),
        Column(words("Random guess score"), Shape.SHARE, 10),
        Column(words("Discrimination index"), Shape.SHARE, 14),
        Column(words("Discriminative efficiency"), Shape.SHARE, 14),
    ]
    columns += [
        Column(words("Chosen: {letter}", letter=letter(n)), Shape.COUNT, 9) for n in range(options)
    ]
    rows = [_question_row(words, each, options) for each in found.questions]
    return Table(words("Questions"), columns, rows)


def _question_row(words: Words, each: SheetQuestion, options: int) -> list[Value]:
    text, told = text_in(each.question.texts, words.language), each.statistics
    own = _options(words, each)
    return [
        text.stem,
        "\n".join(f"{letter(n)}. {option}" for n, option in enumerate(own)),
        letters(each.question.correct) if own else "",
        each.asked,
        each.answered,
        words("unsure") if told.unsure else "",
        told.facility,
        each.guessing,
        _share(told.discrimination),
        _share(told.efficiency),
        *(each.chosen[n] for n in range(len(own))),
        *([None] * (options - len(own))),
    ]


def _people(words: Words, found: ExamSheet) -> Table:
    has_pass = bool(found.exam.terms.pass_percent)
    zone = ZoneInfo(found.unit.time_zone)
    columns = [
        Column(words("Branch"), width=26),
        Column(words("Name"), width=20),
        Column(words("Per cent"), Shape.COUNT, 10),
        Column(words("Passed"), width=10),
        Column(words("Handed in on"), Shape.DAY, 14),
    ]
    rows: list[Sequence[Value]] = [
        [
            each.branch,
            each.name,
            each.percent,
            words("yes") if each.passed and has_pass and each.percent is not None else "",
            each.handed_in_at.astimezone(zone).date() if each.handed_in_at else None,
        ]
        for each in found.people
    ]
    return Table(words("Members"), columns, rows)


def _options(words: Words, each: SheetQuestion) -> Sequence[str]:
    text = text_in(each.question.texts, words.language)
    return [option.strip() for option in options_of(words, each.question.kind, text)]


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100
