"""The words, the fields and the demo form of flight-delay."""

from api.artifact.documents import Card, Group, Option, Presentation, SliceWords, Widget
from api.artifact.schema import Field, Localised
from worker.recipes.wording.hours import HOUR_BAND
from worker.recipes.wording.weekdays import WEEKDAYS

BASELINE: Localised = {
    "en": "The share of late arrivals in the training months, for every flight",
    "pt-BR": "A proporção de chegadas atrasadas nos meses de treino, para todos os voos",
}


def _number(name: str, unit: str, low: float, high: float, en: str, pt: str) -> Field:
    """Nullable: for some flights the weather or the plane is not known."""
    return Field(
        name=name,
        kind="number",
        datatype="FP32",
        title={"en": en, "pt-BR": pt},
        unit=unit,
        nullable=True,
        minimum=low,
        maximum=high,
    )


NUMBERS: tuple[Field, ...] = (
    Field(
        name="distance_miles",
        kind="number",
        datatype="FP32",
        title={"en": "Distance", "pt-BR": "Distância"},
        description={
            "en": "Left out, it is the usual distance to the destination",
            "pt-BR": "Se omitida, é a distância usual até o destino",
        },
        unit="mi",
        nullable=True,
        minimum=10,
        maximum=6000,
    ),
    Field(
        name="scheduled_departure_minute",
        kind="integer",
        datatype="FP32",
        title={"en": "Scheduled departure", "pt-BR": "Partida prevista"},
        description={
            "en": "Minute of the local day, 0 is midnight in New York",
            "pt-BR": "Minuto do dia local, 0 é meia-noite em Nova York",
        },
        unit="min",
        minimum=0,
        maximum=1439,
    ),
    _number("temperature_f", "°F", -40, 130, "Temperature", "Temperatura"),
    _number("humidity_percent", "%", 0, 100, "Relative humidity", "Umidade relativa"),
    _number("wind_speed_mph", "mph", 0, 120, "Wind speed", "Velocidade do vento"),
    _number("precipitation_inches", "in/h", 0, 10, "Precipitation", "Precipitação"),
    _number("pressure_millibars", "mbar", 900, 1100, "Air pressure", "Pressão do ar"),
    _number("visibility_miles", "mi", 0, 10, "Visibility", "Visibilidade"),
    _number("plane_year", "", 1930, 2035, "Plane built in", "Avião construído em"),
    _number("plane_seats", "", 1, 900, "Seats", "Assentos"),
)


def category_fields(
    carriers: tuple[str, ...], origins: tuple[str, ...], destinations: tuple[str, ...]
) -> tuple[Field, ...]:
    """Airlines and origins are few and listed, so anything else is a mistake; a destination may
    be a new route and is scored as an average one."""
    return (
        _category("carrier", "Airline", "Companhia aérea", carriers),
        _category("origin", "From", "Origem", origins),
        Field(
            name="destination",
            kind="category",
            datatype="BYTES",
            title={"en": "To", "pt-BR": "Destino"},
            choices=destinations,
            unknown="allow",
            max_length=8,
        ),
        _category("weekday", "Weekday", "Dia da semana", tuple(WEEKDAYS)),
    )


def _category(name: str, en: str, pt: str, choices: tuple[str, ...]) -> Field:
    title = {"en": en, "pt-BR": pt}
    return Field(name=name, kind="category", datatype="BYTES", title=title, choices=choices)


