"""What each parameter of a recipe must be, so that a form can ask for it and a server refuse it."""

from collections.abc import Mapping
from datetime import date

import msgspec

from api.core.training.types import Parameter, ParameterKind, Value
from worker.pipelines.recipe import Recipe


def declared(recipe: Recipe) -> tuple[Parameter, ...]:
    """In the order of the recipe's defaults, each with the recipe's own default.

    A name that nobody has described is what its default is.
    """
    return tuple(
        msgspec.structs.replace(KNOWN[name], default=default)
        if name in KNOWN
        else Parameter(name, _kind_of(default), default, optional=default is None)
        for name, default in recipe.defaults.items()
    )


def _kind_of(default: Value) -> ParameterKind:
    if isinstance(default, bool):
        return "switch"
    if isinstance(default, int):
        return "whole"
    if isinstance(default, float):
        return "real"
    return "day" if _is_day(default) else "text"


def _is_day(value: Value) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _whole(name: str, english: str, portuguese: str, *, minimum: int) -> Parameter:
    return Parameter(
        name, "whole", None, title={"en": english, "pt-BR": portuguese}, minimum=minimum
    )


def _real(name: str, english: str, portuguese: str) -> Parameter:
    return Parameter(name, "real", None, title={"en": english, "pt-BR": portuguese}, above=0.0)


def _day(name: str, english: str, portuguese: str, *, optional: bool = False) -> Parameter:
    words = {"en": english, "pt-BR": portuguese}
    return Parameter(name, "day", None, title=words, optional=optional)


_DECLARED = (
    _day("train_from", "Train on rows from", "Treinar com linhas desde"),
    _day("train_to", "Train on rows before", "Treinar com linhas antes de"),
    _day("holdout_to", "Judge on rows before", "Julgar com linhas antes de"),
    _whole("trees", "Trees", "Árvores", minimum=1),
    _whole("leaves", "Leaves a tree, at most", "Folhas por árvore, no máximo", minimum=2),
    _real("learning_rate", "Learning rate", "Taxa de aprendizado"),
    _whole("smallest_leaf_rows", "Rows in a leaf, at least", "Linhas por folha", minimum=1),
    _real("category_prior_rows", "Rows that a category's prior counts for", "Peso da média geral"),
    _whole(
        "calibration_blocks", "Blocks of time to calibrate on", "Blocos de calibração", minimum=0
    ),
    _whole("first_calibration_block", "First of them", "Primeiro deles", minimum=1),
    _whole("seed", "Seed", "Semente", minimum=0),
    _whole("rounds", "Rounds", "Rodadas", minimum=1),
    _whole("hidden_units", "Hidden units", "Unidades ocultas", minimum=1),
    _whole(
        "smallest_count", "Times that a word occurs, at least", "Ocorrências mínimas", minimum=1
    ),
    _real("inverse_penalty", "Inverse of the penalty (C)", "Inverso da penalidade (C)"),
    Parameter(
        "source",
        "choice",
        None,
        title={"en": "Rows from", "pt-BR": "Linhas de"},
        choices=("archive", "log"),
    ),
    _day("archive_to", "Served rows from", "Linhas servidas desde", optional=True),
    Parameter(
        "known_at",
        "moment",
        None,
        title={"en": "Truths known at", "pt-BR": "Verdades conhecidas em"},
        optional=True,
    ),
    Parameter(
        "truth_clock",
        "choice",
        None,
        title={"en": "Clock of the truths", "pt-BR": "Relógio das verdades"},
        choices=("event", "wall"),
    ),
    _day("calibrate_to", "Calibrate on rows before", "Calibrar com linhas antes de", optional=True),
    Parameter(
        "refit",
        "switch",
        None,
        title={"en": "Fit once more, on the hold-out too", "pt-BR": "Ajustar também com a reserva"},
    ),
)
KNOWN: Mapping[str, Parameter] = {parameter.name: parameter for parameter in _DECLARED}
