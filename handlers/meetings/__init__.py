"""Meetings: planning and moving one, being there, noting it as held, a unified day."""
