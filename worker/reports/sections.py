"""The parts of a report, in the order in which it is read."""

from collections.abc import Iterator

from api.core.reports.types import ReportDocument, VersionTraffic, Waiting
from worker.reports import charts
from worker.reports.page import Block, Chart, Figure, Figures, Paragraph, Points, Table
from worker.reports.quality_section import headline, spoken_truth, verdict_sentence
from worker.reports.speech import Speech


def brief(document: ReportDocument, speech: Speech) -> Iterator[Block]:
    traffic, judged = document.traffic, document.quality
    before = speech.whole(traffic.rows_before)
    yield Figures(
        (
            Figure(speech.say("rows"), speech.whole(traffic.rows), _before(speech, before)),
            Figure(
                speech.say("requests"),
                speech.whole(traffic.requests),
                _before(speech, speech.whole(traffic.requests_before)),
            ),
            Figure(
                speech.say("errors"),
                speech.whole(traffic.server_errors),
                _before(speech, speech.whole(traffic.server_errors_before)),
            ),
            Figure(
                speech.say("truth"),
                speech.share(judged.truth_share),
                _before(speech, speech.share(judged.truth_share_before)),
            ),
        )
    )
    done = len(document.happenings)
    yield Points(
        (
            _served(document, speech),
            _quality(document, speech),
            _drift(document, speech),
            speech.say("done_sentence", count=speech.whole(done))
            if done
            else speech.say("nothing_done"),
        )
    )


def served(document: ReportDocument, speech: Speech) -> Iterator[Block]:
    traffic = document.traffic
    if not traffic.versions:
        yield Paragraph(speech.say("nothing_served"))
        return
    rows = [day.rows for day in traffic.days]
    yield Chart(
        charts.bars(
            charts.Bars(
                [day.day for day in traffic.days],
                rows,
                [day.rows_with_truth for day in traffic.days],
                (speech.say("with_truth"), speech.say("without_truth")),
                speech.tick,
            )
        ),
        alt=speech.say(
            "rows_alt",
            days=speech.whole(len(rows)),
            least=speech.whole(min(rows)),
            most=speech.whole(max(rows)),
        ),
        caption=speech.say("rows_chart"),
    )
    names = ("version", "rows", "requests", "client_errors", "server_errors", "p50", "p95", "p99")
    yield Table(
        caption=speech.say("versions_caption"),
        head=tuple(speech.say(name) for name in names),
        rows=tuple(_version(version, speech) for version in traffic.versions),
        widths=(1, *(0,) * 7),
    )
    yield Paragraph(speech.say("latency_note"))


def drift(document: ReportDocument, speech: Speech) -> Iterator[Block]:
    found = document.drift
    if found is None:
        yield Paragraph(speech.say("no_check"))
        return
    yield Paragraph(_drift(document, speech))
    yield Paragraph(
        speech.say(
            "drift_about",
            at=speech.moment(found.checked_at),
            version=str(found.version),
            features=speech.whole(found.measured_features),
            rows=speech.say("none") if found.rows is None else speech.whole(found.rows),
        )
    )
    if not found.features:
        yield Paragraph(speech.say("no_feature"))
        return
    yield Table(
        caption=speech.say("drift_caption"),
        head=tuple(speech.say(name) for name in ("feature", "severity", "why")),
        rows=tuple(
            (entry.feature, speech.name("severity", entry.severity), entry.reason)
            for entry in found.features
        ),
        widths=(3, 2, 6),
    )


def done(document: ReportDocument, speech: Speech) -> Iterator[Block]:
    if not document.happenings:
        yield Paragraph(speech.say("nothing_done"))
        return
    yield Table(
        caption=speech.say("done_caption"),
        head=tuple(speech.say(name) for name in ("when", "what", "who", "why")),
        rows=tuple(
            (
                speech.moment(entry.at),
                speech.of(entry.title),
                entry.actor or speech.say("none"),
                entry.reason or speech.say("none"),
            )
            for entry in document.happenings
        ),
        widths=(4, 6, 4, 7),
    )


def cost(document: ReportDocument, speech: Speech) -> Iterator[Block]:
    spent = document.cost
    rows = [
        (speech.name("job", entry.task), speech.whole(entry.jobs), speech.duration(entry.seconds))
        for entry in spent.jobs
    ]
    none = speech.say("none")
    rows.append((speech.say("serving"), none, speech.duration(spent.serving_seconds)))
    rows.append((speech.say("shadowing"), none, speech.duration(spent.shadow_seconds)))
    yield Table(
        caption=speech.say("cost_caption"),
        head=tuple(speech.say(name) for name in ("work", "jobs", "time")),
        rows=tuple(rows),
        widths=(1, 0, 0),
    )
    yield Paragraph(speech.say("cost_note"))


def following(document: ReportDocument, speech: Speech) -> Iterator[Block]:
    step = document.next_step
    waiting = [_waiting(entry, speech) for entry in step.waiting]
    sentences = " ".join(step.repairs[speech.language])
    yield Points(
        (*(waiting or [speech.say("no_rollout")]), speech.say("repairs", sentences=sentences))
    )


def _before(speech: Speech, value: str) -> str:
    return speech.say("before", value=value)


def _served(document: ReportDocument, speech: Speech) -> str:
    traffic = document.traffic
    if not traffic.versions:
        return speech.say("nothing_served")
    return speech.say(
        "served_sentence",
        rows=speech.whole(traffic.rows),
        before=speech.whole(traffic.rows_before),
        days=speech.days(document.window_end - document.window_start),
        requests=speech.whole(traffic.requests),
        errors=speech.whole(traffic.server_errors),
    )


def _quality(document: ReportDocument, speech: Speech) -> str:
    score = headline(document)
    if score is None:
        return speech.say("no_truth", coverage=spoken_truth(document, speech))
    return verdict_sentence(score, speech)


def _drift(document: ReportDocument, speech: Speech) -> str:
    found = document.drift
    if found is None:
        return speech.say("no_check")
    severity = speech.name("severity", found.severity)
    return speech.say("drift_sentence", severity=severity, reason=speech.sentence(found.reason))


def _version(entry: VersionTraffic, speech: Speech) -> tuple[str, ...]:
    return (
        str(entry.version) if entry.version else speech.say("no_version"),
        speech.whole(entry.rows),
        speech.whole(entry.requests),
        speech.whole(entry.client_errors),
        speech.whole(entry.server_errors),
        speech.milliseconds(entry.p50_seconds),
        speech.milliseconds(entry.p95_seconds),
        speech.milliseconds(entry.p99_seconds),
    )


def _waiting(entry: Waiting, speech: Speech) -> str:
    told = {"version": str(entry.version), "stage": speech.name("stage", entry.stage)}
    if entry.paused:
        return speech.say("paused", **told)
    until = entry.waits_until
    return speech.say(
        "waits",
        **told,
        what=entry.waits_for or speech.say("waits_nothing"),
        until="" if until is None else speech.say("until", moment=speech.moment(until)),
    )
