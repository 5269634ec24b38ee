"""/today and its buttons: what is missing can be done in private."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import delete, update

from handlers.notebook import show_note, turn_page
from handlers.notes import ask_for_note
from handlers.taps import (
    give_answer,
    pick,
    read_item,
    read_today,
    show_item,
    show_question,
    show_today,
    undo,
)
from handlers.today import today
from reports.splitting import visible_length
from storage.database import Database
from storage.deeds import answers_to, totals
from storage.tables.programme import question_revisions
from storage.tables.telegram import chats
from storage.tables.work import posted_messages, postings, slots
from storage.values.days import PostingId
from storage.values.deliveries import DeliveryKind
from storage.values.standings import Totals
from tests.handlers.talking import Talk
from tests.storage.branch_rows import ONE, Branch

CLOSED = datetime(2026, 5, 20, 11, tzinfo=UTC)


@pytest.fixture
def ids(branch: Branch) -> list[PostingId]:
    return [posting.id for posting in branch.postings]


async def did(database: Database, branch: Branch) -> Totals:
    async with database.reading() as tx:
        return await totals(tx, branch.people[0], date(2026, 1, 1), date(2026, 12, 31))


async def chosen(database: Database, branch: Branch) -> dict[PostingId, tuple[int, ...]]:
    async with database.reading() as tx:
        return await answers_to(tx, branch.people[0], [each.id for each in branch.postings])


async def test_what_is_missing_can_be_done(talk: Talk, ids: list[PostingId]) -> None:
    said = await talk.write(today, text="/today")
    assert said.data == [
        f"today:item:{ids[0]}",
        f"today:read:{ids[0]}",
        "https://t.me/c/321/102",
        f"today:question:{ids[1]}",
        "https://t.me/c/321/103",
        f"today:question:{ids[2]}",
        "note:write",
    ]
    assert said.texts[0].count("open, whenever it suits you") == 3


async def test_in_a_basic_group_the_question_is_answered_in_private(
    talk: Talk, database: Database, ids: list[PostingId]
) -> None:
    async with database.writing() as tx:
        await tx.run(update(postings).values(chat_id=-321))
        await tx.run(update(posted_messages).values(chat_id=-321))
    said = await talk.write(today, text="/today")
    assert f"today:question:{ids[1]}" in said.data


async def test_reading_from_the_three(
    talk: Talk, database: Database, branch: Branch, ids: list[PostingId]
) -> None:
    said = await talk.tap(read_today, f"today:read:{ids[0]}")
    assert said.toasts[0].text == "Noted: day 1 running"
    (edit,) = said.of(DeliveryKind.EDIT)
    assert "✅ Today's study: done" in edit.payload["text"]
    assert f"undo:{ids[0]}" in said.data
    assert "1 day running." in edit.payload["text"]
    assert (await did(database, branch)).check_ins == 1


async def test_taking_it_back(
    talk: Talk, database: Database, branch: Branch, ids: list[PostingId]
) -> None:
    await talk.tap(read_today, f"today:read:{ids[0]}")
    said = await talk.tap(undo, f"undo:{ids[0]}")
    assert "Taken back" in said.texts[0] and len(said.of(DeliveryKind.COUNTER)) == 1
    assert await did(database, branch) == Totals()
    assert "nothing to take back" in (await talk.tap(undo, f"undo:{ids[0]}")).texts[0]
    again = await talk.tap(read_today, f"today:read:{ids[0]}")
    assert again.toasts[0].text == "Noted: day 1 running"


async def test_the_item_is_read_and_noted_in_private(talk: Talk, ids: list[PostingId]) -> None:
    said = await talk.tap(show_item, f"today:item:{ids[0]}")
    assert "A member has <b>duties</b>." in said.texts[0]
    assert said.data == [f"item:read:{ids[0]}", f"card:item:{ids[0]}"]
    noted = await talk.tap(read_item, f"item:read:{ids[0]}")
    assert noted.toasts[0].text == "Noted: day 1 running"
    assert "A member has <b>duties</b>." in noted.texts[0] and noted.data == [f"card:item:{ids[0]}"]
    again = await talk.tap(show_item, f"today:item:{ids[0]}")
    assert again.data == [f"card:item:{ids[0]}"]


async def test_answering_with_one_tap(
    talk: Talk, database: Database, branch: Branch, ids: list[PostingId]
) -> None:
    said = await talk.tap(show_question, f"today:question:{ids[1]}")
    assert said.data == [f"answer:1:{ids[1]}", f"answer:2:{ids[1]}"]
    wrong = await talk.tap(give_answer, f"answer:2:{ids[1]}")
    assert "Look again: it's A." in wrong.texts[0] and "Duty does." in wrong.texts[0]
    again = await talk.tap(give_answer, f"answer:1:{ids[1]}")
    assert "your first answer counts" in again.texts[0]
    assert await chosen(database, branch) == {ids[1]: (1,)}
    assert await did(database, branch) == Totals(answered=1, points=1, days=1)


async def test_picking_several_and_sending(
    talk: Talk, database: Database, branch: Branch, ids: list[PostingId]
) -> None:
    number = ids[2]
    said = await talk.tap(show_question, f"today:question:{number}")
    assert said.data == [f"pick:{mask}:{number}" for mask in (1, 2, 4)]
    one = await talk.tap(pick, f"pick:1:{number}")
    assert one.data == [f"pick:{mask}:{number}" for mask in (0, 3, 5)] + [f"answer:1:{number}"]
    await talk.tap(pick, f"pick:3:{number}")
    right = await talk.tap(give_answer, f"answer:3:{number}")
    assert "Right!" in right.texts[0]
    assert await chosen(database, branch) == {number: (0, 1)}
    assert await did(database, branch) == Totals(answered=1, right=1, points=2, days=1)


async def test_a_question_that_is_over_takes_no_answer(
    talk: Talk, database: Database, branch: Branch, ids: list[PostingId]
) -> None:
    late = replace(talk, now=CLOSED)
    assert "is over" in (await late.tap(show_question, f"today:question:{ids[1]}")).texts[0]
    assert "is over" in (await late.tap(give_answer, f"answer:1:{ids[1]}")).texts[0]
    assert await chosen(database, branch) == {}
    assert "over for today" in (await late.write(today, text="/today")).texts[0]


@pytest.mark.parametrize(
    "data",
    [
        "answer:1:999",
        "answer:1:x",
        "answer:1:",
        "answer:4:{one}",
        "answer:3:{one}",
        "answer:0:{one}",
        "answer:-1:{one}",
        "answer:{one}",
        "answer:99999999999999999999:{one}",
        "answer:1:99999999999999999999999",
    ],
)
async def test_a_forged_answer_is_refused(
    talk: Talk, database: Database, branch: Branch, ids: list[PostingId], data: str
) -> None:
    assert "too old" in (await talk.tap(give_answer, data.format(one=ids[1]))).refused
    assert await chosen(database, branch) == {}


async def test_a_stranger_does_nothing(talk: Talk, ids: list[PostingId]) -> None:
    stranger = replace(talk, person=999)
    for handler, data in [
        (give_answer, f"answer:1:{ids[1]}"),
        (read_today, f"today:read:{ids[0]}"),
        (undo, f"undo:{ids[0]}"),
        (show_today, "today:show"),
    ]:
        said = await stranger.tap(handler, data)
        assert said.refused and said.deliveries == ()


async def test_in_the_group_it_points_to_the_posts_and_counts_nobody(talk: Talk) -> None:
    await talk.write(today, text="/today")
    said = await talk.write(today, group=True, text="/today")
    assert said.data == [f"https://t.me/c/321/{message}" for message in (101, 102, 103, 104)]
    assert said.texts[0].count("posted") == 3
    assert "running" not in said.texts[0] and "done" not in said.texts[0]


async def test_a_button_pressed_in_the_group_shows_nothing_there(
    talk: Talk, ids: list[PostingId]
) -> None:
    for handler, data in [
        (show_item, f"today:item:{ids[0]}"),
        (read_item, f"item:read:{ids[0]}"),
        (read_today, f"today:read:{ids[0]}"),
        (show_question, f"today:question:{ids[1]}"),
        (show_today, "today:show"),
        (pick, f"pick:1:{ids[2]}"),
        (give_answer, f"answer:1:{ids[1]}"),
        (undo, f"undo:{ids[0]}"),
        (turn_page, "notebook:0"),
        (show_note, "note:show:1"),
        (ask_for_note, "note:write"),
    ]:
        said = await talk.tap(handler, data, group=True)
        assert said.deliveries == () and "in private" in said.refused


async def test_a_button_works_for_its_own_kind_of_post_only(
    talk: Talk, database: Database, branch: Branch, ids: list[PostingId]
) -> None:
    morning, noon, _, evening = ids
    for handler, data in [
        (give_answer, f"answer:1:{morning}"),
        (give_answer, f"answer:1:{evening}"),
        (show_question, f"today:question:{morning}"),
        (pick, f"pick:1:{evening}"),
        (read_today, f"today:read:{noon}"),
        (read_item, f"item:read:{noon}"),
        (show_item, f"today:item:{evening}"),
        (undo, f"undo:{noon}"),
    ]:
        said = await talk.tap(handler, data)
        assert said.deliveries == () and "too old" in said.refused
    assert await did(database, branch) == Totals()


async def test_a_post_that_was_not_sent_takes_nothing(
    talk: Talk, database: Database, ids: list[PostingId]
) -> None:
    async with database.writing() as tx:
        await tx.run(update(postings).values(state="planned"))
    for handler, data in [(give_answer, f"answer:1:{ids[1]}"), (undo, f"undo:{ids[0]}")]:
        assert "too old" in (await talk.tap(handler, data)).refused


async def test_a_long_answer_is_split_never_cut(
    talk: Talk, database: Database, ids: list[PostingId]
) -> None:
    long = replace(ONE, texts={"en": replace(ONE.texts["en"], explanation="why\n" * 1500)})
    async with database.writing() as tx:
        body = msgspec.json.encode(long).decode()
        await tx.run(update(question_revisions).values(body=body))
    said = await talk.tap(give_answer, f"answer:1:{ids[1]}")
    assert [each.kind for each in said.deliveries] == [DeliveryKind.EDIT, DeliveryKind.TEXT]
    assert all(visible_length(text) <= 4096 for text in said.texts)
    assert said.deliveries[0].payload["buttons"] == [] and said.data == ["today:show"]


async def test_a_branch_without_a_group_is_told_why_nothing_comes(
    talk: Talk, database: Database
) -> None:
    async with database.writing() as tx:
        await tx.run(delete(posted_messages))
        await tx.run(delete(postings))
        await tx.run(delete(slots))
        await tx.run(update(chats).values(unit_id=None))
    said = await talk.write(today, text="/today")
    assert "group is not set up" in said.texts[0]
