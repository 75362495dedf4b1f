"""Bisection for a limit of a confidence set."""

from collections.abc import Callable

HALVINGS = 40


def last_refuted(refuted: Callable[[float], bool], outside: float, inside: float) -> float:
    """The value nearest to ``inside`` found refuted on the way there from ``outside``.

    ``outside`` may be a limit of the range, which holds whether refuted or not. Where ``refuted``
    is not monotone, the answer is still a refuted value, only perhaps not the nearest one.
    """
    for _ in range(HALVINGS):
        middle = 0.5 * (outside + inside)
        if refuted(middle):
            outside = middle
        else:
            inside = middle
    return outside
