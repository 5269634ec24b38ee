"""What is told of records: the card at which one is put down, what it counts for, its history."""
