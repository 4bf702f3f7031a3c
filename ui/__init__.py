"""The pages: a thin face over the library, for a live meeting."""
