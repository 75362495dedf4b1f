"""A week of a model with everything in it."""

from datetime import UTC, date, datetime, timedelta

from api.core.reports.types import (
    Cost,
    Drift,
    DriftedFeature,
    Estimate,
    Happening,
    JobCost,
    NextStep,
    Promise,
    Quality,
    ReportDocument,
    Score,
    ScoreDay,
    Traffic,
    TrafficDay,
    VersionScore,
    VersionTraffic,
    Waiting,
)

START = datetime(2026, 11, 16, tzinfo=UTC)
END = START + timedelta(days=7)
ROWS = (812, 905, 640, 998, 1204, 733, 519)
TRUTHS = (812, 905, 630, 900, 700, 210, 0)
BRIER = (0.151, 0.162, 0.149, 0.173, 0.188, 0.179)
BRIER_TITLE = {"en": "Brier score", "pt-BR": "Escore de Brier"}


def day(number: int) -> date:
    return (START + timedelta(days=number)).date()


TRAFFIC = Traffic(
    versions=(
        VersionTraffic(3, 1_210, 1_180, 4, 1, 0.0009, 0.0021, 0.0102),
        VersionTraffic(2, 4_601, 4_590, 31, 0, 0.0008, 0.0019, 0.0098),
        VersionTraffic(0, 0, 12, 12, 0, None, None, None),
    ),
    days=tuple(TrafficDay(day(n), ROWS[n], TRUTHS[n]) for n in range(7)),
    rows=5_811,
    rows_before=6_020,
    requests=5_782,
    requests_before=5_990,
    server_errors=1,
    server_errors_before=0,
)
QUALITY = Quality(
    headline="brier",
    scores=(
        Score(
            "brier", BRIER_TITLE, "lower", "", Estimate(0.1662, 0.1541, 0.1783, 4_157, 6),
            Promise(0.1523, 0.1502, 0.1544), 0.1571,
            -0.0052, 0.0234, "worse",
        ),
        Score(
            "accuracy", {"en": "Accuracy", "pt-BR": "Acurácia"}, "higher", "",
            Estimate(0.7714, 0.7602, 0.7826, 4_157, 6), None, None, None, None, "no_promise",
        ),
    ),
    versions=(
        VersionScore(3, Estimate(0.1601, None, None, 801, 3)),
        VersionScore(2, Estimate(0.1676, 0.1552, 0.18, 3_356, 6)),
    ),
    days=tuple(ScoreDay(day(n), BRIER[n], TRUTHS[n]) for n in range(6)),
    rows=5_811,
    rows_with_truth=4_157,
    truth_share=4_157 / 5_811,
    truth_share_before=6_002 / 6_020,
)  # fmt: skip
DRIFT = Drift(
    checked_at=END,
    window_start=START,
    window_end=END,
    version=2,
    rows=5_811,
    severity="serious",
    reason="4 of 14 features have drifted",
    measured_features=14,
    features=(
        DriftedFeature("precipitation_inches", "serious", "its mean is 1.4 deviations higher"),
        DriftedFeature("carrier", "moderate", "PSI 0.14 where chance gives 0.01"),
    ),
)
HAPPENINGS = (
    Happening(
        START + timedelta(hours=33), "training", "training_asked", "policy:repairs", None,
        {"en": "A training was asked for.", "pt-BR": "Um treino foi pedido."},
        "drift was serious in 2 checks running",
    ),
    Happening(
        START + timedelta(hours=90), "rollout", "rollout_start_canary", "person:joão", 3,
        {
            "en": "Version 3 began to answer 5% of the users.",
            "pt-BR": "A versão 3 começou a responder a 5% dos usuários.",
        },
        "não piorou na sombra <b>& cia</b> #strong[nada] $x$ *y* _z_",
    ),
)  # fmt: skip
DOCUMENT = ReportDocument(
    model="flight-delay",
    title={"en": "Flight delay", "pt-BR": "Atraso de voo"},
    window_start=START,
    window_end=END,
    before_start=START - timedelta(days=7),
    written_at=END + timedelta(hours=4, minutes=7),
    reason="the week is over",
    champion=2,
    traffic=TRAFFIC,
    quality=QUALITY,
    drift=DRIFT,
    happenings=HAPPENINGS,
    cost=Cost((JobCost("training.train", 1, 34.2),), 5.31, 0.84),
    next_step=NextStep(
        (Waiting(3, "canary", "500 rows with truth at 5%", END + timedelta(days=2), paused=False),),
        {
            "en": ("If drift is serious for 2 checks running, retrain.",),
            "pt-BR": ("Se o desvio for grave em 2 verificações seguidas, retreinar.",),
        },
    ),
)
EMPTY = ReportDocument(
    model="digits",
    title={"en": "Digits"},
    window_start=START,
    window_end=END,
    before_start=START - timedelta(days=7),
    written_at=END,
    reason="the week is over.",
    champion=None,
    traffic=Traffic(days=tuple(TrafficDay(day(n), 0, 0) for n in range(7))),
    quality=Quality(),
    drift=None,
    happenings=(),
    cost=Cost(),
    next_step=NextStep((), {"en": ("Nothing.",), "pt-BR": ("Nada.",)}),
)
"""Nobody used it, nothing was done."""
