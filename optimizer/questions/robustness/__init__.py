"""The rooms behind ``robust``: what holds over a set of weights, whoever evaluates, whichever member decides."""
