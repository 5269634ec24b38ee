"""Buttons that outlived an office, buttons in another chat, and replies to somebody else's post."""

from typing import Any

import pytest
from sqlalchemy import Executable

from storage.tables.organisation import appointments, memberships
from tests.handlers.buttons_of_north import buttons
from tests.handlers.cast import IDS, YESTERDAY
from tests.handlers.stage import Heard, Stage
from tests.storage.branch_rows import BOT

# What a secretary was given while in office.
OF_THE_OFFICE = (
    "status: own",
    "members:",
    "member:",
    "behalf: read",
    "behalf: write",
    "leave: take",
    "pause:",
    "programme:",
    "standin:",
    "standin: whom",
    "handover:",
    "handover: whom",
    "nudge:",
    "exam-set: change",
    "exam-set: announce",
    "exam-set: page",
    "exam-set: list",
    "exam-set: counts",
    "exam-set: sheet",
    "exam-set: drop",
    "join:yes:",
    "join:no:",
    "join:undo:",
    "invite: to",
    "left:",
    "settings:",
    "settings: change",
    "settle:",
)
OWN_NOTES = ("note:show:", "note:share:", "note:delete:", "note:erase:", "notebook:")


def office_over(stage: Stage, role: str) -> Executable:
    """Whatever somebody was, they are it no more since yesterday."""
    own = appointments.c.person_id == stage.cast.people[role]
    return appointments.update().where(own).values(until=YESTERDAY.isoformat())


def left_branch(stage: Stage, role: str) -> Executable:
    """Somebody left the branch yesterday."""
    own = memberships.c.person_id == stage.cast.people[role]
    return memberships.update().where(own).values(until=YESTERDAY.isoformat())


async def tapped(stage: Stage, role: str, label: str, before: Executable) -> Heard:
    """A tap in private after something has changed."""
    query = stage.query(role, "private", buttons(stage.cast)[label])
    return await stage.play([("callback_query", query)], before)


def refused_alone(heard: Heard) -> None:
    """A word for the one who tapped, naming nobody; nothing is done and nobody else hears of it."""
    assert heard.refused
    assert [toast.alert for toast in heard.toasts] == [True]
    assert heard.kinds == []
    assert heard.names(heard.speaker) == set()


@pytest.mark.parametrize("label", OF_THE_OFFICE)
@pytest.mark.parametrize("role", ["secretary", "stand-in"])
async def test_a_button_does_nothing_once_the_office_is_over(
    role: str, label: str, stage: Stage
) -> None:
    assert await held_before(stage, role, label)
    refused_alone(await tapped(stage, role, label, office_over(stage, role)))


async def held_before(stage: Stage, role: str, label: str) -> bool:
    """Whether the button did something in office; a stand-in has not all of a secretary's."""
    heard = await stage.tap(role, "private", buttons(stage.cast)[label])
    of_secretary_alone = label.startswith(("standin:", "handover:"))
    return bool(heard.refused) == (role == "stand-in" and of_secretary_alone)


@pytest.mark.parametrize("label", OWN_NOTES)
async def test_a_member_who_left_is_told_so_by_old_buttons(label: str, stage: Stage) -> None:
    refused_alone(await tapped(stage, "member", label, left_branch(stage, "member")))


@pytest.mark.parametrize("where", ["own group", "other group"])
@pytest.mark.parametrize("label", [*OF_THE_OFFICE, *OWN_NOTES])
async def test_a_private_button_in_a_group_shows_the_group_nothing(
    label: str, where: str, stage: Stage
) -> None:
    role = "member" if label in OWN_NOTES else "secretary"
    heard = await stage.tap(role, where, buttons(stage.cast)[label])
    own_settings = where == "own group" and label.startswith(("settings:", "settle:"))
    if own_settings:
        assert heard.names(heard.chat) == set()
    else:
        refused_alone(heard)


async def test_a_note_is_not_opened_from_somebody_elses_chat(stage: Stage) -> None:
    for role in IDS:
        if role not in ("member", "anonymous admin"):
            for label in OWN_NOTES[:-1]:
                refused_alone(await stage.tap(role, "private", buttons(stage.cast)[label]))


async def replied(stage: Stage, role: str, where: str, to: dict[str, Any]) -> Heard:
    """What a reply in a chat leads to."""
    written = stage.message(role, where, text="diary:Reply-Northley", reply_to_message=to)
    return await stage.play([("message", written)])


def post_of(stage: Stage, place: str, number: int, where: str) -> dict[str, Any]:
    """A post of a branch, as a reply in a chat names it."""
    post = stage.cast.posts[place][number]
    return stage.message("member", where, True, text="post", message_id=post.message_id)


async def test_a_reply_to_the_own_branchs_post_is_a_note(stage: Stage) -> None:
    heard = await replied(stage, "member", "own group", post_of(stage, "north", 3, "own group"))
    assert [kind for _, kind in heard.kinds][:1] == ["reaction"]


@pytest.mark.parametrize(
    "role", ["stranger", "organiser", "owner", "anonymous admin", "removed member"]
)
async def test_a_reply_to_a_post_of_a_branch_one_is_not_in_is_passed_over(
    role: str, stage: Stage
) -> None:
    heard = await replied(stage, role, "own group", post_of(stage, "north", 3, "own group"))
    assert heard.texts == []
    assert heard.kinds == []


@pytest.mark.parametrize("role", ["member elsewhere", "secretary elsewhere"])
async def test_a_guests_reply_names_nobody(role: str, stage: Stage) -> None:
    heard = await replied(stage, role, "own group", post_of(stage, "north", 0, "own group"))
    assert heard.names(heard.chat) == set()
    assert heard.diaries == set()


@pytest.mark.parametrize("role", [each for each in IDS if each != "anonymous admin"])
async def test_a_reply_to_somebodys_message_is_passed_over(role: str, stage: Stage) -> None:
    said = stage.message("member", "own group", text="Good morning")
    heard = await replied(stage, role, "own group", said)
    assert heard.kinds == []
    assert heard.refused == ""


@pytest.mark.parametrize("role", [each for each in IDS if each != "anonymous admin"])
async def test_a_number_of_another_chats_post_means_nothing_here(role: str, stage: Stage) -> None:
    heard = await replied(stage, role, "other group", post_of(stage, "north", 0, "other group"))
    assert heard.kinds == []


@pytest.mark.parametrize("role", [each for each in IDS if each != "anonymous admin"])
async def test_a_reply_to_the_bots_private_word_is_for_the_writer_alone(
    role: str, stage: Stage
) -> None:
    bots = stage.message(role, "private", True, text="How was it?")
    heard = await replied(stage, role, "private", bots)
    assert {chat for chat, _ in heard.kinds} == {IDS[role]}
    assert bots["from"]["id"] == BOT
    assert heard.names(IDS[role]) <= {stage.cast.names.get(role, "")}
