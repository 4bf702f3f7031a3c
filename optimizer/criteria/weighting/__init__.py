"""Weighting methods, one file each: from what people said, or from the scores, to one number for each criterion."""
