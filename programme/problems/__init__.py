"""The ledger of problems: found, given to somebody, solved, looked back at."""
