"""Which state of an alert follows which, and when something seen again is told again. Pure."""

from enum import StrEnum
from typing import ClassVar

from api.core.alerts.types import SEVERITY_ORDER, AlertState, Severity
from api.core.errors import FarolError, Kind


class AlertConflict(FarolError):
    """The alert is in a state in which that cannot be done; the message says how it got there."""

    kind: ClassVar[Kind] = "conflict"


class Action(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"


TRANSITIONS: dict[tuple[AlertState, Action], AlertState] = {
    (AlertState.OPEN, Action.ACKNOWLEDGE): AlertState.ACKNOWLEDGED,
    (AlertState.OPEN, Action.RESOLVE): AlertState.RESOLVED,
    (AlertState.ACKNOWLEDGED, Action.RESOLVE): AlertState.RESOLVED,
}


def next_state(state: AlertState, action: Action, *, happened: str) -> AlertState:
    """``happened`` tells in a sentence how it came to be in this state. Raises AlertConflict."""
    following = TRANSITIONS.get((state, action))
    if following is None:
        raise AlertConflict(f"cannot {action} an alert that is {state} already: {happened}")
    return following


def escalates(before: Severity, seen: Severity) -> bool:
    """Whether it is worse than what people were told. It stays as bad when less is seen later."""
    return SEVERITY_ORDER.index(seen) > SEVERITY_ORDER.index(before)
