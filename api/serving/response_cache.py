"""Answers that need no second graph run: the same version, the same rows."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from api.serving.session import Arrays

_ENTRY_BYTES = 500
"""Rough cost of an entry beside its contents: key, object, place in the order."""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    predictions: bytes
    arrays: Arrays


class ResponseCache:
    """Least recently used entries go first. Belongs to one event loop's thread."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[bytes, tuple[CachedAnswer, int]] = OrderedDict()
        self.used_bytes = 0

    @staticmethod
    def key(digest: str, canonical_rows: bytes) -> bytes:
        return blake2b(canonical_rows, digest_size=24, key=digest.encode()[:64]).digest()

    def get(self, key: bytes) -> CachedAnswer | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: bytes, answer: CachedAnswer) -> None:
        arrays = sum(_array_bytes(array) for array in answer.arrays)
        size = len(answer.predictions) + arrays + _ENTRY_BYTES
        if size > self._max_bytes // 8:
            # One huge request must not sweep out everything else.
            return
        before = self._entries.pop(key, None)
        self.used_bytes += size - (before[1] if before else 0)
        self._entries[key] = (answer, size)
        while self.used_bytes > self._max_bytes:
            _, (_, oldest) = self._entries.popitem(last=False)
            self.used_bytes -= oldest

    def clear(self) -> None:
        self._entries.clear()
        self.used_bytes = 0


def _array_bytes(array: object) -> int:
    size = int(getattr(array, "nbytes", 0))
    # Texts lie outside the array; 64 bytes each is what a short one takes.
    return size * 8 if getattr(array, "dtype", None) == np.object_ else size
