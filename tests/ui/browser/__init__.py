"""The pages in a real browser: the main job of each kind of user."""
