"""Performance reports: what was served, how good it was, what was done and why, what it cost."""
