"""/record and /deed: putting down what was done, looking at it, changing it."""
