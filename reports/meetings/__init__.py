"""What is said of meetings: the card, planning one, who was there, unified days."""
