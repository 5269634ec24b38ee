"""Duties: whose they are, when they are due, and how it stands with them."""
