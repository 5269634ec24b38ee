"""The sample's people at their own life: what each is about to do, and when.

Nothing is drawn by lot: the same days look the same each time.
"""

import heapq
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.practice.cannot import CannotDo
from bot.practice.page.habits import NOTES, OK, Habits
from bot.practice.page.players import Player
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from bot.practice.views import MessageView
from reports import lettered
from storage.values.days import PostingId, SlotKind
from storage.values.questions import Question

SAMPLE_VOICE = b"OggS" + bytes(60)
"""What stands for a voice message of the sample's people: it holds no sound."""

_HEART = "❤"
_HEART_AFTER = timedelta(minutes=4)

Deed = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Post:
    """A study post that has just come into the group; ``question`` where it asks one."""

    kind: SlotKind
    message: MessageView
    posting_id: PostingId
    question: Question | None = None


@dataclass(order=True, slots=True)
class _Planned:
    at: datetime
    number: int
    player: Player = field(compare=False)
    deed: Deed = field(compare=False)


class Life:
    """What the people of a group will do, in the order of time."""

    def __init__(
        self,
        server: PracticeServer,
        group: Chat,
        players: Sequence[Player],
        language: str,
        first_day: date,
    ) -> None:
        self._server = server
        self._group = group
        self._players = [each for each in players if each.user and each.habits]
        self._language = language
        self._first_day = first_day
        self._planned: list[_Planned] = []
        self._number = 0
        self.is_on = True

    def next_at(self) -> datetime | None:
        """When somebody will next do something."""
        return self._planned[0].at if self._planned else None

    def live(self, now: datetime, absent: Collection[str]) -> int:
        """Let people do what they meant to do by now, except those whose keys are given; how many
        deeds there were."""
        done = 0
        while self._planned and self._planned[0].at <= now:
            planned = heapq.heappop(self._planned)
            if not self.is_on or planned.player.key in absent:
                continue
            try:
                planned.deed()
            except (CannotDo, KeyError):
                # The group has moved on: the poll is closed, the post taken back.
                continue
            done += 1
        return done

    def plan(self, post: Post, day: date, at: datetime) -> None:
        """Let everybody mean to do what they do at such a post, on a local day of the branch."""
        number = (day - self._first_day).days
        for order, player in enumerate(self._players):
            habits, user = player.habits, player.user
            assert habits is not None and user is not None
            if habits.rests and number % habits.rests == habits.rests - 1:
                continue
            for after, deed in self._deeds(post, habits, user, number, order):
                self._put(at + timedelta(minutes=after), player, deed)

    def like(self, note: MessageView, at: datetime) -> None:
        """Somebody wrote a note for all to see: who likes such things will."""
        for player in self._players:
            user = player.user
            if user is None or user == note.sender or not (player.habits and player.habits.likes):
                continue
            self._put(at + _HEART_AFTER, player, self._reaction(user, note))

    def _put(self, at: datetime, player: Player, deed: Deed) -> None:
        self._number += 1
        heapq.heappush(self._planned, _Planned(at, self._number, player, deed))

    def _reaction(self, user: User, note: MessageView) -> Deed:
        return lambda: self._server.react(user, note, _HEART)

    def _deeds(
        self, post: Post, habits: Habits, user: User, day: int, order: int
    ) -> list[tuple[int, Deed]]:
        if post.kind is SlotKind.MORNING:
            return self._reading(post, habits, user)
        if post.kind is SlotKind.NOON and habits.answers is not None:
            is_right = not habits.slips or day % habits.slips != habits.slips - 1
            return [(habits.answers, lambda: self._answer(post, user, is_right))]
        if post.kind is SlotKind.EVENING and habits.writes and (day + order) % habits.writes == 0:
            return [(habits.writes_after, lambda: self._write(post, habits, user, day + order))]
        return []

    def _reading(self, post: Post, habits: Habits, user: User) -> list[tuple[int, Deed]]:
        if habits.reads is None:
            return []
        if habits.says:
            said = OK.in_language(self._language)
            return [(habits.reads, lambda: self._server.say(user, self._group, said, post.message))]
        tapped = self._tap_first(post, user)
        return [(habits.reads, tapped)] * (2 if habits.twice else 1)

    def _tap_first(self, post: Post, user: User) -> Deed:
        def tap() -> object:
            now_there = self._server.message(self._group, post.message.message_id)
            return self._server.tap(user, now_there, now_there.buttons[0].label)

        return tap

    def _answer(self, post: Post, user: User, is_right: bool) -> None:
        poll = post.message.poll
        if poll is not None:
            self._server.vote(
                user, post.message, _choice(poll.correct, len(poll.options), is_right)
            )
            return
        question = post.question
        letters = [b for b in post.message.buttons if _is_letter(b.data)]
        if question is None or not letters:
            return
        chosen = _choice(question.correct, len(letters), is_right)
        picks: list[int | str] = [*chosen]
        if any(f":{lettered.SUBMIT}:" in (button.data or "") for button in letters):
            picks.append(lettered.SUBMIT)
        for pick in picks:
            data = f"{lettered.LETTERS}:{pick}:{post.posting_id}"
            self._server.tap(user, post.message, data)

    def _write(self, post: Post, habits: Habits, user: User, number: int) -> None:
        text = NOTES[number % len(NOTES)].in_language(self._language)
        if habits.note == "voice":
            self._server.send_voice(user, self._group, SAMPLE_VOICE, reply_to=post.message)
        elif habits.note == "private":
            self._server.say(user, user, f"/note {text}")
        else:
            self._server.say(user, self._group, text, post.message)


def _choice(correct: Sequence[int], options: int, is_right: bool) -> tuple[int, ...]:
    if is_right or len(correct) == options:
        return tuple(correct)
    return (next(n for n in range(options) if n not in correct),)


def _is_letter(data: str | None) -> bool:
    return bool(data) and (data or "").startswith(f"{lettered.LETTERS}:")
