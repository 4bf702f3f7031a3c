"""One set of words: English sentences in the code, Dutch beside it, numbers as each language writes them."""
