"""Provokes the refusals that concern messages, polls and files."""

from typing import Any

from tests.practice.pictures import png
from tests.practice.scene import Scene, provokes


@provokes("no_reply")
async def _(scene: Scene) -> dict[str, Any]:
    missing = {"message_id": 999}
    lenient = missing | {"allow_sending_without_reply": True}
    assert (await scene.say(scene.group.id, reply_parameters=lenient))["ok"]
    return await scene.say(scene.group.id, reply_parameters=missing)


@provokes("no_edit")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("editMessageText", chat_id=scene.group.id, message_id=999, text="x")


@provokes("cannot_edit")
async def _(scene: Scene) -> dict[str, Any]:
    said = scene.server.say(scene.li, scene.group, "mine").message_id
    return await scene.call("editMessageText", chat_id=scene.group.id, message_id=said, text="x")


@provokes("not_modified")
async def _(scene: Scene) -> dict[str, Any]:
    own = await scene.own()
    return await scene.call(
        "editMessageText", chat_id=scene.group.id, message_id=own, text="Good morning"
    )


@provokes("no_text")
async def _(scene: Scene) -> dict[str, Any]:
    sent = await scene.upload("sendPhoto", "photo", png(10, 10))
    own = sent["result"]["message_id"]
    return await scene.call("editMessageText", chat_id=scene.group.id, message_id=own, text="x")


@provokes("no_caption")
async def _(scene: Scene) -> dict[str, Any]:
    own = await scene.own()
    return await scene.call(
        "editMessageCaption", chat_id=scene.group.id, message_id=own, caption="x"
    )


@provokes("no_delete")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("deleteMessage", chat_id=scene.group.id, message_id=999)


@provokes("cannot_delete")
async def _(scene: Scene) -> dict[str, Any]:
    own = await scene.own()
    scene.clock.move(48 * 3600 + 1)
    return await scene.call("deleteMessage", chat_id=scene.group.id, message_id=own)


@provokes("no_react")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("setMessageReaction", chat_id=scene.group.id, message_id=999)


@provokes("reaction_invalid")
async def _(scene: Scene) -> dict[str, Any]:
    said = scene.server.say(scene.li, scene.group, "a note").message_id
    thumb = {"message_id": said, "reaction": [{"type": "emoji", "emoji": "👍"}]}
    assert (await scene.call("setMessageReaction", chat_id=scene.group.id, **thumb))["ok"]
    scene.server.set_reactions(scene.group, [])
    return await scene.call("setMessageReaction", chat_id=scene.group.id, **thumb)


@provokes("reactions_too_many")
async def _(scene: Scene) -> dict[str, Any]:
    own = await scene.own()
    two = [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}]
    return await scene.call(
        "setMessageReaction", chat_id=scene.group.id, message_id=own, reaction=two
    )


@provokes("text_empty")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call(
        "sendMessage", chat_id=scene.group.id, text="<b> </b>", parse_mode="HTML"
    )


@provokes("cannot_parse")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("sendMessage", chat_id=scene.group.id, text="<p>x", parse_mode="HTML")


@provokes("parse_mode")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.say(scene.group.id, parse_mode="BBCode")


@provokes("url_invalid")
async def _(scene: Scene) -> dict[str, Any]:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await scene.say(scene.group.id, reply_markup=keyboard)
    tap = scene.server.tap(scene.li, scene.server.messages(scene.group)[-1], "Go")
    deep_link = f"t.me/{scene.server.bot_user.username}?start=CODE"
    assert (await scene.call("answerCallbackQuery", callback_query_id=tap.id, url=deep_link))["ok"]
    other = "https://example.org"
    return await scene.call("answerCallbackQuery", callback_query_id=tap.id, url=other)


@provokes("button_url")
async def _(scene: Scene) -> dict[str, Any]:
    keyboard = {"inline_keyboard": [[{"text": "Go", "url": "nowhere"}]]}
    return await scene.say(scene.group.id, reply_markup=keyboard)


