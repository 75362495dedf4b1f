"""Why a feature, or a whole window, was judged as it was, in words for who owns the business."""

from collections.abc import Sequence

from monitoring.drift.counts import CategoryCounts, ColumnCounts
from monitoring.drift.effects import EffectName
from monitoring.drift.limits import Severity
from monitoring.drift.profile import ColumnProfile, NumberProfile
from monitoring.drift.report import Effect, FeatureDrift

NAMES_SHOWN = 3
MOST_TELLING: tuple[EffectName, ...] = (
    "missing_difference",
    "new_categories",
    "out_of_range",
    "wasserstein",
    "psi",
    "jensen_shannon",
)
"""Of several effects as severe, the one that says most plainly what happened is told."""
WITHIN_CHANCE = "No more different from training than chance makes a window of this size."
TOO_SMALL_TO_MATTER = "Differs from training by more than chance, but too little to matter."
NO_REFERENCE = "This version was sealed without a reference for how its features go together."
TOGETHER = "The features go together as they did in training."
RARER_TOGETHER = "Rows combine their features in ways that were rare in training."
ALIKE = "Rows have become more alike than they were in training."
MARKED_SHIFT = 0.1
"""Standard deviations from which on a change of spread is told as a move up or down."""


def few_rows(known: int, fewest: int, of: str) -> str:
    return f"Too little data: {known:,} known values {of}, {fewest:,} are needed."


def flagged_feature(
    effect: Effect, reference: ColumnProfile, counts: ColumnCounts, shift: float | None
) -> str:
    """Why a feature was flagged, by one of its effects."""
    if effect.name == "missing_difference":
        now, then = counts.missing / counts.rows, reference.missing / reference.rows
        return f"Missing in {now:.1%} of rows; {then:.1%} in training."
    if effect.name == "new_categories":
        return _new_categories(effect, counts)
    if effect.name == "out_of_range":
        return _out_of_range(effect, reference)
    return _spread(effect, shift)


def _new_categories(effect: Effect, counts: ColumnCounts) -> str:
    names = counts.unlisted_names if isinstance(counts, CategoryCounts) else {}
    shown = sorted(names, key=lambda name: (-names[name], name))[:NAMES_SHOWN]
    return (
        f"{effect.value:.1%} of known values are categories that training did not have, "
        f"such as {', '.join(shown)}; chance explains {effect.floor:.1%}."
    )


def _out_of_range(effect: Effect, reference: ColumnProfile) -> str:
    seen = ""
    if isinstance(reference, NumberProfile):
        seen = f", {reference.minimum:g} to {reference.maximum:g}"
    return f"{effect.value:.1%} of known values lie outside the range seen in training{seen}."


def _spread(effect: Effect, shift: float | None) -> str:
    if shift is not None and abs(shift) >= MARKED_SHIFT:
        direction = "higher" if shift > 0 else "lower"
        move = f"Values are {direction} than in training, by {abs(shift):.1f} standard deviations"
    else:
        move = "Values are spread differently than in training"
    title = {"psi": "stability index", "jensen_shannon": "Jensen–Shannon distance"}
    measure = title.get(effect.name, "distance in standard deviations")
    return f"{move} ({measure} {effect.value:.2f}; chance explains {effect.floor:.2f})."


def report_reason(severity: Severity, features: Sequence[FeatureDrift], joint: str) -> str:
    """``joint`` is the sentence of a flagged joint check, else empty."""
    flagged = [feature for feature in features if feature.flagged]
    judged = sum(feature.severity != "too little data" for feature in features)
    if severity == "too little data":
        return "Too little data to tell whether anything has drifted."
    if not flagged:
        return joint or f"None of {judged} features has drifted."
    serious = [feature.name for feature in flagged if feature.severity == "serious"]
    others = [feature.name for feature in flagged if feature.severity == "moderate"]
    verb = "has" if len(flagged) == 1 else "have"
    parts = [f"{len(flagged)} of {judged} features {verb} drifted."]
    parts += [f"Seriously: {_listed(serious)}."] if serious else []
    parts += [f"Moderately: {_listed(others)}."] if others else []
    return " ".join([*parts, joint]).strip()


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
