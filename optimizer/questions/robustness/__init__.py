"""What holds over a whole set of weights, and over what evaluators and members each say: the rooms behind ``robust``."""
