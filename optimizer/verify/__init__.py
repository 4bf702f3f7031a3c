"""Checks a decision, a package or a certificate from the case alone; imports no model and no solver."""
