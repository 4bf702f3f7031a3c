"""Charts: functions from results to ``altair`` charts, the same on a page and on paper.

Each takes the result and what its words need, and reads in black and white: what matters differs in darkness and shape,
never in hue alone.
"""
