"""Calendars that can be taken along: what stands in them, and the links by which they come."""