def presentation(
    carriers: dict[str, str], origins: tuple[Option, ...], destinations: tuple[Option, ...]
) -> Presentation:
    airlines = tuple(
        Option(value=code, label={"en": f"{name} ({code})", "pt-BR": f"{name} ({code})"})
        for code, name in carriers.items()
    )
    weekdays = tuple(Option(value=day, label=label) for day, label in WEEKDAYS.items())
    steps = {
        "temperature_f": 1.0,
        "humidity_percent": 1.0,
        "wind_speed_mph": 1.0,
        "precipitation_inches": 0.01,
        "pressure_millibars": 1.0,
        "visibility_miles": 0.25,
    }
    return Presentation(
        icon="plane",
        answer="probability",
        sentence={
            "en": "There is a {probability} chance of arriving more than 15 minutes late.",
            "pt-BR": "A chance de chegar mais de 15 minutos atrasado é de {probability}.",
        },
        groups=(
            Group(
                {"en": "Flight", "pt-BR": "Voo"},
                ("origin", "destination", "carrier"),
            ),
            Group({"en": "When", "pt-BR": "Quando"}, ("weekday", "scheduled_departure_minute")),
            Group({"en": "Weather at departure", "pt-BR": "Tempo na partida"}, tuple(steps)),
            Group({"en": "Plane", "pt-BR": "Avião"}, ("plane_year", "plane_seats")),
        ),
        widgets={
            "carrier": Widget(kind="select", options=airlines),
            "origin": Widget(kind="airport", options=origins),
            "destination": Widget(kind="airport", options=destinations),
            "weekday": Widget(kind="select", options=weekdays),
            "scheduled_departure_minute": Widget(kind="time", step=5.0),
            "distance_miles": Widget(kind="hidden"),
            "plane_year": Widget(kind="number", step=1.0),
            "plane_seats": Widget(kind="number", step=1.0),
            **{name: Widget(kind="slider", step=step) for name, step in steps.items()},
        },
        label_titles={
            "on time": {"en": "on time", "pt-BR": "no horário"},
            "late": {"en": "more than 15 minutes late", "pt-BR": "mais de 15 minutos atrasado"},
        },
        slices={
            "hour_band": HOUR_BAND,
            "weather": SliceWords(
                {"en": "Weather report", "pt-BR": "Boletim do tempo"},
                {
                    "complete": {"en": "complete", "pt-BR": "completo"},
                    "incomplete": {"en": "incomplete", "pt-BR": "incompleto"},
                },
            ),
        },
    )


CARD = Card(
    intended_use={
        "en": "To show how likely a departure from Newark, JFK or LaGuardia is to arrive more than "
        "15 minutes late, from what is known before it leaves. A demonstration on data of 2013: "
        "not for planning real journeys.",
        "pt-BR": "Mostrar a probabilidade de uma partida de Newark, JFK ou LaGuardia chegar mais "
        "de 15 minutos atrasada, a partir do que se sabe antes de sair. Demonstração com dados de "
        "2013: não serve para planejar viagens reais.",
    },
    limits={
        "en": "Cancelled and diverted flights have no arrival delay and are left out (2.8 % of the "
        "year): the answer assumes that the flight lands where it should. The weather is what was "
        "observed in the hour of departure; ahead of time only a forecast of it is known. The "
        "first version has seen winter only and wears out by spring and summer. A destination "
        "that was not in training is scored as an average one.",
        "pt-BR": "Voos cancelados e desviados não têm atraso de chegada e ficam de fora (2,8 % do "
        "ano): a resposta supõe que o voo pouse onde deveria. O tempo é o observado na hora da "
        "partida; com antecedência só se conhece a previsão. A primeira versão só viu o inverno e "
        "se desgasta na primavera e no verão. Um destino que não estava no treino é tratado como "
        "um destino médio.",
    },
    method={
        "en": "Gradient-boosted trees (LightGBM) on ten numbers and four categories; each category "
        "is replaced by its rate of late arrivals in training, drawn towards the average. The "
        "log-odds are then calibrated by a straight line (Platt), fitted on training weeks that "
        "the trees which scored them had not seen. Encoding and calibration are inside the graph. "
        "Intervals come from a bootstrap over whole days, because the flights of one day share its "
        "weather.",
        "pt-BR": "Árvores com reforço de gradiente (LightGBM) sobre dez números e quatro "
        "categorias; cada categoria é trocada por sua taxa de atrasos no treino, puxada para a "
        "média. O log das chances é então calibrado por uma reta (Platt), ajustada em semanas de "
        "treino que as árvores que as pontuaram não tinham visto. Codificação e calibração estão "
        "dentro do grafo. Os intervalos vêm de um bootstrap sobre dias inteiros, pois os voos de "
        "um dia compartilham o tempo.",
    },
    licence="CC0-1.0",
    reproduce="farol reproduce flight-delay",
)
