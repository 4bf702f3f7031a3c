"""The tree: how a best portfolio is found, proven in whole numbers, and found again quickly."""
