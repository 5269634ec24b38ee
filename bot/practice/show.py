"""``sanxue practice``: the sample branch's days, shown as a chat in the terminal.

What happens is real: :mod:`bot.practice.sample_stage` lets people act on the practice server and
the bot answer over HTTP. Here each event is put in words and printed, at a pace that can be read.
"""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.practice.events import Event
from bot.practice.printing import Bubble, Paper, bars, buttons, formatted, printable, shortened
from bot.practice.records import User
from bot.practice.sample import BRANCH, PEOPLE, Scene
from bot.practice.sample_days import PLAY
from bot.practice.sample_stage import Stage, set_stage
from bot.practice.views import MessageView, PollView
from bot.settings import Settings
from reports import wording
from reports.lists import listed
from reports.wording import Words

_NAME_STYLES = ("blue", "magenta", "red", "bright_blue", "bright_magenta", "bright_red", "yellow")
_BOT_STYLE = "green"
_SECONDS_A_LINE = 0.05
_BREATH = 0.27
_BRIEF_LENGTH = 60


async def run(settings: Settings, *, fast: bool = False, console: Console | None = None) -> None:
    """Show the sample branch's days in the language and time zone of the settings.

    In a terminal it takes half a minute; ``fast``, or printed into a pipe or a file, no longer
    than the bot needs. Nothing is kept.
    """
    shown_on = printable(console or Console(highlight=False))
    pace = 0.0 if fast or not shown_on.is_terminal else 1.0
    words = wording.words(settings.language)
    paper = Paper(shown_on)
    _introduce(paper, words)
    async with set_stage(settings.language, settings.time_zone) as stage:
        show = Show(stage, paper, words, pace)
        for scene in PLAY:
            await show.play(scene)
    _conclude(paper, words)


