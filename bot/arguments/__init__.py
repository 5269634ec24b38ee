"""What the console's commands take, a module for each group of commands."""
