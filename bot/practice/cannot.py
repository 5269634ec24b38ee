"""What Telegram's apps would not let a person do, each as a plain sentence."""

from storage.values.messages import Message, message


class CannotDo(Exception):
    """A person was asked to do what Telegram's apps would not let them do."""

    def __init__(self, said: Message) -> None:
        super().__init__(str(said))
        self.said = said


BAD_LENGTH = message("A message has 1 to 4096 characters.")
LONG_CAPTION = message("The words below a picture or file have at most 1024 characters.")
NOT_YOURS = message("Only one's own messages can be changed or taken back.")
LINK_BUTTON = message("This button opens a link; it tells the bot nothing.")
NO_POLL = message("There is no such poll.")
POLL_CLOSED = message("The poll is closed.")
VOTE_STANDS = message("The vote in this poll can't be changed.")
NO_VOTE = message("There is no vote to take back.")
ONE_ANSWER = message("The poll takes one answer.")
NO_OPTION = message("The poll has no such option.")
NOT_A_GROUP = message("Only a group becomes a supergroup.")
NOT_A_FORUM = message("Only a forum has topics.")
NO_FORUM = message("Only a supergroup can have topics.")
NOT_AN_ADMIN = message("Only an administrator of the group can do that.")
MESSAGE_GONE = message("That message is no longer there.")
NOT_A_PICTURE = message("That file is no picture that can be shown. Please choose another.")
IS_THERE = message("The bot is in the group already.")


def not_there(name: str) -> CannotDo:
    """Somebody acts in a chat that they are not in."""
    return CannotDo(message("{name} is not in the chat.", name=name))


def no_button(name: str) -> CannotDo:
    """A button is tapped that the message does not have (any more)."""
    return CannotDo(message("There is no button “{name}” on the message.", name=name))


def no_reaction(emoji: str) -> CannotDo:
    """A reaction that the chat does not allow."""
    return CannotDo(message("The chat does not take {emoji} as a reaction.", emoji=emoji))


def id_taken(user_id: int, name: str) -> CannotDo:
    """Two people can't have one id."""
    return CannotDo(message("The id {id} is {name}'s already.", id=user_id, name=name))
