"""Ids of predictions, outcomes and feedback: ``p`` and 31 base-32 characters, ordered by time.

11 characters of time in milliseconds, 4 that count within one of them, and 16 random ones (80
bits): whoever did not get the answer cannot guess the id and spoil its outcome.
"""

import os
import time
from itertools import product

_ALPHABET = "0123456789abcdefghijklmnopqrstuv"
"""base32hex: its order is the order of its values, so ids sort as their times do."""
_PAIRS = tuple(a + b for a, b in product(_ALPHABET, repeat=2))
_TO_ALPHABET = bytes(ord(_ALPHABET[value & 31]) for value in range(256))
_RANDOM_CHARACTERS = 16
_POOL_IDS = 256
_UNIT_NANOSECONDS = 1_000_000


class IdSource:
    """Not safe for several threads."""

    def __init__(self) -> None:
        self._unit = 0
        self._time = ""
        self._count = 0
        self._pool = ""
        self._used = 0

    def next(self, prefix: str = "p") -> str:
        """Greater than every id before it from this source, even when the clock steps back."""
        unit = time.time_ns() // _UNIT_NANOSECONDS
        if unit > self._unit:
            self._unit = unit
            self._time = _time_text(unit)
            self._count = 0
        else:
            self._count += 1
            if self._count == 1 << 20:
                self._unit += 1
                self._time = _time_text(self._unit)
                self._count = 0
        start = self._used
        if start == len(self._pool):
            fresh = os.urandom(_POOL_IDS * _RANDOM_CHARACTERS)
            self._pool = fresh.translate(_TO_ALPHABET).decode("ascii")
            start = 0
        self._used = start + _RANDOM_CHARACTERS
        count = self._count
        counted = _PAIRS[count >> 10] + _PAIRS[count & 1023]
        return prefix + self._time + counted + self._pool[start : self._used]


def _time_text(unit: int) -> str:
    """11 characters, 55 bits: enough for a million years."""
    high, low = divmod(unit, 1 << 30)
    pairs = (high >> 10, high & 1023, low >> 20, (low >> 10) & 1023, low & 1023)
    return (_ALPHABET[high >> 20] + "".join(_PAIRS[p & 1023] for p in pairs))[:11]
