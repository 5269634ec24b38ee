"""/here: the topic of a forum group in which the posts stand."""

from handlers.gate import Command, require
from handlers.settings import by_speaker
from handlers.turn import Turn
from programme.calendar import local_day
from programme.planning import coming_post
from programme.settling import settle_topic
from reports.topics import no_forum, topic_set


async def here(turn: Turn) -> None:
    """Answer /here: from now on the posts stand where it was written."""
    require(turn, Command.HERE)
    unit, topic = turn.group, turn.topic
    assert unit is not None
    await settle_topic(turn.tx, turn.bot_id, turn.chat_id, unit, topic, by_speaker(turn))
    if not turn.in_forum:
        turn.reply(no_forum(turn.words))
        return
    coming = await coming_post(turn.tx, turn.bot_id, unit, turn.now)
    today = local_day(turn.now, unit.time_zone)
    turn.reply(topic_set(turn.words, coming, today, general=topic is None))
