"""What is drawn: years, months and courses in figures, loaded for the pictures and papers."""
