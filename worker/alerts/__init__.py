"""Alerts on their way out, and those about jobs and about what the loop finds."""
