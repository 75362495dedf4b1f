from dataclasses import replace

import pytest

from monitoring.experiments.plan import ExperimentPlan
from monitoring.experiments.result import ArmResult, Decision
from monitoring.experiments.sentence import learnt as learnt_in_english
from monitoring.experiments.sentence_pt import learnt
from monitoring.sequential.comparison import Verdict
from monitoring.sequential.interval import Interval
from monitoring.sequential.sample_ratio import SampleRatio

PLAN = ExperimentPlan(
    goal="o escore de Brier",
    higher_is_better=False,
    minimum_effect=0.005,
    control="A",
    shares={"A": 0.5, "B": 0.5},
    horizon_subjects=20_000,
)
RATIO = SampleRatio(False, 0.0, {"A": 5_560, "B": 4_440}, {"A": 0.5, "B": 0.5})  # noqa: FBT003
BETTER = ArmResult("B", Interval(0.06, 0.0125, 0.1075, 10_000, 0.05), Verdict.BETTER, False, ())  # noqa: FBT003
WORSE = replace(
    BETTER, improvement=Interval(-0.06, -0.1075, -0.0125, 10_000, 0.05), verdict=Verdict.WORSE
)


@pytest.mark.parametrize(
    ("decision", "arm", "sentence"),
    [
        (
            Decision.WIN,
            BETTER,
            "B é melhor que A: melhora o escore de Brier em 0,06, entre 0,0125 e 0,107 "
            "(95% de certeza, com 10.000 sujeitos).",
        ),
        (
            Decision.HARM,
            WORSE,
            "A fica: B piora o escore de Brier em 0,06, entre 0,0125 e 0,107 "
            "(95% de certeza, com 10.000 sujeitos).",
        ),
        (
            Decision.HARM,
            replace(BETTER, breached=("a latência em segundos",)),
            "A fica: B viola o limite para a latência em segundos "
            "(95% de certeza, com 10.000 sujeitos).",
        ),
        (
            Decision.FUTILE,
            replace(BETTER, verdict=Verdict.EQUIVALENT),
            "Nenhum braço melhora o escore de Brier no mínimo pedido de 0,005: B muda o escore de "
            "Brier para melhor entre 0,0125 e 0,107 (95% de certeza, com 10.000 sujeitos).",
        ),
        (
            Decision.HORIZON,
            replace(BETTER, verdict=Verdict.TOO_LITTLE_DATA),
            "O experimento terminou sem decisão: B tem poucos sujeitos para se saber "
            "(95% de certeza, com 10.000 sujeitos).",
        ),
        (
            Decision.CONTINUE,
            replace(
                BETTER,
                improvement=Interval(0.1, float("-inf"), float("inf"), 10_000, 0.05),
                verdict=Verdict.UNDECIDED,
            ),
            "Ainda sem decisão: B tem poucos sujeitos para se saber "
            "(95% de certeza, com 10.000 sujeitos de 20.000 planejados).",
        ),
        (
            Decision.CONTINUE,
            replace(BETTER, unjudged=("a latência em segundos",)),
            "Ainda sem decisão: B melhora o escore de Brier em 0,06, entre 0,0125 e 0,107, mas "
            "ainda se sabe pouco sobre a latência em segundos "
            "(95% de certeza, com 10.000 sujeitos de 20.000 planejados).",
        ),
        (
            Decision.RATIO_MISMATCH,
            BETTER,
            "Nada se pode concluir: os sujeitos não chegaram aos braços nas proporções definidas "
            "(A 55,6% em vez de 50,0%; B 44,4% em vez de 50,0%).",
        ),
    ],
)
def test_what_was_learnt_is_said_in_portuguese(
    decision: Decision, arm: ArmResult, sentence: str
) -> None:
    assert learnt(PLAN, decision, (arm,), RATIO, 10_000) == sentence


def test_an_interval_without_limits_is_no_span_in_english_either() -> None:
    unknown = Interval(0.1, float("-inf"), float("inf"), 10_000, 0.05)
    arm = replace(BETTER, improvement=unknown, verdict=Verdict.UNDECIDED)
    said = learnt_in_english(PLAN, Decision.CONTINUE, (arm,), RATIO, 10_000)
    assert said.startswith("Not decided yet: B has too few subjects to tell (95% sure")
