"""Records: putting down what was done, once, and what it counts for."""
