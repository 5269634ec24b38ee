"""The real process, killed at any moment of a busy day and started again until all is done."""
