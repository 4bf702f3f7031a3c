"""What people ask around a decision: one question, one file, one command, one page."""
