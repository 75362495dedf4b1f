"""The words, the fields and the demo form of bike-demand."""

from api.artifact.documents import Card, Group, Option, Presentation, SliceWords, Widget
from api.artifact.schema import Datatype, Field, FieldKind, Localised
from worker.recipes.wording.hours import HOUR_BAND
from worker.recipes.wording.weekdays import WEEKDAYS

UNIT = "hires/h"

WEATHER: dict[str, Localised] = {
    "clear": {"en": "Clear or few clouds", "pt-BR": "Limpo ou poucas nuvens"},
    "cloudy/misty": {"en": "Cloudy or misty", "pt-BR": "Nublado ou com névoa"},
    "light rain/snow": {"en": "Light rain or snow", "pt-BR": "Chuva ou neve leve"},
    "heavy rain/snow": {"en": "Heavy rain or snow", "pt-BR": "Chuva ou neve forte"},
}

BASELINE: Localised = {
    "en": "Seasonal naive: the hires in the same hour of the week before, with an interval from "
    "how far that was off in training",
    "pt-BR": "Ingênuo sazonal: os aluguéis na mesma hora da semana anterior, com um intervalo "
    "do quanto isso errou no treino",
}


def _field(
    name: str, en: str, pt: str, low: float, high: float, unit: str, kind: FieldKind = "number"
) -> Field:
    return Field(
        name=name,
        kind=kind,
        datatype="FP32",
        title={"en": en, "pt-BR": pt},
        unit=unit,
        minimum=low,
        maximum=high,
    )


def _listed(name: str, en: str, pt: str, choices: dict[str, Localised]) -> Field:
    datatype: Datatype = "BYTES"
    title = {"en": en, "pt-BR": pt}
    return Field(name=name, kind="category", datatype=datatype, title=title, choices=tuple(choices))


NUMBERS: tuple[Field, ...] = (
    _field("hour", "Hour of the day", "Hora do dia", 0, 23, "h", "integer"),
    _field("temperature_celsius", "Temperature", "Temperatura", -20, 50, "°C"),
    _field("felt_temperature_celsius", "Feels like", "Sensação térmica", -30, 60, "°C"),
    _field("humidity_percent", "Relative humidity", "Umidade relativa", 0, 100, "%"),
    _field("wind_speed_kmh", "Wind speed", "Velocidade do vento", 0, 120, "km/h"),
    Field(
        name="recent_hires_per_hour",
        kind="number",
        datatype="FP32",
        title={"en": "Recent demand", "pt-BR": "Demanda recente"},
        description={
            "en": "Average hires an hour over the seven days before this one",
            "pt-BR": "Média de aluguéis por hora nos sete dias anteriores",
        },
        unit=UNIT,
        minimum=0,
        maximum=10_000,
    ),
)

CATEGORIES: tuple[Field, ...] = (
    _listed("weekday", "Weekday", "Dia da semana", WEEKDAYS),
    _listed("weather", "Weather", "Tempo", WEATHER),
)

HOLIDAY = Field(
    name="holiday",
    kind="boolean",
    datatype="BOOL",
    title={"en": "Public holiday", "pt-BR": "Feriado"},
)


def _select(choices: dict[str, Localised]) -> Widget:
    options = tuple(Option(value=value, label=label) for value, label in choices.items())
    return Widget(kind="select", options=options)


