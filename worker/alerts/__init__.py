"""Alerts on their way out, and those about jobs."""
