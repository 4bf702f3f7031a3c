"""The figures behind ``explain``: each of them one sharp question to the solver."""
