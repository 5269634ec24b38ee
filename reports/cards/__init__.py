"""Pictures and papers in words: what stands on each, and the text that says the same."""
