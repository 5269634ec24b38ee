"""A branch's day on the page, as its people see it."""

import base64
from datetime import date, datetime
from typing import Any

import pytest

from tests.practice.page.conftest import Visit, Visitor
from tests.practice.pictures import png

FIRST = "2026-05-19"


def who(option: dict[str, Any]) -> set[str]:
    return set(option["who"])


def written(visitor: Visitor, text: str) -> dict[str, Any] | None:
    """The message with this text in the group."""
    return next((m for m in visitor.group["messages"].values() if m["plain"] == text), None)


async def reaches(visitor: Visitor, kind: str) -> dict[str, Any]:
    """Press "Next post" until a post of this kind is there."""
    while not visitor.posts(kind):
        await visitor.moves("post")
    return visitor.posts(kind)[-1]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_branch_is_ready(visit: Visit, language: str) -> None:
    li = await visit(language=language)

    world = li.world
    assert (world["language"], world["me"], world["touched"]) == (language, "li", False)
    assert world["clock"] == {
        "day": FIRST,
        "time": "07:20",
        "zone": "Asia/Shanghai",
        "moving": False,
    }
    nobody = [each["key"] for each in world["people"] if each["id"] is None]
    assert nobody == ["zhou"]
    assert [each["key"] for each in world["people"] if each["part"] == "organiser"] == ["ma"]
    assert li.group["admin"] and world["invitation"] is None
    assert "today" in {each["command"] for each in li.group["commands"]}
    assert "status" in {each["command"] for each in li.private["commands"]}
    assert len(li.private["keyboard"]) == 2
    # The three questions are answered: nothing is left to tap.
    assert not any(message["rows"] for message in li.private["messages"].values())


async def test_the_organiser_has_the_private_chat_only(visit: Visit) -> None:
    ma = await visit("ma")

    assert [chat["kind"] for chat in ma.world["chats"]] == ["private"]
    group_id = -1_002_000_000_001
    assert "not in the chat" in await ma.is_refused("say", chat=group_id, text="Good morning")


async def test_a_whole_day(visit: Visit) -> None:
    li = await visit()

    morning = await reaches(li, "morning")
    await li.sees(lambda: "5" in li.posts("morning")[0]["rows"][0][0]["label"])
    assert not morning["silent"]
    told = await li.taps(li.posts("morning")[0])
    assert told["toast"] == "Noted: day 1 running" and not told["alert"]

    poll = (await reaches(li, "noon"))["poll"]
    assert poll["total"] == 4 and poll["voted"] is None and poll["explanation"] == ""
    assert all(set(option) == {"n", "text"} for option in poll["options"])
    noon = li.posts("noon")[0]
    await li.does("vote", chat=noon["chat"], message=noon["id"], options=[1])
    answered = await li.sees(lambda: li.posts("noon")[0]["poll"]["voted"] and li.posts("noon")[0])
    options = answered["poll"]["options"]
    assert [option["right"] for option in options] == [False, True]
    assert "Helen Lee" in who(options[1]) and answered["poll"]["explanation"]

    evening = await reaches(li, "evening")
    assert li.posts("noon")[0]["poll"]["closed"]
    await li.does("say", chat=evening["chat"], text="Read at dawn.", reply_to=evening["id"])
    note = await li.sees(lambda: written(li, "Read at dawn."))
    assert note["reply"]["id"] == evening["id"]
    await li.sees(lambda: li.group["messages"][note["id"]]["reactions"])

    before = len(li.private["messages"])
    await li.does("say", chat=li.private["id"], text="/status")
    await li.sees(lambda: len(li.private["messages"]) == before + 2)
    assert "Riverside branch" in li.last(li.private)["plain"]
    assert li.world["touched"]


async def test_whom_one_is_does_nothing_by_oneself(visit: Visit) -> None:
    sun, li = await visit("sun"), await visit("li")

    await reaches(sun, "noon")
    await li.moves("post")
    names: set[str] = set()
    poll = sun.posts("noon")[0]["poll"]
    for option in poll["options"]:
        names |= who(option)
    assert "Leo Carter" in names and not names & {"Susan Hill", "Helen Lee"}
    assert (await sun.taps(sun.posts("morning")[0]))["toast"].startswith("Noted: day 1")
    assert (await li.taps(li.posts("morning")[0]))["toast"].startswith("Noted: day 1")


