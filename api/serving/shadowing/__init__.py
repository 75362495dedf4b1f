"""Versions that score the same rows as the live ones, off the critical path."""