@provokes("old_query")
async def _(scene: Scene) -> dict[str, Any]:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await scene.say(scene.group.id, reply_markup=keyboard)
    tap = scene.server.tap(scene.li, scene.server.messages(scene.group)[-1], "Go")
    scene.clock.move(150)
    assert (await scene.call("answerCallbackQuery", callback_query_id=tap.id))["ok"]
    scene.clock.move(1)
    return await scene.call("answerCallbackQuery", callback_query_id=tap.id)


@provokes("no_poll")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("stopPoll", chat_id=scene.group.id, message_id=999)


@provokes("cannot_stop")
async def _(scene: Scene) -> dict[str, Any]:
    poll = {"question": "?", "options": ["a", "b"]}
    sent = await scene.call("sendPoll", chat_id=scene.group.id, **poll)
    message_id = sent["result"]["message_id"]
    scene.server.world.rooms[scene.group.id].messages[message_id].sender = scene.li
    return await scene.call("stopPoll", chat_id=scene.group.id, message_id=message_id)


@provokes("not_a_poll")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("stopPoll", chat_id=scene.group.id, message_id=await scene.own())


@provokes("poll_closed")
async def _(scene: Scene) -> dict[str, Any]:
    sent = await scene.call("sendPoll", chat_id=scene.group.id, question="?", options=["a", "b"])
    place = {"chat_id": scene.group.id, "message_id": sent["result"]["message_id"]}
    assert (await scene.call("stopPoll", **place))["result"]["is_closed"]
    return await scene.call("stopPoll", **place)


async def _quiz(scene: Scene, correct: list[int]) -> dict[str, Any]:
    quiz = {"question": "?", "options": ["a", "b"], "type": "quiz", "correct_option_ids": correct}
    return await scene.call("sendPoll", chat_id=scene.group.id, **quiz)


@provokes("quiz_out_of_range")
async def _(scene: Scene) -> dict[str, Any]:
    return await _quiz(scene, [2])


@provokes("quiz_too_much")
async def _(scene: Scene) -> dict[str, Any]:
    return await _quiz(scene, [0, 1])


@provokes("channels_only")
async def _(scene: Scene) -> dict[str, Any]:
    poll = {"question": "?", "options": ["a", "b"], "members_only": True}
    return await scene.call("sendPoll", chat_id=scene.group.id, **poll)


@provokes("wrong_file")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("sendPhoto", chat_id=scene.group.id, photo="another bot's file_id")


@provokes("invalid_file_id")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("getFile", file_id="another bot's file_id")


@provokes("file_kind")
async def _(scene: Scene) -> dict[str, Any]:
    sent = await scene.upload("sendPhoto", "photo", png(10, 10))
    file_id = sent["result"]["photo"][0]["file_id"]
    return await scene.call("sendDocument", chat_id=scene.group.id, document=file_id)


@provokes("file_empty")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.upload("sendDocument", "document", b"")


@provokes("file_too_big")
async def _(scene: Scene) -> dict[str, Any]:
    photo = await scene.upload("sendPhoto", "photo", png(10, 10) + bytes(10 * 1024 * 1024))
    assert photo["description"] == "Bad Request: file is too big"
    file = scene.server.world.files.keep("document", bytes(20 * 1024 * 1024 + 1), "big.bin")
    return await scene.call("getFile", file_id=file.file_id)


@provokes("body_too_big")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.upload("sendDocument", "document", bytes(50 * 1024 * 1024 + 1))


@provokes("not_served")
async def _(scene: Scene) -> dict[str, Any]:
    url = "https://example.org/picture.png"
    sent = await scene.call("sendPhoto", chat_id=scene.group.id, photo=url)
    assert "files from the Internet" in sent["description"]
    return await scene.call("sendDice", chat_id=scene.group.id)


@provokes("not_an_image")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.upload("sendPhoto", "photo", b"no picture")


@provokes("photo_dimensions")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.upload("sendPhoto", "photo", png(2100, 100))
