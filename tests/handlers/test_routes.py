"""Which handler takes which update, in whose language, and what becomes of one that fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Update

from handlers import table
from handlers.routes import HandlerFailed, Routes
from handlers.turn import Toast, Turn
from programme.book import Book
from storage.database import Database
from storage.people import set_person_language
from storage.snapshot import Named
from storage.values.messages import Refused, message
from storage.values.people import TelegramId
from tests.handlers import turns
from tests.handlers.talking import _bot
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DEFAULTS, make_branch

pytestmark = SQLITE_ONLY
LI = 11


@dataclass
class Taken:
    """Notes which handler took an update, and how it was led there."""

    names: list[str] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    error: Exception | None = None

    def handler(self, name: str) -> table.TurnHandler:
        async def note(turn: Turn) -> None:
            self.names.append(name)
            self.turns.append(turn)
            if self.error is not None:
                raise self.error

        return note


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """All handlers replaced by ones that only note their names."""
    noted = Taken()
    for kinds in (table.COMMANDS, table.BUTTONS):
        for name in list(kinds):
            monkeypatch.setitem(kinds, name, noted.handler(name))
    for module, name in (
        ("groups", "own_membership"),
        ("groups", "moved"),
        ("groups", "renamed"),
        ("leaving", "somebody_left"),
        ("notes", "edited"),
        ("replies", "reply_to_post"),
        ("replies", "rest_of_album"),
        ("notes", "private_message"),
    ):
        monkeypatch.setattr(getattr(table, module), name, noted.handler(name))
    return noted


async def handle(database: Database, raw: Mapping[str, Any]) -> tuple[list[Toast], list[str]]:
    """Hand an update over; the toasts, and the texts that were said."""
    bot = _bot()
    update = Update.de_json(dict(raw), bot)
    routes = Routes(bot, DEFAULTS, None)
    routes._application._initialized = True
    async with database.writing() as tx:
        people = {TelegramId(update.effective_user.id)} if update.effective_user else set()
        book = await Book.open(tx, BOT, Named(people=people))
        page = book.page()
        await routes.open(book, [update], turns.NOW)
        toasts = await routes.handle(update, page, turns.NOW)
        return toasts, [str(each.payload.get("text")) for each in page.added.deliveries]


def command(text: str) -> dict[str, Any]:
    entity = {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}
    return {"entities": [entity]}


REPLY = {"message_id": 3, "date": 0, "chat": turns.GROUP, "text": "post"}


@pytest.mark.parametrize(
    ("update", "name"),
    [
        (turns.text("words"), "private_message"),
        (turns.text("words", chat=turns.GROUP), None),
        (turns.text("words", chat=turns.GROUP, reply_to_message=REPLY), "reply_to_post"),
        (turns.text("", chat=turns.GROUP, media_group_id="1"), "rest_of_album"),
        (
            turns.text("", chat=turns.GROUP, media_group_id="1", reply_to_message=REPLY),
            "reply_to_post",
        ),
        (turns.text("", media_group_id="1"), "private_message"),
        (turns.text("/unknown", **command("/unknown")), None),
        (turns.text("/me@another_bot", **command("/me@another_bot")), None),
        (turns.text("/me@sanxue_bot", chat=turns.GROUP, **command("/me@sanxue_bot")), "me"),
        (turns.text("/note words", **command("/note")), "note"),
        (turns.tap("no such button"), None),
        (turns.tap("undo:5"), "undo:"),
        (turns.membership("left", "member", turns.GROUP), "own_membership"),
        (turns.text("", chat=turns.GROUP, migrate_to_chat_id=-5), "moved"),
        (turns.text("", chat=turns.GROUP, new_chat_title="New"), "renamed"),
        (turns.text("", chat=turns.GROUP, left_chat_member=turns.user(5)), "somebody_left"),
        (turns.text("", pinned_message=REPLY), None),
    ],
)
async def test_an_update_goes_to_the_first_that_fits(
    database: Database, taken: Taken, update: dict[str, Any], name: str | None
) -> None:
    if "text" in update.get("message", {}) and not update["message"]["text"]:
        del update["message"]["text"]
    await handle(database, update)
    assert taken.names == ([] if name is None else [name])


async def test_every_command_and_button_reaches_its_own_handler(
    database: Database, taken: Taken
) -> None:
    commands = list(table.COMMANDS)
    for name in commands:
        await handle(database, turns.text(f"/{name}", **command(f"/{name}")))
    buttons = list(table.BUTTONS)
    for prefix in buttons:
        await handle(database, turns.tap(f"{prefix}5"))
    assert taken.names == commands + buttons


async def test_an_edited_command_is_none(database: Database, taken: Taken) -> None:
    update = turns.text("/me", **command("/me"))
    update["edited_message"] = update.pop("message") | {"edit_date": 1}
    await handle(database, update)
    assert taken.names == ["edited"]


async def test_what_a_handler_raises_is_not_swallowed(database: Database, taken: Taken) -> None:
    taken.error = KeyError("odd")
    with pytest.raises(HandlerFailed) as failed:
        await handle(database, turns.text("/me", **command("/me")))
    assert failed.value.__cause__ is taken.error


async def test_a_refusal_is_told_only_where_it_concerns(database: Database, taken: Taken) -> None:
    taken.error = Refused(message("Not <here>."))
    _, said = await handle(database, turns.text("/me", **command("/me")))
    assert said == ["Not &lt;here&gt;."]
    toasts, said = await handle(database, turns.tap("undo:5"))
    assert ([(each.text, each.alert) for each in toasts], said) == ([("Not <here>.", True)], [])


@pytest.mark.parametrize("data", ["undo:5", "no such button"])
async def test_no_tap_is_left_waiting(database: Database, taken: Taken, data: str) -> None:
    toasts, _ = await handle(database, turns.tap(data))
    assert toasts == [Toast("1")]


def spoken(code: str | None) -> dict[str, Any]:
    """A message of somebody whose Telegram speaks this language."""
    update = turns.text("words")
    update["message"]["from"] = turns.user(LI) | ({"language_code": code} if code else {})
    return update


@pytest.mark.parametrize(
    ("code", "language"), [("zh-hans", "zh"), ("zh", "zh"), ("de", "en"), (None, "en")]
)
async def test_a_stranger_is_spoken_to_in_the_language_of_their_telegram(
    database: Database, taken: Taken, code: str | None, language: str
) -> None:
    await handle(database, spoken(code))
    assert taken.turns[-1].language == language


async def test_a_member_is_spoken_to_in_the_chosen_language_or_the_branchs(
    database: Database, taken: Taken
) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
    await handle(database, spoken("zh"))
    async with database.writing() as tx:
        await set_person_language(tx, branch.people[0], "zh")
    await handle(database, spoken("de"))
    assert [turn.own_language for turn in taken.turns] == ["en", "zh"]
    assert [turn.home.id for turn in taken.turns if turn.home] == [branch.unit.id] * 2
