"""Figures of the dashboard as a language writes them."""

import math
from dataclasses import dataclass

from api.core.kpis.types import Figure, Measure, Span, Unit
from worker.kpis.words import WORDS
from worker.reports.speech import Speech


@dataclass(frozen=True)
class Voice:
    speech: Speech
    currency: str

    def say(self, key: str, **values: str) -> str:
        return WORDS[self.speech.language][key].format(**values)

    def value(self, value: float | None, unit: Unit) -> str:
        """As many decimals as are told apart; a dash where there is none."""
        if value is None:
            return self.speech.say("none")
        if unit == "count":
            return self.speech.whole(round(value))
        if unit == "share":
            return self._marked(f"{value * 100:.2f} %")
        if unit == "seconds":
            return self.speech.milliseconds(value)
        if unit == "money":
            return self._money(value)
        return self.speech.figure(value)

    def figure(self, figure: Figure, unit: Unit) -> str:
        """Or why there is none."""
        if figure.value is None:
            return self.say(f"why_{figure.reason}") if figure.reason else self.say("unknown_value")
        return self.value(figure.value, unit)

    def interval(self, figure: Figure, unit: Unit) -> str:
        if figure.low is None or figure.high is None:
            return self.speech.say("none")
        ends = (self.value(figure.low, unit), self.value(figure.high, unit))
        return f"{ends[0]} {self.speech.say('to')} {ends[1]}"

    def span(self, span: Span) -> str:
        days = list(span.days())
        if len(days) == 1:
            return self.speech.day(days[0])
        return f"{self.speech.day(days[0])} {self.speech.say('to')} {self.speech.day(days[-1])}"

    def measure(self, measure: Measure | None) -> str:
        return "" if measure is None else f" ({self.speech.of(measure.title)})"

    def tick(self, value: float, unit: Unit) -> str:
        """A round number at a chart's axis, in the unit that the text writes."""
        if unit == "share":
            return f"{self.speech.tick(value * 100)} %"
        if unit == "seconds":
            return f"{self.speech.tick(value * 1000)} ms"
        return self.speech.tick(value)

    def _money(self, value: float) -> str:
        """To the cent, as on the screen; less than one with three digits that tell it apart."""
        magnitude = math.floor(math.log10(abs(value))) if value else 0
        decimals = 2 - min(magnitude, 0)
        return self._marked(f"{value:,.{decimals}f} {self.currency}")

    def _marked(self, text: str) -> str:
        marked = text.replace("-", "−")
        if self.speech.language == "en":
            return marked
        return marked.translate(str.maketrans(",.", ".,"))
