"""The words for what is measured, in both languages."""

from api.artifact.schema import Localised

METRIC_TITLES: dict[str, Localised] = {
    "brier": {"en": "Brier score", "pt-BR": "Pontuação de Brier"},
    "log_loss": {"en": "Log loss", "pt-BR": "Perda logarítmica"},
    "auc": {"en": "Area under the ROC curve", "pt-BR": "Área sob a curva ROC"},
    "accuracy": {"en": "Accuracy", "pt-BR": "Acurácia"},
    "calibration_error": {
        "en": "Expected calibration error",
        "pt-BR": "Erro esperado de calibração",
    },
    "calibration_slope": {"en": "Calibration slope", "pt-BR": "Inclinação da calibração"},
    "mae": {"en": "Mean absolute error", "pt-BR": "Erro absoluto médio"},
    "coverage": {"en": "Interval coverage", "pt-BR": "Cobertura do intervalo"},
    "interval_width": {"en": "Mean interval width", "pt-BR": "Largura média do intervalo"},
    "pinball_lower": {
        "en": "Pinball loss of the lower bound",
        "pt-BR": "Perda pinball do limite inferior",
    },
    "pinball_upper": {
        "en": "Pinball loss of the upper bound",
        "pt-BR": "Perda pinball do limite superior",
    },
}
