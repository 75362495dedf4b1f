"""The sealed artifact: one model version as files under one digest, and what describes it."""

from api.artifact.canonical import canonical_json

__all__ = ["canonical_json"]
