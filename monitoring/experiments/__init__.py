"""Comparing versions on purpose: arms, stop rules and allocation by what was seen so far."""
