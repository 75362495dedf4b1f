"""What slices by the hour of the day are called."""

from api.artifact.documents import SliceWords

HOUR_BAND = SliceWords({"en": "Hours", "pt-BR": "Horas"})
