"""Scoring methods: from a matrix of consensus scores and a stack of weightings to a stack of scores."""
