"""Trainings that were asked for, and the versions that came of them."""
