"""Recorded flights scored by the version that serves, and watched day by day, in one job."""
