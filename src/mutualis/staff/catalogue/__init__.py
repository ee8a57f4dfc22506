"""Editing the catalogue: what editors write, what reviewers decide, and every revision there ever was."""
