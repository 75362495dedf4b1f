"""Candidates on their way to users: evidence gathered, decided by policy, carried out."""
