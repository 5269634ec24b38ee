"""What people do by buttons and commands, over HTTP, in the evening."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

from bot.practice.records import User
from bot.practice.views import MessageView
from tests.stories.house import plain
from tests.year.land import Land
from tests.year.words import Decide, Press


@dataclass
class Taps:
    """People at their buttons. ``questions``: what those above are asked, and have yet to answer:
    their names and the messages' numbers. ``answered``: how many commands were."""

    land: Land
    questions: list[tuple[str, int]] = field(default_factory=list)
    answered: int = 0
    faults: list[str] = field(default_factory=list)

    async def press(self, press: Press) -> None:
        """Somebody taps one button after the other, the first below the day's reminder."""
        h, user = self.land.house, self.land.users[press.who]
        message = h.last(user)
        for button in press.buttons:
            await self._tap(user, message, button)
            message = h.last(user)

    async def decide(self, act: Decide) -> None:
        """Somebody above answers a question, and takes the first reason that is offered."""
        user, name = self.land.users[act.by], self.land.place(act.unit).name
        mine = [self._message(who, number) for who, number in self.questions if who == act.by]
        asked = next(each for each in reversed(mine) if name in each.text)
        if act.kind == "accepted":
            await self._tap(user, asked, "rule:accept:")
            return
        await self._tap(user, asked, "rule:back:")
        await self._tap(user, asked, "rule:back:")

    async def accept_others(self, besides: Sequence[str]) -> None:
        """Whatever else is asked is accepted; ``besides``: names of units in the table."""
        left, tapped = [], []
        for who, number in self.questions:
            message = self._message(who, number)
            if any(name in message.text for name in besides):
                left.append((who, number))
            else:
                tapped.append(self._begin(self.land.users[who], message, "rule:accept:"))
        await self.land.house.settle()
        await asyncio.gather(*tapped)
        self.questions = left

    async def ask(self, name: str, command: str) -> str:
        """Somebody asks; what the one message says that answers."""
        h, user = self.land.house, self.land.users[name]
        before = len(h.said(user))
        await h.write(user, user, command)
        said = [plain(each.text) for each in h.said(user)[before:]]
        self.answered += 1
        if len(said) != 1:
            self.faults.append(f"{h.today()}: {name} asks {command} and is told {said}")
        return said[-1] if said else ""

    def _message(self, who: str, number: int) -> MessageView:
        return self.land.house.server.message(self.land.users[who], number)

    async def _tap(self, user: User, message: MessageView, data: str) -> None:
        """Tap the first button whose data begins with something."""
        tapped = self._begin(user, message, data)
        await self.land.house.settle()
        await tapped

    def _begin(self, user: User, message: MessageView, data: str) -> Awaitable[object]:
        h = self.land.house
        fresh = h.server.message(message.chat_id, message.message_id)
        wanted = data.split("*")
        found = (b for b in fresh.buttons if all(part in (b.data or "") for part in wanted))
        button = next(found, None)
        assert button is not None, f"no {data} below {fresh.text!r}: {fresh.buttons}"
        return h.server.tap(user, fresh, button.label)
