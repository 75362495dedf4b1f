"""One spelling for every JSON value, so that equal values have equal hashes."""

import json
from typing import Any

import msgspec


def canonical_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; structs and dataclasses are taken as objects.

    Raises ValueError for NaN and infinity, which JSON cannot say.
    """
    builtins = msgspec.to_builtins(value)
    text = json.dumps(
        builtins, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()
