"""Meetings: planned, announced, moved, held, and who was there."""
