"""Why something was not posted, or a group can't be written in: the short codes in kind words.

The codes are written by bot/verdicts.py, bot/outbox.py, bot/posts.py, storage/outcomes.py,
programme/ticking.py and handlers/groups.py; a test holds this table against all of them.
"""

from reports.wording import Words

_CUT_OFF = frozenset(
    {"down", "unconnected", "no-answer", "not-found", "expired", "restarted", "flood"}
)
_LATE_EVENING = frozenset({"quiet"})
_NO_ROOM = frozenset({"closed"})
_GROUP_CHANGED = frozenset({"rebound"})
_GROUP_GONE = frozenset({"forbidden", "chat-gone", "unreachable", "removed", "blocked", "moved"})
# In the general topic neither: elsewhere it would have been tried again.
_NO_RIGHTS = frozenset({"no-rights", "no-topic"})
_NOT_TAKEN = frozenset(
    {"refused", "too-large", "stale-file", "no-reactions", "message-gone", "no message"}
)
_NOTHING_THERE = frozenset({"no item", "no question", "no file", "no posting", "no unit"})
_OUR_FAULT = frozenset({"fault", "no-words", "token"})


def why_not_posted(words: Words, code: str) -> str:
    """Why a post did not reach its group; something neutral for a code that isn't known."""
    said = (
        (_CUT_OFF, words("I was cut off until it was too late")),
        (_LATE_EVENING, words("it had got too late in the evening")),
        (_NO_ROOM, words("too little time was left to answer")),
        (_GROUP_CHANGED, words("the branch got another group meanwhile")),
        (_GROUP_GONE, words("I couldn't write in the group")),
        (_NO_RIGHTS, words("I'm not allowed to send that in the group")),
        (_NOT_TAKEN, words("Telegram didn't take it")),
        (_NOTHING_THERE, words("the programme no longer holds it")),
        (_OUR_FAULT, words("something went wrong with me")),
    )
    neutral = words("it didn't go out, by our fault")
    return next((sentence for codes, sentence in said if code in codes), neutral)


def why_mute(words: Words, code: str) -> str:
    """Why the bot can't write in a group, and what to do about it."""
    if code in _NO_RIGHTS:
        return words("I'm not allowed to write in the group. Please let me send messages there.")
    return words("I'm no longer in the group. Please add me again; nothing is lost.")
