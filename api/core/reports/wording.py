"""What live metrics are called where no model card names them."""

from collections.abc import Mapping

METRICS: Mapping[str, dict[str, str]] = {
    "brier": {"en": "Brier score", "pt-BR": "Escore de Brier"},
    "accuracy": {"en": "Accuracy", "pt-BR": "Acurácia"},
    "log_loss": {"en": "Log loss", "pt-BR": "Perda logarítmica"},
    "mae": {"en": "Mean absolute error", "pt-BR": "Erro absoluto médio"},
    "pinball": {"en": "Pinball loss", "pt-BR": "Perda pinball"},
    "auc": {"en": "Area under the ROC curve", "pt-BR": "Área sob a curva ROC"},
    "calibration_shift": {
        "en": "Mean prediction less share of positives",
        "pt-BR": "Previsão média menos a parcela de positivos",
    },
    "calibration_error": {
        "en": "Expected calibration error",
        "pt-BR": "Erro de calibração esperado",
    },
    "coverage": {"en": "Interval coverage", "pt-BR": "Cobertura do intervalo"},
}
