from monitoring.drift.limits import DEFAULT_EFFECT_LIMITS, DriftLimits, EffectLimit
from monitoring.drift.simulation import simulate_false_alarms

HOWEVER_SMALL = EffectLimit(moderate=0.0, serious=1e9)


def simulate(limits, **changes):
    sizes = {"windows": 200, "features": 20, "rows": 1000, "reference_rows": 3000, "seed": 1}
    sizes["windows_per_reference"] = 20
    return simulate_false_alarms(**{**sizes, **changes}, limits=limits)


def test_stable_windows_alarm_no_more_often_than_stated() -> None:
    """The statistics alone: every effect matters, however small."""
    limits = DriftLimits(
        effects=dict.fromkeys(DEFAULT_EFFECT_LIMITS, HOWEVER_SMALL), joint=HOWEVER_SMALL
    )
    found = simulate(limits)
    assert found.windows == 200
    assert found.rate <= limits.false_discovery_rate


def test_with_effects_that_must_matter_they_hardly_ever_alarm() -> None:
    assert simulate(DriftLimits(), windows=50, seed=2).alarms == 0


def test_a_rate_that_is_not_controlled_shows() -> None:
    limits = DriftLimits(
        false_discovery_rate=1.0,
        noise_confidence=0.5,
        effects=dict.fromkeys(DEFAULT_EFFECT_LIMITS, HOWEVER_SMALL),
    )
    assert simulate(limits, windows=10).rate == 1
