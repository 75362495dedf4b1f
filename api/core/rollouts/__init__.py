"""Rollouts: which version gets which share of a model's traffic, and how that changes."""
