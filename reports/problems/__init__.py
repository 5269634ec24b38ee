"""What is told of problems: the ledger, a problem's page, lines in the status."""
