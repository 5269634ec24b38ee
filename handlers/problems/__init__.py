"""The ledger of problems, reached from /matters and /record."""
