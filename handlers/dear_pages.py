"""Pages that are dear to make, as they add up many units: a job makes them, after the commit."""

from handlers.turn import Turn
from storage import jobs


async def leave_to_job(turn: Turn, kind: str, **asked: object) -> None:
    """Leave a page to a job of this kind: it takes the place of the message whose button was
    tapped, or is sent anew. ``asked``: what it is to show."""
    query = turn.update.callback_query
    tapped = query.message.message_id if query is not None and query.message else None
    key = f"page:{turn.update.update_id}:{turn.now.timestamp():.0f}"
    payload = {
        "chat": turn.telegram_id,
        "language": turn.own_language,
        "key": key,
        "message": tapped,
        **asked,
    }
    name = f"{kind}:{turn.telegram_id}:{key}"
    await jobs.put(turn.tx, turn.bot_id, kind, name, turn.now, payload)
