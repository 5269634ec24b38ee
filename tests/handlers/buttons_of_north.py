"""A well-formed button of each kind, as somebody of the north branch was given it."""

from tests.handlers.cast import YESTERDAY, Cast
from tests.storage.branch_rows import DAY


def buttons(cast: Cast) -> dict[str, str]:
    """What the buttons carry, by their lines of the table: what the data begins with, and after a
    space which of several."""
    morning, noon, several, _ = (each.id for each in cast.posts["north"])
    north, member = cast.units["north"].id, cast.people["member"]
    paper = cast.people["paper north"]
    return {
        "read": f"read:{morning}",
        "quiz": f"quiz:0:{noon}",
        "today:show": "today:show",
        "today:read:": f"today:read:{morning}",
        "today:item:": f"today:item:{morning}",
        "today:question:": f"today:question:{noon}",
        "item:read:": f"item:read:{morning}",
        "catchup:show": "catchup:show",
        "catchup:read:": f"catchup:read:{YESTERDAY}",
        "catchup:answer:": f"catchup:answer:{YESTERDAY}",
        "catchup:note:": f"catchup:note:{YESTERDAY}",
        "pick:": f"pick:1:{several}",
        "answer:": f"answer:1:{noon}",
        "undo:": f"undo:{morning}",
        "note:write": "note:write",
        "note:show:": f"note:show:{cast.note}",
        "note:share:": f"note:share:{cast.note_message}",
        "note:unshare:": f"note:unshare:{cast.note_message}",
        "note:delete:": f"note:delete:{cast.note}",
        "note:keep:": f"note:keep:{cast.note}",
        "note:erase:": f"note:erase:{cast.note}",
        "offer:": "offer:keep",
        "export:pdf:": "export:pdf:all",
        "export:markdown:": "export:markdown:all",
        "export:": "export:pdf",
        "forget:": "forget:sure",
        "notebook:": "notebook:0",
        "standings:": f"standings:month:{north}",
        "status: own": f"status:own:{north}",
        "status: branch": f"status:{north}:0",
        "status: list": "status:0:0",
        "members:": f"members:{north}:0",
        "member:": f"member:{member}",
        "behalf: read": f"behalf:read:{paper}:{DAY}",
        "behalf: write": f"behalf:write:{paper}:{DAY}",
        "leave: own": f"leave:{member}",
        "leave: take": f"leave:{member}:three",
        "pause:": f"pause:{north}",
        "programme:": f"programme:{north}",
        "standin:": f"standin:{north}",
        "standin: whom": f"standin:{north}:{member}",
        "handover:": f"handover:{north}",
        "handover: whom": f"handover:{north}:{member}:yes",
        "nudge:": f"nudge:{north}",
        "join:yes:": f"join:yes:{cast.request}",
        "join:no:": f"join:no:{cast.request}",
        "join:undo:": f"join:undo:{cast.decided}",
        "join:waiting:": f"join:waiting:{north}",
        "join: in": f"join:in:{north}",
        "join: as": f"join:as:{north}:{paper}",
        "join: new": f"join:new:{north}",
        "join: to": f"join:to:{north}:second",
        "invite: to": f"invite:to:{north}",
        "left:": f"left:gone:{north}:{member}",
        "language:": "language:en",
        "settings:": f"settings:{north}",
        "settings: change": f"settings:{north}:sound:off",
        "settle:": f"settle:{north}:language:en",
    }
