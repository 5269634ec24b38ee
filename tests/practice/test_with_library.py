"""python-telegram-bot itself talks to the practice server and reads what it says."""

import io
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    ChatMemberOwner,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputPollOption,
    Message,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

from bot.practice.faults import Fault
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from tests.practice.pictures import png


@pytest.fixture
async def library(server: PracticeServer) -> AsyncIterator[Bot]:
    bot = Bot(
        server.token,
        base_url=server.api_url,
        base_file_url=server.file_url,
        request=HTTPXRequest(),
        get_updates_request=HTTPXRequest(),
    )
    async with bot:
        yield bot


async def test_it_knows_itself(library: Bot, server: PracticeServer) -> None:
    assert library.username == server.bot_user.username
    assert library.bot.can_join_groups


async def test_it_sends_and_edits(library: Bot, server: PracticeServer, group: Chat) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    sent = await library.send_message(
        group.id,
        "<b>Day 1</b>",
        parse_mode="HTML",
        reply_markup=keyboard,
        disable_notification=True,
    )
    edited = await sent.edit_text("Day 2", reply_markup=keyboard)
    await sent.edit_reply_markup(None)
    reply = await library.send_message(
        group.id, "Day 3", reply_parameters=ReplyParameters(sent.message_id)
    )
    assert sent.text_html == "<b>Day 1</b>"
    assert isinstance(edited, Message)
    assert edited.text == "Day 2"
    assert reply.reply_to_message is not None
    assert await library.delete_message(group.id, sent.message_id)
    assert await library.set_message_reaction(group.id, reply.message_id, "👍")


async def test_it_sends_a_quiz_and_hears_votes(
    library: Bot, server: PracticeServer, group: Chat, li: User
) -> None:
    sent = await library.send_poll(
        group.id,
        "Who decides?",
        [InputPollOption("One"), "All"],
        is_anonymous=False,
        type="quiz",
        correct_option_ids=[1],
        explanation="All do",
        open_period=600,
    )
    server.vote(li, server.messages(group)[-1], (1,))
    answer, state = await library.get_updates(timeout=0)
    assert sent.poll is not None
    assert answer.poll_answer is not None
    assert answer.poll_answer.poll_id == sent.poll.id
    assert answer.poll_answer.option_ids == (1,)
    assert state.poll is not None
    assert state.poll.total_voter_count == 1
    assert (await library.stop_poll(group.id, sent.message_id)).is_closed


async def test_it_reads_messages_and_taps(
    library: Bot, server: PracticeServer, group: Chat, li: User
) -> None:
    server.say(li, group, "/status")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    await library.send_message(group.id, "Day 1", reply_markup=keyboard)
    tap = server.tap(li, server.messages(group)[-1], "Go")
    command, query = await library.get_updates(timeout=0)
    assert command.message is not None
    assert command.message.parse_entities() != {}
    assert query.callback_query is not None
    await query.callback_query.answer("Day 3!", show_alert=True)
    assert (await tap).text == "Day 3!"


async def test_it_sends_and_fetches_files(library: Bot, group: Chat) -> None:
    photo = await library.send_photo(group.id, png(20, 10), caption="Day 1")
    document = await library.send_document(group.id, io.BytesIO(b"words"), filename="a.txt")
    await library.send_audio(group.id, b"sound", duration=3)
    await library.send_voice(group.id, b"sound", duration=3)
    await library.send_video(group.id, b"film", duration=3, width=4, height=5)
    assert (photo.photo[-1].width, photo.photo[-1].height) == (20, 10)
    assert document.document is not None
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"words"


async def test_it_asks_about_the_chat(
    library: Bot, server: PracticeServer, group: Chat, li: User
) -> None:
    assert (await library.get_chat(group.id)).title == "First branch"
    assert isinstance(await library.get_chat_member(group.id, li.id), ChatMemberOwner)
    assert await library.get_chat_member_count(group.id) == 3
    server.set_bot_admin(group, li)
    assert len(await library.get_chat_administrators(group.id)) == 1
    assert await library.set_my_commands([("help", "帮助")])
    assert (await library.get_my_commands())[0].description == "帮助"
    assert (await library.get_webhook_info()).url == ""
    assert await library.leave_chat(group.id)


async def test_its_errors_are_the_ones_it_knows(
    library: Bot, server: PracticeServer, group: Chat, li: User
) -> None:
    sent = await library.send_message(group.id, "x")
    with pytest.raises(BadRequest, match="is not modified"):
        await sent.edit_text("x")
    server.faults.add(
        Fault("refuse", code=429, description="Too Many Requests", parameters={"retry_after": 3})
    )
    with pytest.raises(RetryAfter):
        await library.send_message(group.id, "x")
    new = server.migrate(group)
    with pytest.raises(ChatMigrated) as migrated:
        await library.send_message(group.id, "x")
    assert migrated.value.new_chat_id == new.id
    server.remove_bot(new, li)
    with pytest.raises(Forbidden, match="kicked from the supergroup"):
        await library.send_message(new.id, "x")
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", base_url=server.api_url, request=HTTPXRequest()).initialize()
