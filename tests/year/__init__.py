"""A year of Two Studies in a province, against a table worked out by hand: see year_table.py."""
