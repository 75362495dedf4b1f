"""What answers with truth were worth, in the formula's unit. Pure."""

from typing import Protocol

from api.core.values.types import ForecastFormula, Formula, WarningFormula
from monitoring.quality.sums import MeasureSums


class Judged(Protocol):
    """Answers of one model whose truth has come, counted."""

    @property
    def loss_rows(self) -> int: ...

    @property
    def loss_total(self) -> float:
        """Sum of the task's loss: of several classes the wrong answers, of a number the errors."""

    @property
    def true_positives(self) -> int: ...

    @property
    def false_positives(self) -> int: ...

    @property
    def false_negatives(self) -> int: ...

    @property
    def true_negatives(self) -> int: ...


def worth(formula: Formula, judged: Judged) -> MeasureSums:
    """Rows, and what they were worth together against doing nothing."""
    if isinstance(formula, ForecastFormula):
        saved = formula.error_without * judged.loss_rows - judged.loss_total
        return MeasureSums(judged.loss_rows, formula.each_unit * saved)
    right_warnings, false_warnings = judged.true_positives, judged.false_positives
    of_two_classes = (
        right_warnings + false_warnings + judged.false_negatives + judged.true_negatives
    )
    if isinstance(formula, WarningFormula):
        total = formula.right_warning * right_warnings - formula.false_warning * false_warnings
        return MeasureSums(of_two_classes, total)
    rows = of_two_classes or judged.loss_rows
    right = right_warnings + judged.true_negatives if of_two_classes else rows - judged.loss_total
    return MeasureSums(rows, formula.right_answer * right - formula.wrong_answer * (rows - right))
