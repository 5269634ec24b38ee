import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from storage import claiming
from storage.database import Database


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_claiming_reads_by_the_indexes_of_what_is_open(database: Database) -> None:
    sql = claiming.CLAIMABLE.compile(dialect=sqlite.dialect(paramstyle="named"))
    values = {"bot": 7, "up_to": 3, "now": 0, "resting": "[]", "most": 30}
    async with database.reading() as tx:
        plan = await tx.rows(text(f"EXPLAIN QUERY PLAN {sql}"), sql.params | values)
    steps = " / ".join(row.detail for row in plan)
    assert "deliveries USING INDEX ix_deliveries_open (bot_id=? AND rank<?)" in steps
    assert "earlier USING" in steps
    assert "ix_deliveries_chat (bot_id=? AND chat_id=?)" in steps
    assert "(bot_id=? AND key=?)" in steps
    assert "TEMP B-TREE" not in steps
