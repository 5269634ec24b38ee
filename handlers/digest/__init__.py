"""What organisers look at: the weekly digest, and the tree of their units."""