PRESENTATION = Presentation(
    icon="bike",
    answer="interval",
    sentence={
        "en": "About {value} bicycles will be hired in this hour, most likely between {lower} and "
        "{upper}.",
        "pt-BR": "Cerca de {value} bicicletas serão alugadas nesta hora, provavelmente entre "
        "{lower} e {upper}.",
    },
    groups=(
        Group({"en": "When", "pt-BR": "Quando"}, ("weekday", "hour", "holiday")),
        Group(
            {"en": "Weather", "pt-BR": "Tempo"},
            (
                "weather",
                "temperature_celsius",
                "felt_temperature_celsius",
                "humidity_percent",
                "wind_speed_kmh",
            ),
        ),
        Group({"en": "Demand so far", "pt-BR": "Demanda até agora"}, ("recent_hires_per_hour",)),
    ),
    widgets={
        "hour": Widget(kind="slider", step=1.0),
        "temperature_celsius": Widget(kind="slider", step=0.5),
        "felt_temperature_celsius": Widget(kind="slider", step=0.5),
        "humidity_percent": Widget(kind="slider", step=1.0),
        "wind_speed_kmh": Widget(kind="slider", step=1.0),
        "recent_hires_per_hour": Widget(kind="number", step=1.0),
        "weekday": _select(WEEKDAYS),
        "weather": _select(WEATHER),
        "holiday": Widget(kind="switch"),
    },
    slices={
        "hour_band": HOUR_BAND,
        "kind_of_day": SliceWords(
            {"en": "Day", "pt-BR": "Dia"},
            {
                "working day": {"en": "working day", "pt-BR": "dia útil"},
                "weekend or holiday": {
                    "en": "weekend or holiday",
                    "pt-BR": "fim de semana ou feriado",
                },
            },
        ),
    },
)

CARD = Card(
    intended_use={
        "en": "To plan how many bicycles will be hired across Washington in an hour of the coming "
        "days, with an interval that says how sure the forecast is. A demonstration on data of "
        "2011.",
        "pt-BR": "Planejar quantas bicicletas serão alugadas em Washington em uma hora dos "
        "próximos dias, com um intervalo que diz quão segura é a previsão. Demonstração com dados "
        "de 2011.",
    },
    limits={
        "en": "Trained on one year's first nine months, so it has never seen an autumn; growth is "
        "known only through recent demand. The interval's coverage is promised only as long as the "
        "coming weeks resemble those it was calibrated on. Hours without any hire are not in the "
        "data, heavy rain or snow is there once. The weather is what was observed: a forecast is "
        "less certain.",
        "pt-BR": "Treinado nos nove primeiros meses de um ano, nunca viu um outono; o crescimento "
        "só aparece pela demanda recente. A cobertura do intervalo só vale enquanto as próximas "
        "semanas se parecerem com as da calibração. Horas sem nenhum aluguel não estão nos dados, "
        "chuva ou neve forte aparece uma vez. O tempo é o observado: uma previsão é menos certa.",
    },
    method={
        "en": "Gradient-boosted trees (LightGBM) for the 5 %, 50 % and 95 % quantiles of hires "
        "relative to the recent average, times that average. The interval is widened by "
        "conformalised quantile regression, with errors on weeks that came after those each model "
        "was fitted on. The forecast is the median; the bounds never cross it and never fall below "
        "zero.",
        "pt-BR": "Árvores com reforço de gradiente (LightGBM) para os quantis de 5 %, 50 % e 95 % "
        "dos aluguéis relativos à média recente, vezes essa média. O intervalo é alargado por "
        "regressão quantílica conformalizada, com erros em semanas posteriores às do ajuste de "
        "cada modelo. A previsão é a mediana; os limites nunca a cruzam nem ficam abaixo de zero.",
    },
    licence="Not stated by the package; the original at UCI is CC BY 4.0",
    reproduce="farol reproduce bike-demand",
    notes={
        "en": "Sources: James, Witten, Hastie and Tibshirani, An Introduction to Statistical "
        "Learning; Fanaee-T and Gama (2013), Bike Sharing, UCI Machine Learning Repository. The "
        "hourly table of the package holds 2011 only.",
        "pt-BR": "Fontes: James, Witten, Hastie e Tibshirani, An Introduction to Statistical "
        "Learning; Fanaee-T e Gama (2013), Bike Sharing, UCI Machine Learning Repository. A "
        "tabela horária do pacote contém apenas 2011.",
    },
)
