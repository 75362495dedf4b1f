from dataclasses import replace

import pytest

from monitoring.drift.judge import effect_severity, feature_severity, overall_severity
from monitoring.drift.limits import DriftLimits
from monitoring.drift.report import Effect

LIMITS = DriftLimits()
STRONG = Effect("psi", 0.3, floor=0.05, exceedance=1e-9)


def test_an_effect_must_be_large_and_above_the_noise() -> None:
    assert effect_severity(STRONG, LIMITS) == "serious"
    assert effect_severity(replace(STRONG, value=0.12), LIMITS) == "moderate"
    assert effect_severity(replace(STRONG, value=0.09), LIMITS) == "none"
    assert effect_severity(replace(STRONG, floor=0.4), LIMITS) == "none"


def test_less_missing_matters_as_more_does() -> None:
    assert effect_severity(Effect("missing_difference", -0.2, 0.01, 0.0), LIMITS) == "serious"


def test_a_feature_is_as_bad_as_its_worst_effect_if_it_is_no_false_discovery() -> None:
    effects = (replace(STRONG, value=0.12), STRONG, Effect("out_of_range", 0.0, 0.1, 1.0))
    assert feature_severity(effects, 0.05, LIMITS) == "serious"
    assert feature_severity(effects, 0.0501, LIMITS) == "none"


@pytest.mark.parametrize(
    ("features", "joint", "expected"),
    [
        (["none"] * 20, "none", "none"),
        (["none"] * 20, "too little data", "none"),
        (["none"] * 19 + ["moderate"], "none", "moderate"),
        (["none"] * 19 + ["serious"], "none", "moderate"),
        (["none"] * 9 + ["serious"], "none", "serious"),
        (["none", "moderate"], "none", "serious"),
        (["none"] * 20, "moderate", "moderate"),
        (["moderate"] + ["none"] * 20, "serious", "serious"),
        (["too little data"] * 18 + ["none", "serious"], "none", "serious"),
        (["too little data"] * 2, "none", "too little data"),
        (["too little data"] * 2, "too little data", "too little data"),
        (["too little data"] * 2, "serious", "serious"),
        ([], "too little data", "too little data"),
    ],
)
def test_the_whole_is_judged_by_how_many_and_how_bad(features, joint, expected) -> None:
    assert overall_severity(features, joint, LIMITS) == expected


def test_the_shares_are_parameters() -> None:
    features = ["none"] * 19 + ["serious"]
    assert overall_severity(features, "none", replace(LIMITS, serious_share=0.05)) == "serious"
