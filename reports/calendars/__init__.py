"""Calendars as files, and what is said about them."""
