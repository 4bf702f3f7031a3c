"""How a live model answers: what was asked, what it remembers, and the ways to an answer (lists, sweeps, the tree)."""
