"""What an experiment has learnt, in one sentence of Brazilian Portuguese.

The same cases as in ``sentence``; names of the goal and of guardrails are given in Portuguese.
"""

import math

from monitoring.experiments.plan import ExperimentPlan
from monitoring.experiments.result import ArmResult, Decision
from monitoring.sequential.comparison import Verdict
from monitoring.sequential.sample_ratio import SampleRatio


def learnt(
    plan: ExperimentPlan,
    decision: Decision,
    arms: tuple[ArmResult, ...],
    ratio: SampleRatio,
    subjects: int,
) -> str:
    best = max(arms, key=lambda arm: (arm.wins, arm.improvement.upper))
    effects = "; ".join(f"{arm.name} {_effect(plan, arm)}" for arm in arms)
    sure = f"{_share(1 - plan.alpha, 0)} de certeza, com {_whole(subjects)} sujeitos"
    match decision:
        case Decision.RATIO_MISMATCH:
            return f"Nada se pode concluir: {_mismatch(ratio)}."
        case Decision.WIN:
            return f"{best.name} é melhor que {plan.control}: {_effect(plan, best)} ({sure})."
        case Decision.HARM:
            return f"{plan.control} fica: {effects} ({sure})."
        case Decision.FUTILE:
            asked = f"Nenhum braço melhora {plan.goal} no mínimo pedido"
            return f"{asked} de {_number(plan.minimum_effect)}: {effects} ({sure})."
        case Decision.HORIZON:
            return f"O experimento terminou sem decisão: {effects} ({sure})."
        case Decision.CONTINUE:
            planned = f"de {_whole(plan.horizon_subjects)} planejados"
            return f"Ainda sem decisão: {effects} ({sure} {planned})."


def _effect(plan: ExperimentPlan, arm: ArmResult) -> str:
    if arm.breached:
        return f"viola o limite para {' e para '.join(arm.breached)}"
    found = arm.improvement
    if arm.verdict is Verdict.TOO_LITTLE_DATA or not math.isfinite(found.upper - found.lower):
        return "tem poucos sujeitos para se saber"
    span = f"entre {_number(found.lower)} e {_number(found.upper)}"
    match arm.verdict:
        case Verdict.BETTER:
            unknown = f", mas ainda se sabe pouco sobre {' e '.join(arm.unjudged)}"
            said = f"melhora {plan.goal} em {_number(found.estimate)}, {span}"
            return said + unknown if arm.unjudged else said
        case Verdict.WORSE:
            span = f"entre {_number(-found.upper)} e {_number(-found.lower)}"
            return f"piora {plan.goal} em {_number(-found.estimate)}, {span}"
        case _:
            return f"muda {plan.goal} para melhor {span}"


def _mismatch(ratio: SampleRatio) -> str:
    total = sum(ratio.counts.values())
    parts = [
        f"{name} {_share(count / total, 1)} em vez de {_share(ratio.expected_shares[name], 1)}"
        for name, count in ratio.counts.items()
    ]
    return f"os sujeitos não chegaram aos braços nas proporções definidas ({'; '.join(parts)})"


def _number(value: float) -> str:
    return _decimal_comma(f"{value:.3g}")


def _share(value: float, digits: int) -> str:
    return _decimal_comma(f"{100 * value:.{digits}f}") + "%"


def _whole(value: int) -> str:
    return _decimal_comma(f"{value:,}")


def _decimal_comma(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))
