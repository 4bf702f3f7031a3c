"""What people see in a terminal: one file for each question, over the same few shapes of text."""
