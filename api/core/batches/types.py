from typing import Literal

BatchFormat = Literal["csv", "parquet", "ndjson"]

VISITOR = "visitor"
"""Whoever asks without saying who they are."""

INPUT = "input"
RESULT = "result"
ERRORS = "errors.ndjson"
"""Files of a batch lie in its directory: ``input.<format>``, ``result.<format>`` and this one."""
