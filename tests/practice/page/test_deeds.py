"""What people do on the page, and what Telegram's app would not let them do."""

from typing import Any

from tests.practice.page.conftest import Visit, Visitor


async def says(visitor: Visitor, chat: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    """Write something; the message as it stands."""
    await visitor.does("say", chat=chat["id"], text=text, **more)

    def there() -> Any:
        found = [m for m in chat["messages"].values() if m["plain"] == text]
        return found and found[-1]

    message: dict[str, Any] = await visitor.sees(there)
    return message


async def test_the_secretary_brings_the_bot_in(visit: Visit) -> None:
    li = await visit()
    assert await li.post("restart", {"language": "en", "bound": False}) == (200, {})
    await li.sees(lambda: li.worlds == 2)
    link = li.world["invitation"]
    assert link.startswith("https://t.me/sanxue_practice_bot?startgroup=")
    assert li.group["members"] and "Sanxue" not in li.group["members"]
    status, answer = await li.post("clock", {"who": "li", "to": "post"})
    assert (status, "not in the group" in answer["said"]) == (409, True)
    assert li.world["clock"]["time"] == "07:20"

    await li.does("add_bot", chat=li.group["id"], payload=link.rpartition("=")[2])

    await li.sees(lambda: li.world["invitation"] is None)
    for answer in ("English", "As a poll", "Ring once"):
        asked = await li.sees(lambda: next(m for m in li.private["messages"].values() if m["rows"]))
        labels = [each["label"] for row in asked["rows"] for each in row]
        await li.taps(asked, labels.index(answer))
        await li.sees(lambda asked=asked: li.private["messages"][asked["id"]] != asked)
    await li.moves("post")
    assert len(li.posts("morning")) == 1
    assert "in the group already" in await li.is_refused("add_bot", chat=li.group["id"])


async def test_a_deep_link_opens_the_private_chat(visit: Visit) -> None:
    wang = await visit("wang")
    assert not wang.private["started"]
    greeting = await wang.sees(
        lambda: next(m for m in wang.group["messages"].values() if m["rows"])
    )
    (row,) = greeting["rows"]
    assert row[0]["url"].startswith("https://t.me/sanxue_practice_bot?start=")

    await wang.does("start", payload=row[0]["url"].rpartition("=")[2])

    await wang.sees(lambda: len(wang.private["messages"]) > 1)
    # What the link hands over is not shown, as in Telegram's apps.
    assert next(iter(wang.private["messages"].values()))["plain"] == "/start"


async def test_ones_own_messages_are_changed_and_taken_back(visit: Visit) -> None:
    li, sun = await visit("li"), await visit("sun")
    written = await says(sun, sun.group, "Good mornig")
    where = {"chat": written["chat"], "message": written["id"]}

    await sun.does("edit", **where, text="Good morning")
    edited = await li.sees(lambda: li.group["messages"][written["id"]]["edited"])
    assert edited and li.group["messages"][written["id"]]["plain"] == "Good morning"
    await li.does("react", **where, emoji="👍")
    chip = await sun.sees(lambda: sun.group["messages"][written["id"]]["reactions"])
    assert chip == [{"emoji": "👍", "who": ["Helen Lee"], "mine": False}]
    assert "own messages" in await li.is_refused("edit", **where, text="Bad morning")
    assert "own messages" in await li.is_refused("delete", **where)
    assert "1 to 4096" in await sun.is_refused("edit", **where, text=" ")
    await sun.does("delete", **where)
    await li.sees(lambda: written["id"] not in li.group["messages"])
    assert "no longer there" in await li.is_refused("react", **where, emoji="👍")


async def test_the_group_becomes_a_forum(visit: Visit) -> None:
    sun, li = await visit("sun"), await visit("li")
    chat = li.group["id"]
    assert "administrator" in await sun.is_refused("make_forum", chat=chat)
    assert "forum" in await li.is_refused("add_topic", chat=chat, name="Studies")

    await li.does("make_forum", chat=chat)
    await li.does("add_topic", chat=chat, name="Studies")
    (topic,) = await sun.sees(lambda: sun.group["topics"])
    assert (topic["name"], sun.group["forum"]) == ("Studies", True)
    await says(li, li.group, "/here", thread=topic["id"])
    await li.moves("post")

    assert [m["thread"] for m in li.posts("morning")] == [topic["id"]]


async def test_a_refusal_is_a_sentence_in_the_readers_language(visit: Visit) -> None:
    li = await visit(language="zh")
    where = {"chat": li.group["id"], "message": 1}

    assert await li.is_refused("vote", **where, options=[0]) == "没有这个投票。"
    assert await li.is_refused("say", chat=li.group["id"], text="") == "一条消息 1 到 4096 个字。"
    said = await li.is_refused("say", chat=7_000_000_003, text="你好")
    assert said == "没有这个聊天。"
    li.who = "nobody"
    assert await li.is_refused("start") == "这里没有这个人。"


async def test_nobody_acts_for_somebody_without_telegram(visit: Visit) -> None:
    zhou = await visit("zhou")

    # The page falls back to the first who can be.
    assert zhou.world["me"] == "li"
    assert "nobody here" in await zhou.is_refused("start")


async def test_beginning_afresh_in_another_language(visit: Visit) -> None:
    li, ma = await visit("li", "zh"), await visit("ma", "zh")
    first = li.world["world"]
    await says(li, li.group, "你好")

    await li.post("restart", {"language": "en"})

    for visitor in (li, ma):
        await visitor.sees(lambda visitor=visitor: visitor.worlds == 2)
        assert visitor.world["world"] != first and visitor.world["language"] == "en"
    assert ma.world["me"] == "ma" and not li.world["touched"]
    assert all(m["plain"] != "你好" for m in li.group["messages"].values())
