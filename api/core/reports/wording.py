"""What live metrics are called where no model card names them."""

from collections.abc import Mapping

METRICS: Mapping[str, dict[str, str]] = {
    "brier": {"en": "Brier score", "pt-BR": "Escore de Brier"},
    "accuracy": {"en": "Accuracy", "pt-BR": "Acurácia"},
    "log_loss": {"en": "Log loss", "pt-BR": "Perda logarítmica"},
    "mae": {"en": "Mean absolute error", "pt-BR": "Erro absoluto médio"},
    "coverage": {"en": "Interval coverage", "pt-BR": "Cobertura do intervalo"},
}
