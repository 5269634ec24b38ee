"""The statements with which it is recorded what became of deliveries, postings and slots."""

from sqlalchemy import and_, bindparam, case, exists, literal, not_, or_, select, update

from storage.driver import among
from storage.tables.work import deliveries, postings, slots
from storage.values.days import STUDIES, SlotState
from storage.values.deliveries import DeliveryKind, DeliveryState, Rank

_BY_ID = deliveries.c.id == bindparam("delivery")

_FINISHED_WORDS = (DeliveryKind.TEXT, DeliveryKind.EDIT, DeliveryKind.CAPTION)

# What was said to somebody is nobody's business afterwards, ours included; but the thanks for an
# album tell which message was its first.
_WITHOUT_WORDS = case(
    (
        and_(
            or_(*(deliveries.c.kind == kind for kind in _FINISHED_WORDS)),
            not_(deliveries.c.key.startswith("album:")),
        ),
        literal("{}"),
    ),
    else_=deliveries.c.payload,
)

SENT = (
    update(deliveries)
    .where(_BY_ID)
    .values(
        state=case(
            (
                and_(
                    deliveries.c.rank == int(Rank.COUNTER),
                    deliveries.c.wanted > deliveries.c.covered,
                ),
                DeliveryState.WAITING,
            ),
            else_=DeliveryState.SENT,
        ),
        message_id=bindparam("message"),
        done_at=bindparam("now"),
        error="",
        payload=_WITHOUT_WORDS,
    )
)
AGAIN = (
    update(deliveries)
    .where(_BY_ID)
    .values(
        state=DeliveryState.WAITING,
        not_before=bindparam("at"),
        tries=deliveries.c.tries + bindparam("counted"),
        error=bindparam("reason"),
    )
)
UNSURE = (
    update(deliveries)
    .where(_BY_ID)
    .values(
        state=DeliveryState.UNSURE,
        not_before=bindparam("at"),
        tries=deliveries.c.tries + 1,
        error=bindparam("reason"),
    )
)
ENDED = (
    update(deliveries)
    .where(_BY_ID)
    .values(
        state=bindparam("ending"),
        error=bindparam("reason"),
        done_at=bindparam("now"),
        payload=_WITHOUT_WORDS,
    )
)
POSTING_SENT = (
    update(postings)
    .where(postings.c.id == bindparam("posting"))
    .values(state="sent", message_id=bindparam("message"), chat_id=bindparam("chat"))
)
POSTING_ENDED = (
    update(postings)
    .where(postings.c.id == bindparam("posting"), postings.c.state == "planned")
    .values(state=bindparam("ending"))
)
_others = postings.alias("others")
SLOTS_POSTED = (
    update(slots)
    .where(
        slots.c.id.in_(select(postings.c.slot_id).where(among(postings.c.id, "ids"))),
        not_(exists().where(_others.c.slot_id == slots.c.id, _others.c.state != "sent")),
    )
    .values(state=SlotState.POSTED, reason="")
)
SLOT_ENDED = (
    update(slots)
    .where(
        slots.c.id.in_(select(postings.c.slot_id).where(postings.c.id == bindparam("posting"))),
        slots.c.state != SlotState.FAILED,
    )
    .values(state=bindparam("ending"), reason=bindparam("why"))
)
SPOILT_DAYS = (
    select(postings.c.unit_id, postings.c.day)
    .join(slots, slots.c.id == postings.c.slot_id)
    .where(among(postings.c.id, "ids"), slots.c.kind.in_([str(kind) for kind in STUDIES]))
    .distinct()
)
