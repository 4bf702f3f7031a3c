"""Problems that others have published, with the answers that they have proven; ``run.py`` says how to run them all."""
