"""Provokes the refusals that concern callers and chats."""

import asyncio
from typing import Any

from bot.practice.limits import Limits
from tests.practice.scene import Scene, provokes


@provokes("unauthorized")
async def _(scene: Scene) -> dict[str, Any]:
    async with scene.http.get(f"{scene.server.api_url}1:wrong/getMe") as response:
        answer: dict[str, Any] = await response.json()
        return answer


@provokes("no_method")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("sendLove")


@provokes("other_poll")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.world.updates.clear()
    first = asyncio.create_task(scene.call("getUpdates", timeout=30))
    await scene.server.all_taken()
    await scene.call("getUpdates", timeout=0)
    return await first


@provokes("webhook_active")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.world.updates.clear()
    await scene.call("setWebhook", url="https://example.org/hook")
    return await scene.call("getUpdates")


@provokes("bad_webhook")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("setWebhook", url="http://example.org/hook")


@provokes("flood")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.gauge.limits = Limits(chat_at_once=1)
    await scene.say(scene.group.id)
    answer = await scene.say(scene.group.id)
    assert answer["parameters"] == {"retry_after": 1}
    return answer


@provokes("no_chat")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.say(-1)


@provokes("upgraded")
async def _(scene: Scene) -> dict[str, Any]:
    new = scene.server.migrate(scene.group)
    answer = await scene.say(scene.group.id)
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    return answer


@provokes("not_initiated")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.say(scene.li.id)


@provokes("blocked")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.start_private(scene.li)
    scene.server.block(scene.li)
    return await scene.say(scene.li.id)


@provokes("deactivated")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.start_private(scene.li)
    scene.server.deactivate(scene.li)
    return await scene.say(scene.li.id)


@provokes("bots")
async def _(scene: Scene) -> dict[str, Any]:
    other = scene.server.add_user("Other", is_bot=True)
    scene.server.join(other, scene.group)
    return await scene.say(other.id)


@provokes("kicked")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.remove_bot(scene.group, scene.li)
    return await scene.say(scene.group.id)


@provokes("not_member")
async def _(scene: Scene) -> dict[str, Any]:
    await scene.call("leaveChat", chat_id=scene.group.id)
    return await scene.say(scene.group.id)


@provokes("no_rights")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.forbid(scene.group, "text messages")
    return await scene.say(scene.group.id)


@provokes("no_pin_rights")
async def _(scene: Scene) -> dict[str, Any]:
    message_id = await scene.own()
    return await scene.call("pinChatMessage", chat_id=scene.group.id, message_id=message_id)


@provokes("no_pin")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.set_bot_admin(scene.group, scene.li)
    return await scene.call("pinChatMessage", chat_id=scene.group.id, message_id=999)


@provokes("no_thread")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.say(scene.group.id, message_thread_id=7)


@provokes("topic_closed")
async def _(scene: Scene) -> dict[str, Any]:
    forum = scene.server.add_group("Forum", [scene.li], "supergroup", forum=True)
    scene.server.add_bot(forum, scene.li)
    thread = scene.server.add_topic(forum, scene.li, "Study")
    assert (await scene.say(forum.id, message_thread_id=thread))["ok"]
    scene.server.close_topic(forum, thread)
    return await scene.say(forum.id, message_thread_id=thread)


@provokes("no_user")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("getChatMember", chat_id=scene.group.id, user_id=5)
