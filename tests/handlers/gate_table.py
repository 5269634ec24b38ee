"""Who may do what, and where: the table that the gate and all handlers are held to.

A line for each command and each kind of button, as it was given to somebody of the north branch:
its member, its secretary, or an organiser above it. Of each chat there is a letter for each role,
in the order of ``ROLES``:

    A  answered, here
    P  told in private only; a group hears no more than where to
    E  refused, with where or whom to turn to
    S  silence
    .  can't be: nobody is anonymous in private
"""

ROLES = (
    "stranger",
    "member",
    "member elsewhere",
    "secretary",
    "secretary elsewhere",
    "stand-in before",
    "stand-in",
    "stand-in after",
    "organiser",
    "organiser elsewhere",
    "owner",
    "anonymous admin",
    "removed member",
)
CHATS = ("private", "own group", "other group")

COMMANDS = """
                  private        own group      other group
/start            AAAAAAAAAAA.A  AAAAAAAAAAAAA  AAAAAAAAAAAAA
/help             AAAAAAAAAAA.A  AAAAAAAAAAAAA  AAAAAAAAAAAAA
/today            EAAAAAAAEEE.E  EAEAEAAAAEAEE  EEAEAEEEEAAEE
/note             EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
/notebook         EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
/me               EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
/standings        EAAAAAAAEEE.E  EAEAEAAAAEAEE  EEAEAEEEEAAEE
/status           EEEAAEAEAAA.E  EEEAPEAEAPAEE  EEEPAEPEPAAEE
/members          EEEAAEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
/bind             EEEEEEEEEEE.E  AAAAAAAAAAAAA  AAAAAAAAAAAAA
/join             AAAAAAAAAAA.A  PPPPPPPPPPPEP  PPPPPPPPPPPEP
/invite           EEEAAEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
/language         EAAAAAAAAAA.E  EEEAEEAEAEAEE  EEEEAEEEEAAEE
/settings         EEEAAEAEEEE.E  EEEAPEAEEEEEE  EEEPAEPEEEEEE
/here             EEEEEEEEEEE.E  EEEAEEAEEEEEE  EEEEAEEEEEEEE
/leave            EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
/pause            EEEAAEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
/programme        EEEAAEAEAAA.E  EEEPPEPEPPPEE  EEEPPEPEPPPEE
/standin          EEEAAEEEEEE.E  EEEPPEEEPPPEE  EEEPPEEEPPPEE
/handover         EEEAAEEEEEE.E  EEEPPEEEEEEEE  EEEPPEEEEEEEE
/cancel           AAAAAAAAAAA.A  EEEEEEEEEEEEE  EEEEEEEEEEEEE
/mydata           AAAAAAAAAAA.A  PPPPPPPPPPPEP  PPPPPPPPPPPEP
/forgetme         AAAAAAAAAAA.A  PPPPPPPPPPPEP  PPPPPPPPPPPEP
"""

BUTTONS = """
                  private        own group      other group
read              EAEAEAAAEEE.E  EAEAEAAAEEEEE  EAEAEAAAEEEEE
quiz              EAEAEAAAEEE.E  EAEAEAAAEEEEE  EAEAEAAAEEEEE
today:show        EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
today:read:       EAEAEAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
today:item:       EAEAEAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
today:question:   EAEAEAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
item:read:        EAEAEAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
catchup:show      EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
catchup:read:     EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
catchup:answer:   EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
catchup:note:     EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
pick:             EAEAEAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
answer:           EAEAEAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
undo:             EAEAEAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
note:write        EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
note:show:        EAEEEEEEEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
note:share:       EAEEEEEEEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
note:unshare:     EAEEEEEEEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
note:delete:      EAEEEEEEEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
note:keep:        EAEEEEEEEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
note:erase:       EAEEEEEEEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
offer:            EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
export:pdf:       EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
export:markdown:  EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
export:           EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
forget:           AAAAAAAAAAA.A  PPPPPPPPPPPPP  PPPPPPPPPPPPP
notebook:         EAAAAAAAEEE.E  EPPPPPPPEEEEE  EPPPPPPPEEEEE
standings:        EAEAEAAAEEE.E  EAEAEAAAAEAEE  EEEEEEEEEEEEE
status: own       EEEAEEAEEEE.E  EEEEPEEEEPEEE  EEEPEEPEPEEEE
status: branch    EEEEEEEEAEA.E  EEEEPEEEEPEEE  EEEPEEPEPEEEE
status: list      EEEEEEEEAAA.E  EEEEPEEEEPEEE  EEEPEEPEPEEEE
members:          EEEAEEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
member:           EEEAEEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
behalf: read      EEEAEEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
behalf: write     EEEAEEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
leave: own        EAEAEEAEEEE.E  EPEPPEPEEEEEE  EPEPPEPEEEEEE
leave: take       EAEAEEAEEEE.E  EPEPPEPEEEEEE  EPEPPEPEEEEEE
pause:            EEEAEEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
programme:        EEEAEEAEEEE.E  EEEPPEPEPPPEE  EEEPPEPEPPPEE
standin:          EEEAEEEEAEA.E  EEEPPEEEPPPEE  EEEPPEEEPPPEE
standin: whom     EEEAEEEEAEA.E  EEEPPEEEPPPEE  EEEPPEEEPPPEE
handover:         EEEAEEEEEEE.E  EEEPPEEEEEEEE  EEEPPEEEEEEEE
handover: whom    EEEAEEEEEEE.E  EEEPPEEEEEEEE  EEEPPEEEEEEEE
nudge:            EEEAEEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
join:yes:         EEEAEEAEAEA.E  EEEEEEEEEEEEE  EEEEEEEEEEEEE
join:no:          EEEAEEAEAEA.E  EEEEEEEEEEEEE  EEEEEEEEEEEEE
join:undo:        EEEAEEAEAEA.E  EEEEEEEEEEEEE  EEEEEEEEEEEEE
join:waiting:     EEEAEEAEEEE.E  EEEEEEEEEEEEE  EEEEEEEEEEEEE
join: in          AAAAAAAAAAA.A  EEEEEEEEEEEEE  EEEEEEEEEEEEE
join: as          AAEAEAAAAAA.A  EEEEEEEEEEEEE  EEEEEEEEEEEEE
join: new         AEEEEEEEAAA.A  EEEEEEEEEEEEE  EEEEEEEEEEEEE
join: to          EAAAAAAAEEE.E  EEEEEEEEEEEEE  EEEEEEEEEEEEE
invite: to        EEEAEEAEEEE.E  EEEPPEPEEEEEE  EEEPPEPEEEEEE
left:             EEEAEEAEAEA.E  EEEEEEEEEEEEE  EEEEEEEEEEEEE
language:         EAAAAAAAAAA.E  EEEAEEAEAEAEE  EEEEAEEEEAAEE
settings:         EEEAEEAEEEE.E  EEEAPEAEEEEEE  EEEPEEPEEEEEE
settings: change  EEEAEEAEEEE.E  EEEAPEAEEEEEE  EEEPEEPEEEEEE
settle:           EEEAEEAEEEE.E  EEEAPEAEEEEEE  EEEPEEPEEEEEE
"""


def lines(table: str) -> dict[str, tuple[str, ...]]:
    """The three blocks of letters of each line."""
    found = {}
    for line in table.strip("\n").splitlines()[1:]:
        label, *letters = line.rsplit(maxsplit=3)
        found[label.strip()] = tuple(letters)
    return found
