"""The sealed artifact: one model version as files under one digest, and the values that describe it."""
