"""The weekly digest in words, as a sheet and as a picture; the tree of units; a branch's week."""
