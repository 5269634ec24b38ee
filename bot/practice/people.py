"""What people do in the practice world, as methods with plain values."""

from bot.practice.cannot import (
    LINK_BUTTON,
    NO_OPTION,
    NO_POLL,
    NO_VOTE,
    ONE_ANSWER,
    POLL_CLOSED,
    VOTE_STANDS,
    CannotDo,
    id_taken,
    no_button,
    no_reaction,
    not_there,
)
from bot.practice.methods_edit import is_allowed_reaction
from bot.practice.records import Message, Poll, User
from bot.practice.taps import Tap
from bot.practice.views import MessageView
from bot.practice.wire import user_object
from bot.practice.writers import Where, Writers


class People(Writers):
    """Acts of people. Each takes effect at once and queues the updates that Telegram would."""

    def add_user(
        self,
        first_name: str,
        last_name: str | None = None,
        *,
        username: str | None = None,
        language_code: str | None = None,
        is_bot: bool = False,
        user_id: int | None = None,
    ) -> User:
        """Bring somebody into the world; they are in no chat and have not met the bot.

        Raises :class:`CannotDo` for a ``user_id`` that is somebody's already.
        """
        known = self.world.users.get(user_id) if user_id is not None else None
        if known is not None:
            raise id_taken(known.id, known.first_name)
        return self.world.new_user(
            user_id,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            is_bot=is_bot,
        )

    def start_private(self, user: User, payload: str | None = None) -> MessageView:
        """Press "Start" in the private chat with the bot, with a deep link's payload if any."""
        room = self.world.rooms[user.id]
        if room.is_blocked:
            self.unblock(user)
        return self.say(user, user, f"/start {payload}" if payload else "/start")

    def delete(self, message: MessageView) -> None:
        """Delete a message for all; Telegram tells bots nothing of it."""
        room = self.world.rooms[message.chat_id]
        self.world.tell("deleted", room, message.sender, room.messages[message.message_id])
        del room.messages[message.message_id]

    def tap(self, user: User, message: MessageView, button: str, *, forged: bool = False) -> Tap:
        """Tap an inline button, named by its label or its data; await the tap for the answer.

        A button is looked for on the message as it stands now, then as ``message`` shows it
        (somebody's app may be behind). ``forged`` sends ``button`` as data that no button has.
        """
        world = self.world
        room = world.rooms[message.chat_id]
        if not room.has(user.id):
            raise not_there(user.first_name)
        now_there = room.messages.get(message.message_id)
        shown = [*(world.view(now_there).buttons if now_there else ()), *message.buttons]
        named = next((each for each in shown if button in (each.label, each.data)), None)
        if named is None and not forged:
            raise no_button(button)
        data = named.data if named is not None else button
        if data is None:
            raise CannotDo(LINK_BUTTON)
        label = named.label if named is not None else button
        gone = Message(message.chat_id, message.message_id, world.bot, 0)
        return world.record_tap(room, user, now_there or gone, label, data)

    def vote(
        self,
        user: User,
        poll: MessageView | str,
        options: tuple[int, ...],
        *,
        outside: bool = False,
    ) -> None:
        """Vote for the options with these numbers; none at all takes the vote back.

        ``outside`` lets somebody vote who is not in the chat, in a forwarded copy.
        """
        world = self.world
        world.close_due_polls()
        found = self._poll(poll)
        if not outside and not world.rooms[found.chat_id].has(user.id):
            raise not_there(user.first_name)
        self._check_vote(found, user, options)
        world.record_vote(found, user, options)

    def react(self, user: User, message: MessageView, emoji: str | None) -> None:
        """Set one's reaction on a message, or take it away."""
        world = self.world
        found = self._message(message)
        room = world.rooms[found.chat_id]
        if emoji is not None and not is_allowed_reaction(room, emoji):
            raise no_reaction(emoji)
        reactions = found.reactions = found.reactions or {}
        old = reactions.pop(user.id, ())
        if emoji is not None:
            reactions[user.id] = (emoji,)
        if room.chat.kind == "private" or room.is_admin(world.bot.id):
            change = {
                "chat": world.chat_json(room),
                "message_id": found.message_id,
                "user": user_object(user),
                "date": world.second(),
                "old_reaction": [{"type": "emoji", "emoji": each} for each in old],
                "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
            }
            world.updates.put("message_reaction", change, world.now())
        world.tell("reacted", room, user, found, emoji or "")

    def block(self, user: User) -> None:
        """Block the bot: it hears of it once, and can't write any more."""
        room = self.world.rooms[user.id]
        room.is_blocked = True
        self.world.set_status(room, self.world.bot, "kicked", by=user)
        self.world.tell("blocked", room, user)

    def unblock(self, user: User) -> None:
        """Let the bot write again."""
        room = self.world.rooms[user.id]
        room.is_blocked = False
        self.world.set_status(room, self.world.bot, "member", by=user)
        self.world.tell("unblocked", room, user)

    def deactivate(self, user: User) -> None:
        """Delete somebody's account."""
        self.world.rooms[user.id].is_deactivated = True

    def messages(self, chat: Where) -> list[MessageView]:
        """All messages of a chat as they stand, oldest first."""
        room = self.world.rooms[chat if isinstance(chat, int) else chat.id]
        return [self.world.view(message) for message in room.messages.values()]

    def message(self, chat: Where, message_id: int) -> MessageView:
        """One message as it stands now; ``KeyError`` when it is not there."""
        room = self.world.rooms[chat if isinstance(chat, int) else chat.id]
        return self.world.view(room.messages[message_id])

    # -- inside -------------------------------------------------------------------------------

    def _poll(self, poll: MessageView | str) -> Poll:
        poll_id = poll if isinstance(poll, str) else poll.poll.id if poll.poll else ""
        if poll_id not in self.world.polls:
            raise CannotDo(NO_POLL)
        return self.world.polls[poll_id]

    def _check_vote(self, poll: Poll, user: User, options: tuple[int, ...]) -> None:
        if poll.is_closed:
            raise CannotDo(POLL_CLOSED)
        if user.id in poll.votes and not poll.allows_revoting:
            raise CannotDo(VOTE_STANDS)
        if not options and user.id not in poll.votes:
            raise CannotDo(NO_VOTE)
        if len(options) > 1 and not poll.allows_multiple_answers:
            raise CannotDo(ONE_ANSWER)
        if any(not 0 <= number < len(poll.options) for number in options):
            raise CannotDo(NO_OPTION)
