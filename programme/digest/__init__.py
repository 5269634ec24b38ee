"""The weekly digest: what needs a person, what got better, and how much it all is."""
