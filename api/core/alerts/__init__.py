"""Alerts: opened once a condition, acknowledged, resolved, and sent to whom it concerns."""
