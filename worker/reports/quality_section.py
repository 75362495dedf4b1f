"""How good the model was: figures beside their promise, day by day, version by version."""

from collections.abc import Iterator

from api.core.reports.types import ReportDocument, Score
from worker.reports import charts
from worker.reports.page import Block, Chart, Paragraph, Table
from worker.reports.speech import Speech


def quality(document: ReportDocument, speech: Speech) -> Iterator[Block]:
    score = headline(document)
    if score is None:
        yield Paragraph(speech.say("no_truth", coverage=spoken_truth(document, speech)))
        return
    yield Paragraph(f"{verdict_sentence(score, speech)} {spoken_truth(document, speech)}")
    yield _scores(document, speech)
    if len(document.quality.days) > 1:
        yield _chart(document, score, speech)
    if len(document.quality.versions) > 1:
        yield _versions(document, score, speech)
    yield Paragraph(speech.say("interval_note"))


def headline(document: ReportDocument) -> Score | None:
    """The score that stands for the model; None where nothing was measured."""
    name = document.quality.headline
    return next((score for score in document.quality.scores if score.name == name), None)


def verdict_sentence(score: Score, speech: Speech) -> str:
    promised = score.promised.value if score.promised else None
    return speech.say(
        "quality_sentence",
        metric=speech.of(score.title),
        live=speech.estimate(score.live),
        verdict=speech.say(score.verdict, promised=speech.figure(promised)),
    )


def spoken_truth(document: ReportDocument, speech: Speech) -> str:
    judged = document.quality
    if judged.truth_share is None:
        return speech.say("of_nothing")
    return speech.say(
        "truth_sentence",
        share=speech.share(judged.truth_share),
        rows=speech.whole(judged.rows_with_truth),
        all=speech.whole(judged.rows),
        days=speech.days(document.window_end - document.window_start),
        before=speech.share(judged.truth_share_before),
    )


def _scores(document: ReportDocument, speech: Speech) -> Table:
    names = ("metric", "live", "promised", "change", "verdict_head")
    return Table(
        caption=speech.say("scores_caption"),
        head=tuple(speech.say(name) for name in names),
        rows=tuple(_score(score, speech) for score in document.quality.scores),
        widths=(3, 0, 0, 0, 2),
    )


def _score(score: Score, speech: Speech) -> tuple[str, ...]:
    promised = score.promised
    change = None if score.before is None else score.live.value - score.before
    interval = speech.interval(score.change_lower, score.change_upper, signed=True)
    return (
        speech.of(score.title) + (f" ({score.unit})" if score.unit else ""),
        speech.estimate(score.live),
        speech.figure(promised.value) + speech.interval(promised.lower, promised.upper)
        if promised
        else speech.say("none"),
        speech.figure(change, signed=True) + interval,
        speech.say(f"verdict_{score.verdict}"),
    )


def _chart(document: ReportDocument, score: Score, speech: Speech) -> Chart:
    days = document.quality.days
    values = [day.value for day in days]
    drawn = charts.Line(
        [day.day for day in days],
        values,
        score.promised.value if score.promised else None,
        speech.say("promise_line"),
        speech.tick,
    )
    return Chart(
        charts.line(drawn),
        alt=speech.say(
            "score_alt",
            days=speech.whole(len(days)),
            least=speech.figure(min(values)),
            most=speech.figure(max(values)),
            live=speech.figure(score.live.value),
        ),
        caption=speech.say("score_chart", metric=speech.of(score.title)),
    )


def _versions(document: ReportDocument, score: Score, speech: Speech) -> Table:
    return Table(
        caption=speech.say("by_version_caption", metric=speech.of(score.title)),
        head=(speech.say("version"), speech.say("live"), speech.say("rows")),
        rows=tuple(
            (str(entry.version), speech.estimate(entry.live), speech.whole(entry.live.rows))
            for entry in document.quality.versions
        ),
        widths=(1, 0, 0),
    )
