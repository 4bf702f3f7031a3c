"""From a ranking to a portfolio: the integer program, its rules, and what solves and proves it."""
