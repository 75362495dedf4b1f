"""A policy in plain sentences, for whoever is about to save it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, get_args

from api.core.errors import FarolError, Kind, one_of
from api.core.policies.types import Approval, Policy
from api.core.policies.wording import SENTENCES, WORDS

LANGUAGES = tuple(SENTENCES)
HOURS_A_DAY = 24


class LanguageUnknown(FarolError):
    kind: ClassVar[Kind] = "invalid"


def preview(policy: Policy, language: str) -> tuple[str, ...]:
    """What the policy does, in the order in which it happens.

    ``language`` is ``en`` or ``pt-BR``; LanguageUnknown otherwise.
    """
    speech = _speech(language)
    parts = (*_watching(policy, speech), *_repairing(policy, speech), *_trying(policy, speech))
    return _told(parts, language)


def preview_of_repairs(policy: Policy, language: str) -> tuple[str, ...]:
    """The part of ``preview`` that says what starts a repair."""
    return _told(_repairing(policy, _speech(language)), language)


Statement = tuple[str, dict[str, str]]


def _told(statements: Iterable[Statement], language: str) -> tuple[str, ...]:
    return tuple(SENTENCES[language][name].format(**values) for name, values in statements)


def _speech(language: str) -> "_Speech":
    if language not in SENTENCES:
        raise LanguageUnknown(f"there is no preview in {language!r}; {one_of(list(LANGUAGES))}")
    return _Speech(language)


@dataclass(frozen=True)
class _Speech:
    """Numbers and lengths as the language writes them."""

    language: str

    def number(self, value: float) -> str:
        text = f"{value:,.0f}" if value == round(value) else f"{value:,g}"
        return text if self.language == "en" else text.translate(str.maketrans(",.", ".,"))

    def share(self, value: float) -> str:
        return f"{self.number(round(value * 100, 4))} %"

    def counted(self, value: float, unit: str) -> str:
        singular, plural = WORDS[self.language][unit]
        return f"{self.number(value)} {singular if value == 1 else plural}"

    def length(self, *, hours: float) -> str:
        """In days where it is whole days."""
        if hours > 0 and hours % HOURS_A_DAY == 0:
            return self.counted(hours / HOURS_A_DAY, "days")
        return self.counted(hours, "hours")

    def interval(self, *, hours: float) -> str:
        """What follows "every": one of a unit goes without its number."""
        return self.length(hours=hours).removeprefix("1 ")

    def listed(self, parts: list[str]) -> str:
        last = WORDS[self.language]["stages"][1]
        return last.join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _watching(policy: Policy, speech: _Speech) -> Iterator[Statement]:
    checks, severity = policy.checks, policy.severity
    yield (
        "checks",
        {
            "every": speech.interval(hours=checks.every_hours),
            "drift_window": speech.counted(checks.drift_window_days, "days"),
            "quality_window": speech.counted(checks.quality_window_days, "days"),
            "min_rows": speech.number(checks.min_rows),
        },
    )
    yield (
        "severity",
        {
            "drift_moderate": speech.share(severity.drift_moderate_share),
            "drift_serious": speech.share(severity.drift_serious_share),
            "quality_moderate": speech.share(severity.quality_moderate_loss),
            "quality_serious": speech.share(severity.quality_serious_loss),
        },
    )


def _repairing(policy: Policy, speech: _Speech) -> Iterator[Statement]:
    rules, recalibration = policy.retraining, policy.retraining.recalibration
    if not rules.automatic:
        yield "by_hand", {}
        return
    if rules.on_quality_loss:
        yield "on_quality", {}
    if rules.drift_checks is not None:
        yield "on_drift", {"checks": speech.counted(rules.drift_checks, "checks")}
    if rules.schedule_days is not None:
        yield "on_schedule", {"schedule": speech.interval(hours=rules.schedule_days * HOURS_A_DAY)}
    if rules.new_truth_rows is not None:
        yield "on_truth", {"rows": speech.number(rules.new_truth_rows)}
    if rules.new_truth_share is not None:
        yield "on_truth_share", {"share": speech.share(rules.new_truth_share)}
    yield (
        "limits",
        {
            "cooldown": speech.length(hours=rules.cooldown_hours),
            "times": speech.counted(rules.budget, "times"),
            "period": speech.counted(rules.budget_days, "days"),
            "holdout": speech.counted(rules.holdout_days, "days"),
        },
    )
    if rules.calibration_days:
        yield "calibrate", {"days": speech.counted(rules.calibration_days, "days")}
    if rules.refit:
        yield "refit", {}
    if recalibration.allowed:
        if recalibration.schedule_days is not None:
            every = speech.interval(hours=recalibration.schedule_days * HOURS_A_DAY)
            yield "recalibrate_on_schedule", {"every": every}
        yield (
            "recalibrate",
            {
                "auc": speech.number(recalibration.max_auc_loss),
                "shift": speech.share(recalibration.min_calibration_shift),
                "cooldown": speech.interval(hours=recalibration.cooldown_hours),
                "window": speech.counted(recalibration.window_days, "days"),
                "holdout": speech.counted(recalibration.holdout_days, "days"),
            },
        )


def _trying(policy: Policy, speech: _Speech) -> Iterator[Statement]:
    gate, shadow, guardrails = policy.gate, policy.shadow, policy.guardrails
    yield (
        "gate",
        {
            "rows": speech.number(gate.min_rows),
            "margin": speech.share(gate.margin),
            "slice_margin": speech.share(gate.slice_margin),
            "latency": speech.number(gate.max_latency_ratio),
            "size": speech.number(gate.max_size_ratio),
        },
    )
    yield (
        f"shadow_{shadow.demand}",
        {
            "margin": speech.share(gate.margin),
            "rows": speech.number(shadow.min_rows),
            "least": speech.counted(shadow.min_days, "days"),
            "most": speech.counted(shadow.max_days, "days"),
        },
    )
    yield (
        "canary",
        {
            "weights": ", ".join(speech.share(step.weight) for step in policy.canary.steps),
            "most": speech.counted(policy.canary.max_days, "days"),
        },
    )
    yield (
        "guardrails",
        {
            "errors": speech.share(guardrails.max_error_share),
            "latency": speech.number(guardrails.max_latency_ratio),
            "shift": speech.number(guardrails.max_score_shift),
            "nan": speech.share(guardrails.max_nan_share),
        },
    )
    yield from _agreeing(policy, speech)


def _agreeing(policy: Policy, speech: _Speech) -> Iterator[Statement]:
    names = dict(
        zip(get_args(Approval), WORDS[speech.language]["stages"][0].split(", "), strict=True)
    )
    asked = [name for stage, name in names.items() if stage in policy.approvals]
    if asked:
        yield "approvals", {"stages": speech.listed(asked)}
    else:
        yield "no_approvals", {}
    if policy.probation.days > 0:
        yield "probation", {"length": speech.counted(policy.probation.days, "days")}
    else:
        yield "no_probation", {}
    yield ("takes_back" if policy.takes_back else "asks_back"), {}
