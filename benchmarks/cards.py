"""How long it takes to draw each kind of picture, and to set each kind of paper, once the fonts are
loaded; data as large as a card holds."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from programme.cards.month import BranchMonth
from programme.cards.review import UnitReview
from programme.cards.score import ScoreYear
from programme.cards.study import Course, StudyYear
from reports.cards.digest import DigestPicture, UnitWeek, digest_drawing
from reports.cards.notes import knowledge_card, note_card
from reports.cards.poster import poster_data
from reports.cards.review import unit_pages
from reports.cards.score import score_card, side_by_side
from reports.cards.study import study_card
from reports.typesetting import pdf, png
from reports.wording import words
from storage.chosen_notes import ChosenNote
from storage.values.duties import DutyBook, State
from storage.values.notes import Note, NoteId
from storage.values.people import ChatId, MessageId, Person, PersonId, Unit, UnitId
from storage.values.programme_files import ItemText
from storage.values.standings import Sums, Totals

_ROUNDS = 15
_TEXT = "今天和老张一起走访了三户人家，才知道书上写的“群众的小事”是什么意思。💪\n" * 40
_UNIT = Unit(UnitId(1), "b", None, "/1/", "", "红星村支部", "Asia/Shanghai", "zh", None)


class Drawn(Struct, frozen=True):
    """A kind of picture: what it is called, and the median time in milliseconds."""

    name: str
    milliseconds: float


def measure() -> tuple[float, list[Drawn]]:
    """How long the first picture takes, with the fonts, in milliseconds; and each kind after it.

    No two pictures are alike: what Typst has set once it remembers for a while.
    """
    first = _timed(next(_kinds(0))[1])
    times: dict[str, list[float]] = {}
    for round_ in range(1, _ROUNDS + 1):
        for name, draw in _kinds(round_):
            times.setdefault(name, []).append(_timed(draw))
    return first, [Drawn(name, statistics.median(each)) for name, each in times.items()]


def _timed(draw: Callable[[], bytes]) -> float:
    begun = time.perf_counter()
    draw()
    return (time.perf_counter() - begun) * 1000


def _kinds(n: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    said, names = words("zh"), ("李文华", "王秀英", "张建国", "刘桂兰", "周德福", "陈晓")
    year = _year(n, names[n % 6])
    courses = (Course(f"中国共产党章程{n}", 24, 9),) * 6
    singles = tuple(Course(f"第{n + k}项义务", 1, k % 2) for k in range(12))
    studied = StudyYear(year.person, _UNIT.name, 2024, "两学", (*courses, *singles))
    text = f"{n}. {_TEXT[n:]}"
    pictures = {
        "score card": score_card(said, year),
        "study card": study_card(said, studied),
        "experience card": note_card(said, year.person.name, _UNIT.name, _note(text)),
        "knowledge card": knowledge_card(said, ItemText("党员的八项义务", text, "党章")),
        "digest's picture": digest_drawing(said, _digest(n)),
    }
    for name, picture in pictures.items():
        yield name, lambda drawing=picture.drawing: png(drawing)  # type: ignore[misc]
    together = side_by_side(said, _UNIT, 2024, [_year(6 * n + k, names[k]) for k in range(6)])
    yield "six score cards on a page", lambda: pdf("scores", together)
    yield "a month's poster", lambda: pdf("poster", poster_data(said, _month(n)))
    yield "a branch's review", lambda: pdf("review", unit_pages(said, _review(n)))


def _year(n: int, name: str) -> ScoreYear:
    acts = {date(2024, 1, 1) + timedelta(days=k): (k * (n + 1) // 3) % 4 for k in range(366)}
    totals = Totals(230 + n, 220, 190, 42 + n, 900, 3, 250)
    today, person = date(2024, 12, 31), Person(PersonId(1), name)
    return ScoreYear(person, _UNIT.name, 2024, today, totals, acts, 36 + n, frozenset(acts))


def _note(text: str) -> Note:
    return Note(NoteId(1), date(2024, 5, 20), ChatId(1), MessageId(1), text)


def _digest(n: int) -> DigestPicture:
    monday = date(2024, 5, 20)
    days = {monday + timedelta(days=k): (k + n) % 20 / 20 for k in range(7)}
    units = [UnitWeek(f"第{n + k}支部", days) for k in range(14)]
    states = dict.fromkeys(State, 12 + n)
    return DigestPicture("青山镇", monday, monday + timedelta(6), 14, 0.7, units, states)


def _month(n: int) -> BranchMonth:
    first = date(2024, 5, 1)
    days = {first + timedelta(days=k): Sums(12, 9, 7 + (k * n) % 30) for k in range(31)}
    titles = [f"第{n + k}课：开会记什么，会后做什么" for k in range(24)]
    sums = Sums(372, 279, 700 + n, 300, 260, 210, 90)
    book = DutyBook()
    return BranchMonth(_UNIT, first, date(2024, 6, 3), 31, titles, [], book, sums, days)


def _review(n: int) -> UnitReview:
    sums = Sums(4000, 3000, 7000 + n, 3000, 2600, 2100, 900)
    months = {k: Sums(330, 300, 600 + k * n) for k in range(1, 13)}
    notes = [
        ChosenNote(_TEXT[n + k : 300], "李文华", _UNIT.id, date(2024, 5, 20)) for k in range(12)
    ]
    return UnitReview(
        _UNIT, True, 2024, date(2024, 12, 31), 12, DutyBook(), sums, months, notes=notes
    )
