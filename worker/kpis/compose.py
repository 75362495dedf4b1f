"""The dashboard's figures as a page in one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api.core.kpis.facts import midnight
from api.core.kpis.kpi import Kpi
from api.core.kpis.queries import Asked, Board
from api.core.kpis.types import Measured, Point, Unit
from api.core.timeline.types import Entry
from worker.kpis.voice import Voice
from worker.reports.charts import Line, line
from worker.reports.page import (
    Block,
    Chart,
    Figure,
    Figures,
    Page,
    Paragraph,
    Points,
    Section,
    Table,
)
from worker.reports.speech import Speech

_FEWEST_POINTS = 2
"""Of a trend."""
REPLAY = "replay"


@dataclass(frozen=True)
class Printed:
    asked: Asked
    board: Board
    happenings: Sequence[tuple[str, Entry]]
    """Model and what happened to it, newest first."""
    currency: str
    titles: dict[str, dict[str, str]]
    """Of the models."""


def compose(printed: Printed, language: str) -> Page:
    """``language`` is en or pt-BR."""
    voice = Voice(Speech(language), printed.currency)
    spans = printed.asked.periods
    title = voice.say("title")
    if printed.asked.model is not None:
        model = voice.speech.of(printed.titles[printed.asked.model])
        title = voice.say("of_model", title=title, model=model)
    parts = {
        "glance": _glance(printed, voice),
        "all": _all(printed, voice),
        "trends": _trends(printed, voice),
        "models": _models(printed, voice),
        "happened": _happened(printed, voice),
        "computed": _computed(printed, voice),
    }
    return Page(
        language=language,
        title=title,
        subtitle=voice.say(
            "compared", period=voice.span(spans.now), previous=voice.span(spans.previous)
        ),
        sections=tuple(Section(voice.say(name), tuple(blocks)) for name, blocks in parts.items()),
        colophon=voice.say(
            "colophon",
            moment=voice.speech.moment(printed.asked.now),
            currency=printed.currency,
        ),
    )


def _glance(printed: Printed, voice: Voice) -> Iterator[Block]:
    replayed = printed.board.sources.get(REPLAY, 0)
    if replayed:
        share = replayed / sum(printed.board.sources.values())
        yield Paragraph(voice.say("replayed", share=voice.speech.share(share)))
    yield Figures(
        tuple(_glimpse(kpi, measured, printed, voice) for kpi, measured in printed.board.kpis)
    )


def _glimpse(kpi: Kpi[Any], measured: Measured, printed: Printed, voice: Voice) -> Figure:
    unit = kpi.unit_of(printed.asked.model)
    return Figure(
        label=voice.speech.of(kpi.words.title),
        value=voice.figure(measured.figure, unit),
        note=voice.say("before", value=voice.figure(measured.previous, unit)),
    )


def _all(printed: Printed, voice: Voice) -> Iterator[Block]:
    rows = []
    for kpi, measured in printed.board.kpis:
        unit = kpi.unit_of(printed.asked.model)
        rows.append(
            (
                voice.speech.of(kpi.words.title),
                voice.figure(measured.figure, unit),
                voice.interval(measured.figure, unit),
                voice.speech.whole(measured.figure.n),
                voice.figure(measured.previous, unit),
                voice.value(measured.target, unit),
                voice.say(measured.status.level),
            )
        )
    head = ("number", "value", "interval", "counted", "previous", "target", "status")
    yield Table(
        caption=voice.say("all_caption"),
        head=tuple(voice.say(name) for name in head),
        rows=tuple(rows),
        widths=(3, 2, 3, 0, 3, 2, 2),
    )


def _trends(printed: Printed, voice: Voice) -> Iterator[Block]:
    for kpi, measured in printed.board.kpis:
        known = [
            point
            for point in measured.series
            if point.figure.value is not None and not _is_part(kpi, point, printed.asked)
        ]
        if len(known) >= _FEWEST_POINTS:
            yield _trend(kpi, known, measured.target, printed, voice)


def _is_part(kpi: Kpi[Any], point: Point, asked: Asked) -> bool:
    """Of an interval that goes on: its sum would look small beside the others."""
    return kpi.adds_up == "sum" and midnight(point.span.end) > asked.now


def _trend(
    kpi: Kpi[Any], known: Sequence[Point], target: float | None, printed: Printed, voice: Voice
) -> Chart:
    unit: Unit = kpi.unit_of(printed.asked.model)
    title = voice.speech.of(kpi.words.title)
    values = [point.figure.value or 0.0 for point in known]
    drawn = Line(
        days=[point.span.start for point in known],
        values=values,
        promise=target,
        promise_label=voice.say("target"),
        tick=lambda value: voice.tick(value, unit),
    )
    return Chart(
        svg=line(drawn),
        alt=voice.say(
            "chart_alt",
            points=str(len(known)),
            least=voice.value(min(values), unit),
            most=voice.value(max(values), unit),
        ),
        caption=voice.say("chart_caption", title=title, interval=voice.say(printed.asked.interval)),
    )


def _models(printed: Printed, voice: Voice) -> Iterator[Block]:
    for kpi, measured in printed.board.kpis:
        rows = tuple(_model_rows(kpi, measured, voice))
        if rows:
            head = ("model", "value", "interval", "counted", "previous", "status")
            yield Table(
                caption=voice.say("models_caption", title=voice.speech.of(kpi.words.title)),
                head=tuple(voice.say(name) for name in head),
                rows=rows,
                widths=(3, 2, 3, 0, 3, 2),
            )


def _model_rows(kpi: Kpi[Any], measured: Measured, voice: Voice) -> Iterator[tuple[str, ...]]:
    for part in measured.models:
        unit = kpi.unit_of(part.model)
        named = voice.speech.of(part.title)
        if unit == "measure":
            named += voice.measure(part.measure)
        yield (
            named,
            voice.figure(part.figure, unit),
            voice.interval(part.figure, unit),
            voice.speech.whole(part.figure.n),
            voice.figure(part.previous, unit),
            voice.say(part.status.level),
        )


def _happened(printed: Printed, voice: Voice) -> Iterator[Block]:
    if not printed.happenings:
        yield Paragraph(voice.say("nothing_happened"))
        return
    yield Points(tuple(_told(model, entry, printed, voice) for model, entry in printed.happenings))


def _told(model: str, entry: Entry, printed: Printed, voice: Voice) -> str:
    title = voice.speech.of(entry.title)
    if entry.reason:
        reason = voice.speech.sentence(entry.reason)
        title = voice.say("reason", title=title, reason=reason)
    named = printed.titles.get(model)
    about = f"{voice.speech.of(named)}: " if named else ""
    return f"{voice.speech.moment(entry.place.at)}: {about}{title}"


def _computed(printed: Printed, voice: Voice) -> Iterator[Block]:
    told = []
    for kpi, _ in printed.board.kpis:
        words = kpi.words
        formula = f"{voice.speech.of(words.definition)} {voice.speech.of(words.formula)}"
        told.append(f"{voice.speech.of(words.title)}: {formula}")
    yield Points(tuple(told))
