"""The base of every error that a person or a program may be told about.

A subclass lives beside what raises it and names its kind; the HTTP layer turns kinds into statuses.
The message is written for the reader: it says what was wrong and what would have been right.
"""

from typing import ClassVar, Literal, get_args

Kind = Literal["not_found", "conflict", "invalid", "forbidden", "unavailable"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class FarolError(Exception):
    """Not raised itself; every subclass says which of the five kinds it is."""

    kind: ClassVar[Kind]


def one_of(valid: list[str]) -> str:
    """The end of a message about an unknown name: the names that there are."""
    return f"one of {', '.join(sorted(valid))}" if valid else "there are none yet"
