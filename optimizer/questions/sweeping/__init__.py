"""One weight from 0 to 1: portfolios as lines (additive) or curves (any other method) over it."""
