"""Practising in private: fed by the group, stopped, gone on with, each kind its own way."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.practice.views import MessageView
from storage.database import Database
from storage.tables.deeds import member_days
from storage.tables.drills import drill_cards, drill_reviews, drills
from tests.stories.drilling import (
    CARD,
    EN,
    MATCHING,
    NUMBER,
    SEVERAL,
    SHORT,
    ZH,
    Drilling,
    Says,
    shown,
    until,
)
from tests.stories.house import house
from tests.stories.water import water_programme

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(params=[ZH, EN], ids=["zh", "en"])
async def drilling(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Drilling]:
    says: Says = request.param
    folder = water_programme(tmp_path / "water")
    async with house(database, MORNING, language=says.language, programme=folder) as h:
        branch = await h.branch("red-star", "Red Star", "Li", ["Wang", "Zhang"])
        h.server.start_private(branch["Wang"])
        await h.settle()
        yield Drilling(h, says, branch)


async def test_what_was_wrong_in_the_group_comes_until_it_stays(drilling: Drilling) -> None:
    h, says = drilling.house, drilling.says
    assert (await drilling.ask()).text.startswith(says.nothing_yet)
    await h.at("12:00")
    await h.vote(drilling.wang, h.polls(drilling.branch)[-1], 1)
    # Today's answer is fresh: it is not asked again today.
    assert (await drilling.ask()).text == f"{says.nothing_due}\n{says.tomorrow}"
    await h.tomorrow("08:00")
    asked = await drilling.ask()
    assert asked.text.startswith(f"{says.head.format(1, 1)}\n\n{says.water}\n\nA. ")
    assert [button.label for button in asked.buttons] == ["A", "B", "C", says.stop]
    right = drilling.letter_of(says.low)
    wrong = next(letter for letter in "ABC" if letter != right)
    await drilling.tap(wrong)
    said = drilling.fresh(asked).text
    assert f"{says.wrong.format(right)}\n{right}. {says.low}\n\n{says.why}" in said
    assert says.again in said and says.finished in said
    assert not drilling.fresh(asked).buttons
    await h.tomorrow("08:00")
    await drilling.ask()
    await drilling.tap(drilling.letter_of(says.low))
    assert f"{says.right}\n\n{says.why}" in drilling.last.text
    assert says.row.format(2) in drilling.last.text
    assert says.again not in drilling.last.text
    await h.tomorrow("08:00")
    await drilling.ask()
    await drilling.tap(drilling.letter_of(says.low))
    # It has stayed: the next day there is nothing to do, and the row goes on all the same.
    await h.tomorrow("08:00")
    assert (await drilling.ask()).text == f"{says.nothing_due}\n{says.tomorrow}"
    await h.tomorrow("08:00")
    await drilling.ask()
    await drilling.tap(drilling.letter_of(says.low))
    assert says.row.format(4) in drilling.last.text
    async with h.database.reading() as tx:
        points = await tx.rows(select(member_days.c.answered, member_days.c.points))
    assert [tuple(row) for row in points] == [(1, 1)], "the group's answer alone is worth points"
    assert not any("Wang" in text for text in h.texts(drilling.branch.group))


@SQLITE
async def test_every_kind_is_answered_in_its_own_way(drilling: Drilling) -> None:
    h, says = drilling.house, drilling.says
    for question in (SHORT, NUMBER, MATCHING, CARD, SEVERAL):
        await drilling.bank([question])
    await drilling.ask()
    right = 0
    for place in range(1, 6):
        asked = drilling.last
        assert asked.text.startswith(says.head.format(place, 5))
        if shown(asked, SHORT):
            capital = {"zh": "北 京。", "en": "Ｂｅｉｊｉｎｇ"}[says.language]
            await h.write(drilling.wang, drilling.wang, capital)
        elif shown(asked, NUMBER):
            assert says.number in asked.text
            await h.write(drilling.wang, drilling.wang, "many")
            assert drilling.last.text == says.no_number
            await h.write(drilling.wang, drilling.wang, "24小时")
        elif shown(asked, MATCHING):
            await _match(drilling, asked)
        elif shown(asked, CARD):
            await drilling.tap(says.turn)
            await drilling.tap(says.knew)
        else:
            low, steam = SEVERAL.texts[says.language].options[:2]
            for option in (low, steam):
                await drilling.tap(drilling.letter_of(option))
            await drilling.tap(says.submit)
        right += says.right in drilling.last.text
        if place < 5:
            await drilling.tap(says.next)
    # Of the card she said it herself.
    assert right == 4
    assert says.finished in drilling.last.text
    # Five a day are enough: the programme's questions wait.
    assert says.finished in (await drilling.ask()).text
    assert await drilling.count(drill_reviews) == 5


async def _match(drilling: Drilling, asked: MessageView) -> None:
    """A first go is begun anew; the second is right."""
    says, text = drilling.says, MATCHING.texts[drilling.says.language]
    assert says.cat in asked.text
    await drilling.tap(drilling.letter_of(text.partners[2]))
    await drilling.tap(says.anew)
    for partner in text.partners[:2]:
        await drilling.tap(drilling.letter_of(partner))
    assert f"{text.options[1]} — {text.partners[1]}" in drilling.last.text
    await drilling.tap(says.submit)


@SQLITE
async def test_it_is_left_at_any_time_and_gone_on_with(drilling: Drilling) -> None:
    h, says = drilling.house, drilling.says
    await drilling.bank([SEVERAL, SHORT, CARD])
    first = await drilling.ask()
    await drilling.tap(says.stop)
    left = drilling.fresh(first)
    assert left.text == says.stopped.format(3)
    assert [button.label for button in left.buttons] == [says.go_on]
    # The bot starts anew in between; what she typed meanwhile is kept for it.
    async with h.down():
        h.server.tap(drilling.wang, left, says.go_on)
    assert drilling.last.text == first.text, "the same question, in the same order"
    typing = await until(drilling, SHORT)
    async with h.down():
        h.server.say(drilling.wang, drilling.wang, "Nanjing")
    assert says.again in drilling.last.text
    verdict = drilling.last
    # Below a verdict it is only said, and the verdict stays.
    if says.stop in [button.label for button in verdict.buttons]:
        assert await drilling.tap(says.stop) != ""
        assert drilling.fresh(verdict).text == verdict.text
    # What is written after that is no answer any more: it is offered to be kept as a note.
    await h.write(drilling.wang, drilling.wang, "Something else")
    assert says.right not in drilling.last.text
    assert shown(drilling.fresh(typing), SHORT)
    assert await drilling.count(drill_reviews) == await drilling.count(drill_cards)


@SQLITE
async def test_doubled_taps_and_spent_buttons_do_nothing(drilling: Drilling) -> None:
    h, says = drilling.house, drilling.says
    await drilling.bank([SEVERAL, CARD])
    await drilling.ask()
    asked = await until(drilling, CARD)
    before = await drilling.count(drill_reviews)
    await drilling.tap(says.turn)
    turned = drilling.last
    first = h.server.tap(drilling.wang, turned, says.knew)
    second = h.server.tap(drilling.wang, turned, says.knew)
    await h.settle()
    assert ((await first).text, (await second).text) == ("", says.spent)
    assert await drilling.count(drill_reviews) == before + 1
    forged = h.server.tap(drilling.wang, asked, "drill:99:a:1", forged=True)
    await h.settle()
    assert (await forged).show_alert and "/drill" in (await forged).text
    assert await drilling.count(drill_reviews) == before + 1


@SQLITE
async def test_next_tapped_twice_shows_one_question(drilling: Drilling) -> None:
    h, says = drilling.house, drilling.says
    await drilling.bank([replace(SEVERAL, key=f"several-{number}") for number in range(3)])
    asked = await drilling.ask()
    await drilling.tap("A")
    await drilling.tap(says.submit)
    verdict, before = drilling.last, len(h.said(drilling.wang))
    taps = [h.server.tap(drilling.wang, verdict, says.next) for _ in range(2)]
    await h.settle()
    assert [(await tap).text for tap in taps] == ["", says.below]
    assert len(h.said(drilling.wang)) == before + 1
    # The first question is spent, though another one waits.
    for data in ("drill:1:a:1", "drill:99:a:1"):
        spent = h.server.tap(drilling.wang, asked, data, forged=True)
        await h.settle()
        assert (await spent).show_alert
    assert await drilling.count(drill_reviews) == 1


@SQLITE
async def test_it_is_between_her_and_the_bot_and_is_forgotten_with_her(drilling: Drilling) -> None:
    h, says = drilling.house, drilling.says
    said = await h.ask(drilling.wang, "/drill", drilling.branch.group)
    assert says.in_private in said.text
    await drilling.bank([CARD])
    await drilling.ask()
    await skip_card(drilling)
    assert await drilling.count(drills) == await drilling.count(drill_cards) == 1
    await h.ask(drilling.wang, "/forgetme")
    for _ in range(2):
        await drilling.tap(next(b.label for b in drilling.last.buttons))
    assert await drilling.count(drills) == await drilling.count(drill_cards) == 0
    assert await drilling.count(drill_reviews) == 0


async def skip_card(drilling: Drilling) -> None:
    await drilling.tap(drilling.says.turn)
    await drilling.tap(drilling.says.knew)
