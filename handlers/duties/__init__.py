"""Duties in conversation: what is due, why, and what the unit above decides."""
