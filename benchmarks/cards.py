"""How long it takes to draw each kind of picture, and to set each kind of paper, once the fonts are
loaded; data as large as a card holds."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from programme.cards.score import ScoreYear
from programme.cards.study import Course, StudyYear
from reports.cards.digest import DigestPicture, UnitWeek, digest_drawing
from reports.cards.notes import knowledge_card, note_card
from reports.cards.score import score_card, side_by_side
from reports.cards.study import study_card
from reports.typesetting import pdf, png
from reports.wording import words
from storage.values.duties import State
from storage.values.notes import Note, NoteId
from storage.values.people import ChatId, MessageId, Person, PersonId, Unit, UnitId
from storage.values.programme_files import ItemText
from storage.values.standings import Totals

_ROUNDS = 15
_LI = Person(PersonId(1), "李文华")
_TEXT = "今天和老张一起走访了三户人家，才知道书上写的“群众的小事”是什么意思。💪\n" * 40
_UNIT = Unit(UnitId(1), "b", None, "/1/", "", "红星村支部", "Asia/Shanghai", "zh", None)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A kind of picture: what it is called, and the median time in milliseconds."""

    name: str
    milliseconds: float


def measure() -> tuple[float, list[Drawn]]:
    """How long the first picture takes, with the fonts, in milliseconds; and each kind after it."""
    kinds = dict(_kinds())
    first = _timed(next(iter(kinds.values())))
    return first, [
        Drawn(name, statistics.median(_timed(draw) for _ in range(_ROUNDS)))
        for name, draw in kinds.items()
    ]


def _timed(draw: Callable[[], bytes]) -> float:
    begun = time.perf_counter()
    draw()
    return (time.perf_counter() - begun) * 1000


def _kinds() -> Iterator[tuple[str, Callable[[], bytes]]]:
    said = words("zh")
    year = _year()
    courses = (Course("中国共产党章程", 24, 9),) * 6 + (Course("党员的八项义务", 1, 1),) * 12
    pictures = {
        "score card": score_card(said, year),
        "study card": study_card(said, StudyYear(_LI, _UNIT.name, 2024, "两学", courses)),
        "experience card": note_card(said, _LI.name, _UNIT.name, _note()),
        "knowledge card": knowledge_card(said, ItemText("党员的八项义务", _TEXT, "党章")),
        "digest's picture": digest_drawing(said, _digest()),
    }
    for name, picture in pictures.items():
        yield name, lambda drawing=picture.drawing: png(drawing)  # type: ignore[misc]
    together: Mapping[str, object] = side_by_side(said, _UNIT, 2024, [year] * 6)
    yield "six score cards on a page", lambda: pdf("scores", together)


def _year() -> ScoreYear:
    acts = {date(2024, 1, 1) + timedelta(days=n): n % 4 for n in range(366)}
    totals = Totals(230, 220, 190, 42, 900, 3, 250)
    return ScoreYear(_LI, _UNIT.name, 2024, date(2024, 12, 31), totals, acts, 36)


def _note() -> Note:
    return Note(NoteId(1), date(2024, 5, 20), ChatId(1), MessageId(1), _TEXT)


def _digest() -> DigestPicture:
    monday = date(2024, 5, 20)
    days = {monday + timedelta(days=n): n / 7 for n in range(7)}
    units = [UnitWeek(f"第{n}支部", days) for n in range(14)]
    states = dict.fromkeys(State, 12)
    return DigestPicture("青山镇", monday, monday + timedelta(6), 14, 0.7, units, states)
