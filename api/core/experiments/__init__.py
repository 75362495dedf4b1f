"""Comparing versions on purpose: what is compared, who meets which arm, and what was learnt."""
