"""Slow work as rows with a lease: a job that nobody finished is done again by whoever is next."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NewType

from msgspec import Struct
from sqlalchemy import bindparam, delete, or_, select, update

from storage.database import Transaction
from storage.moments import earliest, latest
from storage.tables.work import jobs
from storage.upserts import insert_into
from storage.values.people import BotId

JobId = NewType("JobId", int)

LEASE = timedelta(minutes=10)
"""How long a job may take before it counts as abandoned."""

MOST_TRIES = 5
"""How often a job is tried before it is given up."""


class Job(Struct, frozen=True):
    """A piece of slow work. Done twice, it must come to the same."""

    id: JobId
    kind: str
    payload: Mapping[str, Any]
    tries: int


async def put(
    tx: Transaction,
    bot_id: BotId,
    kind: str,
    key: str,
    not_before: datetime,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Ask for a job; one with the same key that is there already stays as it is, unless it was
    given up: then it is asked for anew."""
    query = insert_into(jobs, tx.dialect).values(
        bot_id=bot_id,
        key=key,
        kind=kind,
        payload=json.dumps(payload or {}),
        not_before=latest(not_before),
    )
    new = query.excluded
    anew = {"payload": new.payload, "not_before": new.not_before, "state": "waiting", "tries": 0}
    await tx.run(
        query.on_conflict_do_update(
            index_elements=["bot_id", "key"], set_=anew, where=jobs.c.state == "failed"
        )
    )


# Asked again and again also by a bot that has nothing to do: written once.
_NEXT = (
    select(jobs.c.id, jobs.c.kind, jobs.c.payload, jobs.c.tries)
    .where(
        jobs.c.bot_id == bindparam("bot"),
        or_(
            jobs.c.state == "waiting",
            (jobs.c.state == "leased") & (jobs.c.lease_until < bindparam("now")),
        ),
        jobs.c.not_before <= bindparam("now"),
    )
    .order_by(jobs.c.not_before, jobs.c.id)
    .limit(1)
)


async def claim(tx: Transaction, bot_id: BotId, now: datetime) -> Job | None:
    """Take the next job that waits, or that was abandoned; None when there is none."""
    row = await tx.first(_NEXT, {"bot": bot_id, "now": earliest(now)})
    if row is None:
        return None
    leased = {"state": "leased", "lease_until": latest(now + LEASE), "tries": jobs.c.tries + 1}
    await tx.run(update(jobs).where(jobs.c.id == row.id).values(leased))
    return Job(JobId(row.id), row.kind, json.loads(row.payload), row.tries + 1)


async def release_all(tx: Transaction, bot_id: BotId) -> None:
    """Give back what an earlier process had taken: nobody works on it any more."""
    await tx.run(
        update(jobs)
        .where(jobs.c.bot_id == bot_id, jobs.c.state == "leased")
        .values(state="waiting", lease_until=None)
    )


async def done(tx: Transaction, job: Job) -> None:
    """The job is done and forgotten."""
    await tx.run(delete(jobs).where(jobs.c.id == job.id))


async def failed(tx: Transaction, job: Job, error: str, now: datetime) -> bool:
    """The job failed: again later, a few times; False when it is given up and kept to be seen."""
    again = job.tries < MOST_TRIES
    await tx.run(
        update(jobs)
        .where(jobs.c.id == job.id)
        .values(
            state="waiting" if again else "failed",
            lease_until=None,
            not_before=latest(now + timedelta(seconds=10 * 4**job.tries)),
            error=error[:500],
        )
    )
    return again
