"""From a verdict to what is recorded: how often and when a delivery is tried again."""

from datetime import datetime, timedelta

from msgspec import Struct

from bot.requests import FileKind, Reply, Sendable, SendFile, SendPoll, SendText
from bot.verdicts import Action, Verdict
from storage.claiming import UNSURE_FOR
from storage.values.chats import TopicId
from storage.values.deliveries import Delivery, DeliveryState
from storage.values.outcomes import Again, Ended, Outcome, Sent, Unsure
from storage.values.people import ChatId, MessageId

MOST_TRIES = 5
"""How often something is sent of which nobody knows whether it arrived."""

_LONGER = 5
"""How many times longer each wait for another try is: from a second to two minutes, so that the
tries see the usual outage of Telegram's through."""

MOST_POLLS = 3
"""The same for a poll: every copy of it stays in the chat."""


class KnownFile(Struct, frozen=True):
    """The id that Telegram gave a file; None when it has forgotten the one it gave."""

    sha256: str
    kind: FileKind
    file_id: str | None


class Result(Struct, frozen=True):
    """What became of a delivery, and what was learnt on the way."""

    outcome: Outcome
    moved_to: ChatId | None = None
    unreachable: str = ""
    lost_topic: TopicId | None = None
    file: KnownFile | None = None


def arrived(delivery: Delivery, request: Sendable, reply: Reply) -> Result:
    """Telegram has taken it."""
    file = None
    if isinstance(request, SendFile) and request.file_id is None and reply.file_id:
        file = _known(request, reply.file_id)
    return Result(Sent(delivery, reply.message_id, reply.poll_id), file=file)


def given_back(delivery: Delivery, now: datetime) -> Result:
    """It was claimed and not sent; somebody else may."""
    return Result(Again(delivery, now, counts=False))


# One way out for each action: that is the table.
def refused(  # noqa: PLR0911
    delivery: Delivery, request: Sendable, verdict: Verdict, now: datetime
) -> Result:
    """What a verdict means for this delivery, after the tries it has had."""
    match verdict.action:
        case Action.SENT:
            message_id: MessageId | None = getattr(request, "message_id", None)
            return Result(Sent(delivery, message_id))
        case Action.FLOOD | Action.UNCONNECTED | Action.STOP:
            later = now + timedelta(seconds=verdict.seconds)
            return Result(Again(delivery, later, counts=False, reason=verdict.reason))
        case Action.MOVED:
            again = Again(delivery, now, reason=verdict.reason)
            return Result(_at_most(again, MOST_TRIES), moved_to=verdict.moved_to)
        case Action.UNREACHABLE:
            ended = Ended(delivery, DeliveryState.FAILED, verdict.reason)
            return Result(ended, unreachable=verdict.reason)
        case Action.RESEND:
            later = now + timedelta(seconds=_LONGER**delivery.tries)
            return Result(_at_most(Again(delivery, later, reason=verdict.reason), MOST_TRIES))
        case Action.HOLD:
            held = Unsure(delivery, now + UNSURE_FOR, verdict.reason)
            return Result(_at_most(held, MOST_POLLS))
        case Action.STALE_FILE if isinstance(request, SendFile) and request.sha256 is not None:
            again = Again(delivery, now, reason=verdict.reason)
            return Result(_at_most(again, MOST_TRIES), file=_known(request, None))
        case Action.NO_TOPIC if (topic := _topic_of(request)) is not None:
            again = Again(delivery, now, reason=verdict.reason)
            return Result(_at_most(again, MOST_TRIES), lost_topic=topic)
        case Action.DROPPED:
            return Result(Ended(delivery, DeliveryState.DROPPED, verdict.reason))
    return Result(Ended(delivery, DeliveryState.FAILED, verdict.reason))


def _topic_of(request: Sendable) -> TopicId | None:
    return request.topic if isinstance(request, SendText | SendFile | SendPoll) else None


def _known(request: SendFile, file_id: str | None) -> KnownFile | None:
    if request.sha256 is None:
        return None
    return KnownFile(request.sha256, request.kind, file_id)


def _at_most(outcome: Again | Unsure, tries: int) -> Outcome:
    if outcome.delivery.tries + 1 < tries:
        return outcome
    return Ended(outcome.delivery, DeliveryState.FAILED, outcome.reason)
