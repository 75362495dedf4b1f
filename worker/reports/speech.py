"""Words, numbers and moments as a language writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from api.core.reports.types import Estimate
from worker.reports.words import DAYS, WORDS

_DECIMAL_COMMA = str.maketrans(",.", ".,")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Speech:
    language: str
    """``en`` or ``pt-BR``."""

    def say(self, key: str, **values: str) -> str:
        return WORDS[self.language][key].format(**values)

    def name(self, kind: str, value: str) -> str:
        """What a task, a stage or a severity is called; by itself where it has no name here."""
        return WORDS[self.language].get(f"{kind}_{value}", value)

    def sentence(self, text: str) -> str:
        """What somebody wrote, with a full stop where it has none."""
        return text if text.endswith((".", "!", "?")) else f"{text}."

    def of(self, texts: Mapping[str, str]) -> str:
        """The text in this language, or in English where it has not been translated."""
        return texts.get(self.language) or texts.get("en") or next(iter(texts.values()), "")

    def whole(self, value: int) -> str:
        return self._marked(f"{value:,}")

    def share(self, value: float | None) -> str:
        return self.say("none") if value is None else self._marked(f"{value * 100:.1f} %")

    def figure(self, value: float | None, *, signed: bool = False) -> str:
        """As many decimals as a reader can use: four below 1, two below 100, else none."""
        if value is None:
            return self.say("none")
        decimals = 4 if abs(value) < 1 else 2 if abs(value) < 100 else 0
        text = f"{value:{'+' if signed else ''},.{decimals}f}"
        return self._marked(text).replace("-", "−")

    def tick(self, value: float) -> str:
        """A round number at a chart's axis."""
        return self._marked(f"{value:,.6g}").replace("-", "−")

    def estimate(self, given: Estimate | None) -> str:
        if given is None:
            return self.say("none")
        return f"{self.figure(given.value)}{self.interval(given.lower, given.upper)}"

    def interval(self, lower: float | None, upper: float | None, *, signed: bool = False) -> str:
        """In brackets, after a space; nothing where there is none."""
        if lower is None or upper is None:
            return ""
        ends = (self.figure(lower, signed=signed), self.figure(upper, signed=signed))
        return f" ({self._between(*ends)})"

    def milliseconds(self, seconds: float | None) -> str:
        if seconds is None:
            return self.say("none")
        value = seconds * 1000
        return self._marked(f"{value:,.{2 if value < 10 else 0}f} ms")

    def duration(self, seconds: float) -> str:
        """In the largest unit that it has at least two of."""
        for length, unit in ((3600, "h"), (60, "min")):
            if seconds >= 2 * length:
                return self._marked(f"{seconds / length:,.1f} {unit}")
        return self._marked(f"{seconds:,.1f} s")

    def day(self, moment: date) -> str:
        month = self.say("months").split()[moment.month - 1]
        return f"{moment.day} {month} {moment.year}"

    def moment(self, moment: datetime) -> str:
        moment = moment.astimezone(UTC)
        return f"{self.day(moment)}, {moment:%H:%M}"

    def days(self, length: timedelta) -> str:
        """How many, as in "the 7 days before"."""
        number = length / _DAY
        text = f"{number:.0f}" if number == round(number) else f"{number:.1f}"
        one, many = DAYS[self.language]
        return f"{self._marked(text)} {one if number == 1 else many}"

    def window(self, start: datetime, end: datetime) -> str:
        """Whole days by their first and last; else by its two moments."""
        if all(moment.astimezone(UTC).time() == datetime.min.time() for moment in (start, end)):
            last = end - _DAY
            return (
                self.day(start) if last == start else self._between(self.day(start), self.day(last))
            )
        return self._between(self.moment(start), self.moment(end))

    def _between(self, first: str, last: str) -> str:
        return f"{first} {self.say('to')} {last}"

    def _marked(self, text: str) -> str:
        return text if self.language == "en" else text.translate(_DECIMAL_COMMA)
