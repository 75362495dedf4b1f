from typing import Literal

BatchFormat = Literal["csv", "parquet", "ndjson"]

INPUT = "input"
RESULT = "result"
ERRORS = "errors.ndjson"
"""Files of a batch lie in its directory: ``input.<format>``, ``result.<format>`` and this one."""