class Show:
    """Prints what happens on a stage. ``pace``: 0 for no pauses, 1 for those of a reader."""

    def __init__(self, stage: Stage, paper: Paper, words: Words, pace: float) -> None:
        self._stage = stage
        self._paper = paper
        self.words = words
        self._pace = pace
        self._is_brief = False
        self._bot = stage.server.bot_user
        users = stage.users.values()
        self._styles = {
            user.id: _NAME_STYLES[number % len(_NAME_STYLES)] for number, user in enumerate(users)
        }

    async def play(self, scene: Scene) -> None:
        """Let a scene happen and print it."""
        self._is_brief = scene.is_brief
        happened = await self._stage.begin(scene)
        self._paper.heading(self._heading(scene))
        if scene.told is not None:
            self._paper.told(scene.told.in_language(self.words.language))
        await self._breathe(2)
        await self._print_all(happened)
        for beat in scene.beats:
            await self._print_all(await self._stage.play(scene, beat))

    def _heading(self, scene: Scene) -> str:
        heading = scene.heading.in_language(self.words.language)
        return self.words(
            "Day {day}, {time}  {heading}", day=scene.day, time=scene.at, heading=heading
        )

    async def _print_all(self, events: Sequence[Event]) -> None:
        for kind, group in groupby(events, key=lambda event: event.kind):
            alike = list(group)
            if kind == "voted":
                await self._votes(alike)
            elif kind == "answered" and self._is_brief:
                await self._answered(alike)
            else:
                for event in alike:
                    await self._print(event)

    async def _print(self, event: Event) -> None:
        message, user = event.message, event.user
        if event.kind == "posted" and message is not None:
            await self._posted(message)
        elif event.kind == "edited" and message is not None and message.sender == self._bot:
            is_private = message.chat_id != self._stage.group.id
            await (self._posted(message) if is_private else self._counter(message))
        elif event.kind == "tapped" and event.chat != self._stage.group and user is not None:
            said = self.words(" taps “{button}”", button=event.text)
            await self._small(Text("👆 ") + self._name(user) + Text(said, "dim"))
        elif event.kind == "answered" and user is not None and event.text:
            await self._answered([event])
        elif event.kind == "reacted" and message is not None and user is not None:
            await self._reacted(event.text, user, message)
        elif event.kind == "poll_closed" and message is not None and message.poll is not None:
            await self._closed(message.poll)

    # -- messages -------------------------------------------------------------------------------

    async def _posted(self, message: MessageView) -> None:
        if message.service:
            await self._small(
                self._name(message.sender)
                + Text(self.words(" has added {bot} to the group", bot=self._bot.first_name))
            )
            return
        bubble = self._bubble(message)
        self._paper.bubble(bubble)
        lines = 2 + bubble.body.cell_len / self._paper.width + len(bubble.footer)
        await self._breathe(1 + lines * _SECONDS_A_LINE / _BREATH)

    def _bubble(self, message: MessageView) -> Bubble:
        is_private = message.chat_id != self._stage.group.id
        is_bots = message.sender == self._bot
        bubble = Bubble(
            name=self._speaker(message, is_private),
            style=_BOT_STYLE if is_bots else self._styles[message.sender.id],
            time=self._stage.local(message.date).strftime("%H:%M"),
            body=self._body(message),
            mark="🔔" if is_bots and not message.is_silent else "",
            quote=self._quote(message),
            rows=tuple(tuple(button.label for button in row) for row in message.rows),
            is_private=is_private,
        )
        if message.poll is None:
            return bubble
        options = tuple(Text(f"○ {option}") for option in message.poll.options)
        return replace(bubble, mark=self.words("quiz"), footer=options)

    def _speaker(self, message: MessageView, is_private: bool) -> str:
        name = _full_name(message.sender)
        if not is_private:
            return name
        if message.sender == self._bot:
            whose = _full_name(self._stage.server.world.users[message.chat_id])
            return self.words("🔒 {bot}, in private to {name}", bot=name, name=whose)
        return self.words("🔒 {name}, in private", name=name)

    def _body(self, message: MessageView) -> Text:
        if message.poll is not None:
            return Text(message.poll.question, "bold")
        if message.media is not None:
            return Text("🎤 " + self.words("voice message"))
        body = formatted(message.text, message.entities)
        # What has a button in the group's day is the study item: the one long text of the day.
        return _beginning(body) if self._is_brief and message.rows else body

    def _quote(self, message: MessageView) -> str:
        if message.reply_to is None:
            return ""
        replied = self._stage.server.message(message.chat_id, message.reply_to)
        return shortened(replied.text, self._paper.width // 2)

    # -- small things ---------------------------------------------------------------------------

    async def _counter(self, message: MessageView) -> None:
        shown = buttons(button.label for button in message.buttons)
        await self._small(Text(self.words("The button in the group: "), "dim") + shown)

    async def _reacted(self, emoji: str, user: User, message: MessageView) -> None:
        theirs = Text(f" → {_full_name(message.sender)}", "dim")
        await self._small(Text(f"{emoji} ") + self._name(user) + theirs)

    async def _answered(self, events: Sequence[Event]) -> None:
        """Who tapped a button, and what their phones then showed for a moment."""
        said = self.words(" tapped → {answer}", answer=events[-1].text)
        names = self._names(event.user for event in events)
        await self._small(Text("👆 ") + names + Text(said, "dim"))

    async def _votes(self, events: Sequence[Event]) -> None:
        """Who has answered; a wrong answer is shown with what only that person reads."""
        right = [event for event in events if _is_right(event)]
        wrong = [event for event in events if not _is_right(event)]
        if right:
            await self._small(Text("✓ ", "green") + self._names(each.user for each in right))
        for event in wrong:
            assert event.user is not None and event.message is not None
            poll = event.message.poll
            hint = "" if poll is None or self._is_brief else poll.explanation
            said = self.words("  (only they see this) {explanation}", explanation=hint)
            line = Text("✗ ", "red") + self._name(event.user)
            await self._small(line + Text(said, "dim") if hint else line)

    async def _closed(self, poll: PollView) -> None:
        if self._is_brief:
            return
        chosen = [number for choice in poll.votes.values() for number in choice]
        counts = [chosen.count(number) for number in range(len(poll.options))]
        self._paper.told(self.words("The quiz has closed:"))
        for bar in bars(poll.options, counts, poll.correct):
            await self._small(bar)

    async def _small(self, line: Text) -> None:
        self._paper.small(line)
        await self._breathe(1)

    def _names(self, users: Iterable[User | None]) -> Text:
        there = [user for user in users if user is not None]
        names = Text(listed(self.words, [_full_name(user) for user in there]))
        for user in there:
            names.highlight_words([_full_name(user)], self._styles[user.id])
        return names

    def _name(self, user: User) -> Text:
        style = _BOT_STYLE if user == self._bot else self._styles[user.id]
        return Text(_full_name(user), style)

    async def _breathe(self, times: float) -> None:
        if self._pace:
            await asyncio.sleep(self._pace * _BREATH * times)


def _full_name(user: User) -> str:
    return " ".join(filter(None, (user.first_name, user.last_name)))


def _is_right(event: Event) -> bool:
    assert event.user is not None and event.message is not None
    poll = event.message.poll
    return poll is not None and poll.votes.get(event.user.id) == poll.correct


def _beginning(body: Text) -> Text:
    """The heading and the first words of a long text."""
    lines = [line for line in body.split("\n") if line.plain]
    told = Text(shortened(lines[1].plain, _BRIEF_LENGTH)) if len(lines) > 1 else Text()
    return Text("\n").join([lines[0], told])


def _introduce(paper: Paper, words: Words) -> None:
    language = words.language
    branch = BRANCH.name.in_language(language)
    paper.told(
        words(
            "A practice chat: {branch}, a made-up one. Nothing leaves this machine. Its people:",
            branch=branch,
        )
    )
    names = [person.name.in_language(language) for person in PEOPLE]
    widest = max(map(cell_len, names))
    for name, person in zip(names, PEOPLE, strict=True):
        gap = " " * (widest - cell_len(name) + 2)
        paper.plain(Text(f"· {name}{gap}{person.about.in_language(language)}"))


def _conclude(paper: Paper, words: Words) -> None:
    paper.heading(words("That was it"))
    paper.plain(
        Text(
            words(
                "A short read in the morning, a question at noon, a line in the evening. Members "
                "tap, choose or write; the secretary sees who has not got round to it; the "
                "organiser sees which branch needs a hand."
            )
        )
    )
    paper.plain(Text("\n" + words("Three steps to your own:"), "bold"))
    for number, step in enumerate(_steps(words, _command()), 1):
        paper.plain(Text(f"{number}. {step}"), hanging="   ")


def _steps(words: Words, command: str) -> tuple[str, ...]:
    return (
        words(
            "In Telegram, write /newbot to @BotFather. Put the token it gives you into the "
            'variable SANXUE_TOKEN, or into a file sanxue.toml here, as token = "…". See '
            "whether all is well:\n{command} check",
            command=command,
        ),
        words(
            "Write two sheets, CSV or XLSX: the organisation (code, parent, level, name) and its "
            "people (branch, name, role).\n{command} import organisation units.csv\n"
            "{command} import roster people.csv",
            command=command,
        ),
        words(
            "Get a link for each branch, send it to the secretary, who picks the group with it; "
            "then let the bot run.\n{command} invite CODE\n{command} run",
            command=command,
        ),
    )


def _command() -> str:
    """How Sanxue is called here: as it was typed when that names a folder, else by its name."""
    typed = Path(sys.argv[0])
    is_near = len(typed.parts) > 1 and not typed.is_absolute()
    return sys.argv[0] if is_near and typed.stem == "sanxue" else "sanxue"
