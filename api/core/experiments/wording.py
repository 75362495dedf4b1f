"""What the measures are called in sentences."""

from collections.abc import Mapping

from api.artifact.schema import Task
from api.core.experiments.types import Measure

LANGUAGES = ("en", "pt-BR")

_TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "feedback": "the share of thumbs up",
        "latency": "latency in seconds",
        "value": "the value of an answer",
        "errors": "the share of failed requests",
        "binary": "the Brier score",
        "multiclass": "the share of wrong answers",
        "regression": "the absolute error",
    },
    "pt-BR": {
        "feedback": "a proporção de polegares para cima",
        "latency": "a latência em segundos",
        "value": "o valor de uma resposta",
        "errors": "a proporção de requisições com falha",
        "binary": "o escore de Brier",
        "multiclass": "a proporção de respostas erradas",
        "regression": "o erro absoluto",
    },
}
_STOPS: Mapping[str, str] = {
    "win": "an arm won",
    "harm": "no arm is safe beside the control",
    "futile": "no arm can reach the minimum effect any more",
    "horizon reached": "the horizon is reached",
    "sample ratio mismatch": "subjects did not reach the arms in the set shares",
}


def title(measure: Measure | str, task: Task, language: str) -> str:
    """The loss of the measure ``quality`` depends on the model's task."""
    return _TITLES[language][task if measure == "quality" else measure]


def stop_reason(decision: str, harmful: tuple[str, ...]) -> str | None:
    """The rule by which an experiment ends, in words; None where none holds."""
    if decision in _STOPS:
        return _STOPS[decision]
    if harmful:
        named = " and ".join(harmful)
        return f"{named} {'does' if len(harmful) == 1 else 'do'} harm, whatever the others may show"
    return None
