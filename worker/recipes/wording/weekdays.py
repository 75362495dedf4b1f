"""The days of the week, as the schemas spell them, Monday first."""

from api.artifact.schema import Localised

WEEKDAYS: dict[str, Localised] = {
    "monday": {"en": "Monday", "pt-BR": "segunda-feira"},
    "tuesday": {"en": "Tuesday", "pt-BR": "terça-feira"},
    "wednesday": {"en": "Wednesday", "pt-BR": "quarta-feira"},
    "thursday": {"en": "Thursday", "pt-BR": "quinta-feira"},
    "friday": {"en": "Friday", "pt-BR": "sexta-feira"},
    "saturday": {"en": "Saturday", "pt-BR": "sábado"},
    "sunday": {"en": "Sunday", "pt-BR": "domingo"},
}