async def test_the_others_can_be_told_to_rest(visit: Visit) -> None:
    li = await visit()

    assert await li.post("life", {"on": False}) == (200, {})
    await reaches(li, "noon")

    assert li.posts("morning")[0]["rows"][0][0]["label"] == "I've read it"
    assert li.posts("noon")[0]["poll"]["total"] == 0
    assert not li.world["life"]


async def test_days_and_weeks_go_by(visit: Visit) -> None:
    li = await visit()

    await li.moves("day")
    assert (li.world["clock"]["day"], li.world["clock"]["time"]) == ("2026-05-20", "06:30")
    await li.moves("week")
    today = date.fromisoformat(li.world["clock"]["day"])
    assert (today, today.weekday()) == (date(2026, 5, 25), 0)
    said = [m for m in li.group["messages"].values() if not m["from"]["bot"]]
    assert {m["media"]["kind"] for m in said if m["media"]} == {"voice"}
    assert len([m for m in said if m["plain"] == "ok"]) == 6
    # Only one poll is open at a time, and all of them have been answered.
    assert [m["poll"]["closed"] for m in li.posts("noon")] == [True] * 6
    assert all(m["poll"]["total"] >= 4 for m in li.posts("noon"))
    assert all(datetime.fromisoformat(f"{m['day']}T{m['time']}") for m in said)


async def test_news_elsewhere_are_told(visit: Visit) -> None:
    zhang, li = await visit("zhang"), await visit("li")
    assert li.world["latest"]["zhang"] == 0

    await zhang.does("start")
    await zhang.sees(lambda: len(zhang.private["messages"]) == 2)

    assert zhang.private["started"]
    await li.sees(lambda: li.world["latest"]["zhang"] > 0)
    assert len(li.world["chats"]) == 2


async def test_what_the_bot_calls_is_shown(visit: Visit) -> None:
    li = await visit()
    seen = {call["number"] for call in li.world["calls"]}

    await li.does("say", chat=li.private["id"], text="/help")

    calls = await li.sees(lambda: [c for c in li.world["calls"] if c["number"] not in seen][1:])
    (sent,) = [call for call in calls if call["method"] == "sendMessage"]
    assert sent["status"] == 200 and sent["answer"].startswith("message ")
    assert f"chat_id={li.private['id']}" in sent["params"] and "\\u" not in sent["params"]
    assert any(c["method"] == "getUpdates" and c["answer"] == "message" for c in li.world["calls"])


async def test_pictures_and_files(visit: Visit) -> None:
    li = await visit()
    picture = base64.b64encode(png(30, 20)).decode()
    where = {"chat": li.group["id"]}

    await li.does("send", **where, kind="photo", name="a.png", content=picture, caption="Look")
    await li.does("send", **where, kind="document", name="a.html", content="PGI+SGk8L2I+")

    await li.sees(lambda: (li.last(li.group)["media"] or {}).get("name") == "a.html")
    shown, kept = list(li.group["messages"].values())[-2:]
    assert (shown["media"]["kind"], shown["plain"]) == ("photo", "Look")
    assert (kept["media"]["name"], kept["media"]["size"]) == ("a.html", 9)
    types = {}
    for each in (shown, kept):
        answer = await li.fetch(each["media"]["url"])
        types[answer.content_type] = answer.headers
    assert set(types) == {"image/png", "application/octet-stream"}
    assert types["application/octet-stream"]["Content-Disposition"] == "attachment"
    assert all("sandbox" in each["Content-Security-Policy"] for each in types.values())
    said = await li.is_refused("send", **where, kind="photo", name="b", content="PGI+SGk8L2I+")
    assert said.startswith("That file is no picture")


async def test_on_mondays_the_week_comes_at_eight(visit: Visit) -> None:
    li = await visit()

    await reaches(li, "morning")
    await li.moves("week")
    await li.moves("post")
    await li.moves("post")
    (week,) = [m for m in li.group["messages"].values() if "Last week we studied" in m["plain"]]
    assert week["time"] == "08:00"
