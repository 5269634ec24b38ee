"""A batch's book opened on a branch's day, for tests of what is written on its pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table, select

from programme.book import Book
from programme.page import Page
from storage.branch_days import open_days
from storage.database import Database, Transaction
from storage.doers import Doer
from storage.snapshot import Named, Posted
from storage.values.people import TelegramId
from tests.storage.branch_rows import BOT, Branch, make_branch, post_day

LI, WANG, STRANGER = TelegramId(11), TelegramId(12), TelegramId(99)


async def a_day(database: Database) -> Branch:
    """A branch of Li and Wang with its day posted; 18, 19 and 20 May count for streaks."""
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        await open_days(tx, {(branch.unit.id, date(2026, 5, day)) for day in (18, 19, 20)})
    return branch


async def open_book(tx: Transaction, branch: Branch) -> Book:
    """The book of a batch that names everybody and all of the day's posts."""
    postings = {posting.id for posting in branch.postings}
    return await Book.open(tx, BOT, Named(people={LI, WANG, STRANGER}, postings=postings))


def doer(page: Page, who: TelegramId = LI) -> Doer:
    """Somebody who is known to the book."""
    return page.book.doers[who]


def quiz(page: Page, branch: Branch, number: int = 0) -> Posted:
    """The first, or another, of the noon's questions."""
    posted = page.posting(branch.postings[1 + number].id)
    assert posted is not None
    return posted


async def rows(database: Database, table: Table) -> list[Mapping[str, Any]]:
    """All rows of a table."""
    async with database.reading() as tx:
        return [dict(row._mapping) for row in await tx.rows(select(table))]
