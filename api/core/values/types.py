"""Value formulas. What is worth something is said in a unit of the business, such as minutes."""

from collections.abc import Mapping
from typing import Literal

import msgspec

FormulaKind = Literal["warning", "answer", "forecast"]
KINDS_OF: Mapping[str, tuple[FormulaKind, ...]] = {
    "binary": ("warning", "answer"),
    "multiclass": ("answer",),
    "regression": ("forecast",),
}
"""Task -> the kinds of formula that fit it; the first one is what is meant mostly."""


class _Formula(msgspec.Struct, frozen=True, kw_only=True):
    unit: str
    """What the numbers count, in the engineer's words: minutes, visits, litres."""
    money_per_unit: float | None = None
    """In the settings' currency; None where nobody has put a price on it."""


class WarningFormula(_Formula, frozen=True, tag_field="kind", tag="warning"):
    """Somebody acts when the model says labels[1]. Without the model nobody would."""

    right_warning: float
    """Saved each time that it is said and comes true."""
    false_warning: float
    """Spent in vain each time that it is said and does not."""


class AnswerFormula(_Formula, frozen=True, tag_field="kind", tag="answer"):
    """The answer is used as it is. Without the model there would be none."""

    right_answer: float
    wrong_answer: float
    """What a wrong one costs."""


class ForecastFormula(_Formula, frozen=True, tag_field="kind", tag="forecast"):
    """Somebody plans by the number. Without the model they would plan by what they had before."""

    error_without: float
    """Mean absolute error of that."""
    each_unit: float
    """What one unit less of error in one prediction is worth."""


Formula = WarningFormula | AnswerFormula | ForecastFormula


def kind_of(formula: Formula) -> str:
    return str(formula.__struct_config__.tag)
