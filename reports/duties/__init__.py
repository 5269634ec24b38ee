"""What is told of duties, records and deadlines."""
