"""Duties in words: names and amounts, rules, and an explanation that fits into one message."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from programme.duties.counting import PassedOver
from programme.duties.obligations import Obligation
from programme.duties.periods import periods_between
from programme.duties.standing import Standing
from reports.duties.deadlines import PAGE, Deadlines, deadlines_text
from reports.duties.entries import entries, missing_in_words
from reports.duties.rule_words import rule_lines
from reports.duties.why import Why, why_text
from reports.duties.words import done_of, due_in_words, obligation_name, state_name
from reports.splitting import TEXT_LIMIT, visible_length
from reports.wording import LANGUAGES, words
from storage.values.duties import (
    Amount,
    Counting,
    Duty,
    DutyBook,
    Evidence,
    Family,
    Measure,
    Often,
    RecordKind,
    State,
    Step,
    Subject,
    Topic,
    Wanted,
    When,
    Who,
    Whom,
    YearDay,
)
from storage.values.messages import message
from storage.values.people import PersonId, Role
from storage.values.records import Ruling, RulingKind
from tests.programme.duties.branch_seven import BRANCH, MEMBERS, a_duty, a_record, a_unit

TODAY = date(2026, 6, 20)
ZH, EN = words("zh"), words("en")
MEETING = a_duty("meet", When(Often.QUARTER), titles={"zh": "党员大会", "en": "members' meeting"})
BOOK = DutyBook(
    (MEETING,), (RecordKind("meeting", Family.MEETING, {"zh": "党员大会", "en": "meeting"}),)
)
NAMES = {person: f"<{person}>" for person in MEMBERS}


def an_obligation(duty: Duty, subject: Subject | None = None) -> Obligation:
    """The one of the year that is due next."""
    period = periods_between(duty.when, date(2026, 6, 21), date(2026, 12, 31))[0]
    return Obligation(duty, subject or Subject(BRANCH), period, duty.amount)


def a_standing(duty: Duty = MEETING, state: State = State.ON_THE_WAY, **more: object) -> Standing:
    return replace(Standing(an_obligation(duty), state), **more)  # type: ignore[arg-type]


def why(standing: Standing) -> Why:
    return Why(a_unit(), TODAY, BOOK, standing, NAMES)


@pytest.mark.parametrize(
    ("often", "zh", "en"),
    [
        (Often.MONTH, "6月党员大会", "June's members' meeting"),
        (Often.QUARTER, "二季度党员大会", "second quarter's members' meeting"),
        (Often.HALF_YEAR, "上半年党员大会", "first half-year's members' meeting"),
        (Often.YEAR, "党员大会", "members' meeting"),
    ],
)
def test_an_obligation_is_called_by_its_period(often: Often, zh: str, en: str) -> None:
    obligation = an_obligation(replace(MEETING, when=When(often)))
    assert obligation_name(ZH, obligation) == zh
    assert obligation_name(EN, obligation, TODAY) == en


def test_another_year_is_said() -> None:
    later, obligation = date(2027, 1, 3), an_obligation(MEETING)
    assert obligation_name(ZH, obligation, later) == "2026年二季度党员大会"
    assert obligation_name(EN, obligation, later) == "members' meeting, second quarter of 2026"
    grouped = replace(obligation, subject=Subject(BRANCH, group="一组"))
    assert obligation_name(ZH, grouped) == "二季度党员大会（一组）"


def test_days_left_and_past() -> None:
    said = [due_in_words(ZH, date(2026, 6, day), TODAY) for day in (23, 20, 15)]
    assert said == ["还有 3 天", "今天到期", "过了 5 天"]
    said = [due_in_words(EN, date(2026, 6, day), TODAY) for day in (21, 20, 19)]
    assert said == ["1 day left", "due today", "1 day past"]


@pytest.mark.parametrize(
    ("amount", "have", "done", "missing"),
    [
        (Amount(least=3), 2, "2/3", "还差 1 次"),
        (Amount(Measure.HOURS, 6), 4.5, "4.5/6 小时", "还差 1.5 小时"),
        (Amount(Measure.TOPICS, 2), 0, "0/2", "还差 2 个专题"),
        # A hair below the whole is not the whole.
        (Amount(Measure.PART, 0.1), 0.0999, "9/10%", "现在 9%，要 10%"),
        (Amount(least=4, steps=(Step(1, YearDay(6, 25)),)), 0, "0/4", "还差 1 次"),
    ],
)
def test_how_much_is_done_and_missing(amount: Amount, have: float, done: str, missing: str) -> None:
    step = amount.steps[0] if amount.steps else None
    standing = a_standing(replace(MEETING, amount=amount), have=have, step=step)
    assert done_of(ZH, standing) == done
    [entry] = entries([standing])
    assert missing_in_words(ZH, entry, NAMES) == missing


def test_whoever_is_missing_is_named_only_where_all_may_be() -> None:
    amount = Amount(Measure.REACHED, 1)
    standing = a_standing(replace(MEETING, amount=amount), waits_for=MEMBERS[:2], have=0.6)
    [entry] = entries([standing])
    assert "<1>" in missing_in_words(ZH, entry, NAMES)
    assert missing_in_words(ZH, entry, {}) == "2 人还没顾上"


def test_every_state_has_a_name() -> None:
    for spoken in (ZH, EN):
        assert len({state_name(spoken, state) for state in State}) == len(State)


WHOLE = Duty(
    "whole",
    "s",
    {"zh": "全", "en": "Whole"},
    Who(Whom.BRANCHES, least_members=7),
    When(Often.YEAR, by=YearDay(7, 20)),
    Counting(
        ("meeting",),
        least_minutes=60,
        quorum=0.5,
        topics=("july",),
        places=("hall",),
        spoken_by=(Role.SECRETARY,),
    ),
    amount=Amount(Measure.TOPICS, 2, topic_hours=6, steps=(Step(1, YearDay(3, 31)),)),
    needs=("meet",),
    wanted=Wanted((Evidence.PHOTO, Evidence.TEXT), 100),
    confirmed=True,
)


def test_a_rule_in_plain_words() -> None:
    book = replace(
        BOOK,
        topics=(Topic("july", {"zh": "七一", "en": "1 July"}, ()),),
        places={"hall": {"zh": "礼堂", "en": "hall"}},
    )
    assert rule_lines(ZH, WHOLE, WHOLE.amount, book) == [
        "每个支部（7 名党员以上），每年7月20日前：2 个专题，每个不少于 6 小时",
        "算数的：党员大会；不少于 60 分钟；到会党员不少于 50%；专题：七一；地点：礼堂；书记讲话",
        "其中3月31日前先完成 1 个专题",
        "要附上：照片、不少于 100 字的文字",
        "先要办好：党员大会",
        "要上级党组织确认。",
    ]
    assert rule_lines(EN, WHOLE, WHOLE.amount, book)[:3] == [
        "each branch of 7 members or more, each year by 20 Jul: 2 topics, at least 6 h each",
        "What counts: meeting; at least 60 min; at least 50 % of the members there; on: 1 July; "
        "at: hall; with a speech by the secretary",
        "Of these 1 topic by 31 Mar",
    ]


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (a_standing(state=State.OVERDUE), "过了时间还没记：是没开，还是没记？补记上就算补办。"),
        (a_standing(), "6月30日前还差 1 次。"),
        (a_standing(state=State.DONE, done_on=TODAY), "不用做什么，已经办好了。"),
        (a_standing(state=State.AWAITING), "不用做什么，已经办够了，等上级党组织确认。"),
        (a_standing(first=("meet",)), "先要办好：党员大会"),
    ],
)
def test_what_to_do_next(standing: Standing, said: str) -> None:
    assert said in why_text(ZH, why(standing)).text


def test_a_decision_is_told_with_its_reason() -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    made = Ruling("meet", Subject(BRANCH), "2026-Q2", RulingKind.EXCUSED, at, MEMBERS[0], "a < b")
    text = why_text(EN, why(a_standing(state=State.EXCUSED, ruling=made))).text
    assert "Excused by \u2068&lt;1&gt;\u2069: a &lt; b" in text
    assert "nothing; the unit above has excused it." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_is_one_message_however_much_there_is(language: str) -> None:
    long = "党" * 40 + "<&>" * 10
    kept = [a_record("2026-06-01", n, topic=long) for n in range(200)]
    passed = tuple(PassedOver(each, message("It is on another topic.")) for each in kept)
    guidance = {each: "每个季度至少开一次会。" * 600 for each in LANGUAGES}
    duty = replace(WHOLE, guidance=guidance)
    standing = a_standing(duty, counted=tuple(kept), passed_over=passed, waits_for=MEMBERS)
    said = why_text(words(language), why(standing))
    assert visible_length(said.text) <= TEXT_LIMIT
    # It ends where a sentence does, and says that it goes on.
    assert "每个季度至少开一次会。 …" in said.text
    assert all(len((button.data or "").encode()) <= 64 for row in said.buttons for button in row)


def test_a_full_page_of_what_is_due_is_one_message() -> None:
    titles = {"zh": "很长很长的任务名称" * 5, "en": "a very long title of a duty" * 3}
    # All kinds of a long catalogue count for each.
    kinds = [RecordKind(f"kind-{n}", Family.MEETING, titles) for n in range(73)]
    counting = Counting(tuple(kind.key for kind in kinds))
    duties = [
        replace(WHOLE, key=f"{'k' * 22}{n:02}", titles=titles, counting=counting) for n in range(60)
    ]
    listed = [a_standing(duty) for duty in duties]
    book = replace(BOOK, kinds=tuple(kinds))
    told = Deadlines("第七支部", TODAY, book, entries(listed), NAMES)
    for spoken in (ZH, EN):
        said = deadlines_text(spoken, told, 0, "due:7")
        assert visible_length(said.text) <= TEXT_LIMIT
        assert said.text.count("\n   ") == PAGE
        assert said.buttons[-1][0].data == "due:7:1"
    assert "60." in deadlines_text(ZH, told, 99, "due:7").text


def test_those_who_owe_the_same_are_one_line() -> None:
    duty = replace(MEETING, who=Who(Whom.PERSONS))
    listed = [
        Standing(an_obligation(duty, Subject(BRANCH, person)), State.NOT_BEGUN)
        for person in MEMBERS[:3]
    ]
    told = Deadlines("第七支部", TODAY, BOOK, entries(listed), NAMES)
    said = deadlines_text(ZH, told, 0, "due:7")
    assert "1. 二季度党员大会（3 人）" in said.text
    assert (said.buttons[0][0].data or "").startswith("due:each:")
    # To somebody who may not know who they are, it is a number without a way to them.
    hidden = replace(told, entries=entries(listed[:1], lambda _duty: True), names={})
    said = deadlines_text(ZH, hidden, 0, "due:7")
    assert "1. 二季度党员大会（1 人）\n   1 人还没顾上" in said.text
    assert said.buttons == ()
    assert PersonId(1) not in hidden.names
